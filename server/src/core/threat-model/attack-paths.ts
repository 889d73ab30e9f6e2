import type { Anchor } from '../syntax/anchor.ts';
import { type Door, doorsOf } from './doors.ts';
import type { Evidence, Flow, Threat, ThreatModel } from './model.ts';
import { reachGraph, type ReachGraph, type Step } from './reach-graph.ts';

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

/** One change that takes something from the attacker on many ways: a threat to close, or a hop to cut. */
export interface Cut {
  /** What to do, in words. */
  readonly title: string;
  /** The hop that goes, or null when it is a threat. */
  readonly hop: Hop | null;
  /** The threat that is closed, or null when it is a hop. */
  readonly threat: Threat | null;
  /** How many of all ways it breaks or makes harder. */
  readonly breaks: number;
  /** How many ways there are. */
  readonly of: number;
  /** The rule whose finding, with its fix, stands at {@link at}; null when no rule reports it. */
  readonly rule: string | null;
  readonly at: Anchor | null;
}

/** The worst ways, and what all ways have in common. */
export interface AttackPaths {
  /** Most open threats first, then the shortest; at most {@link mostPaths}. */
  readonly paths: readonly AttackPath[];
  /** How many ways there are: one for each pair of a door and a store that it leads to. */
  readonly total: number;
  readonly shared: SharedHop | null;
  /** The changes that are worth most, the best first; at most {@link mostCuts}. */
  readonly cuts: readonly Cut[];
}

/** Ways that are written down; the others are counted. */
export const mostPaths = 100;

/** Changes that are named. */
export const mostCuts = 10;

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
      if (step) below.set(step.from, (below.get(step.from) ?? 0) + count);
    }
    if (found.length > 4 * mostPaths) found = found.sort(worseFirst(graph)).slice(0, mostPaths);
  }
  const paths = found
    .sort(worseFirst(graph))
    .slice(0, mostPaths)
    .map((it) => pathOf(it, graph));
  return { paths, total, shared: sharedHop(uses, graph), cuts: cutsOf(paths, total) };
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

/** The open threats that help on most ways, each as the change that closes it. */
function cutsOf(paths: readonly AttackPath[], of: number): readonly Cut[] {
  const met = new Map<string, { readonly threat: Threat; breaks: number }>();
  for (const path of paths)
    for (const threat of new Set(path.hops.flatMap((it) => it.threats))) {
      const known = met.get(threat.id);
      if (known) known.breaks++;
      else met.set(threat.id, { threat, breaks: 1 });
    }
  return [...met.values()]
    .sort((a, b) => b.breaks - a.breaks || (a.threat.id < b.threat.id ? -1 : 1))
    .slice(0, mostCuts)
    .map(({ threat, breaks }) => {
      const at = threat.evidence.find((it) => it.at !== null)?.at ?? null;
      return { title: threat.title, hop: null, threat, breaks, of, rule: threat.rule, at };
    });
}
