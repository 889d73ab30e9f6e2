/** Which boundaries are drawn as one node: what the reader chose, else what keeps a large system readable. */
import type { System } from './system.ts';
import { boundaryPath } from './system.ts';

/** More components than this, and the innermost boundaries start collapsed. */
export const READABLE = 40;
/** The same in a side bar. */
export const READABLE_NARROW = 18;

export function collapsedBoundaries(
  system: System,
  chosen: Readonly<Record<string, boolean>>,
  readable = READABLE,
): ReadonlySet<string> {
  const collapsed = new Set<string>();
  const large = system.components.size > readable ? innermost(system) : new Set<string>();
  for (const id of system.boundaries.keys()) {
    if (Object.hasOwn(chosen, id) ? chosen[id] === true : large.has(id)) collapsed.add(id);
  }
  return collapsed;
}

/** Boundaries of two components or more that hold no other boundary with components. */
function innermost(system: System): ReadonlySet<string> {
  const sizes = new Map<string, number>();
  const outer = new Set<string>();
  for (const component of system.components.values()) {
    const path = boundaryPath(system, component.boundary);
    const own = path[path.length - 1];
    if (own === undefined) continue;
    sizes.set(own.id, (sizes.get(own.id) ?? 0) + 1);
    for (const around of path.slice(0, -1)) outer.add(around.id);
  }
  return new Set([...sizes].filter(([id, size]) => size > 1 && !outer.has(id)).map(([id]) => id));
}
