import type { ClusterView } from '../cluster.ts';
import type { KubernetesObjectFact, WeaknessFact } from '../fact.ts';
import type { Anchor, Route } from '../../syntax/anchor.ts';
import { addTo } from '../grouped.ts';
import type { Memory } from '../memory.ts';
import { onceFor } from '../once.ts';
import { Asked } from './keyed.ts';
import type { Node } from './node.ts';
import type { Owners } from './owners.ts';

/** A place that declares a node, or that nodes read. */
interface Place {
  readonly route: Route;
  readonly node: Node;
}

/** The weaknesses of every node: each belongs to what the innermost thing around its place declares. */
export class WeaknessFinder {
  readonly #owners: Owners;
  readonly #nodes: Asked<Node>;
  readonly #maps: Asked<KubernetesObjectFact>;
  readonly #weakened: (fact: WeaknessFact) => readonly Node[];

  constructor(memory: Memory, owners: Owners) {
    this.#owners = owners;
    this.#nodes = new Asked(memory, (node) => placesOf(node).map(([chunk]) => chunk));
    this.#maps = new Asked(memory, (it) => [chunkKey(it.at)]);
    this.#weakened = memory.answers('weakness', (it) => this.#nodesOf(it));
  }

  of(
    facts: readonly WeaknessFact[],
    nodes: readonly Node[],
    cluster: ClusterView,
  ): ReadonlyMap<Node, readonly WeaknessFact[]> {
    const found = new Map<Node, WeaknessFact[]>();
    if (facts.length === 0) return found;
    this.#nodes.update(nodes);
    this.#maps.update(cluster.ofKind('ConfigMap'));
    for (const fact of facts) for (const node of this.#weakened(fact)) addTo(found, node, fact);
    return found;
  }

  #nodesOf({ at }: WeaknessFact): readonly Node[] {
    const chunk = chunkKey(at);
    const places = [
      ...this.#nodes
        .ask(chunk)
        .flatMap((node) =>
          placesOf(node).flatMap(([key, route]): readonly Place[] => (key === chunk ? [{ route, node }] : [])),
        ),
      ...this.#maps.ask(chunk).flatMap((map) => this.#readersOf(map)),
    ];
    const around = places.filter(
      ({ route }) => route.length <= at.route.length && route.every((step, i) => step === at.route[i]),
    );
    const deepest = Math.max(...around.map((it) => it.route.length));
    return [...new Set(around.filter((it) => it.route.length === deepest).map((it) => it.node))];
  }

  #readersOf({ kind, namespace, name, at, root }: KubernetesObjectFact): readonly Place[] {
    const owner = { kind: 'object', objectKind: kind, namespace, name } as const;
    return this.#owners.of({ owner, at, needs: null, role: 'call' }).map((node) => ({ route: root, node }));
  }
}

/** Where a node is declared, by chunk. */
const placesOf = onceFor((node: Node): readonly (readonly [chunk: string, route: Route])[] => {
  const objects = [...node.workloads.map((it) => it.object), ...node.services, ...node.gateways];
  const images = node.modules.flatMap((it) => it.images);
  return [
    ...node.compose.map(({ at }) => [chunkKey(at), at.route] as const),
    ...node.compose.flatMap(({ build }) =>
      build ? [[chunkKey({ file: build.dockerfile, chunk: 0 }), []] as const] : [],
    ),
    ...objects.flatMap(({ at, root, overlay }) => [
      [chunkKey(at), root] as const,
      ...(overlay?.pieces ?? []).map((it) => [chunkKey(it.at), it.root] as const),
    ]),
    ...images.map(({ at }) => [chunkKey(at), []] as const),
  ];
});

function chunkKey({ file, chunk }: Pick<Anchor, 'file' | 'chunk'>): string {
  return `${file}\n${chunk}`;
}
