import type { Reaches } from './exposure.ts';
import type { JoinedSystem } from './join.ts';
import { entriesOf } from './join/entries.ts';
import { Chosen } from './join/gathered.ts';
import type { Entry } from './join/link.ts';
import type { Node } from './join/node.ts';
import { isInfrastructure } from './technology/technologies.ts';

/**
 * Where users of the system come in: its front doors, not every port that somebody has left open (those are in each
 * component's exposure, and threats). A published gateway is the front door of its system; where there is none, every
 * published program of one's own is; where there is none of these, the dashboards are. `byId` are the nodes in the order
 * of their ids.
 */
export class Entrances {
  /** Gateways, and whoever has a way in. */
  readonly #candidates = new Chosen<Node>(
    (it) => it.outside === 'inside' && (it.technology?.kind === 'gateway' || entriesOf(it).length > 0),
  );

  of(system: JoinedSystem, reaches: Reaches, byId: readonly Node[]): ReadonlyMap<Node, readonly Entry[]> {
    return entrancesOf(system, reaches, this.#candidates.of(byId));
  }
}

function entrancesOf(
  system: JoinedSystem,
  reaches: Reaches,
  candidates: readonly Node[],
): ReadonlyMap<Node, readonly Entry[]> {
  const groups = new Map<string, Group>();
  const add = (key: string, node: Node): void => {
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { isDeployed: isDeployed(key, system.nodes), gateways: [], withEntries: [] }));
    if (node.technology?.kind === 'gateway') group.gateways.push(node);
    if (entriesOf(node).length > 0) group.withEntries.push(node);
  };
  for (const node of candidates) for (const key of groupsOf(node)) add(key, node);
  const found = new Map<Node, readonly Entry[]>();
  for (const [key, group] of groups) {
    const doors = (node: Node): readonly Entry[] =>
      (reaches.get(node)?.entries ?? []).filter((it) => it.from === 'internet' && isOfCompose(it) === (key !== ''));
    for (const node of frontDoors(group, system, doors)) found.set(node, [...(found.get(node) ?? []), ...doors(node)]);
  }
  return found;
}

/** A service that Compose and Kubernetes both deploy takes part in both, with the doors of each. */
function groupsOf(node: Node): readonly string[] {
  const inCluster = node.workloads.length + node.services.length + node.gateways.length > 0;
  if (node.system !== null) return inCluster ? ['', node.system] : [node.system];
  return [inCluster ? '' : 'program'];
}

/** Does a file deploy anything of a group? */
function isDeployed(key: string, nodes: readonly Node[]): boolean {
  return nodes.some(
    (it) =>
      it.outside === 'inside' &&
      it.compose.length + it.workloads.length + it.services.length > 0 &&
      groupsOf(it).includes(key),
  );
}

/** The candidates of one system, or of the cluster. */
interface Group {
  readonly isDeployed: boolean;
  readonly gateways: Node[];
  readonly withEntries: Node[];
}

function frontDoors(group: Group, system: JoinedSystem, doors: Doors): readonly Node[] {
  const open = group.withEntries.filter((it) => doors(it).length > 0);
  const fronts = group.isDeployed ? open.filter((it) => it.technology?.kind === 'gateway') : group.gateways;
  const meant = open.filter((it) => isMeant(it, doors) && !isInfrastructure(it.technology?.kind ?? null));
  let chosen: readonly Node[] = [...new Set([...fronts, ...meant])];
  if (chosen.length === 0) chosen = open.filter((it) => !isInfrastructure(it.technology?.kind ?? null));
  if (chosen.length === 0)
    chosen = open.filter((it) => it.technology?.kind === 'dashboard' || it.technology?.kind === 'administration');
  const isChosen = new Set(chosen);
  const called = new Set<Node>();
  for (const { role, from, to } of system.links)
    if (role === 'route' || (isChosen.has(from) && isChosen.has(to))) called.add(to);
  const outermost = chosen.filter((it) => !called.has(it) || isMeant(it, doors));
  // Users sign in at the identity provider itself, unless the gateway stands before it.
  const signIn = open.filter(
    (it) => it.technology?.kind === 'identity' && !called.has(it) && !isChosen.has(it) && chosen.length > 0,
  );
  return [...(outermost.length > 0 ? outermost : chosen), ...signIn];
}

/** Load balancers and gateways are put there for users; ports of a machine may be left over from development. */
function isMeant(node: Node, doors: Doors): boolean {
  return doors(node).some((it) => it.how === 'load-balancer' || it.how === 'gateway');
}

type Doors = (node: Node) => readonly Entry[];

function isOfCompose(entry: Entry): boolean {
  return entry.node.compose.some((it) => it.at.file === entry.evidence.at?.file);
}
