import { defineRule } from '../../../rules/rule.ts';
import { isSecretName, isSecretValue } from '../../../syntax/secret-name.ts';
import type { Fix } from '../../../fix/patch.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, softened } from '../claims.ts';
import type { ComposeService } from '../service.ts';

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
        fixes: published ? [] : secretFix(service, key, view),
      });
    }
  },
});

/** Moves the value to the build's secrets. The Dockerfile has to mount it, in a step that only its author knows. */
function secretFix(service: ComposeService, key: string, view: View): readonly Fix[] {
  const args = service.view.at('build', 'args');
  const list = service.view.at('build', 'secrets');
  const top = service.project.view.get('secrets');
  const blocked =
    [view, list, top].some((it) => it.inherited) || (list.exists && !list.isList) || (top.exists && !top.isMap);
  if (blocked || !service.owns(view) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return [];
  const id = key.toLowerCase().replaceAll('_', '-');
  if (top.has(id)) return [];
  const alone = args.isMap ? args.entries.length === 1 : args.items.length === 1;
  return fix(
    `Hand ${key} over as a build secret, which the Dockerfile then has to mount`,
    'behaviour',
    { op: 'remove', at: (alone ? args : view).anchor() },
    { op: 'append', at: list.anchor(), value: id },
    { op: 'set', at: top.get(id).anchor(), value: { environment: key } },
  );
}
