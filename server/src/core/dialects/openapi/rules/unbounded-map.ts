import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, learnLimit, usedIn } from '../limits.ts';

export default defineRule({
  id: 'openapi/unbounded-map',
  title: 'Map has no maximum number of entries',
  why: 'A map with a million keys exhausts the worker that builds and checks it.',
  remedy: 'Set maxProperties.',
  category: 'resource-limits',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [770], stride: ['D'], owasp: ['API4:2023'] },
  equivalents: [
    'ibm:ibm-well-defined-dictionaries',
    'speakeasy:owasp-additional-properties-constrained',
    'specmatic:no-unconstrained-additional-properties',
    'spectral-owasp:owasp:api3:2023-constrained-additionalProperties',
    'vacuum:owasp-constrained-additionalProperties',
    'spectral-owasp:owasp:api3:2023-constrained-unevaluatedProperties',
  ],
  concepts: ['open-map-without-limit', 'unevaluated-map-without-limit'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('additionalProperties') || keys.has('unevaluatedProperties'),
  check(schema, report, context) {
    const { view, document } = schema;
    const extra = view.get('additionalProperties');
    const rest = view.get('unevaluatedProperties');
    const map = extra.isMap || extra.boolean === true;
    const modern = document.isModern && rest.isMap;
    if ((!map && !modern) || schema.states('maxProperties') || view.get('propertyNames').has('enum')) return;
    const { key, ...level } = directionOf(schema);
    report({
      at: (map ? extra : rest).anchor('key'),
      message: `The map ${schema.label}${usedIn(schema)} may have any number of entries. Set maxProperties.`,
      equivalents: map
        ? [
            'ibm:ibm-well-defined-dictionaries',
            'speakeasy:owasp-additional-properties-constrained',
            'specmatic:no-unconstrained-additional-properties',
            'spectral-owasp:owasp:api3:2023-constrained-additionalProperties',
            'vacuum:owasp-constrained-additionalProperties',
          ]
        : ['spectral-owasp:owasp:api3:2023-constrained-unevaluatedProperties'],
      ...level,
      fixes: [
        fix(
          'Set maxProperties',
          'behaviour',
          setKey(view, 'maxProperties', learnLimit(context, schema, 'maxProperties', 100)),
        ),
      ],
      group: {
        key,
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} maps ${key === 'in' ? 'that callers send ' : ''}may have any number of entries, the first is ${schema.label}${usedIn(schema)}. Set maxProperties.`,
      },
    });
  },
});
