import type { ClusterView } from '../cluster.ts';
import type { WeaknessFact } from '../fact.ts';
import type { Anchor, Route } from '../../syntax/anchor.ts';
import { type Node, pushTo } from './node.ts';
import type { Owners } from './owners.ts';

interface Place {
  readonly route: Route;
  readonly nodes: readonly Node[];
}

/** The weaknesses of every node: each belongs to what the innermost thing around its place declares. */
export function weaknessesByNode(
  facts: readonly WeaknessFact[],
  nodes: readonly Node[],
  cluster: ClusterView,
  owners: Owners,
): ReadonlyMap<Node, readonly WeaknessFact[]> {
  const found = new Map<Node, WeaknessFact[]>();
  if (facts.length === 0) return found;
  const places = new Map<string, Place[]>();
  const put = (at: Anchor, route: Route, own: readonly Node[]): void => {
    if (own.length > 0) pushTo(places, chunkKey(at), { route, nodes: own });
  };
  for (const node of nodes) {
    for (const { at, build } of node.compose) {
      put(at, at.route, [node]);
      if (build) pushTo(places, chunkKey({ file: build.dockerfile, chunk: 0 }), { route: [], nodes: [node] });
    }
    const objects = [...node.workloads.map((it) => it.object), ...node.services, ...node.gateways];
    for (const { at, root } of objects) put(at, root, [node]);
    for (const image of node.modules.flatMap((it) => it.images)) put(image.at, [], [node]);
  }
  for (const object of cluster.ofKind('ConfigMap')) {
    const { kind, namespace, name, at, root } = object;
    const readers = owners.of({
      owner: { kind: 'object', objectKind: kind, namespace, name },
      at,
      needs: null,
      role: 'call',
    });
    put(at, root, readers);
  }
  for (const fact of facts) {
    const around = (places.get(chunkKey(fact.at)) ?? []).filter(
      ({ route }) => route.length <= fact.at.route.length && route.every((step, i) => step === fact.at.route[i]),
    );
    const deepest = Math.max(...around.map((it) => it.route.length));
    for (const place of around)
      if (place.route.length === deepest) for (const node of place.nodes) pushTo(found, node, fact);
  }
  return found;
}

function chunkKey({ file, chunk }: Pick<Anchor, 'file' | 'chunk'>): string {
  return `${file}\n${chunk}`;
}
