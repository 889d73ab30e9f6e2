import { type Cut, cutsOf } from './cuts.ts';
import { type Door, doorsOf } from './doors.ts';
import type { Evidence, Flow, Threat, ThreatModel } from './model.ts';
import { reachGraph, type ReachGraph, type Step } from './reach-graph.ts';

export type { Cut };

/** One step of an attack. */
export interface Hop {
  /** Id of the component that the attacker owns by now; null for the internet. */
  readonly from: string | null;
  readonly to: string;
  readonly by: 'entry' | 'flow' | 'machine';
  readonly flow: Flow | null;
  /** Open threats that help: those of the flow, and of the component that it leads to. */
  readonly threats: readonly Threat[];
  readonly evidence: readonly Evidence[];
}

/** A way from the internet to a data store: the weakest one that leads from this door to this store. */
export interface AttackPath {
  readonly entry: string;
  readonly target: string;
  readonly hops: readonly Hop[];
  /** How many open threats help on the way. */
  readonly openThreats: number;
}

/** A hop that many ways have in common: where one change is worth most. */
export interface SharedHop {
  readonly hop: Hop;
  /** How many of all ways lead over it. */
  readonly paths: number;
}

/** The worst ways, and what all ways have in common. */
export interface AttackPaths {
  /** Most open threats first, then the shortest; at most {@link mostPaths}. */
  readonly paths: readonly AttackPath[];
  /** How many ways there are: one for each pair of a door and a store that it leads to. */
  readonly total: number;
  readonly shared: SharedHop | null;
  /** The changes that are worth most, the best first; at most ten. */
  readonly cuts: readonly Cut[];
}

/** Ways that are written down; the others are counted. */
export const mostPaths = 100;

interface Found {
  readonly door: Door;
  readonly store: number;
  readonly threats: number;
  readonly hops: number;
  readonly by: readonly (Step | undefined)[];
}

/**
 * Attack paths from every door to every data store. All simple paths would be exponential, so for each pair there is
 * one: the way of least resistance. The work is doors times flows.
 */
export function attackPathsOf(model: ThreatModel): AttackPaths {
  const graph = reachGraph(model);
  const uses = new Map<Step | Door, number>();
  const helps = new Map<Threat, number>();
  let found: Found[] = [];
  let total = 0;
  for (const door of doorsOf(model)) {
    const start = graph.indexOf.get(door.component.id);
    if (start === undefined) continue;
    const { order, by } = weakest(graph, start);
    const helped = new Map<number, { readonly threats: number; readonly hops: number }>();
    const below = new Map<number, number>();
    helped.set(start, { threats: entryThreats(door, graph).length, hops: 1 });
    for (const at of order) {
      const step = by[at];
      if (step) {
        const before = helped.get(step.from);
        // The step onto a machine and the step from it are one hop.
        const hop = graph.components[at] === undefined ? 0 : 1;
        helped.set(at, { threats: (before?.threats ?? 0) + step.threats.length, hops: (before?.hops ?? 0) + hop });
      }
      if (graph.components[at]?.type !== 'data-store') continue;
      const way = helped.get(at);
      total++;
      below.set(at, 1);
      if (way) found.push({ door, store: at, ...way, by });
    }
    for (const at of [...order].reverse()) {
      const count = below.get(at) ?? 0;
      const step = by[at];
      if (count === 0) continue;
      uses.set(step ?? door, (uses.get(step ?? door) ?? 0) + count);
      for (const threat of step ? step.threats : entryThreats(door, graph))
        helps.set(threat, (helps.get(threat) ?? 0) + count);
      if (step) below.set(step.from, (below.get(step.from) ?? 0) + count);
    }
    if (found.length > 4 * mostPaths) found = found.sort(worseFirst(graph)).slice(0, mostPaths);
  }
  const paths = found
    .sort(worseFirst(graph))
    .slice(0, mostPaths)
    .map((it) => pathOf(it, graph));
  const shared = sharedHop(uses, graph);
  return { paths, total, shared, cuts: cutsOf(helps, shared, total) };
}

function worseFirst({ components }: ReachGraph): (a: Found, b: Found) => number {
  const idOf = (it: Found): string => `${it.door.component.id}\n${components[it.store]?.id ?? ''}`;
  return (a, b) => b.threats - a.threats || a.hops - b.hops || (idOf(a) < idOf(b) ? -1 : 1);
}

/** How hard a step is, from 1: a known weakness is easier than none, and a flow that asks who is calling is harder. */
function effort({ threats, flow }: Step): number {
  return 1 + (threats.length > 0 || flow === null ? 0 : 1) + (flow?.authenticated === 'yes' ? 1 : 0);
}
const hardest = 3;

/** The easiest way from one place to all others (Dial, "Algorithm 360", 1969: Dijkstra's with a bucket per length). */
function weakest(
  { steps }: ReachGraph,
  start: number,
): { readonly order: readonly number[]; readonly by: readonly (Step | undefined)[] } {
  const length = new Int32Array(steps.length).fill(-1);
  const done = new Uint8Array(steps.length);
  const by: (Step | undefined)[] = steps.map(() => undefined);
  const buckets: number[][] = [[start]];
  const order: number[] = [];
  length[start] = 0;
  for (let at = 0; at < buckets.length; at++) {
    for (const place of buckets[at] ?? []) {
      if (done[place] === 1) continue;
      done[place] = 1;
      order.push(place);
      for (const step of steps[place] ?? []) {
        const far = at + Math.min(effort(step), hardest);
        const known = length[step.to] ?? -1;
        if (done[step.to] === 1 || (known >= 0 && known <= far)) continue;
        length[step.to] = far;
        by[step.to] = step;
        while (buckets.length <= far) buckets.push([]);
        buckets[far]?.push(step.to);
      }
    }
  }
  return { order, by };
}

function entryThreats({ component, flow }: Door, { threatsOf }: ReachGraph): readonly Threat[] {
  return [...((flow && threatsOf.get(flow.id)) ?? []), ...(threatsOf.get(component.id) ?? [])];
}

function pathOf({ door, store, threats, by }: Found, graph: ReachGraph): AttackPath {
  const hops: Hop[] = [];
  for (let step = by[store]; step; step = by[step.from]) {
    const onto = graph.components[step.from] === undefined ? by[step.from] : undefined;
    hops.unshift(hopOf(step, onto, graph));
    if (onto) step = onto;
  }
  hops.unshift(entryHop(door, graph));
  return { entry: door.component.id, target: graph.components[store]?.id ?? '', hops, openThreats: threats };
}

function entryHop(door: Door, graph: ReachGraph): Hop {
  const threats = entryThreats(door, graph);
  return { from: null, to: door.component.id, by: 'entry', flow: door.flow, threats, evidence: door.evidence };
}

/** `onto` is the step onto the machine that `step` leads from. */
function hopOf(step: Step, onto: Step | undefined, { components }: ReachGraph): Hop {
  const from = components[(onto ?? step).from]?.id ?? null;
  const to = components[step.to]?.id ?? '';
  const evidence = onto?.evidence ?? step.evidence;
  return { from, to, by: step.flow ? 'flow' : 'machine', flow: step.flow, threats: step.threats, evidence };
}

/** The hop of most ways; of equal ones the one with most open threats, then the one that is further inside. */
function sharedHop(uses: ReadonlyMap<Step | Door, number>, graph: ReachGraph): SharedHop | null {
  let best: SharedHop | null = null;
  for (const [use, paths] of uses) {
    // The two halves of a hop over a machine belong to no single line that one could change.
    if ('to' in use && (!graph.components[use.to] || !graph.components[use.from])) continue;
    const hop = 'to' in use ? hopOf(use, undefined, graph) : entryHop(use, graph);
    const better =
      !best ||
      paths > best.paths ||
      (paths === best.paths &&
        (hop.threats.length > best.hop.threats.length ||
          (hop.threats.length === best.hop.threats.length && best.hop.by === 'entry' && hop.by !== 'entry')));
    if (better) best = { hop, paths };
  }
  return best;
}
