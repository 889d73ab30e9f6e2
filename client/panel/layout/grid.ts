/** The layout for when the engine is missing or slow: boundaries packed inside each other, nodes in rows. Always works. */
import { type Graph, type GraphBoundary, type GraphNode, placedEdges } from '../model/graph.ts';
import { routed } from './route.ts';
import { BOUNDARY_HEADER, nodeSize } from './size.ts';
import type { Box, Direction, Layout, Point } from './types.ts';

const GAP = 34;
const PADDING = 16;
/** Routing takes about as long as there are nodes times edges; beyond this lines are straight. */
const MOST_ROUTED = 120;

interface Block {
  readonly width: number;
  readonly height: number;
  place(x: number, y: number): void;
}

export function gridLayout(graph: Graph, direction: Direction): Layout {
  const nodes: Record<string, Box> = Object.create(null);
  const boundaries: Record<string, Box> = Object.create(null);
  const ratio = direction === 'down' ? 0.8 : 1.8;

  const inside = (parent: string | null): readonly Block[] => [
    ...graph.boundaries.filter((it) => it.parent === parent).map(boundaryBlock),
    ...graph.nodes.filter((it) => it.parent === parent).map(nodeBlock),
  ];
  const nodeBlock = (node: GraphNode): Block => {
    const size = nodeSize(node);
    return { ...size, place: (x, y) => void (nodes[node.id] = { x, y, ...size }) };
  };
  const boundaryBlock = (boundary: GraphBoundary): Block => {
    const rows = packed(inside(boundary.id), ratio);
    const size = { width: rows.width + 2 * PADDING, height: rows.height + BOUNDARY_HEADER + 2 * PADDING };
    const place = (x: number, y: number): void => {
      boundaries[boundary.id] = { x, y, ...size };
      rows.place(x + PADDING, y + BOUNDARY_HEADER + PADDING);
    };
    return { ...size, place };
  };

  const all = packed(inside(null), ratio);
  all.place(PADDING, PADDING);
  const edges: Record<string, readonly Point[]> = Object.create(null);
  const placed = placedEdges(graph);
  for (const edge of placed) {
    const from = nodes[edge.from];
    const to = nodes[edge.to];
    if (from === undefined || to === undefined) continue;
    const points = placed.length <= MOST_ROUTED ? routed(from, to, Object.values(nodes), Object.values(edges)) : null;
    edges[edge.id] = points ?? straight(from, to);
  }
  return { width: all.width + 2 * PADDING, height: all.height + 2 * PADDING, nodes, boundaries, edges };
}

/** Blocks in rows, so that the whole is about `ratio` times as wide as high. */
function packed(blocks: readonly Block[], ratio: number): Block {
  const area = blocks.reduce((sum, it) => sum + (it.width + GAP) * (it.height + GAP), 0);
  const limit = Math.max(Math.sqrt(area * ratio), ...blocks.map((it) => it.width));
  const places: { readonly block: Block; readonly x: number; readonly y: number }[] = [];
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  let width = 0;
  for (const block of blocks) {
    if (x > 0 && x + block.width > limit) {
      y += rowHeight + GAP;
      x = 0;
      rowHeight = 0;
    }
    places.push({ block, x, y });
    x += block.width + GAP;
    rowHeight = Math.max(rowHeight, block.height);
    width = Math.max(width, x - GAP);
  }
  const place = (left: number, top: number): void => {
    for (const it of places) it.block.place(left + it.x, top + it.y);
  };
  return { width, height: y + rowHeight, place };
}

/** From border to border; it may run under other nodes. */
function straight(from: Box, to: Box): readonly Point[] {
  const isBelow = to.y > from.y;
  return [
    { x: from.x + from.width / 2, y: isBelow ? from.y + from.height : from.y },
    { x: to.x + to.width / 2, y: isBelow ? to.y : to.y + to.height },
  ];
}
