import { defineRule } from '../../../rules/rule.ts';
import { isSecretName, isSecretValue } from '../../../syntax/secret-name.ts';
import { softened } from '../claims.ts';

export default defineRule({
  id: 'compose/secret-in-build-argument',
  title: 'Secret is handed to the build as an argument',
  why: "Build arguments are kept in the image's history, so whoever can pull the image can read them.",
  remedy: 'Hand it over with build.secrets, and mount it in the one step that needs it.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [522, 538], stride: ['I'], cis: ['Docker 4.10'] },
  equivalents: [],
  concepts: ['secret-in-build-args'],
  visits: 'compose.service',
  check(service, report) {
    for (const { key, value, view } of service.build?.args ?? []) {
      if (!service.owns(view) || !isSecretName(key)) continue;
      // A literal that is no secret says that the name misleads; a variable's value is not known.
      const text = value?.value;
      if (text !== undefined && !isSecretValue(key, text)) continue;
      const published = /^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|EXPO_PUBLIC)_/.test(key);
      report({
        at: view.anchor(view.isNull || value === undefined ? 'whole' : undefined),
        message: published
          ? `The build argument ${key} of service "${service.name}" goes into the pages that every visitor loads. Make sure that it is no secret, or keep it on the server.`
          : `The build argument ${key} of service "${service.name}" stays in the image's history, for everybody who can pull the image. Hand it over with build.secrets instead.`,
        ...softened(service, published ? 'warning' : 'error'),
        // The Dockerfile has to mount the secret as well, in a step that only its author knows.
        fixes: [],
      });
    }
  },
});
