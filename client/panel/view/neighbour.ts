/** Where an arrow key leads in the picture: along a flow if one goes that way, else to the nearest in that direction. */
import type { Graph } from '../model/graph.ts';
import type { Layout, Point } from '../layout/types.ts';

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

const STEPS: Readonly<Record<Arrow, Point>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** The item in that direction, or null when there is none. Items are nodes' ids and `boundary ` + boundaries' ids. */
export function neighbourOf(graph: Graph, layout: Layout, item: string, arrow: Arrow): string | null {
  const points = itemPoints(graph, layout);
  const here = points.get(item);
  if (here === undefined) return null;
  const linked = new Set(graph.edges.flatMap((it) => (it.from === item ? [it.to] : it.to === item ? [it.from] : [])));
  const step = STEPS[arrow];
  let best: string | null = null;
  let lowest = Number.POSITIVE_INFINITY;
  for (const [id, point] of points) {
    if (id === item) continue;
    const dx = point.x - here.x;
    const dy = point.y - here.y;
    const along = dx * step.x + dy * step.y;
    const across = Math.abs(dx * step.y) + Math.abs(dy * step.x);
    if (along < 8) continue;
    const cost = (along + 2 * across) * (linked.has(id) ? 0.5 : 1) + (across > along * 2 ? 400 : 0);
    if (cost < lowest) {
      lowest = cost;
      best = id;
    }
  }
  return best;
}

/** Every item in reading order with the point that stands for it. */
export function itemPoints(graph: Graph, layout: Layout): ReadonlyMap<string, Point> {
  const items: [string, Point][] = [];
  for (const { id } of graph.nodes) {
    const box = layout.nodes[id];
    if (box !== undefined) items.push([id, { x: box.x + box.width / 2, y: box.y + box.height / 2 }]);
  }
  for (const { id } of graph.boundaries) {
    const box = layout.boundaries[id];
    if (box !== undefined) items.push([`boundary ${id}`, { x: box.x + 50, y: box.y + 15 }]);
  }
  return new Map(items.sort(([, a], [, b]) => a.y - b.y || a.x - b.x));
}
