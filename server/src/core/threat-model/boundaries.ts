import type { AnswerList } from './answer-list.ts';
import { baseName } from './folder.ts';
import { byText, namespaceOf, type Node } from './join/node.ts';
import { Kept } from './keep.ts';
import type { Memory, Told } from './memory.ts';
import type { Boundary } from './model.ts';

export const internetBoundary: Boundary = { id: 'internet', name: 'Internet', kind: 'internet', parent: null };
const thirdParties: Boundary = { id: 'third-party', name: 'Third parties', kind: 'third-party', parent: 'internet' };
const cluster: Boundary = { id: 'cluster', name: 'Kubernetes cluster', kind: 'cluster', parent: 'internet' };

/** The trust boundaries of a system, and the innermost one of each node. */
export class Boundaries {
  readonly #chains: AnswerList<Node, readonly Boundary[]>;
  readonly #inner: Told<Node, string | null>;
  /** Whether a Compose project has several networks. */
  readonly #divided: Told<string, boolean>;
  readonly #kept = new Kept<Boundary>();
  #networks: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  #all: ReadonlyMap<string, Boundary> = new Map();

  constructor(memory: Memory) {
    this.#divided = memory.told((system: string) => (this.#networks.get(system)?.size ?? 0) > 1);
    this.#chains = memory.answersOf('boundary', (node) =>
      chainOf(node, node.system !== null && this.#divided.ask(node.system)),
    );
    this.#inner = memory.told((node: Node) => this.#chains.get(node)?.at(-1)?.id ?? null);
  }

  /** Takes over other nodes. */
  update(nodes: readonly Node[]): void {
    this.#networks = usedNetworks(nodes);
    this.#divided.look();
    const all = new Map<string, Boundary>();
    for (const chain of this.#chains.of(nodes)) {
      const inner = chain.at(-1);
      if (inner && !all.has(inner.id)) for (const boundary of chain) all.set(boundary.id, boundary);
    }
    this.#all = all;
    for (const node of this.#chains.changed) this.#inner.changed(node);
  }

  get all(): readonly Boundary[] {
    return this.#kept.keep([...this.#all.values()].sort((a, b) => byText(a.id, b.id)));
  }

  /** The innermost boundary around a node; for answers that depend on it too. */
  of(node: Node): string | null {
    return this.#inner.ask(node);
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
