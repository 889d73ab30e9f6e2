import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fixByRemoving } from '../../kubernetes/repair.ts';
import { covers, type RouteMatch, routeMatchOf } from '../route-match.ts';

const unreachable = ['istio:IST0130'];
const ineffective = ['istio:IST0131'];

export default defineRule({
  id: 'mesh/shadowed-route',
  title: 'Route can never be taken',
  why: 'Rules are tried in order and the first that matches wins: a stricter rule behind a wider one protects nothing.',
  remedy: 'Put the narrower rule first, or remove the one that is never reached.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [561], stride: ['E'] },
  equivalents: [...unreachable, ...ineffective],
  concepts: ['virtual-service-rule-shadowed'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isIstio('VirtualService')) return;
    for (const list of ['http', 'tls', 'tcp']) {
      const rules = object.spec.get(list).items;
      let catchAll: number | undefined;
      const earlier: { readonly rule: number; readonly match: RouteMatch }[] = [];
      rules.forEach((rule, index) => {
        if (!rule.isMap) return;
        const matches = rule.get('match').items;
        if (catchAll !== undefined) {
          report({
            at: place(rule),
            message: `Rule ${index + 1} (${list}) of ${object.title} is never reached: rule ${catchAll + 1} has no match and takes everything. Put it last.`,
            equivalents: unreachable,
            fixes: fixByRemoving(rule, 'Remove the rule that is never reached'),
          });
          return;
        }
        if (matches.length === 0) {
          const { match } = { match: rule.get('match') };
          if (match.missing || match.isNull || match.isList) catchAll = index;
          return;
        }
        const own = matches.map(routeMatchOf);
        const dead = own.map((match, i) => {
          const before = earlier.find((it) => covers(it.match, match))?.rule;
          // Within one rule the exact path beside its prefix is a habit that does no harm.
          const beside = own
            .slice(0, i)
            .some((it) => covers(it, match) && !(match.uri?.how === 'exact' && it.key !== match.key));
          return before ?? (beside ? index : undefined);
        });
        const all = dead.every((it) => it !== undefined && it !== index);
        if (all) {
          report({
            at: place(rule),
            message: `Rule ${index + 1} (${list}) of ${object.title} is never reached: rule ${(dead[0] ?? 0) + 1} takes all that it asks for. Put the narrower rule first, or remove it.`,
            equivalents: own.every((match) => earlier.some((it) => it.match.key === match.key))
              ? [...unreachable, ...ineffective]
              : ineffective,
            fixes: fixByRemoving(rule, 'Remove the rule that is never reached'),
          });
        } else {
          dead.forEach((by, i) => {
            const view = own[i]?.view;
            if (by === undefined || !view) return;
            report({
              at: place(view),
              message: `Match ${i + 1} of rule ${index + 1} (${list}) of ${object.title} has no effect: ${by === index ? 'another match of the rule' : `rule ${by + 1}`} takes all that it asks for.`,
              severity: 'hint',
              reason: 'the rule is still reached by its other matches',
              equivalents: ineffective,
              fixes: fixByRemoving(view, 'Remove the match without effect'),
            });
          });
        }
        for (const match of own) earlier.push({ rule: index, match });
      });
    }
  },
});

/** The first key of an item: the shortest text that stands for it. */
function place(item: View) {
  const [first] = item.entries;
  return first ? first[1].anchor('key') : item.anchor();
}
