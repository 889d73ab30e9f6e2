import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';

const pairs = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const;

export default defineRule({
  id: 'openapi/contradictory-range',
  title: 'Lower bound exceeds the upper bound',
  why: 'A range that nothing fits rejects all traffic; in practice the check is then switched off.',
  remedy: 'Swap or correct the bounds.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['D'], owasp: ['API8:2023'] },
  equivalents: ['kics:ab2af219-cd08-4233-b5a1-a788aac88b51', 'kics:b5102ea9-6527-4bb7-94fc-9b4076150e55'],
  concepts: ['contradictory-range'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => pairs.some(([low, high]) => keys.has(low) && keys.has(high)),
  check(schema, report) {
    for (const [low, high] of pairs) {
      const from = schema.view.numberAt(low);
      const to = from === undefined ? undefined : schema.view.numberAt(high);
      if (from === undefined || to === undefined || from <= to) continue;
      report({
        at:
          schema.view.route.length > 0 && typeof schema.view.route.at(-1) === 'string'
            ? schema.view.anchor('key')
            : schema.view.get(low).anchor('value'),
        message: `${low} ${from} of ${schema.label} exceeds ${high} ${to}: no value fits.`,
        fixes: [fix('Swap them', 'behaviour', setKey(schema.view, low, to), setKey(schema.view, high, from))],
      });
    }
  },
});
