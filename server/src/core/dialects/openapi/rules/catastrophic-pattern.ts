import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, usedIn } from '../limits.ts';
import { isCatastrophic } from '../backtracking.ts';

export default defineRule({
  id: 'openapi/catastrophic-pattern',
  title: 'Pattern can backtrack without end',
  why: 'A string of fifty characters keeps the processor of the gateway and of the service busy for minutes.',
  remedy: 'Rewrite the pattern without repeated repetitions, and set maxLength.',
  category: 'resource-limits',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1333], stride: ['D'], owasp: ['API4:2023'] },
  equivalents: [],
  concepts: ['catastrophic-regex'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('pattern'),
  check(schema, report) {
    const value = schema.view.get('pattern');
    const pattern = value.string;
    if (pattern === undefined || !isCatastrophic(pattern)) return;
    const { key: _, ...level } = directionOf(schema);
    const bounded = (schema.view.numberAt('maxLength') ?? Number.POSITIVE_INFINITY) <= 30;
    report({
      at: value.anchor('value'),
      message: `The pattern of ${schema.label}${usedIn(schema)} repeats a repetition and can backtrack without end on a short hostile string. Rewrite it, and set maxLength.`,
      ...level,
      ...(bounded ? { severity: 'hint' as const, reason: 'the value is short' } : {}),
      fixes: bounded ? [] : [fix('Set maxLength to 30', 'behaviour', setKey(schema.view, 'maxLength', 30))],
    });
  },
});
