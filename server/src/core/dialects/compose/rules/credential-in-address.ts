import { defineRule } from '../../../rules/rule.ts';
import { isSecretName } from '../../../syntax/secret-name.ts';
import { softened } from '../claims.ts';
import { credentialsIn } from '../credentials.ts';
import { variableFix } from '../secret-fixes.ts';
import { serviceTexts } from '../service-texts.ts';

const equivalents = ['compose-lint:CL-0021', 'compose-lint:CL-0020'];

export default defineRule({
  id: 'compose/credential-in-address',
  title: 'Address contains a password',
  why: 'One text gives away where a store is, as whom to go there, and with which password; addresses also end up in logs and error messages.',
  remedy: 'Take the password from the environment inside the address, ${DB_PASSWORD:?}.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [798, 522], stride: ['I', 'S'] },
  equivalents,
  concepts: ['credential-in-connection-string'],
  visits: 'compose.service',
  check(service, report) {
    for (const { text, place, key, kind } of serviceTexts(service)) {
      const [credential] = credentialsIn(text);
      if (!credential) continue;
      const { password, host } = credential;
      const byDefault = password.certainty === 'default';
      report({
        at: text.view.anchor(),
        message: `In service "${service.name}", ${place} contains a password${host === undefined ? '' : ` for "${host}"`}${byDefault ? ', as the default of a variable' : ''}: whoever reads this file or inspects the container can use it. Take the password from the environment.`,
        // The name-based rule of other tools fires as well when the name says that the value is secret.
        equivalents:
          kind === 'environment' && key !== undefined && isSecretName(key) ? equivalents : equivalents.slice(0, 1),
        ...softened(service, byDefault ? 'warning' : 'error'),
        ...(byDefault ? { reason: 'The value is only a default.' } : {}),
        fixes: variableFix(password, password.variables[0]?.name ?? nameFor(host)),
      });
    }
  },
});

/** `orders-db` gives ORDERS_DB_PASSWORD. */
function nameFor(host: string | undefined): string {
  const stem = (host ?? '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '');
  return stem === '' ? 'PASSWORD' : `${stem}_PASSWORD`;
}
