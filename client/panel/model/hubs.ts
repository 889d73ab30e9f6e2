/**
 * Hubs: what half of the system calls, or what calls half of it, such as a log server, a monitor or the users of fifty
 * projects. Their lines would cover everything else, so that they are drawn only while somebody looks at them.
 */
interface Ends {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** A picture of fewer lines is read whole. */
const MANY_LINES = 24;
/** More lines than this, in or out, make a hub; it stays one until there are far fewer, so that a picture does not flicker. */
const HUB = 8;
const STILL_HUB = 6;

/** The ids of the edges that are left aside. `before` are those that were. */
export function asideOf(edges: readonly Ends[], before: ReadonlySet<string>): ReadonlySet<string> {
  if (edges.length <= (before.size > 0 ? MANY_LINES - 4 : MANY_LINES)) return new Set();
  const out = new Map<string, Ends[]>();
  const into = new Map<string, Ends[]>();
  for (const edge of edges) {
    out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
    into.set(edge.to, [...(into.get(edge.to) ?? []), edge]);
  }
  const aside = new Set<string>();
  for (const lines of [...out.values(), ...into.values()]) {
    const wasHub = lines.filter((it) => before.has(it.id)).length > STILL_HUB;
    if (lines.length > (wasHub ? STILL_HUB : HUB)) for (const { id } of lines) aside.add(id);
  }
  return aside;
}
