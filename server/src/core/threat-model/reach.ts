import type { ThreatModel } from './model.ts';
import { reachGraph } from './reach-graph.ts';

/** What whoever takes over a component gets hold of: its blast radius. */
export interface Reaches {
  /** How many components he can open a connection to, directly or through others. */
  readonly total: number;
  /** Ids of the nearest of them, nearest first; at most {@link mostReached}. */
  readonly components: readonly string[];
  /** Ids of the data stores among all of them, nearest first; at most {@link mostReached}. */
  readonly stores: readonly string[];
  /** Whether he owns the machine below, and with it whatever else runs there. */
  readonly machine: boolean;
}

/** More than anybody reads; a model of thousands stays small. */
export const mostReached = 50;

/**
 * The blast radius of every component, by id: forward along the flows, and from a component with power over its machine
 * to all that runs there. One search in breadth for each, so the work is components times flows, whatever the cycles.
 */
export function reachesOf(model: ThreatModel): ReadonlyMap<string, Reaches> {
  const { components, steps, powers } = reachGraph(model);
  const seen = new Int32Array(steps.length).fill(-1);
  const found = new Map<string, Reaches>();
  components.forEach(({ id }, start) => {
    seen[start] = start;
    const queue = [start];
    const near: string[] = [];
    const stores: string[] = [];
    let total = 0;
    for (let i = 0; i < queue.length; i++) {
      for (const { to } of steps[queue[i] ?? -1] ?? []) {
        if (seen[to] === start) continue;
        seen[to] = start;
        queue.push(to);
        const component = components[to];
        if (!component) continue;
        total++;
        if (near.length < mostReached) near.push(component.id);
        if (component.type === 'data-store' && stores.length < mostReached) stores.push(component.id);
      }
    }
    found.set(id, { total, components: near, stores, machine: powers.has(id) });
  });
  return found;
}

/**
 * By whom a component can be reached, by id: the components that can open a connection to it, directly or through
 * others, or that own its machine. The same search against the direction of the flows.
 */
export function reachersOf(
  model: ThreatModel,
): ReadonlyMap<string, { readonly total: number; readonly components: readonly string[] }> {
  const { components, steps } = reachGraph(model);
  const back: number[][] = steps.map(() => []);
  for (const step of steps.flat()) back[step.to]?.push(step.from);
  const seen = new Int32Array(steps.length).fill(-1);
  return new Map(
    components.map(({ id }, start) => {
      seen[start] = start;
      const queue = [start];
      const near: string[] = [];
      let total = 0;
      for (let i = 0; i < queue.length; i++) {
        for (const from of back[queue[i] ?? -1] ?? []) {
          if (seen[from] === start) continue;
          seen[from] = start;
          queue.push(from);
          const component = components[from];
          if (!component) continue;
          total++;
          if (near.length < mostReached) near.push(component.id);
        }
      }
      return [id, { total, components: near }];
    }),
  );
}
