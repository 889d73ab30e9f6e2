import type { ClusterView } from '../cluster.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { makeNode, type Node } from './node.ts';

/** A third party for each ServiceEntry (Istio) that leads out of the mesh; hosts that are known from elsewhere are left out. */
export function externalHosts(cluster: ClusterView, known: readonly Node[]): readonly Node[] {
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
    const at = { ...entry.at, route: [...entry.root, 'spec', 'hosts'] };
    node.evidence.push({ text: `ServiceEntry ${entry.name} lets the mesh call it`, at });
    nodes.push(node);
  }
  return nodes;
}
