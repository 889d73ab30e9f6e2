import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import { lengthsOf } from '../pattern-length.ts';

export default defineRule({
  id: 'openapi/pattern-against-length',
  title: 'Pattern and length limits exclude each other',
  why: 'No value passes, so good traffic is rejected, or somebody switches validation off.',
  remedy: 'Correct the pattern or the limits.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['D'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:schema-string-pattern-incompatible',
    '42crunch:semantic-pattern-incompatible',
    '42crunch:v3-schema-response-string-pattern-incompatible',
    '42crunch:v3-schema-string-pattern-incompatible',
    '42crunch:v3-semantic-pattern-incompatible',
  ],
  concepts: ['pattern-contradicts-length'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('pattern'),
  check(schema, report) {
    const { view } = schema;
    const pattern = view.stringAt('pattern');
    const lengths = pattern === undefined ? undefined : lengthsOf(pattern);
    if (!lengths) return;
    const shortest = view.numberAt('minLength');
    const longest = view.numberAt('maxLength');
    const keyword =
      shortest !== undefined && lengths.max < shortest
        ? 'minLength'
        : longest !== undefined && lengths.min > longest
          ? 'maxLength'
          : undefined;
    if (keyword === undefined) return;
    report({
      at: view.get(keyword).anchor('value'),
      message: `The pattern of ${schema.label} allows ${lengths.min === lengths.max ? lengths.min : `${lengths.min} to ${lengths.max === Number.POSITIVE_INFINITY ? 'any number of' : lengths.max}`} characters, ${keyword} ${view.numberAt(keyword)} excludes them all.`,
      fixes: [fix(`Remove ${keyword}`, 'behaviour', { op: 'remove', at: view.get(keyword).anchor() })],
    });
  },
});
