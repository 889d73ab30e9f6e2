import { defineRule } from '../../../rules/rule.ts';
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
    if (parameter.location !== 'path' && parameter.location !== 'query') return;
    const words = wordsOf(parameter.name);
    const format = parameter.type?.textAt('format');
    if (
      !personal.includes(words.join(' ')) &&
      !personal.some((it) => words.join(' ').endsWith(` ${it}`)) &&
      format !== 'email'
    )
      return;
    if (hasPhrase(words, ['hash', 'id', 'type', 'verified'])) return;
    const type = parameter.type?.textAt('type');
    if (type === 'boolean' || parameter.type?.has('enum')) return;
    const user = parameter.operations[0];
    report({
      at: parameter.at,
      message: `"${parameter.name}"${user ? ` of ${user.label}` : ''} is personal data in the ${parameter.location}, where logs and analytics keep it. Send it in the body, or use an opaque id.`,
      group: {
        key: 'personal',
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} parameters in addresses are personal data, the first is "${parameter.name}"${user ? ` of ${user.label}` : ''}.`,
      },
    });
  },
});
