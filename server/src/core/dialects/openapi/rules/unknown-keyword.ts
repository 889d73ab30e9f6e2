import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import { fieldsOf, mayBeStrange, strangeObjects, strangeSchema } from '../fields.ts';
import { closest } from '../words.ts';

/** Fields whose misspelling switches a protection off. */
const protective = new Set([
  'security',
  'securityDefinitions',
  'securitySchemes',
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'maximum',
  'minimum',
  'pattern',
  'additionalProperties',
  'readOnly',
  'writeOnly',
  'required',
  'scopes',
  'enum',
  'maxProperties',
  'schemes',
  'servers',
]);

export default defineRule({
  id: 'openapi/unknown-keyword',
  title: 'Field is not part of the standard',
  why: 'A misspelt maxLenght or secuirty silently switches off what it was to switch on.',
  remedy: 'Use the name of the standard, or an extension that begins with x-.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1288], stride: ['T', 'D'], owasp: ['API8:2023'] },
  equivalents: ['kics:429b2106-ba37-43ba-9727-7f699cc611e1', 'kics:fb7d81e7-4150-48c4-b914-92fc05da6a2f'],
  concepts: ['unknown-keyword'],
  visits: ['openapi.document', 'openapi.schema'],
  looksAt: ({ keys }) => [...keys].some(mayBeStrange),
  check(noun, report) {
    const schema = 'subschemas' in noun ? strangeSchema(noun) : undefined;
    const document = 'subschemas' in noun ? noun.document : noun;
    const objects = 'subschemas' in noun ? (schema ? [schema] : []) : strangeObjects(noun);
    for (const { view, name, strangers } of objects) {
      const fields = fieldsOf(document, name) ?? new Set<string>();
      for (const key of strangers) {
        const value = view.get(key);
        const better = closest(key, fields);
        const grave = better !== undefined && protective.has(better);
        report({
          at: value.anchor('key'),
          message: `"${key}" is no field of a ${name}${better === undefined ? '' : `; did you mean "${better}"?`} Tools ignore it.`,
          ...(grave ? { severity: 'warning' as const, reason: `"${better}" protects, and does not hold here` } : {}),
          fixes:
            better === undefined || view.has(better)
              ? []
              : [fix(`Write ${better}`, 'behaviour', { op: 'rename', at: value.anchor(), key: better })],
          group: {
            key: `${name} ${key}`,
            from: 3,
            acrossFiles: true,
            message: (n) =>
              `"${key}" is no field of a ${name}${better === undefined ? '' : ` (did you mean "${better}"?)`} and is ignored in ${n} places.`,
          },
        });
      }
    }
  },
});
