import type { Boundary } from './model.ts';
import { baseName } from './folder.ts';
import { byText, namespaceOf, type Node } from './join/node.ts';

export const internetBoundary: Boundary = { id: 'internet', name: 'Internet', kind: 'internet', parent: null };
const thirdParties: Boundary = { id: 'third-party', name: 'Third parties', kind: 'third-party', parent: 'internet' };
const cluster: Boundary = { id: 'cluster', name: 'Kubernetes cluster', kind: 'cluster', parent: 'internet' };

/** The chain of boundaries around a node, as long as its Compose project has one network or as long as it has several. */
interface Around {
  readonly divided: boolean;
  readonly chain: readonly Boundary[];
}

const chains = new WeakMap<Node, Around>();

function chainAround(node: Node, networks: ReadonlyMap<string, ReadonlySet<string>>): readonly Boundary[] {
  const divided = node.system !== null && (networks.get(node.system)?.size ?? 0) > 1;
  let around = chains.get(node);
  if (around?.divided !== divided) chains.set(node, (around = { divided, chain: chainOf(node, divided) }));
  return around.chain;
}

/** The trust boundaries of a system, and the innermost one of each node. */
export class Boundaries {
  readonly #all = new Map<string, Boundary>();
  readonly #networks: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(nodes: readonly Node[]) {
    this.#networks = usedNetworks(nodes);
    for (const node of nodes) {
      const chain = chainAround(node, this.#networks);
      const inner = chain.at(-1);
      if (inner && !this.#all.has(inner.id)) for (const boundary of chain) this.#all.set(boundary.id, boundary);
    }
  }

  get all(): readonly Boundary[] {
    return [...this.#all.values()].sort((a, b) => byText(a.id, b.id));
  }

  of(node: Node): string | null {
    return chainAround(node, this.#networks).at(-1)?.id ?? null;
  }

  /** The boundaries that a flow crosses, outermost first: those around one end and not around the other. */
  between(from: Node, to: Node): readonly string[] {
    const [left, right] = [this.#around(from), this.#around(to)];
    return [...left.filter((it) => !right.includes(it)), ...right.filter((it) => !left.includes(it))].sort(
      (a, b) => this.#depth(a) - this.#depth(b) || byText(a, b),
    );
  }

  #around(node: Node): readonly string[] {
    const ids: string[] = [];
    for (let id = this.of(node); id !== null; id = this.#all.get(id)?.parent ?? null) ids.push(id);
    return ids;
  }

  #depth(id: string): number {
    let depth = 0;
    for (let at = this.#all.get(id)?.parent ?? null; at !== null; at = this.#all.get(at)?.parent ?? null) depth++;
    return depth;
  }
}

/** From the outermost to the innermost. */
function chainOf(node: Node, divided: boolean): readonly Boundary[] {
  if (node.outside === 'user') return [internetBoundary];
  if (node.outside === 'third-party') return [internetBoundary, thirdParties];
  const namespace = namespaceOf(node);
  if (namespace !== undefined) {
    const own: Boundary | undefined =
      namespace === null
        ? undefined
        : { id: `namespace/${namespace}`, name: namespace, kind: 'namespace', parent: cluster.id };
    return own ? [internetBoundary, cluster, own] : [internetBoundary, cluster];
  }
  if (node.system === null) return [];
  const host: Boundary = {
    id: `host/${baseName(node.system)}`,
    name: `Compose project ${baseName(node.system)}`,
    kind: 'host',
    parent: 'internet',
  };
  const joined = [...new Set(node.compose.flatMap((it) => it.networks))];
  const [only] = joined;
  // One network for all says no more than the project itself; a service on several stands between them.
  if (joined.length !== 1 || only === undefined || !divided) return [internetBoundary, host];
  return [
    internetBoundary,
    host,
    { id: `network/${baseName(node.system)}/${only}`, name: only, kind: 'network', parent: host.id },
  ];
}

function usedNetworks(nodes: readonly Node[]): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  for (const node of nodes) {
    if (node.system === null) continue;
    const names = used.get(node.system) ?? new Set();
    for (const service of node.compose) for (const name of service.networks) names.add(name);
    used.set(node.system, names);
  }
  return used;
}
