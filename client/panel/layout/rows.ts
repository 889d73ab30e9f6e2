/**
 * Rows for the nodes of each boundary, so that a picture becomes as wide as its place and not as wide as its busiest
 * layer: callers stand before the called (Coffman and Graham's way of scheduling), at most so many in a row.
 */
import { type Graph, placedEdges } from '../model/graph.ts';
import type { Shelf } from './shelf.ts';
import type { Direction } from './types.ts';

/** How many nodes stand side by side, for a place that is about as high as wide. */
function capacity(graph: Graph, direction: Direction): number {
  const root = Math.sqrt(graph.nodes.length);
  return direction === 'down' ? Math.max(3, Math.round(root * 0.62)) : Math.max(5, Math.round(root * 1.3));
}

/** Two siblings, by `n:` + a node's id or `b:` + a boundary's: the second belongs into a later row than the first. */
export type RowHolder = readonly [above: string, below: string];

export function rowHolders(graph: Graph, direction: Direction, shelves: readonly Shelf[]): readonly RowHolder[] {
  const shelved = new Set(shelves.flatMap((it) => it.nodes));
  const most = capacity(graph, direction);
  const parents = new Map<string, string | null>();
  for (const it of graph.boundaries) parents.set(`b:${it.id}`, it.parent);
  for (const it of graph.nodes) if (!shelved.has(it)) parents.set(`n:${it.id}`, it.parent);
  for (const it of shelves) parents.set(it.id, it.parent);
  const weights = new Map<string, number>(
    graph.boundaries.map((it) => [`b:${it.id}`, Math.min(most, Math.ceil(Math.sqrt(it.members.length)))]),
  );
  // A row of its own.
  for (const it of shelves) weights.set(it.id, most);
  const outside = new Set(graph.boundaries.flatMap((it) => (it.kind === 'internet' ? [`b:${it.id}`] : [])));

  const siblings = new Map<string | null, string[]>();
  for (const [item, parent] of parents) siblings.set(parent, [...(siblings.get(parent) ?? []), item]);
  const links = new Map<string | null, [string, string][]>();
  for (const edge of placedEdges(graph)) {
    const lifted = lift(`n:${edge.from}`, `n:${edge.to}`, parents);
    if (lifted === null) continue;
    links.set(lifted.parent, [...(links.get(lifted.parent) ?? []), [lifted.from, lifted.to]]);
  }
  return [...siblings].flatMap(([parent, items]) => {
    const between = links.get(parent) ?? [];
    return holders(schedule(items, between, weights, most, outside), between);
  });
}

/** The two siblings that hold the ends of an edge, and the boundary around them; null when one holds both. */
function lift(
  from: string,
  to: string,
  parents: ReadonlyMap<string, string | null>,
): { from: string; to: string; parent: string | null } | null {
  const chain = (item: string): string[] => {
    const items = [item];
    for (let parent = parents.get(item); parent !== null && parent !== undefined; parent = parents.get(`b:${parent}`))
      items.push(`b:${parent}`);
    return items;
  };
  const [a, b] = [chain(from), chain(to)];
  while (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  const [x, y] = [a.at(-1), b.at(-1)];
  return x === undefined || y === undefined || x === y ? null : { from: x, to: y, parent: parents.get(x) ?? null };
}

function schedule(
  items: readonly string[],
  links: readonly (readonly [string, string])[],
  weights: ReadonlyMap<string, number>,
  most: number,
  first: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const after = new Map<string, string[]>(items.map((it) => [it, []]));
  for (const [from, to] of links) after.get(from)?.push(to);
  const { order, height } = sorted(items, after);
  const rank = new Map(order.map((it, index) => [it, index]));
  const before = new Map<string, string[]>(items.map((it) => [it, []]));
  for (const [from, to] of links) if ((rank.get(from) ?? 0) < (rank.get(to) ?? 0)) before.get(to)?.push(from);

  let waiting = [...items];
  for (let row = 0; waiting.length > 0; row++) {
    const ready = waiting.filter((it) => (before.get(it) ?? []).every((caller) => (rows.get(caller) ?? row) < row));
    // Who comes from outside begins, then who has the longest way to go; ties stay in the order of the model.
    ready.sort((a, b) => Number(first.has(b)) - Number(first.has(a)) || (height.get(b) ?? 0) - (height.get(a) ?? 0));
    let room = most;
    for (const item of ready) {
      const weight = weights.get(item) ?? 1;
      if (room < most && weight > room) continue;
      rows.set(item, row);
      room -= weight;
      if (room <= 0) break;
    }
    waiting = waiting.filter((it) => !rows.has(it));
  }
  return rows;
}

/** One holder for each item that no edge from the row before it holds in its place. */
function holders(
  rows: ReadonlyMap<string, number>,
  links: readonly (readonly [string, string])[],
): readonly RowHolder[] {
  const byRow: string[][] = [];
  for (const [item, row] of rows) (byRow[row] ??= []).push(item);
  const isHeld = new Set(links.filter(([from, to]) => rows.get(from) === (rows.get(to) ?? 0) - 1).map(([, to]) => to));
  return byRow.flatMap((items, row) => {
    const above = byRow[row - 1];
    if (above === undefined) return [];
    return items.flatMap((item, index): readonly RowHolder[] => {
      const holder = above[Math.min(index, above.length - 1)];
      return holder === undefined || isHeld.has(item) ? [] : [[holder, item]];
    });
  });
}

/** A topological order that ignores the edges that close a cycle, and how long the chain below each item is. */
function sorted(
  items: readonly string[],
  after: ReadonlyMap<string, readonly string[]>,
): { order: readonly string[]; height: ReadonlyMap<string, number> } {
  const reversed: string[] = [];
  const height = new Map<string, number>();
  const seen = new Set<string>();
  for (const start of items) {
    // An explicit stack: chains may be longer than the engine's own stack is deep.
    const stack: { readonly item: string; next: number }[] = seen.has(start) ? [] : [{ item: start, next: 0 }];
    seen.add(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const callee = after.get(top.item)?.[top.next];
      top.next += 1;
      if (callee === undefined) {
        stack.pop();
        reversed.push(top.item);
        height.set(top.item, 1 + Math.max(0, ...(after.get(top.item) ?? []).map((it) => height.get(it) ?? 0)));
      } else if (!seen.has(callee)) {
        seen.add(callee);
        stack.push({ item: callee, next: 0 });
      }
    }
  }
  return { order: reversed.reverse(), height };
}
