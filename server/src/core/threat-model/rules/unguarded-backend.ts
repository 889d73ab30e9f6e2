import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { type Lookup, lookupIn, mayShare, namesOf } from '../lookup.ts';
import { answersTo, istioOf, rootNamespace, selectionOf } from '../mesh-objects.ts';
import { dig, listOf, textMapOf, textOf } from '../plain.ts';
import { type BackendReference, routeBackends } from '../references.ts';
import { matchesLabels, matchesSelector } from '../selector.ts';

export default defineRule({
  id: 'kubernetes/unguarded-backend',
  title: 'Nothing guards what stands behind the gateway',
  why: 'What stands at the edge is what attackers try first, and every pod of the cluster may call it round the gateway and its checks.',
  remedy: 'Let only the gateway in, by a NetworkPolicy or an AuthorizationPolicy.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [288, 668], stride: ['S', 'E'] },
  equivalents: ['kubescape:C-0266'],
  concepts: ['workload-internet-exposed', 'gateway-bypass'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    if (hasOtherPolicies(cluster)) return;
    const said = new Set<KubernetesObjectFact>();
    const say = (
      route: KubernetesObjectFact,
      service: KubernetesObjectFact,
      at: readonly (string | number)[],
    ): void => {
      for (const workload of lookup.labelled(textMapOf(dig(service.spec, 'selector')), service.namespace)) {
        const { object } = workload;
        if (said.has(object) || isGuarded(lookup, workload)) continue;
        said.add(object);
        report({
          at: object.at,
          message: `${titleOf(object)} is reached from outside by ${titleOf(route)} and ${titleOf(service)}, and no policy is about it: every pod of the cluster may call it too, round the gateway and its checks. Let only the gateway in.`,
          resource: resourceOf(object),
          confidence: 'medium',
          related: [
            { message: `${titleOf(route)} leads to ${titleOf(service)}.`, at: within(route, ...at) },
            { message: `${titleOf(service)} selects its pods.`, at: service.at },
          ],
        });
      }
    };
    for (const kind of ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute']) {
      for (const route of cluster.ofKind(kind)) {
        // Bound to a Service it routes inside the mesh (GAMMA).
        if (!listOf(dig(route.spec, 'parentRefs')).some((it) => (textOf(dig(it, 'kind')) ?? 'Gateway') === 'Gateway'))
          continue;
        for (const backend of routeBackends(route))
          for (const service of servicesOf(backend)) say(route, service, backend.at);
      }
    }
    for (const route of istioOf(cluster, 'VirtualService')) {
      if (!namesOf(dig(route.spec, 'gateways')).some((it) => it !== 'mesh')) continue;
      for (const list of ['http', 'tls', 'tcp']) {
        listOf(dig(route.spec, list)).forEach((rule, i) => {
          listOf(dig(rule, 'route')).forEach((one, j) => {
            const host = textOf(dig(one, 'destination', 'host'));
            const services = host === null ? [] : answersTo(lookup, host, route.namespace, [route.namespace]).services;
            for (const service of services) say(route, service, ['spec', list, i, 'route', j, 'destination', 'host']);
          });
        });
      }
    }
    function servicesOf({ name, space }: BackendReference): readonly KubernetesObjectFact[] {
      return lookup.named('Service', space, name);
    }
  },
});

/** Some policy of the network or of a mesh says who may call the workload. */
function isGuarded(lookup: Lookup, { object, labels }: ClusterWorkload): boolean {
  const { cluster } = lookup;
  const network = lookup
    .ofKind('NetworkPolicy', object.namespace)
    .some((it) => it.apiVersion.includes('calico') || matchesSelector(dig(it.spec, 'podSelector'), labels));
  return (
    network ||
    istioOf(cluster, 'AuthorizationPolicy').some((it) => {
      if (it.namespace !== rootNamespace && !mayShare(it.namespace, object.namespace)) return false;
      const selector = selectionOf(it);
      return !selector || matchesLabels(selector, labels);
    })
  );
}

const otherPolicies = [
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'GlobalNetworkPolicy',
  'ServiceIntentions',
  'MeshTrafficPermission',
];

/** Policies in a language of their own, or above namespaces, may be about any pod. */
function hasOtherPolicies(cluster: ClusterView): boolean {
  return (
    [...cluster.apiVersions].some((it) => /^(?:cilium\.io|policy\.linkerd\.io)\//.test(it)) ||
    otherPolicies.some((it) => cluster.ofKind(it).length > 0)
  );
}
