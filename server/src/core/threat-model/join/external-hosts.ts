import type { ClusterView } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Evidence } from '../model.ts';
import { onceFor } from '../once.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { makeNode, type Node } from './node.ts';
import type { SettledNodes } from './settled.ts';

/** A third party for each ServiceEntry (Istio) that leads out of the mesh; hosts that are known from elsewhere are left out. */
export function externalHosts(cluster: ClusterView, known: readonly Node[], settled: SettledNodes): readonly Node[] {
  const names = new Set(known.map((it) => it.name));
  const nodes: Node[] = [];
  for (const entry of cluster.ofKind('ServiceEntry')) {
    if (dig(entry.spec, 'location') === 'MESH_INTERNAL') continue;
    const hosts = listOf(dig(entry.spec, 'hosts')).flatMap((it) => textOf(it) ?? []);
    const open = hosts.filter((it) => !names.has(it) && !/\.(?:svc\.cluster\.local|local)$/.test(it));
    const [host, ...others] = open;
    if (host === undefined) continue;
    for (const it of open) names.add(it);
    const node = makeNode(host);
    node.outside = 'third-party';
    for (const alias of [entry.name, ...others]) node.aliases.add(alias);
    node.evidence.push(evidenceOf(entry));
    nodes.push(settled.settle(`host\n${host}`, node));
  }
  return nodes;
}

const evidenceOf = onceFor(
  ({ at, root, name }: KubernetesObjectFact): Evidence => ({
    text: `ServiceEntry ${name} lets the mesh call it`,
    at: { ...at, route: [...root, 'spec', 'hosts'] },
  }),
);
