/**
 * The snapshot as the graph that is drawn: collapsed boundaries become one node, flows between the same two nodes one
 * edge. Pure; knows neither sizes nor positions.
 */
import type { PanelBoundary, PanelComponent, PanelFlow, PanelLevel, PanelTri } from '../contract.ts';
import { count } from './announce.ts';
import { asideOf } from './hubs.ts';
import { unsaid } from './said.ts';
import type { System } from './system.ts';
import { boundaryPath, openThreats, worse } from './system.ts';

export interface GraphNode {
  /** The id of the component, or of the collapsed boundary. */
  readonly id: string;
  readonly kind: PanelComponent['type'] | 'group';
  readonly name: string;
  /** The quiet second line: the technology, or how many components a group holds. */
  readonly caption: string;
  /** The innermost boundary that is drawn around it. */
  readonly parent: string | null;
  readonly internet: boolean;
  /** Why it is exposed, hop by hop; what hovering tells. */
  readonly exposedBy: readonly string[];
  readonly findings: number;
  readonly worst: PanelLevel | null;
  readonly openThreats: number;
  /** How many of its lines are left aside. */
  readonly aside: number;
  /** Ids of the components that it stands for. */
  readonly members: readonly string[];
}

export interface GraphEdge {
  /** Stable while both ends stay, whatever the flows between them say. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly flows: readonly string[];
  readonly encrypted: PanelTri;
  /** Whether policies turn away every one of its flows. */
  readonly isBlocked: boolean;
  readonly label: string;
  /** What proves the flows; what hovering tells. */
  readonly because: readonly string[];
  /** One of a hub's many: it has no place in the layout and is drawn only while somebody looks at it. */
  readonly isAside: boolean;
}

export interface GraphBoundary {
  readonly id: string;
  readonly name: string;
  readonly kind: PanelBoundary['kind'];
  readonly parent: string | null;
  readonly members: readonly string[];
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Parents before children. */
  readonly boundaries: readonly GraphBoundary[];
}

/**
 * The graph of a system in which the boundaries that `isCollapsed` names are drawn as one node each. `before` is the
 * graph that is shown, or null where every line has to be drawn, as on paper.
 */
export function graphOf(
  system: System,
  isCollapsed: (boundary: string) => boolean,
  before: Graph | null = NO_GRAPH,
): Graph {
  const standsFor = new Map<string, string>();
  const groups = new Map<string, PanelComponent[]>();
  const boundaries = new Map<string, { boundary: PanelBoundary; parent: string | null; members: string[] }>();
  const groupParent = new Map<string, string | null>();
  const plain: { component: PanelComponent; parent: string | null }[] = [];

  for (const component of system.components.values()) {
    let parent: string | null = null;
    let group: string | null = null;
    for (const boundary of boundaryPath(system, component.boundary)) {
      if (isCollapsed(boundary.id)) {
        group = boundary.id;
        break;
      }
      const known = boundaries.get(boundary.id) ?? { boundary, parent, members: [] };
      known.members.push(component.id);
      boundaries.set(boundary.id, known);
      parent = boundary.id;
    }
    if (group === null) plain.push({ component, parent });
    else {
      groups.set(group, [...(groups.get(group) ?? []), component]);
      groupParent.set(group, parent);
    }
    // Boundaries and components are named by different hands: the prefix keeps their ids apart.
    standsFor.set(component.id, group === null ? component.id : groupId(group));
  }

  const bundles = edgesOf(system, standsFor);
  const aside =
    before === null
      ? new Set<string>()
      : asideOf(bundles, new Set(before.edges.flatMap((it) => (it.isAside ? [it.id] : []))));
  const edges = bundles.map((it) => ({ ...it, isAside: aside.has(it.id) }));
  const asides = new Map<string, number>();
  for (const it of edges)
    if (it.isAside) for (const end of [it.from, it.to]) asides.set(end, (asides.get(end) ?? 0) + 1);
  const nodes = [
    ...plain.map(({ component, parent }) => nodeOf(system, component, parent)),
    ...[...groups].map(([id, members]) => groupOf(system, id, members, groupParent.get(id) ?? null)),
  ].map((it) => ({ ...it, aside: asides.get(it.id) ?? 0 }));
  return {
    nodes,
    edges,
    // Whoever comes from outside stands first.
    boundaries: [...boundaries.values()].sort(outsideFirst).map(({ boundary, parent, members }) => ({
      id: boundary.id,
      name: boundary.name,
      kind: boundary.kind,
      parent,
      members,
    })),
  };
}

function outsideFirst(a: { readonly boundary: PanelBoundary }, b: { readonly boundary: PanelBoundary }): number {
  return Number(b.boundary.kind === 'internet') - Number(a.boundary.kind === 'internet');
}

const NO_GRAPH: Graph = { nodes: [], edges: [], boundaries: [] };

/** The edges that the layout has to find a way for. */
export function placedEdges(graph: Graph): readonly GraphEdge[] {
  return graph.edges.filter((it) => !it.isAside);
}

/** Who calls whom, by the ids of nodes. */
export interface Links {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly to: ReadonlyMap<string, readonly string[]>;
  readonly from: ReadonlyMap<string, readonly string[]>;
  /** Whom policies keep from whom, of those above, from the caller's side. */
  readonly blocked: ReadonlyMap<string, ReadonlySet<string>>;
}

const links = new WeakMap<Graph, Links>();

/** The links of a graph, made once for each graph. */
export function linksOf(graph: Graph): Links {
  const known = links.get(graph);
  if (known !== undefined) return known;
  const to = new Map<string, string[]>();
  const from = new Map<string, string[]>();
  const blocked = new Map<string, Set<string>>();
  for (const edge of graph.edges) {
    if (edge.isBlocked) blocked.set(edge.from, (blocked.get(edge.from) ?? new Set()).add(edge.to));
    to.set(edge.from, [...(to.get(edge.from) ?? []), edge.to]);
    from.set(edge.to, [...(from.get(edge.to) ?? []), edge.from]);
  }
  const made = { nodes: new Map(graph.nodes.map((it) => [it.id, it])), to, from, blocked };
  links.set(graph, made);
  return made;
}

const GROUP = 'boundary ';

/** The id of the node that a collapsed boundary is drawn as. */
export function groupId(boundary: string): string {
  return `${GROUP}${boundary}`;
}

/** The boundary behind a group's node id. */
export function boundaryOfGroup(node: GraphNode): string | null {
  return node.kind === 'group' ? node.id.slice(GROUP.length) : null;
}

function nodeOf(system: System, component: PanelComponent, parent: string | null): Omit<GraphNode, 'aside'> {
  return {
    id: component.id,
    kind: component.type,
    name: component.name,
    caption: unsaid(component.name, [component.technology ?? '']).join(''),
    parent,
    internet: component.exposure === 'internet',
    exposedBy: component.exposedBy.map((it) => it.text),
    findings: component.findings.length,
    worst: worstOf(component),
    openThreats: openThreats(system, component.id),
    members: [component.id],
  };
}

function groupOf(
  system: System,
  id: string,
  members: readonly PanelComponent[],
  parent: string | null,
): Omit<GraphNode, 'aside'> {
  const name = system.boundaries.get(id)?.name ?? id;
  let worst: PanelLevel | null = null;
  for (const it of members) {
    const level = worstOf(it);
    if (level !== null) worst = worse(worst, level);
  }
  return {
    id: groupId(id),
    kind: 'group',
    name,
    caption: membersWords(name, members),
    parent,
    internet: members.some((it) => it.exposure === 'internet'),
    exposedBy: [],
    findings: members.reduce((sum, it) => sum + it.findings.length, 0),
    worst,
    openThreats: members.reduce((sum, it) => sum + openThreats(system, it.id), 0),
    members: members.map((it) => it.id),
  };
}

function worstOf(component: PanelComponent): PanelLevel | null {
  return component.findings.reduce<PanelLevel | null>((worst, it) => worse(worst, it.level), null);
}

/** A few are named, more are counted; so are those of which one has the boundary's name, which the card says already. */
function membersWords(boundary: string, members: readonly PanelComponent[]): string {
  const names = members.map((it) => it.name);
  return members.length <= 3 && unsaid(boundary, names).length === members.length
    ? names.join(', ')
    : count(members.length, 'component');
}

function edgesOf(system: System, standsFor: ReadonlyMap<string, string>): readonly Omit<GraphEdge, 'isAside'>[] {
  const bundles = new Map<string, { from: string; to: string; flows: PanelFlow[] }>();
  for (const flow of system.flows.values()) {
    const from = standsFor.get(flow.from);
    const to = standsFor.get(flow.to);
    // An end that is no component is told in the list; a flow inside one node has nothing to draw.
    if (from === undefined || to === undefined || from === to) continue;
    const id = JSON.stringify([from, to]);
    const bundle = bundles.get(id) ?? { from, to, flows: [] };
    bundle.flows.push(flow);
    bundles.set(id, bundle);
  }
  return [...bundles].map(([id, { from, to, flows }]) => ({
    id,
    from,
    to,
    flows: flows.map((it) => it.id),
    encrypted: weakest(flows),
    isBlocked: flows.every(isBlocked),
    label: [...new Set(flows.map(protocolOf))].join(', '),
    because: flows.flatMap((it) => it.evidence.map(({ text }) => text)),
  }));
}

/** An edge is only as good as its weakest flow; of those that nobody gets through, only where there is no other. */
function weakest(all: readonly PanelFlow[]): PanelTri {
  const open = all.filter((it) => !isBlocked(it));
  const flows = open.length > 0 ? open : all;
  if (flows.some((it) => it.encrypted === 'no')) return 'no';
  return flows.some((it) => it.encrypted === 'unknown') ? 'unknown' : 'yes';
}

function isBlocked(flow: PanelFlow): boolean {
  return flow.blocked === true;
}

/** "http:8080", or "http" where the port is not known. */
export function protocolOf(flow: PanelFlow): string {
  return flow.port === null ? flow.protocol : `${flow.protocol}:${flow.port}`;
}
