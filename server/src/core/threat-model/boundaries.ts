import type { AnswerList } from './answer-list.ts';
import { baseName } from './folder.ts';
import { Chosen } from './join/gathered.ts';
import { byText, namespaceOf, type Node } from './join/node.ts';
import { Kept } from './keep.ts';
import type { Memory, Told } from './memory.ts';
import type { Boundary } from './model.ts';
import { onceForText } from './once.ts';

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
  /** The chains that they are of. */
  #of: readonly (readonly Boundary[])[] | undefined;
  readonly #inProjects = new Chosen<Node>((it) => it.system !== null);

  constructor(memory: Memory) {
    this.#divided = memory.told((system: string) => (this.#networks.get(system)?.size ?? 0) > 1);
    this.#chains = memory.answersOf('boundary', (node) =>
      chainOf(node, node.system !== null && this.#divided.ask(node.system)),
    );
    this.#inner = memory.told((node: Node) => this.#chains.get(node)?.at(-1)?.id ?? null);
  }

  /** Takes over other nodes. */
  update(nodes: readonly Node[]): void {
    this.#networks = usedNetworks(this.#inProjects.of(nodes));
    this.#divided.look();
    const chains = this.#chains.of(nodes);
    if (chains !== this.#of) {
      const all = new Map<string, Boundary>();
      for (const chain of new Set(chains)) for (const boundary of chain) all.set(boundary.id, boundary);
      this.#of = chains;
      this.#all = all;
    }
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
  if (node.outside === 'user') return ofUsers;
  if (node.outside === 'third-party') return ofThirdParties;
  const namespace = namespaceOf(node);
  if (namespace !== undefined) return namespace === null ? inCluster : inNamespace(namespace);
  if (node.system === null) return none;
  const project = inProject(node.system);
  const joined = [...new Set(node.compose.flatMap((it) => it.networks))];
  const [only] = joined;
  // One network for all says no more than the project itself; a service on several stands between them.
  if (joined.length !== 1 || only === undefined || !divided) return project;
  return inNetwork(`${node.system}\n${only}`);
}

// The chain of each boundary is one, however many nodes it is around.
const none: readonly Boundary[] = [];
const ofUsers = [internetBoundary];
const ofThirdParties = [internetBoundary, thirdParties];
const inCluster = [internetBoundary, cluster];

const inNamespace = onceForText((name): readonly Boundary[] => [
  ...inCluster,
  { id: `namespace/${name}`, name, kind: 'namespace', parent: cluster.id },
]);

const inProject = onceForText((system): readonly Boundary[] => {
  const name = baseName(system);
  return [internetBoundary, { id: `host/${name}`, name: `Compose project ${name}`, kind: 'host', parent: 'internet' }];
});

/** The network of a project, which is named on a line of its own. */
const inNetwork = onceForText((network): readonly Boundary[] => {
  const [system = '', name = ''] = network.split('\n');
  const project = inProject(system);
  const id = `network/${baseName(system)}/${name}`;
  return [...project, { id, name, kind: 'network', parent: project.at(-1)?.id ?? null }];
});

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
