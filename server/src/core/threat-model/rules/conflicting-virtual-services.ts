import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { namesOf } from '../lookup.ts';
import { areVariants, exportsOf, isVisibleFrom, istioOf, serviceName } from '../mesh-objects.ts';
import { dig, listOf } from '../plain.ts';

export default defineRule({
  id: 'mesh/conflicting-virtual-services',
  title: 'Several virtual services route one host',
  why: 'Inside the mesh only one of them applies, and which one is not defined: a route that checks something may be the one that is lost.',
  remedy: 'Put the routes of a host into one virtual service.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D', 'E'] },
  equivalents: ['istio:IST0109', 'kiali:KIA1106'],
  concepts: ['virtual-service-host-conflict'],
  visits: 'model.cluster',
  check(cluster, report) {
    const byHost = new Map<string, { readonly route: KubernetesObjectFact; readonly index: number }[]>();
    for (const route of istioOf(cluster, 'VirtualService')) {
      const gateways = namesOf(dig(route.spec, 'gateways'));
      // A virtual service without a host of its own is a part that another one includes.
      if (gateways.length > 0 && !gateways.includes('mesh')) continue;
      listOf(dig(route.spec, 'hosts')).forEach((host, index) => {
        if (typeof host !== 'string' || host === '*') return;
        const key = fullName(host, route.namespace);
        byHost.set(key, [...(byHost.get(key) ?? []), { route, index }]);
      });
    }
    for (const [host, routes] of byHost) {
      for (const { route, index } of routes) {
        const other = routes.find((it) => !areVariants(it.route, route) && meet(it.route, route));
        if (!other) continue;
        report({
          at: within(route, 'spec', 'hosts', index),
          message: `${titleOf(route)} and ${titleOf(other.route)}${other.route.namespace === null ? '' : ` of namespace "${other.route.namespace}"`} both route "${host.replace('..svc.cluster.local', '')}" inside the mesh: only one of them applies, and which is not defined. Put the routes into one.`,
          resource: resourceOf(route),
          related: [
            {
              message: `${titleOf(other.route)} routes it too.`,
              at: within(other.route, 'spec', 'hosts', other.index),
            },
          ],
        });
      }
    }
  },
});

function fullName(host: string, space: string | null): string {
  if (host.includes('*')) return host;
  const named = serviceName(host, space);
  const inside = named && (!host.includes('.') || host.includes('.svc'));
  return inside ? `${named.name}.${named.space ?? ''}.svc.cluster.local` : host;
}

/** Some namespace sees both. */
function meet(a: KubernetesObjectFact, b: KubernetesObjectFact): boolean {
  const one = exportsOf(namesOf(dig(a.spec, 'exportTo')), a.namespace);
  const other = exportsOf(namesOf(dig(b.spec, 'exportTo')), b.namespace);
  return one.includes('*') || other.includes('*') || one.some((it) => it !== '*' && isVisibleFrom(other, it));
}
