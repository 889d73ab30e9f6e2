import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, usedIn } from '../limits.ts';
import { hasPhrase, wordsOf } from '../words.ts';

/** Text for people: no pattern can describe it. */
const humanText = ['description', 'comment', 'note', 'notes', 'text', 'summary', 'bio', 'about', 'body', 'remarks'];
/** What a name tells of its text: a format, and a pattern where the format alone is not checked everywhere. */
const guesses: readonly (readonly [name: RegExp, restriction: Readonly<Record<string, string>>])[] = [
  [/e_?mail$/i, { format: 'email', pattern: '^[^@\\s]+@[^@\\s]+$' }],
  [/ur[li]$/i, { format: 'uri', pattern: '^[A-Za-z][A-Za-z0-9+.-]*:\\S+$' }],
  [/uuid$/i, { format: 'uuid' }],
  [/_at$|At$|timestamp$/, { format: 'date-time' }],
  [/date$/i, { format: 'date' }],
];
const printable = { pattern: '^[^\\x00-\\x1f]*$' };
/** Formats that restrict nothing by themselves. */
const looseFormats = ['password', 'binary', 'byte'];

export default defineRule({
  id: 'openapi/unrestricted-string',
  title: 'String accepts any characters',
  why: 'Free text reaches queries, shells and templates; a pattern or a closed list is the cheapest gate there is.',
  remedy: 'Give it a pattern, an enum or a format.',
  category: 'input-validation',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'speakeasy:owasp-string-restricted',
    'spectral-owasp:owasp:api4:2023-string-restricted',
    'vacuum:owasp-string-restricted',
    '42crunch:parameter-string-pattern',
    '42crunch:response-header-string-pattern',
    '42crunch:schema-request-string-pattern',
    '42crunch:schema-response-string-pattern',
    '42crunch:schema-string-pattern',
    '42crunch:v3-schema-request-string-pattern',
    '42crunch:v3-schema-response-string-pattern',
    'kics:00b78adf-b83f-419c-8ed8-c6018441dd3a',
    'kics:afde15cf-9444-4126-8c62-41cd79db1d1d',
  ],
  concepts: ['string-without-restriction', 'string-without-pattern'],
  visits: 'openapi.schema',
  looksAt: ({ keys, types }) => types.includes('string') && !['pattern', 'enum', 'const'].some((it) => keys.has(it)),
  check(schema, report) {
    if (!schema.is('string') || schema.states('pattern', 'enum', 'const')) return;
    const formats = schema.facets.map((it) => it.textAt('format')).filter((it) => it !== undefined);
    if (formats.some((it) => it === 'date' || it === 'date-time' || it === 'uuid' || it === 'binary')) return;
    const name = schema.name ?? '';
    if (hasPhrase(wordsOf(name), humanText)) return;
    const restricted = formats.some((it) => !looseFormats.includes(it));
    if (report.counts?.(`${directionOf(schema).key} ${restricted}`)) return;
    const guess = guesses.find(([shape]) => shape.test(name))?.[1] ?? printable;
    const { key } = directionOf(schema);
    const answered = key === 'out';
    report({
      at: schema.view.get('type').anchor('key'),
      message: `The string ${schema.label}${usedIn(schema)} accepts any characters. Give it a pattern${restricted ? ': formats are not checked everywhere' : ', an enum or a format'}.`,
      equivalents:
        restricted || answered
          ? [
              '42crunch:parameter-string-pattern',
              '42crunch:response-header-string-pattern',
              '42crunch:schema-request-string-pattern',
              '42crunch:schema-response-string-pattern',
              '42crunch:schema-string-pattern',
              '42crunch:v3-schema-request-string-pattern',
              '42crunch:v3-schema-response-string-pattern',
              'kics:00b78adf-b83f-419c-8ed8-c6018441dd3a',
              'kics:afde15cf-9444-4126-8c62-41cd79db1d1d',
            ]
          : this.equivalents,
      fixes: restricted
        ? []
        : [
            fix(
              'Give it a format or a pattern',
              'behaviour',
              ...Object.entries(guess).map(([key, value]) => setKey(schema.view, key, value)),
            ),
          ],
      group: {
        key: `${key} ${restricted}`,
        acrossFiles: true,
        message: (n) =>
          `${n} strings accept any characters, the first is ${schema.label}${usedIn(schema)}. Give them patterns, enums or formats.`,
      },
    });
  },
});
