import { sameElements } from '../cells/same.ts';
import type { AnswerList } from './answer-list.ts';
import { containerPortsOf } from './cluster.ts';
import type { ComposeNetworkFact } from './fact.ts';
import { addTo } from './grouped.ts';
import type { JoinedSystem } from './join.ts';
import { differenceOf } from './join/difference.ts';
import { entriesOf } from './join/entries.ts';
import type { Entry, Link } from './join/link.ts';
import type { Node } from './join/node.ts';
import type { Policies } from './join/policies.ts';
import type { Memory, Told } from './memory.ts';
import type { Evidence, Exposure } from './model.ts';

/** From how far away a node can be reached, and the way that proves it. */
export interface Reach {
  readonly exposure: Exposure;
  /** Hop by hop, from outside to the node. */
  readonly path: readonly Evidence[];
  /** The node's own entries that are open. */
  readonly entries: readonly Entry[];
  /** Gateways that the way leads through, outermost first; empty when the node itself is open. */
  readonly through: readonly Node[];
}

/** What a node's own reach depends on. */
interface Guards {
  readonly policies: Policies;
  readonly networks: () => readonly ComposeNetworkFact[];
}

/** Reaches by node. */
export interface Reaches {
  get(node: Node): Reach | undefined;
}

/** Works out every node's exposure. Nothing is called safe that a file does not show to be. */
export class Exposures implements Reaches {
  readonly #own: AnswerList<Node, Reach>;
  readonly #networks: Told<string, readonly ComposeNetworkFact[]>;
  readonly #reach: Told<Node, Reach | undefined>;
  #system: JoinedSystem | undefined;
  #nodes: readonly Node[] = [];
  /** Nodes of the system that are open to the internet themselves. */
  #open = new Set<Node>();
  /** The reaches of nodes that are open through others. */
  #through: ReadonlyMap<Node, Reach> = new Map();
  #changed: ReadonlySet<Node> = new Set();

  constructor(memory: Memory, policies: Policies) {
    this.#networks = memory.told(() => this.#system?.networks ?? []);
    this.#reach = memory.told((node: Node) => this.get(node));
    const guards = { policies, networks: () => this.#networks.ask('') };
    this.#own = memory.answersOf('reach', (node) => ownReach(node, entriesOf(node), guards));
  }

  /** Takes over a system. A node's reach is the same value as before where nothing is another. */
  update(system: JoinedSystem): void {
    const before = this.#through;
    this.#system = system;
    this.#networks.look();
    this.#own.of(system.nodes);
    this.#findOpen(system.nodes);
    this.#through = spread(system, this.#open, this.#own, before);
    const changed = new Set(this.#own.changed);
    for (const [node, reach] of this.#through) if (before.get(node) !== reach) changed.add(node);
    for (const node of before.keys()) if (!this.#through.has(node)) changed.add(node);
    this.#changed = changed;
    for (const node of changed) this.#reach.changed(node);
  }

  get(node: Node): Reach | undefined {
    return this.#through.get(node) ?? this.#own.get(node);
  }

  /** The reach of a node, for an answer that depends on it. */
  get ask(): (node: Node) => Reach | undefined {
    return this.#reach.ask;
  }

  /** The nodes whose reach is another one than in the system before. */
  get changed(): ReadonlySet<Node> {
    return this.#changed;
  }

  /** Can any part of the system be reached from the internet? */
  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  #findOpen(nodes: readonly Node[]): void {
    const difference = differenceOf(this.#nodes, nodes);
    this.#nodes = nodes;
    if (!difference) this.#open = new Set();
    else for (const it of difference.gone) this.#open.delete(it);
    for (const node of difference ? this.#own.changed : nodes) {
      if (this.#own.get(node)?.exposure === 'internet' && node.outside === 'inside') this.#open.add(node);
      else this.#open.delete(node);
    }
  }
}

function ownReach(node: Node, entries: readonly Entry[], system: Guards): Reach {
  if (node.outside !== 'inside') return { exposure: 'internet', path: node.evidence, entries: [], through: [] };
  const { open, shut } = sift(node, entries, system);
  const internet = open.filter((it) => it.from === 'internet');
  if (internet.length > 0)
    return { exposure: 'internet', path: internet.slice(0, 3).map((it) => it.evidence), entries: open, through: [] };
  const vague = vaguePorts(node, system);
  if (vague.length > 0) return { exposure: 'unknown', path: vague, entries: open, through: [] };
  const policies = shut.map((it) => it.evidence);
  const inside = insideReach(node, system);
  const nearby = open.filter((it) => it.from !== 'internet');
  if (nearby.some((it) => it.from === 'network')) {
    return {
      exposure: node.workloads.length > 0 ? 'cluster' : 'unknown',
      path: nearby.map((it) => it.evidence),
      entries: open,
      through: [],
    };
  }
  if (nearby.length > 0 && node.workloads.length === 0)
    return { exposure: 'host', path: nearby.map((it) => it.evidence), entries: open, through: [] };
  return { exposure: inside.exposure, path: [...policies, ...inside.path], entries: open, through: [] };
}

/** Entries that nothing closes, and those that a network closes. */
function sift(
  node: Node,
  entries: readonly Entry[],
  system: Guards,
): { readonly open: readonly Entry[]; readonly shut: readonly Entry[] } {
  const closed =
    node.workloads.length > 0 &&
    node.workloads.every((it) => {
      const { widest } = system.policies.ingressOf(it);
      return widest !== 'anywhere';
    });
  const internal = isInternal(node, system);
  const isShut = (entry: Entry): boolean => {
    // Pods on the node's own network are beyond what network policies govern.
    if (entry.how === 'load-balancer' || entry.how === 'node-port' || entry.how === 'host-port') return closed;
    return entry.how === 'published-port' && internal;
  };
  return { open: entries.filter((it) => !isShut(it)), shut: entries.filter(isShut) };
}

/** Ports that are published at an address which no file tells: it may be every one of the machine. */
function vaguePorts(node: Node, system: Guards): readonly Evidence[] {
  if (isInternal(node, system)) return [];
  return node.compose.flatMap((service) =>
    service.ports.flatMap((it) =>
      it.on === 'unknown' ? [{ text: 'a port is published at an address that no file tells', at: it.at }] : [],
    ),
  );
}

/** True when every network of a Compose service is internal: the engine publishes no port for it. */
function isInternal(node: Node, system: Guards): boolean {
  return (
    node.compose.length > 0 &&
    node.compose.every(
      (service) =>
        service.networks.length > 0 &&
        service.networks.every((name) =>
          system.networks().some((it) => it.internal && it.name === name && it.project === service.project),
        ),
    )
  );
}

const order: readonly Exposure[] = ['internet', 'cluster', 'namespace', 'host', 'isolated', 'unknown'];

function insideReach(node: Node, system: Guards): { readonly exposure: Exposure; readonly path: readonly Evidence[] } {
  let widest: Exposure | undefined;
  const path: Evidence[] = [];
  const widen = (exposure: Exposure): void => {
    if (widest === undefined || order.indexOf(exposure) < order.indexOf(widest)) widest = exposure;
  };
  for (const workload of node.workloads) {
    const ingress = system.policies.ingressOf(workload);
    const listens = node.services.length > 0 || containerPortsOf(workload).length > 0;
    if (ingress.open) widen(listens ? 'cluster' : 'unknown');
    else
      widen(
        ingress.widest === 'anywhere' || ingress.widest === 'cluster'
          ? 'cluster'
          : ingress.widest === 'namespace'
            ? 'namespace'
            : 'isolated',
      );
    for (const policy of ingress.policies)
      path.push({ text: `NetworkPolicy ${policy.name} decides who may call ${node.name}`, at: policy.at });
  }
  if (node.workloads.length === 0 && node.services.length > 0) widen('cluster');
  for (const service of node.compose)
    widen(
      service.networkMode === 'none'
        ? 'isolated'
        : service.networkMode?.startsWith('service:') || service.networkMode?.startsWith('container:')
          ? 'unknown'
          : 'namespace',
    );
  return { exposure: widest ?? 'unknown', path };
}

/** Requests from the internet go on where a gateway routes them. Gives the reaches of whom they get to. */
function spread(
  { nodes, links }: JoinedSystem,
  open: ReadonlySet<Node>,
  own: { readonly get: (node: Node) => Reach | undefined },
  before: ReadonlyMap<Node, Reach>,
): ReadonlyMap<Node, Reach> {
  const through = new Map<Node, Reach>();
  const routes = new Map<Node, Link[]>();
  for (const link of links) if (link.role === 'route' && link.to.outside === 'inside') addTo(routes, link.from, link);
  if (routes.size === 0) return through;
  const waiting = nodes.filter((it) => open.has(it));
  for (let i = 0; i < waiting.length; i++) {
    const from = waiting[i];
    const reach = from && (through.get(from) ?? own.get(from));
    if (!from || !reach) continue;
    for (const link of routes.get(from) ?? []) {
      const its = own.get(link.to);
      if (!its || through.has(link.to) || its.exposure === 'internet') continue;
      const found: Reach = {
        exposure: 'internet',
        path: [...reach.path, link.evidence],
        entries: its.entries,
        through: [...reach.through, from],
      };
      const old = before.get(link.to);
      through.set(link.to, old && isSame(old, found) ? old : found);
      waiting.push(link.to);
    }
  }
  return through;
}

function isSame(a: Reach, b: Reach): boolean {
  return (
    a.exposure === b.exposure &&
    sameElements(a.path, b.path) &&
    sameElements(a.entries, b.entries) &&
    sameElements(a.through, b.through)
  );
}
