import type { JoinedSystem } from './join.ts';
import type { Entry, Link } from './join/link.ts';
import type { Node } from './join/node.ts';
import { containerPortsOf } from './cluster.ts';
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

/** Works out every node's exposure. Nothing is called safe that a file does not show to be. */
export function exposuresOf(system: JoinedSystem): ReadonlyMap<Node, Reach> {
  const entries = new Map<Node, Entry[]>();
  for (const entry of system.entries) entries.set(entry.node, [...(entries.get(entry.node) ?? []), entry]);
  const reaches = new Map<Node, Reach>();
  for (const node of system.nodes) reaches.set(node, ownReach(node, entries.get(node) ?? [], system));
  spread(system.links, reaches);
  return reaches;
}

function ownReach(node: Node, entries: readonly Entry[], system: JoinedSystem): Reach {
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
  system: JoinedSystem,
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
function vaguePorts(node: Node, system: JoinedSystem): readonly Evidence[] {
  if (isInternal(node, system)) return [];
  return node.compose.flatMap((service) =>
    service.ports.flatMap((it) =>
      it.on === 'unknown' ? [{ text: 'a port is published at an address that no file tells', at: it.at }] : [],
    ),
  );
}

/** True when every network of a Compose service is internal: the engine publishes no port for it. */
function isInternal(node: Node, system: JoinedSystem): boolean {
  return (
    node.compose.length > 0 &&
    node.compose.every(
      (service) =>
        service.networks.length > 0 &&
        service.networks.every((name) =>
          system.networks.some((it) => it.internal && it.name === name && it.project === service.project),
        ),
    )
  );
}

const order: readonly Exposure[] = ['internet', 'cluster', 'namespace', 'host', 'isolated', 'unknown'];

function insideReach(
  node: Node,
  system: JoinedSystem,
): { readonly exposure: Exposure; readonly path: readonly Evidence[] } {
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

/** Requests from the internet go on where a gateway routes them. */
function spread(links: readonly Link[], reaches: Map<Node, Reach>): void {
  const routes = new Map<Node, Link[]>();
  for (const link of links)
    if (link.role === 'route' && link.to.outside === 'inside')
      routes.set(link.from, [...(routes.get(link.from) ?? []), link]);
  const waiting = [...reaches]
    .filter(([node, reach]) => reach.exposure === 'internet' && node.outside === 'inside')
    .map(([node]) => node);
  for (let i = 0; i < waiting.length; i++) {
    const from = waiting[i];
    const reach = from && reaches.get(from);
    if (!from || !reach) continue;
    for (const link of routes.get(from) ?? []) {
      const own = reaches.get(link.to);
      if (!own || own.exposure === 'internet') continue;
      reaches.set(link.to, {
        exposure: 'internet',
        path: [...reach.path, link.evidence],
        entries: own.entries,
        through: [...reach.through, from],
      });
      waiting.push(link.to);
    }
  }
}
