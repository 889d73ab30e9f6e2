/** Which boundaries are drawn as one node: what the reader chose, else what keeps a large system readable. */
import type { System } from './system.ts';
import { boundaryPath } from './system.ts';

/** More nodes than this, and boundaries start collapsed. */
export const READABLE = 40;
/** The same in a side bar. */
export const READABLE_NARROW = 18;
/** As many nodes are a map, even if each is a whole boundary. */
const MAP = 8;
/** More than this is not laid out in time, nor read. */
const MOST = 120;

export function collapsedBoundaries(
  system: System,
  chosen: Readonly<Record<string, boolean>>,
  usual: ReadonlySet<string> = usuallyCollapsed(system, READABLE),
): ReadonlySet<string> {
  return new Set(
    [...system.boundaries.keys()].filter((id) => (Object.hasOwn(chosen, id) ? chosen[id] === true : usual.has(id))),
  );
}

/** What is collapsed unless the reader chooses, and the system that it was found for. */
export interface UsualCollapse {
  readonly collapsed: ReadonlySet<string>;
  readonly readable: number;
  readonly components: number;
  readonly boundaries: ReadonlySet<string>;
}

/** As `before` while the system is much the same: one component more must not fold the picture that is being read. */
export function usualCollapse(system: System, readable: number, before: UsualCollapse | null): UsualCollapse {
  const components = system.components.size;
  const isSame =
    before?.readable === readable &&
    Math.abs(components - before.components) * 5 <= before.components &&
    [...system.boundaries.keys()].every((id) => before.boundaries.has(id));
  if (isSame) return before;
  const boundaries = new Set(system.boundaries.keys());
  return { collapsed: usuallyCollapsed(system, readable), readable, components, boundaries };
}

/** What stands directly inside a boundary. */
interface Inside {
  components: number;
  readonly boundaries: Set<string>;
}

/**
 * A map first: everything is collapsed, then opened from the outside in, level by level, as long as the whole level can
 * be read. Boundaries of one level are opened together, because a picture in which some of fifty projects stand open
 * is no map; only where next to nothing would be seen are the small ones opened alone.
 */
function usuallyCollapsed(system: System, readable: number): ReadonlySet<string> {
  const all = contents(system);
  const collapsed = new Set([...all.values()].flatMap((it) => [...it.boundaries]));
  // The few who come from outside are what every picture begins with.
  for (const id of collapsed) if (system.boundaries.get(id)?.kind === 'internet') collapsed.delete(id);
  const sizeOf = (id: string | null): number => {
    const inside = all.get(id);
    return inside === undefined ? 0 : inside.components + inside.boundaries.size;
  };
  let nodes = sizeOf(null);
  let level = [...(all.get(null)?.boundaries ?? [])];
  while (level.length > 0) {
    const more = (id: string): number => sizeOf(id) - 1;
    const whole = level.reduce((sum, id) => sum + more(id), nodes);
    let opened: string[] = [];
    if (whole <= (nodes < MAP ? readable * 1.25 : readable)) opened = level;
    else if (nodes < MAP) {
      opened = small(level, more, readable - nodes);
      // One node that holds nearly all is no picture: a boundary around boundaries is opened in any case.
      const seen = opened.reduce((sum, id) => sum + more(id), nodes);
      const outer = level.filter((id) => !opened.includes(id) && (all.get(id)?.boundaries.size ?? 0) > 1);
      const next = outer.sort((a, b) => sizeOf(a) - sizeOf(b))[0];
      if (next !== undefined && seen < MAP && sizeOf(next) <= MOST) opened = [...opened, next];
    }
    if (opened.length === 0) break;
    for (const id of opened) {
      collapsed.delete(id);
      nodes += more(id);
    }
    level = opened.flatMap((id) => [...(all.get(id)?.boundaries ?? [])]);
  }
  return collapsed;
}

/** The smaller ones for which there is room; of equals all or none. */
function small(level: readonly string[], more: (id: string) => number, room: number): string[] {
  const fits = (size: number): boolean => level.reduce((sum, id) => sum + (more(id) <= size ? more(id) : 0), 0) <= room;
  return level.filter((id) => fits(more(id)));
}

/** By the id of a boundary, or null for the ground. */
function contents(system: System): ReadonlyMap<string | null, Inside> {
  const all = new Map<string | null, Inside>();
  const inside = (id: string | null): Inside => {
    const known = all.get(id) ?? { components: 0, boundaries: new Set() };
    all.set(id, known);
    return known;
  };
  for (const component of system.components.values()) {
    let around: string | null = null;
    for (const { id } of boundaryPath(system, component.boundary)) {
      inside(around).boundaries.add(id);
      around = id;
    }
    inside(around).components += 1;
  }
  return all;
}
