import { defineRule } from '../../../rules/rule.ts';
import type { Patch } from '../../../fix/patch.ts';
import { fix } from '../fixes.ts';
import { placesOf } from '../scheme-use.ts';
import type { Requirement } from '../security.ts';

export default defineRule({
  id: 'openapi/weaker-alternative',
  title: 'A weaker credential is accepted in place of a strong one',
  why: 'Requirements in a list are alternatives, and an attacker takes the cheapest: a leaked key in place of a token with scopes.',
  remedy: 'Remove the weaker alternative, or give both what the operation needs.',
  category: 'authentication',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [757], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['security-alternative-downgrade'],
  visits: ['openapi.document', 'openapi.operation'],
  check(noun, report) {
    const security = 'document' in noun ? noun.ownSecurity : noun.security;
    const deprecated = 'document' in noun && noun.deprecated;
    if (security.state !== 'required' || security.requirements.length < 2 || deprecated) return;
    const strengths = security.requirements.map(strengthOf);
    const best = Math.max(...strengths.map((it) => it ?? 0));
    security.requirements.forEach((requirement, index) => {
      const strength = strengths[index];
      if (strength === undefined || best < 3 || strength > 2 || strength >= best - 1) return;
      const name = requirement.uses.map((it) => it.name).join(' + ');
      const whose = 'document' in noun ? noun.label : 'The root security';
      report({
        at: requirement.view.get(requirement.uses[0]?.name ?? '').anchor('key'),
        message: `${whose} accepts "${name}" in place of something much stronger: attackers take the cheapest way. Remove it.`,
        fixes: [
          fix(`Remove ${name}`, 'behaviour', { op: 'remove', at: requirement.view.anchor() }, ...orphans(requirement)),
        ],
        group: {
          key: name,
          from: 3,
          acrossFiles: true,
          message: (n) =>
            `${n} requirements accept "${name}" in place of something much stronger, the first is that of ${whose.replace('The root', 'the root')}.`,
        },
      });
    });
  },
});

/** The declarations of schemes that nothing requires any more once this requirement is gone. */
function orphans({ uses }: Requirement): readonly Patch[] {
  // A document without operations is still being written.
  return uses.flatMap(({ scheme }): readonly Patch[] =>
    scheme && scheme.document.operations.length > 0 && placesOf(scheme).length === 1
      ? [{ op: 'remove', at: scheme.entry.anchor() }]
      : [],
  );
}

/** A requirement is as strong as its strongest scheme: all of them are needed. */
function strengthOf({ uses }: Requirement): number | undefined {
  if (uses.some((it) => !it.scheme)) return undefined;
  return Math.max(...uses.map((it) => it.scheme?.strength ?? 0));
}
