import { sameElements } from '../cells/same.ts';
import { containerPortsOf } from './cluster.ts';
import type { ComposeNetworkFact } from './fact.ts';
import { addTo } from './grouped.ts';
import type { JoinedSystem } from './join.ts';
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

/** Works out every node's exposure. Nothing is called safe that a file does not show to be. */
export class Exposures {
  readonly #own: (nodes: readonly Node[]) => readonly Reach[];
  readonly #networks: Told<string, readonly ComposeNetworkFact[]>;
  #system: JoinedSystem | undefined;
  /** Of nodes that are reached through others. */
  #through: ReadonlyMap<Node, Reach> = new Map();

  constructor(memory: Memory, policies: Policies) {
    this.#networks = memory.told(() => this.#system?.networks ?? []);
    const guards = { policies, networks: () => this.#networks.ask('') };
    this.#own = memory.answersOf('reach', (node) => ownReach(node, entriesOf(node), guards));
  }

  /** Every node's reach: the same as in the system before where nothing is another. */
  of(system: JoinedSystem): ReadonlyMap<Node, Reach> {
    this.#system = system;
    this.#networks.look();
    const reaches = new Map<Node, Reach>();
    const own = this.#own(system.nodes);
    system.nodes.forEach((node, i) => {
      const reach = own[i];
      if (reach) reaches.set(node, reach);
    });
    this.#through = spread(system.links, reaches, this.#through);
    return reaches;
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
  links: readonly Link[],
  reaches: Map<Node, Reach>,
  before: ReadonlyMap<Node, Reach>,
): ReadonlyMap<Node, Reach> {
  const through = new Map<Node, Reach>();
  const routes = new Map<Node, Link[]>();
  for (const link of links) if (link.role === 'route' && link.to.outside === 'inside') addTo(routes, link.from, link);
  if (routes.size === 0) return through;
  const waiting: Node[] = [];
  for (const [node, reach] of reaches)
    if (reach.exposure === 'internet' && node.outside === 'inside') waiting.push(node);
  for (let i = 0; i < waiting.length; i++) {
    const from = waiting[i];
    const reach = from && reaches.get(from);
    if (!from || !reach) continue;
    for (const link of routes.get(from) ?? []) {
      const own = reaches.get(link.to);
      if (!own || own.exposure === 'internet') continue;
      const found: Reach = {
        exposure: 'internet',
        path: [...reach.path, link.evidence],
        entries: own.entries,
        through: [...reach.through, from],
      };
      const old = before.get(link.to);
      const kept = old && isSame(old, found) ? old : found;
      through.set(link.to, kept);
      reaches.set(link.to, kept);
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
