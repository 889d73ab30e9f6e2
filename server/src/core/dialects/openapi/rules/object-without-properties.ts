import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, usedIn } from '../limits.ts';

const said = [
  'properties',
  'patternProperties',
  'unevaluatedProperties',
  'propertyNames',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'enum',
  'const',
  '$ref',
  'dependentSchemas',
];

export default defineRule({
  id: 'openapi/object-without-properties',
  title: 'Object lists no properties',
  why: 'A bare object accepts any JSON: validation does nothing, and operators of the database pass through.',
  remedy: 'Describe the properties, or the values of the map.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: ['kics:3d28f751-bc18-4f83-ace0-216b6086410b', 'kics:9d967a2b-9d64-41a6-abea-dfc4960299bd'],
  concepts: ['object-without-properties'],
  visits: 'openapi.schema',
  looksAt: ({ keys, types }) => types.length === 1 && types[0] === 'object' && !said.some((it) => keys.has(it)),
  check(schema, report) {
    const { view } = schema;
    if (!schema.is('object') || schema.types.length > 1 || schema.alternativeOf.size > 0) return;
    const extra = view.get('additionalProperties');
    if (said.some((it) => !view.lacks(it)) || extra.isMap || extra.boolean === false) return;
    const { key, ...level } = directionOf(schema);
    report({
      at: view.get('type').anchor('key'),
      message: `The object ${schema.label}${usedIn(schema)} lists no properties, so any content passes. Describe it.`,
      ...level,
      fixes: [
        fix(
          'Describe it as a map of strings',
          'behaviour',
          setKey(view, 'additionalProperties', { type: 'string', maxLength: 255 }),
          setKey(view, 'maxProperties', 100),
        ),
      ],
      group: {
        key,
        from: 3,
        acrossFiles: true,
        message: (n) => `${n} objects list no properties, the first is ${schema.label}${usedIn(schema)}.`,
      },
    });
  },
});
