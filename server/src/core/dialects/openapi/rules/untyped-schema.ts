import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, usedIn } from '../limits.ts';

/** Keywords by which the type of a schema can be told. */
const telling: readonly (readonly [string, string])[] = [
  ['properties', 'object'],
  ['additionalProperties', 'object'],
  ['items', 'array'],
  ['pattern', 'string'],
  ['maxLength', 'string'],
  ['minLength', 'string'],
  ['maximum', 'number'],
  ['minimum', 'number'],
];
const others = ['enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not', 'if', '$ref', '$dynamicRef', 'type'];
const notes = new Set([
  'description',
  'title',
  'example',
  'examples',
  'deprecated',
  'nullable',
  'readOnly',
  'writeOnly',
  'externalDocs',
  'default',
  '$comment',
  '$anchor',
  '$id',
  'xml',
]);

function isNote(key: string): boolean {
  return notes.has(key) || key.startsWith('x-');
}

export default defineRule({
  id: 'openapi/untyped-schema',
  title: 'Schema has no type',
  why: 'A value of any type passes: an object where a string was expected is how operators get into queries.',
  remedy: 'State the type.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:schema-request-notype',
    '42crunch:schema-response-notype',
    '42crunch:v3-schema-request-notype',
    '42crunch:v3-schema-response-notype',
    'ibm:ibm-schema-type',
    'kics:62d52544-82ef-4b75-8308-cad49d50212b',
    'kics:e2ffa504-d22a-4c94-b6c5-f661849d2db7',
    'vacuum:oas-missing-type',
  ],
  concepts: ['schema-without-type'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => !others.some((it) => keys.has(it)) && ![...keys].every(isNote),
  check(schema, report) {
    const { view } = schema;
    if (schema.alternativeOf.size > 0 || others.some((it) => !view.lacks(it))) return;
    // Nothing but words is an empty schema, which has a rule of its own.
    if (view.keys.every(isNote)) return;
    const type = telling.find(([keyword]) => view.has(keyword))?.[1];
    const { key, ...level } = directionOf(schema);
    report({
      at: view.anchor('key'),
      message: `${schema.label}${usedIn(schema)} has no type, so a value of any type passes. State it.`,
      ...level,
      fixes: type === undefined ? [] : [fix('State the type', 'behaviour', setKey(view, 'type', type))],
      group: {
        key,
        from: 3,
        acrossFiles: true,
        message: (n) => `${n} schemas have no type, the first is ${schema.label}${usedIn(schema)}.`,
      },
    });
  },
});
