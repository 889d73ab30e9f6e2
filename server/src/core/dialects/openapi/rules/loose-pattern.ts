import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, usedIn } from '../limits.ts';
import { isAnchored, isCatchAll } from '../pattern.ts';

export default defineRule({
  id: 'openapi/loose-pattern',
  title: 'Pattern does not really restrict the value',
  why: 'Patterns are searched for, not matched whole: without anchors an attack string rides along with a fragment that fits.',
  remedy: 'Anchor every alternative with ^ and $.',
  category: 'input-validation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [625], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:parameter-string-loosepattern',
    '42crunch:schema-response-string-loosepattern',
    '42crunch:v3-schema-request-string-loosepattern',
    'ibm:ibm-anchored-patterns',
    'kics:8c81d6c0-716b-49ec-afa5-2d62da4e3f3c',
    'kics:e4a019f0-9af3-49c8-bf68-1939a6ff240d',
  ],
  concepts: ['loose-string-pattern'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('pattern'),
  check(schema, report) {
    const value = schema.view.get('pattern');
    const pattern = value.string;
    if (pattern === undefined) return;
    const all = isCatchAll(pattern);
    if (!all && isAnchored(pattern)) return;
    const { key, ...level } = directionOf(schema);
    report({
      at: value.anchor('value'),
      message: all
        ? `The pattern of ${schema.label}${usedIn(schema)} matches everything. Say which characters are allowed.`
        : `The pattern of ${schema.label}${usedIn(schema)} is not anchored at both ends, so anything around a fitting fragment passes. Anchor it.`,
      ...level,
      fixes: all
        ? []
        : [fix('Anchor the pattern', 'behaviour', setKey(schema.view, 'pattern', `^(?:${bare(pattern)})$`))],
      group: {
        key: `${key} ${all}`,
        from: 4,
        acrossFiles: true,
        message: (n) =>
          all
            ? `${n} patterns match everything, the first is that of ${schema.label}${usedIn(schema)}.`
            : `${n} patterns are not anchored at both ends, the first is that of ${schema.label}${usedIn(schema)}.`,
      },
    });
  },
});

/** Without the one anchor that a pattern of a single alternative may have. */
function bare(pattern: string): string {
  return pattern.includes('|') ? pattern : pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
}
