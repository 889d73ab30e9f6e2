import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { lookupIn, mayShare, namesOf } from '../lookup.ts';
import { istioOf, rootNamespace, selectionOf } from '../mesh-objects.ts';
import { dig, listOf, mapOf } from '../plain.ts';
import { matchesLabels } from '../selector.ts';

export default defineRule({
  id: 'mesh/unproven-claim-route',
  title: 'Route trusts claims that nobody checks',
  why: 'Without a check of the token its claims are what the caller says they are: he chooses the route of an administrator.',
  remedy: 'Check tokens at the gateway by a RequestAuthentication.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [287, 345], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: ['istio:IST0149'],
  concepts: ['jwt-routing-without-authentication'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    const checks = istioOf(cluster, 'RequestAuthentication');
    for (const route of istioOf(cluster, 'VirtualService')) {
      const claim = claimOf(route.spec);
      if (!claim) continue;
      const gateways = namesOf(dig(route.spec, 'gateways'))
        .filter((it) => it !== 'mesh')
        .flatMap((it) => {
          const [first = '', second] = it.split('/');
          return lookup.named('Gateway', second === undefined ? route.namespace : first, second ?? first);
        });
      const checked = (gateways.length > 0 ? gateways : [null]).some((gateway) => {
        const proxy = gateway ? selectionOf(gateway) : undefined;
        return checks.some((it) => {
          const own = selectionOf(it);
          // Bound by targetRefs, or for all of a namespace: whom it means is left open in favour of the route.
          if (!own || !proxy) return !own || mayShare(it.namespace, route.namespace);
          return it.namespace === rootNamespace || matchesLabels(own, proxy) || matchesLabels(proxy, own);
        });
      });
      if (checked) continue;
      report({
        at: within(route, ...claim),
        message: `${titleOf(route)} chooses the route by a claim of the caller's token, and no RequestAuthentication checks tokens at its gateway: the caller writes the claim himself. Add one for the gateway.`,
        resource: resourceOf(route),
      });
    }
  },
});

/** The first condition on a claim. */
function claimOf(spec: unknown): readonly (string | number)[] | undefined {
  const rules = listOf(dig(spec, 'http'));
  for (const [i, rule] of rules.entries()) {
    for (const [j, match] of listOf(dig(rule, 'match')).entries()) {
      for (const key of ['headers', 'withoutHeaders']) {
        const name = Object.keys(mapOf(dig(match, key))).find((it) => it.startsWith('@request.auth.claims'));
        if (name !== undefined) return ['spec', 'http', i, 'match', j, key, name];
      }
    }
  }
  return undefined;
}
