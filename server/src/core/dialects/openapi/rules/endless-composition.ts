import { defineRule } from '../../../rules/rule.ts';
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
  check(schema, report) {
    const { view, document } = schema;
    const seen = new Set<unknown>();
    const leadsBack = (at: View, depth: number): boolean =>
      combinators.some((keyword) => {
        const value = at.get(keyword);
        const members = value.isList ? value.items : value.isMap ? [value] : [];
        return members.some((it) => {
          const member = document.references.resolve(it);
          if (!member) return false;
          if (identityOf(member) === identityOf(view)) return true;
          if (seen.has(identityOf(member)) || depth > 20) return false;
          seen.add(identityOf(member));
          return leadsBack(member, depth + 1);
        });
      });
    const keyword = combinators.find((it) => view.has(it));
    if (keyword === undefined || !leadsBack(view, 0)) return;
    report({
      at: view.get(keyword).anchor('key'),
      message: `${schema.label} is a part of itself through ${keyword}: it is never finished, and validators hang. Break the circle.`,
    });
  },
});
