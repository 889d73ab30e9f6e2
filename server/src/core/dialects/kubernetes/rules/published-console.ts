import type { Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { containersOf } from '../../../threat-model/cluster.ts';
import { dig, listOf, textOf } from '../../../threat-model/plain.ts';
import { resourceOf, titleOf, within } from '../cluster-objects.ts';
import { consoleIn } from '../consoles.ts';
import { isInternalBalancer, letsAnyoneIn } from '../load-balancer.ts';

export default defineRule({
  id: 'kubernetes/published-console',
  title: 'Management console is published',
  why: 'Consoles of clusters, pipelines, data and models give full control, often with a default account or without any.',
  remedy:
    'Set type to ClusterIP, and reach the console by port-forwarding or through a gateway that asks who is there.',
  category: 'exposure',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668, 306], stride: ['E', 'I', 'S'], owasp: ['K07:2022'] },
  equivalents: ['kubescape:C-0021'],
  concepts: ['sensitive-interface-exposed'],
  visits: 'model.service',
  check({ cluster, service }, report) {
    const type = textOf(dig(service.spec, 'type'));
    if (service.apiVersion !== 'v1' || (type !== 'LoadBalancer' && type !== 'NodePort')) return;
    const inside = Object.entries(service.annotations).some(([name, value]) => isInternalBalancer(name, value));
    const sources = listOf(dig(service.spec, 'loadBalancerSourceRanges')).map((it) => textOf(it) ?? undefined);
    if (type === 'LoadBalancer' && (inside || !letsAnyoneIn(sources))) return;
    // The API takes node ports of a Service that has some to give only.
    const ports = listOf(dig(service.spec, 'ports')).flatMap((it, index): readonly Patch[] =>
      dig(it, 'nodePort') === undefined
        ? []
        : [{ op: 'remove', at: within(service, 'spec', 'ports', index, 'nodePort') }],
    );
    for (const workload of cluster.podsOf(service)) {
      const found = containersOf(workload)
        .map(({ container, route }) => ({ known: consoleIn(container), route }))
        .find((it) => it.known !== undefined);
      if (!found?.known) continue;
      const { product, gives } = found.known;
      report({
        at: within(service, 'spec', 'type'),
        message: `${titleOf(service)} publishes ${product} of ${titleOf(workload.object)} ${type === 'NodePort' ? 'on every node' : 'by a load balancer'}: whoever reaches it finds ${gives}. Set type to ClusterIP, and reach it by port-forwarding or through a gateway that asks who is there.`,
        resource: resourceOf(service),
        ...(type === 'NodePort' ? { severity: 'warning', reason: 'nodes are often reached from inside only' } : {}),
        related: [{ message: `${product} runs here`, at: within(workload.object, ...found.route, 'image') }],
        fixes: [
          {
            title: 'Make it reachable inside the cluster only',
            safety: 'behaviour',
            patches: [{ op: 'set', at: within(service, 'spec', 'type'), value: 'ClusterIP' }, ...ports],
          },
        ],
      });
      return;
    }
  },
});
