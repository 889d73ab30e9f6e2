/**
 * A small change of the system drawn into the picture that is there: what did not change stays where it is. ELK's own
 * interactive modes cannot do this: with nested boundaries they fail, or move every node (tried with elkjs 0.12.1).
 */
import { type Graph, type GraphNode, placedEdges } from '../model/graph.ts';
import { routed, segmentsOf } from './route.ts';
import { BOUNDARY_HEADER, nodeSize } from './size.ts';
import type { Box, Layout, Point } from './types.ts';

const MARGIN = 12;
const STEP = 10;
/** Beyond this a new layout is easier to read than a retouched one. */
const MOST_NEW_EDGES = 4;
const MOST_NEW_NODES = 2;

export interface Picture {
  readonly graph: Graph;
  readonly layout: Layout;
}

/** The picture with the change, or null when it deserves a layout of its own. */
export function retouched(before: Picture, graph: Graph): Layout | null {
  const { layout } = before;
  if (graph.nodes.length === 0 || graph.nodes.length * 4 < before.graph.nodes.length * 3) return null;
  // A boundary that came or went, or was opened or closed, changes the whole; so does a node that moved to another.
  const oldParents = new Map(before.graph.nodes.map((it) => [it.id, it.parent]));
  if (graph.boundaries.length !== before.graph.boundaries.length) return null;
  if (graph.boundaries.some((it) => !(it.id in layout.boundaries))) return null;
  if (graph.nodes.some((it) => oldParents.has(it.id) && oldParents.get(it.id) !== it.parent)) return null;

  const placed = placedEdges(graph);
  const newNodes = graph.nodes.filter((it) => !(it.id in layout.nodes));
  const newEdges = placed.filter((it) => !(it.id in layout.edges));
  if (newNodes.length > MOST_NEW_NODES || newEdges.length > MOST_NEW_EDGES) return null;

  const nodes: Record<string, Box> = kept(layout.nodes, graph.nodes);
  const edges: Record<string, readonly Point[]> = kept(layout.edges, placed);
  for (const node of newNodes) {
    const box = freePlace(node, graph, layout, nodes, Object.values(edges));
    if (box === null) return null;
    nodes[node.id] = box;
  }
  for (const edge of newEdges) {
    const from = nodes[edge.from];
    const to = nodes[edge.to];
    const points = from && to ? routed(from, to, Object.values(nodes), Object.values(edges)) : null;
    if (points === null) return null;
    edges[edge.id] = points;
  }
  return { ...layout, nodes, edges, boundaries: kept(layout.boundaries, graph.boundaries) };
}

/** A free place inside the node's boundary, as near as can be to those that it is connected with. */
function freePlace(
  node: GraphNode,
  graph: Graph,
  layout: Layout,
  nodes: Readonly<Record<string, Box>>,
  edges: readonly (readonly Point[])[],
): Box | null {
  const around =
    node.parent === null ? { x: 0, y: 0, width: layout.width, height: layout.height } : layout.boundaries[node.parent];
  if (around === undefined) return null;
  const inner = graph.boundaries
    .filter((it) => it.parent === node.parent)
    .flatMap((it) => layout.boundaries[it.id] ?? []);
  const lines = edges.flatMap(segmentsOf).map(({ a, b }) => ({
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  }));
  const taken = [...Object.values(nodes), ...inner];
  const size = nodeSize(node);
  const wish = middleOfNeighbours(node, graph, nodes) ?? {
    x: around.x + around.width / 2,
    y: around.y + around.height / 2,
  };
  let best: Box | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (let y = around.y + BOUNDARY_HEADER + 8; y + size.height + MARGIN <= around.y + around.height; y += STEP) {
    for (let x = around.x + MARGIN; x + size.width + MARGIN <= around.x + around.width; x += STEP) {
      const box = { x, y, ...size };
      const away = Math.hypot(x + size.width / 2 - wish.x, y + size.height / 2 - wish.y);
      if (away >= nearest || taken.some((it) => touches(box, it, MARGIN)) || lines.some((it) => touches(box, it, 6)))
        continue;
      nearest = away;
      best = box;
    }
  }
  return best;
}

function middleOfNeighbours(node: GraphNode, graph: Graph, nodes: Readonly<Record<string, Box>>): Point | null {
  const ends = graph.edges.flatMap((it) => (it.from === node.id ? [it.to] : it.to === node.id ? [it.from] : []));
  const boxes = ends.flatMap((it) => nodes[it] ?? []);
  if (boxes.length === 0) return null;
  const mean = (of: (box: Box) => number): number => boxes.reduce((sum, it) => sum + of(it), 0) / boxes.length;
  return { x: mean((it) => it.x + it.width / 2), y: mean((it) => it.y + it.height / 2) };
}

function touches(a: Box, b: Box, gap: number): boolean {
  const isBeside = a.x + a.width + gap <= b.x || b.x + b.width + gap <= a.x;
  return !isBeside && a.y + a.height + gap > b.y && b.y + b.height + gap > a.y;
}

function kept<T>(all: Readonly<Record<string, T>>, wanted: readonly { readonly id: string }[]): Record<string, T> {
  const result: Record<string, T> = Object.create(null);
  for (const { id } of wanted) {
    const value = all[id];
    if (value !== undefined) result[id] = value;
  }
  return result;
}
