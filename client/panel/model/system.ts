/** A snapshot with the look-ups that drawing and lists need. Ids that occur twice count once: the first wins. */
import type {
  PanelBoundary,
  PanelComponent,
  PanelEvidence,
  PanelFlow,
  PanelLevel,
  PanelLocation,
  PanelSnapshot,
  PanelThreat,
} from '../contract.ts';

export interface System {
  readonly snapshot: PanelSnapshot;
  readonly components: ReadonlyMap<string, PanelComponent>;
  readonly boundaries: ReadonlyMap<string, PanelBoundary>;
  readonly flows: ReadonlyMap<string, PanelFlow>;
  /** By the id of the component or flow that they threaten. */
  readonly threatsOf: ReadonlyMap<string, readonly PanelThreat[]>;
  /** By the id of either end. */
  readonly flowsOf: ReadonlyMap<string, readonly PanelFlow[]>;
  /** Names that several components have, so that a list must say which is meant. */
  readonly sharedNames: ReadonlySet<string>;
}

export function systemOf(snapshot: PanelSnapshot): System {
  const components = byId(snapshot.components);
  const flows = byId(snapshot.flows);
  const threatsOf = new Map<string, PanelThreat[]>();
  for (const threat of snapshot.threats) push(threatsOf, threat.element, threat);
  const flowsOf = new Map<string, PanelFlow[]>();
  for (const flow of flows.values()) {
    push(flowsOf, flow.from, flow);
    if (flow.to !== flow.from) push(flowsOf, flow.to, flow);
  }
  const names = new Set<string>();
  const sharedNames = new Set<string>();
  for (const { name } of components.values()) (names.has(name) ? sharedNames : names).add(name);
  return { snapshot, components, boundaries: drawnBoundaries(snapshot), flows, threatsOf, flowsOf, sharedNames };
}

const PROJECT = 'Compose project ';

/**
 * Boundaries as they are drawn: the internet is the ground that everything stands on, so it is drawn around those who
 * have nothing else around them alone; and a name does not repeat the kind that stands beside it.
 */
function drawnBoundaries({ boundaries }: PanelSnapshot): ReadonlyMap<string, PanelBoundary> {
  const ground = new Set(boundaries.filter((it) => it.kind === 'internet').map((it) => it.id));
  return byId(
    boundaries.map((it) => ({
      ...it,
      name: it.kind === 'host' && it.name.startsWith(PROJECT) ? it.name.slice(PROJECT.length) : it.name,
      parent: it.parent !== null && ground.has(it.parent) ? null : it.parent,
    })),
  );
}

/** The boundaries around, outermost first. A cycle among the parents ends the path where it closes. */
export function boundaryPath(system: System, boundary: string | null): readonly PanelBoundary[] {
  const path: PanelBoundary[] = [];
  const seen = new Set<string>();
  let id = boundary;
  while (id !== null && !seen.has(id)) {
    seen.add(id);
    const found = system.boundaries.get(id);
    if (found === undefined) break;
    path.unshift(found);
    id = found.parent;
  }
  return path;
}

/**
 * The boundary that tells a component from others of its name; null where its name is its own, there is none, or the
 * boundary has that name too: `wireguard` is the one of `wireguard`, every other one is told by its own.
 */
export function tellingBoundary(system: System, id: string): PanelBoundary | null {
  const component = system.components.get(id);
  if (component === undefined || !system.sharedNames.has(component.name)) return null;
  const path = boundaryPath(system, component.boundary);
  // A Compose project says more than the network inside it.
  const around = path.findLast((it) => it.kind !== 'network') ?? path.at(-1) ?? null;
  return around?.name.toLowerCase() === component.name.toLowerCase() ? null : around;
}

export function openThreats(system: System, element: string): number {
  return (system.threatsOf.get(element) ?? []).filter((it) => it.state === 'open').length;
}

const RANK: Readonly<Record<PanelLevel, number>> = { error: 3, warning: 2, info: 1, hint: 0 };

/** The worse of two levels. */
export function worse(a: PanelLevel | null, b: PanelLevel): PanelLevel {
  return a !== null && RANK[a] >= RANK[b] ? a : b;
}

/** Where a click on a component leads: its declaration, else the first of its parts that has a place. */
export function placeOf(component: PanelComponent): PanelLocation | null {
  return component.location ?? firstPlace(component.parts);
}

export function firstPlace(evidence: readonly PanelEvidence[]): PanelLocation | null {
  return evidence.find((it) => it.location !== null)?.location ?? null;
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const item of items) if (!map.has(item.id)) map.set(item.id, item);
  return map;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
