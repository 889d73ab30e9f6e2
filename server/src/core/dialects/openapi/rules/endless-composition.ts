import { defineRule } from '../../../rules/rule.ts';
import type { Fix } from '../../../fix/patch.ts';
import { fix } from '../fixes.ts';
import { identityOf } from '../identity.ts';
import type { View } from '../../../syntax/view.ts';

const combinators = ['allOf', 'anyOf', 'oneOf', 'not'];

export default defineRule({
  id: 'openapi/endless-composition',
  title: 'Schema refers to itself through composition',
  why: 'A schema that is a part of itself is never finished: validators hang or give up, and what they guard is open or down.',
  remedy: 'Break the circle; recursion belongs into a property or into items.',
  category: 'resilience',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [674], stride: ['D'], owasp: ['API4:2023'] },
  equivalents: [
    'ibm:ibm-no-circular-refs',
    'kics:1a1aea94-745b-40a7-b860-0702ea6ee636',
    'kics:cbff2508-85c9-4448-a8b3-770070edf5ca',
  ],
  concepts: ['recursive-schema'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => combinators.some((it) => keys.has(it)),
  check(schema, report) {
    const { view, document } = schema;
    const seen = new Set<unknown>();
    /** The part of the schema at `at` through which it comes back to the visited one. */
    const wayBack = (at: View, depth: number): { keyword: string; part: View } | undefined => {
      for (const keyword of combinators) {
        if (!at.has(keyword)) continue;
        const value = at.get(keyword);
        const members = value.isList ? value.items : value.isMap ? [value] : [];
        for (const part of members) {
          const member = document.references.resolve(part);
          if (!member) continue;
          if (identityOf(member) === identityOf(view)) return { keyword, part };
          if (seen.has(identityOf(member)) || depth > 20) continue;
          seen.add(identityOf(member));
          if (wayBack(member, depth + 1)) return { keyword, part };
        }
      }
      return undefined;
    };
    const way = wayBack(view, 0);
    if (!way) return;
    const { keyword, part } = way;
    const reference = part.get('$ref');
    report({
      at: reference.exists ? reference.anchor('value') : view.get(keyword).anchor('key'),
      message: `${schema.label} is a part of itself through ${keyword}: it is never finished, and validators hang. Break the circle.`,
      fixes: leaveOut(view, keyword, part, document.references.target(part, reference.string ?? '').view),
    });
  },
});

/** Where it names itself, leaving that out changes nothing that could ever have held. */
function leaveOut(view: View, keyword: string, part: View, target: View | undefined): readonly Fix[] {
  const list = view.get(keyword);
  if (!target || identityOf(target) !== identityOf(view) || !list.isList || part.inherited || keyword === 'not')
    return [];
  const at = list.items.length === 1 ? list.anchor() : part.anchor();
  return [fix(`Leave the schema out of its own ${keyword}`, 'behaviour', { op: 'remove', at })];
}
