import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { lookupIn, namesOf } from '../lookup.ts';
import { answersTo, istioOf } from '../mesh-objects.ts';
import { dig, listOf, textMapOf, textOf } from '../plain.ts';
import { type BackendReference, routeBackends } from '../references.ts';

export default defineRule({
  id: 'kubernetes/routed-workload',
  title: 'Workload can be reached through a gateway',
  why: 'What stands at the edge is what attackers try first: every other finding about it weighs more.',
  remedy: 'Know that it is meant to be there, and review its other findings first.',
  category: 'exposure',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [668], stride: ['I'] },
  equivalents: ['kubescape:C-0266'],
  concepts: ['workload-internet-exposed'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    const said = new Set<KubernetesObjectFact>();
    const say = (
      route: KubernetesObjectFact,
      service: KubernetesObjectFact,
      at: readonly (string | number)[],
    ): void => {
      for (const { object } of lookup.labelled(textMapOf(dig(service.spec, 'selector')), service.namespace)) {
        if (said.has(object)) continue;
        said.add(object);
        report({
          at: object.at,
          message: `${titleOf(object)} is reached from outside by ${titleOf(route)} and ${titleOf(service)}. If that is meant, look at its other findings first.`,
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
