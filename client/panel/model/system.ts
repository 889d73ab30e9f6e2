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
  return { snapshot, components, boundaries: byId(snapshot.boundaries), flows, threatsOf, flowsOf };
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
