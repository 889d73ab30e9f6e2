/** The layout for when the engine is missing or slow: boundaries packed inside each other, nodes in rows. Always works. */
import type { Graph, GraphBoundary, GraphNode } from '../model/graph.ts';
import { BOUNDARY_HEADER, nodeSize } from './size.ts';
import type { Box, Direction, Layout, Point } from './types.ts';

const GAP = 34;
const PADDING = 16;

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
  for (const edge of graph.edges) {
    const from = nodes[edge.from];
    const to = nodes[edge.to];
    if (from !== undefined && to !== undefined) edges[edge.id] = elbow(from, to);
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

/** From border to border with one bend in the middle; it may run under other nodes. */
function elbow(from: Box, to: Box): readonly Point[] {
  const a = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
  const b = { x: to.x + to.width / 2, y: to.y + to.height / 2 };
  if (Math.abs(a.y - b.y) > from.height) {
    const start = { x: a.x, y: b.y > a.y ? from.y + from.height : from.y };
    const end = { x: b.x, y: b.y > a.y ? to.y : to.y + to.height };
    const middle = (start.y + end.y) / 2;
    return [start, { x: start.x, y: middle }, { x: end.x, y: middle }, end];
  }
  const start = { x: b.x > a.x ? from.x + from.width : from.x, y: a.y };
  const end = { x: b.x > a.x ? to.x : to.x + to.width, y: b.y };
  const middle = (start.x + end.x) / 2;
  return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
}
