import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { hasPhrase, wordsOf } from '../words.ts';

const personal = [
  'email',
  'e mail',
  'email address',
  'mail address',
  'phone',
  'phone number',
  'mobile number',
  'msisdn',
  'ssn',
  'national id',
  'passport',
  'passport number',
  'tax id',
  'iban',
  'card number',
  'dob',
  'birth date',
  'birthdate',
  'date of birth',
  'first name',
  'last name',
  'full name',
];

export default defineRule({
  id: 'openapi/personal-data-in-address',
  title: 'Personal data travels in the address',
  why: 'E-mail addresses, numbers of persons and cards end up in access logs, analytics and referrers.',
  remedy: 'Send it in the body, or use an opaque id.',
  category: 'data-protection',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [598], stride: ['I'], owasp: ['API3:2023'] },
  equivalents: [],
  concepts: ['personal-data-in-url'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    const place = parameter.location === 'path' ? 'path' : 'query';
    for (const { name, at, type } of parameter.inAddress) {
      if (!isPersonal(name, type)) continue;
      const user = parameter.operations[0];
      report({
        at,
        message: `"${name}"${user ? ` of ${user.label}` : ''} is personal data in the ${place}, where logs and analytics keep it. Send it in the body, or use an opaque id.`,
        group: {
          key: 'personal',
          from: 4,
          acrossFiles: true,
          message: (n) =>
            `${n} parameters in addresses are personal data, the first is "${name}"${user ? ` of ${user.label}` : ''}.`,
        },
      });
    }
  },
});

function isPersonal(name: string, type: View | undefined): boolean {
  const words = wordsOf(name);
  const format = type?.textAt('format');
  if (
    !personal.includes(words.join(' ')) &&
    !personal.some((it) => words.join(' ').endsWith(` ${it}`)) &&
    format !== 'email'
  )
    return false;
  if (hasPhrase(words, ['hash', 'id', 'type', 'verified'])) return false;
  return type?.textAt('type') !== 'boolean' && !type?.has('enum');
}
