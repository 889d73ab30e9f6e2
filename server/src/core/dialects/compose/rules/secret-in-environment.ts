import { defineRule } from '../../../rules/rule.ts';
import { isSecretName, isSecretValue } from '../../../syntax/secret-name.ts';
import { softened } from '../claims.ts';
import { hasCredentials } from '../credentials.ts';
import { fromEnvironmentFix } from '../secret-fixes.ts';

export default defineRule({
  id: 'compose/secret-in-environment',
  title: 'Secret is written out in environment',
  why: 'The file is in version control and the value in the output of docker inspect; the same value usually opens a store for every service that uses it.',
  remedy: 'Take the value from the environment with ${NAME:?}, or hand it over as a file with secrets.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [798, 522, 1392, 1188], stride: ['I', 'S'] },
  equivalents: ['compose-lint:CL-0020'],
  concepts: ['secret-literal-in-environment', 'interpolation-default-secret'],
  visits: 'compose.service',
  check(service, report) {
    for (const entry of service.environment) {
      const { key, value, view } = entry;
      if (!value || !service.owns(view) || !isSecretName(key)) continue;
      const text = value.value;
      // Credentials inside an address are a finding of their own.
      if (text === undefined || !isSecretValue(key, text) || hasCredentials(value)) continue;
      const byDefault = value.certainty === 'default';
      report({
        at: view.anchor(),
        message: byDefault
          ? `${key} of service "${service.name}" has a working default in this file: when the variable is forgotten, the service starts with a value that everybody can read. Write \${NAME:?} to be told instead.`
          : `${key} of service "${service.name}" is written out here, for everybody who can read the repository or inspect the container. Take it from the environment, or hand it over with secrets.`,
        ...softened(service, byDefault ? 'warning' : 'error'),
        ...(byDefault ? { reason: 'The value is only a default.' } : {}),
        fixes: fromEnvironmentFix(entry),
      });
    }
  },
});
