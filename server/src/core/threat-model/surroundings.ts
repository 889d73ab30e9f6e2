import type { ClusterView } from './cluster.ts';
import type { Exposures, Reach } from './exposure.ts';
import type { TraitFact, WeaknessFact } from './fact.ts';
import type { JoinedSystem, Joins } from './join.ts';
import { differenceOf } from './join/difference.ts';
import { Keyed } from './join/keyed.ts';
import type { Link } from './join/link.ts';
import type { Node } from './join/node.ts';
import type { Ingress, Policies } from './join/policies.ts';
import type { Memory, Told } from './memory.ts';
import type { Flow } from './model.ts';

/** What the joined system knows of one node. */
export interface Around {
  /** Undefined for what is not part of the system. */
  readonly reach: Reach | undefined;
  readonly linksFrom: readonly Link[];
  readonly linksTo: readonly Link[];
  readonly flowsTo: readonly Flow[];
  readonly traits: readonly TraitFact[];
  readonly weaknesses: readonly WeaknessFact[];
}

/**
 * The joined system as questions about one node at a time, so that what was worked out for a node counts in the next
 * model too, as long as nothing around it is another. Of whom that holds, nobody has to look.
 */
export class Surroundings {
  readonly memory: Memory;
  /** The cluster, each list a question. */
  readonly cluster: ClusterView;
  readonly #policies: Policies;
  readonly #around: Told<Node, Around>;
  readonly #node: Told<string, Node | undefined>;
  readonly #composeFiles: Told<string, ReadonlySet<string>>;
  readonly #from = new Keyed<Link, Node>((it) => [it.from]);
  readonly #to = new Keyed<Link, Node>((it) => [it.to]);
  readonly #flowsTo = new Keyed<Flow>((it) => [it.to]);
  readonly #byId = new Keyed<Node>((it) => [it.id]);
  #system: JoinedSystem | undefined;
  #reaches: Exposures | undefined;
  #nodes: readonly Node[] = [];
  #traits: JoinedSystem['traits'] = new Map();
  #weaknesses: JoinedSystem['weaknesses'] = new Map();

  constructor({ memory, policies, guarded }: Joins) {
    this.memory = memory;
    this.cluster = guarded;
    this.#policies = policies;
    this.#around = memory.told((node: Node) => this.#find(node), sameAround);
    this.#node = memory.told((id: string) => this.#byId.get(id)[0]);
    this.#composeFiles = memory.told(() => this.#findComposeFiles(), sameSets);
  }

  /** What is known of a node, for an answer that depends on it. */
  get of(): (node: Node) => Around {
    return this.#around.ask;
  }

  /** Whom network policies let in, for each workload of a node. */
  readonly ingress = (node: Node): readonly Ingress[] => node.workloads.map((it) => this.#policies.ingressOf(it));

  /** The node of an id. */
  get node(): (id: string) => Node | undefined {
    return this.#node.ask;
  }

  /** Files that declare Compose services. */
  readonly composeFiles = (): ReadonlySet<string> => this.#composeFiles.ask('');

  /** Takes over the system that was joined now. */
  begin(system: JoinedSystem, reaches: Exposures, flows: readonly Flow[]): void {
    this.#system = system;
    this.#reaches = reaches;
    for (const id of this.#byId.update(system.nodes)) this.#node.changed(id);
    const changed = new Set<Node>(reaches.changed);
    for (const node of this.#from.update(system.links)) changed.add(node);
    for (const node of this.#to.update(system.links)) changed.add(node);
    for (const id of this.#flowsTo.update(flows)) for (const node of this.#byId.get(id)) changed.add(node);
    addChanged(changed, this.#traits, system.traits);
    addChanged(changed, this.#weaknesses, system.weaknesses);
    this.#traits = system.traits;
    this.#weaknesses = system.weaknesses;
    for (const node of changed) this.#around.changed(node);
    const difference = differenceOf(this.#nodes, system.nodes);
    this.#nodes = system.nodes;
    if (!difference || [...difference.gone, ...difference.come].some((it) => it.compose.length > 0))
      this.#composeFiles.changed('');
  }

  #find(node: Node): Around {
    const system = this.#system;
    return {
      reach: this.#reaches?.get(node),
      linksFrom: this.#from.get(node),
      linksTo: this.#to.get(node),
      flowsTo: this.#flowsTo.get(node.id),
      traits: system?.traits.get(node) ?? none,
      weaknesses: system?.weaknesses.get(node) ?? none,
    };
  }

  #findComposeFiles(): ReadonlySet<string> {
    const files = new Set<string>();
    for (const { compose } of this.#system?.nodes ?? []) for (const { at } of compose) files.add(at.file);
    return files;
  }
}

const none: readonly never[] = [];

/** Adds the nodes that have another list than before, by identity. */
function addChanged<T>(
  changed: Set<Node>,
  before: ReadonlyMap<Node, readonly T[]>,
  after: ReadonlyMap<Node, readonly T[]>,
): void {
  if (before === after) return;
  for (const [node, list] of after) if (before.get(node) !== list) changed.add(node);
  for (const node of before.keys()) if (!after.has(node)) changed.add(node);
}

function sameAround(a: Around, b: Around): boolean {
  return (
    a.reach === b.reach &&
    a.linksFrom === b.linksFrom &&
    a.linksTo === b.linksTo &&
    a.flowsTo === b.flowsTo &&
    a.traits === b.traits &&
    a.weaknesses === b.weaknesses
  );
}

function sameSets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((it) => b.has(it));
}
