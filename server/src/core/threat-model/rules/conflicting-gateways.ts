import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import {
  areVariants,
  bareHost,
  gatewayPods,
  type GatewayServer,
  istioOf,
  selectionOf,
  serversOf,
} from '../mesh-objects.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { lookupIn } from '../lookup.ts';
import type { Lookup } from '../lookup.ts';
import { matchesLabels } from '../selector.ts';

export default defineRule({
  id: 'mesh/conflicting-gateways',
  title: 'Two gateways claim the same host and port',
  why: 'Which of them decides about TLS and routes is not defined, so the weaker one may win.',
  remedy: 'Declare the host and port at one gateway only.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1068], stride: ['S', 'D'] },
  equivalents: ['istio:IST0145', 'kiali:KIA0301'],
  concepts: ['gateway-conflict'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    const byDoor = new Map<string, GatewayServer[]>();
    for (const server of istioOf(cluster, 'Gateway').flatMap(serversOf)) {
      if (server.port === null) continue;
      for (const host of new Set(server.hosts.map(bareHost))) {
        const door = `${server.port} ${host}`;
        byDoor.set(door, [...(byDoor.get(door) ?? []), server]);
      }
    }
    const said = new Set<string>();
    for (const [door, servers] of byDoor) {
      const host = door.slice(door.indexOf(' ') + 1);
      for (const { gateway, index, port } of servers) {
        const other = servers.find(
          (it) => !areVariants(it.gateway, gateway) && shareProxy(lookup, it.gateway, gateway),
        );
        const key = `${gateway.at.file} ${gateway.at.chunk} ${index}`;
        if (!other || said.has(key)) continue;
        said.add(key);
        report({
          at: within(gateway, 'spec', 'servers', index, 'hosts'),
          message: `${titleOf(gateway)} and ${titleOf(other.gateway)} both claim "${host}" on port ${port ?? 0} of the same proxies: which one's TLS and routes apply is not defined. Keep it at one of them.`,
          resource: resourceOf(gateway),
          related: [
            {
              message: `${titleOf(other.gateway)} claims it too.`,
              at: within(other.gateway, 'spec', 'servers', other.index, 'hosts'),
            },
          ],
        });
      }
    }
  },
});

/** The same proxies serve both: one selector includes the other, or some pod meets both. */
function shareProxy(lookup: Lookup, a: KubernetesObjectFact, b: KubernetesObjectFact): boolean {
  const [one, other] = [selectionOf(a), selectionOf(b)];
  if (!one || !other) return false;
  if (matchesLabels(one, other) || matchesLabels(other, one)) return true;
  return gatewayPods(lookup, a).some((it) => matchesLabels(other, it.labels));
}
