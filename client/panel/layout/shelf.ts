/**
 * Nodes without any line stand on a shelf: a table of equal columns that the engine places as one node. It would set
 * them out in a ragged heap, and most of its time would go into them.
 */
import type { Graph, GraphNode } from '../model/graph.ts';
import { placedEdges } from '../model/graph.ts';
import { NODE_HEIGHT, nodeSize } from './size.ts';
import type { Box, Direction } from './types.ts';

/** Fewer are set among the others. */
const FEW = 4;
const GAP = 20;

export interface Shelf {
  readonly id: string;
  readonly parent: string | null;
  readonly nodes: readonly GraphNode[];
  readonly columns: number;
  /** Of each column. */
  readonly column: number;
  readonly width: number;
  readonly height: number;
}

/** A shelf for each boundary in which enough nodes have no line. */
export function shelvesOf(graph: Graph, direction: Direction): readonly Shelf[] {
  const linked = new Set(placedEdges(graph).flatMap((it) => [it.from, it.to]));
  // Who stands alone in a boundary of his own has no shelf; whoever comes from outside stands before it.
  const lonely = graph.nodes.filter((it) => !linked.has(it.id));
  const parents = new Set(lonely.map((it) => it.parent));
  return [...parents].flatMap((parent): readonly Shelf[] => {
    const nodes = lonely.filter((it) => it.parent === parent);
    if (nodes.length < FEW) return [];
    const column = Math.max(...nodes.map((it) => nodeSize(it).width));
    const ratio = direction === 'down' ? 1 : 1.7;
    const cell = (column + GAP) / (NODE_HEIGHT + GAP);
    const columns = Math.max(1, Math.round(Math.sqrt((nodes.length * ratio) / cell)));
    const rows = Math.ceil(nodes.length / columns);
    const width = columns * (column + GAP) - GAP;
    const height = rows * (NODE_HEIGHT + GAP) - GAP;
    return [{ id: `s:${parent ?? ''}`, parent, nodes, columns, column, width, height }];
  });
}

/** The places of a shelf's nodes, row by row, in the order of the model. */
export function onShelf(shelf: Shelf, at: { readonly x: number; readonly y: number }): readonly [string, Box][] {
  return shelf.nodes.map((node, index) => [
    node.id,
    {
      x: at.x + (index % shelf.columns) * (shelf.column + GAP),
      y: at.y + Math.floor(index / shelf.columns) * (NODE_HEIGHT + GAP),
      // One width for all: a table.
      width: shelf.column,
      height: NODE_HEIGHT,
    },
  ]);
}
