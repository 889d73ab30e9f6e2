import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

const keywords: Readonly<Record<string, readonly string[]>> = {
  string: ['pattern', 'minLength', 'maxLength'],
  number: ['minimum', 'maximum', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
};
const ofItems = [
  'kics:20cb3159-b219-496b-8dac-54ae3ab2021a',
  'kics:9d47956b-29cd-43b1-9e6e-b39a4d484353',
  '42crunch:v3-validation-schema-notarray-items',
];

/** What does nothing for these types. */
function namesBeside(types: readonly string[]): readonly string[] {
  const own = new Set(types.map((it) => (it === 'integer' ? 'number' : it)));
  return Object.entries(keywords).flatMap(([type, names]) => (own.has(type) ? [] : names));
}

export default defineRule({
  id: 'openapi/keyword-of-another-type',
  title: 'Constraint belongs to another type',
  why: 'maxLength on an integer restricts nothing, although its author believes that the field is bounded.',
  remedy: 'Use the keyword of the type, or remove it.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T', 'D'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:v3-validation-schema-notarray-items',
    '42crunch:v3-warning-schema-property-improper',
    '42crunch:warning-header-property-improper',
    '42crunch:warning-schema-property-improper',
    'ibm:ibm-schema-keywords',
    'kics:20cb3159-b219-496b-8dac-54ae3ab2021a',
    'kics:492c6cbb-f3f8-4807-aa4f-42b8b1c46b59',
    'kics:9d47956b-29cd-43b1-9e6e-b39a4d484353',
    'kics:a9228976-10cf-4b5f-b902-9e962aad037a',
    'vacuum:oas-schema-check',
  ],
  concepts: ['keyword-inapplicable-to-type'],
  visits: 'openapi.schema',
  looksAt: ({ keys, types }) => types.length > 0 && namesBeside(types).some((it) => keys.has(it)),
  check(schema, report) {
    const { view, types } = schema;
    if (
      types.length === 0 ||
      types.some((it) => it !== 'integer' && it !== 'boolean' && it !== 'file' && !Object.hasOwn(keywords, it))
    )
      return;
    const own = new Set(types.map((it) => (it === 'integer' ? 'number' : it)));
    for (const [type, names] of Object.entries(keywords)) {
      if (own.has(type)) continue;
      for (const name of names) {
        if (!view.has(name)) continue;
        const keyword = view.get(name);
        // In 2.0 "required" of a parameter is about the parameter.
        if (name === 'required' && !keyword.isList && view.has('in')) continue;
        report({
          at: keyword.anchor('key'),
          message: `"${name}" of ${schema.label} holds for ${type === 'number' ? 'numbers' : `${type}s`} and does nothing for ${types.join(' or ')}. Remove it, or use the keyword that was meant.`,
          equivalents:
            name === 'items'
              ? [...this.equivalents.filter((it) => !it.startsWith('kics:')), ...ofItems]
              : this.equivalents.filter((it) => !ofItems.includes(it)),
          fixes: [fix(`Remove ${name}`, 'safe', { op: 'remove', at: keyword.anchor() })],
          group: {
            key: `${name} ${types.join(' ')}`,
            from: 4,
            acrossFiles: true,
            message: (n) =>
              `"${name}" holds for ${type === 'number' ? 'numbers' : `${type}s`} and does nothing for ${types.join(' or ')}, in ${n} places, the first is ${schema.label}. Remove it, or use the keyword that was meant.`,
          },
        });
      }
    }
  },
});
