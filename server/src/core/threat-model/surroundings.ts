import { sameElements, sameValue } from '../cells/same.ts';
import { ClusterView } from './cluster.ts';
import type { Exposures, Reach } from './exposure.ts';
import type { TraitFact, WeaknessFact } from './fact.ts';
import type { JoinedSystem } from './join.ts';
import { AskedCluster } from './join/asked-cluster.ts';
import type { Link } from './join/link.ts';
import { Keyed } from './join/keyed.ts';
import type { Node } from './join/node.ts';
import type { Ingress } from './join/policies.ts';
import { Memory } from './memory.ts';
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
  /** Whom network policies let in, for each of its workloads. */
  readonly ingress: readonly Ingress[];
}

/**
 * The joined system as questions about one node at a time, so that what was worked out for a node counts in the next
 * model too, as long as nothing around it is another.
 */
export class Surroundings {
  readonly memory = new Memory();
  /** The cluster, each list a question. */
  readonly cluster: ClusterView;
  readonly of: (node: Node) => Around;
  /** The node of an id. */
  readonly node: (id: string) => Node | undefined;
  /** Files that declare Compose services. */
  readonly composeFiles: () => ReadonlySet<string>;
  readonly #cluster: AskedCluster;
  readonly #from = new Keyed<Link, Node>((it) => [it.from]);
  readonly #to = new Keyed<Link, Node>((it) => [it.to]);
  readonly #flowsTo = new Keyed<Flow>((it) => [it.to]);
  #system: JoinedSystem | undefined;
  #reaches: Exposures | undefined;
  #nodes: ReadonlyMap<string, Node> = new Map();

  constructor() {
    const { memory } = this;
    this.#cluster = new AskedCluster(memory);
    this.cluster = new ClusterView(this.#cluster);
    this.of = memory.questionAbout((node: Node) => this.#around(node), sameAround);
    this.node = memory.question((id) => this.#nodes.get(id));
    const files = memory.question(() => this.#composeFiles(), sameValueOfSets);
    this.composeFiles = () => files('');
  }

  /** Takes over the system of another model. */
  begin(system: JoinedSystem, reaches: Exposures, flows: readonly Flow[]): void {
    this.memory.begin();
    this.#system = system;
    this.#cluster.source = system.cluster.source;
    this.#reaches = reaches;
    this.#nodes = new Map(system.nodes.map((it) => [it.id, it]));
    this.#from.update(system.links);
    this.#to.update(system.links);
    this.#flowsTo.update(flows);
  }

  #around(node: Node): Around {
    const system = this.#system;
    return {
      reach: this.#reaches?.get(node),
      linksFrom: this.#from.get(node),
      linksTo: this.#to.get(node),
      flowsTo: this.#flowsTo.get(node.id),
      traits: system?.traits.get(node) ?? none,
      weaknesses: system?.weaknesses.get(node) ?? none,
      ingress: system && node.workloads.length > 0 ? node.workloads.map((it) => system.policies.ingressOf(it)) : none,
    };
  }

  #composeFiles(): ReadonlySet<string> {
    const files = new Set<string>();
    for (const { compose } of this.#system?.nodes ?? []) for (const { at } of compose) files.add(at.file);
    return files;
  }
}

const none: readonly never[] = [];

function sameAround(a: Around, b: Around): boolean {
  return (
    a.reach === b.reach &&
    sameList(a.linksFrom, b.linksFrom) &&
    sameList(a.linksTo, b.linksTo) &&
    sameList(a.flowsTo, b.flowsTo) &&
    sameList(a.traits, b.traits) &&
    sameList(a.weaknesses, b.weaknesses) &&
    sameList(a.ingress, b.ingress, sameIngress)
  );
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean = Object.is): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (const [i, it] of a.entries()) if (!same(it, b[i] as T)) return false;
  return true;
}

function sameIngress(a: Ingress, b: Ingress): boolean {
  return a === b || (a.open === b.open && a.widest === b.widest && sameElements(a.policies, b.policies));
}

function sameValueOfSets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return sameValue([...a], [...b]);
}
