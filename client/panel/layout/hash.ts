/** The structure of a graph as a short key: what decides positions, and nothing that does not (labels, badges, states). */
import { type Graph, placedEdges } from '../model/graph.ts';
import { nodeSize } from './size.ts';
import type { Direction } from './types.ts';

export function structureHash(graph: Graph, direction: Direction): string {
  const nodes = graph.nodes.map((it) => [it.id, it.parent, nodeSize(it).width]);
  const boundaries = graph.boundaries.map((it) => [it.id, it.parent]);
  return hash(JSON.stringify([direction, nodes, boundaries, placedEdges(graph).map((it) => it.id)]));
}

/** Two 32-bit FNV-1a hashes with different seeds; enough for a cache of a few layouts. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
