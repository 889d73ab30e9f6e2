/** The graph in ELK's words, and ELK's answer in ours. Pure: the engine itself runs in a worker. */
import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs';
import type { Graph, GraphBoundary, GraphNode } from '../model/graph.ts';
import { placedEdges } from '../model/graph.ts';
import { rowHolders } from './rows.ts';
import { onShelf, type Shelf } from './shelf.ts';
import { BOUNDARY_HEADER, nodeSize } from './size.ts';
import type { Box, Direction, Layout, Point } from './types.ts';

/**
 * The order of the model breaks every tie, so that an addition moves little. Coordinates come back absolute
 * (`json.*Coords`), because edges cross the boundaries.
 */
function rootOptions(direction: Direction): LayoutOptions {
  return {
    'elk.algorithm': 'layered',
    'elk.direction': direction === 'down' ? 'DOWN' : 'RIGHT',
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.edgeRouting': 'ORTHOGONAL',
    'elk.json.shapeCoords': 'ROOT',
    'elk.json.edgeCoords': 'ROOT',
    'elk.padding': '[top=8,left=8,bottom=8,right=8]',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    'elk.layered.thoroughness': '4',
    'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
    ...SPACING,
  };
}

const SPACING: LayoutOptions = {
  'elk.spacing.nodeNode': '20',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.spacing.edgeNode': '14',
  'elk.layered.spacing.edgeNodeBetweenLayers': '11',
  'elk.spacing.edgeEdge': '10',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.spacing.componentComponent': '26',
};

/** The input for ELK. What stands on a shelf is not in it; the shelf is. */
export function toElk(graph: Graph, direction: Direction, shelves: readonly Shelf[]): ElkNode {
  const children = new Map<string | null, ElkNode[]>();
  const childrenOf = (parent: string | null): ElkNode[] => {
    const list = children.get(parent) ?? [];
    children.set(parent, list);
    return list;
  };
  for (const boundary of graph.boundaries) {
    childrenOf(boundary.parent).push(boundaryNode(boundary, childrenOf(boundary.id)));
  }
  const shelved = new Set(shelves.flatMap((it) => it.nodes));
  for (const node of graph.nodes) if (!shelved.has(node)) childrenOf(node.parent).push(plainNode(node));
  for (const { id, parent, width, height } of shelves) childrenOf(parent).push({ id, width, height });
  return {
    id: 'root',
    layoutOptions: rootOptions(direction),
    children: childrenOf(null),
    edges: [
      ...placedEdges(graph).map((it) => edge(`e:${it.id}`, `n:${it.from}`, `n:${it.to}`)),
      // Never drawn: they only hold the rows. (ELK's own partitions have no effect inside boundaries.)
      ...rowHolders(graph, direction, shelves).map(([above, below]) => edge(`h:${above} ${below}`, above, below)),
    ],
  };
}

function plainNode(node: GraphNode): ElkNode {
  return { id: `n:${node.id}`, ...nodeSize(node) };
}

function boundaryNode(boundary: GraphBoundary, children: ElkNode[]): ElkNode {
  const padding = `[top=${BOUNDARY_HEADER + 7},left=12,bottom=12,right=12]`;
  return { id: `b:${boundary.id}`, children, layoutOptions: { 'elk.padding': padding, ...SPACING } };
}

function edge(id: string, from: string, to: string): ElkExtendedEdge {
  return { id, sources: [from], targets: [to] };
}

/** ELK's answer as a layout, with what stands on the same shelves as in the input. What lacks coordinates is left out. */
export function fromElk(root: ElkNode, shelves: readonly Shelf[]): Layout {
  const nodes: Record<string, Box> = Object.create(null);
  const boundaries: Record<string, Box> = Object.create(null);
  const edges: Record<string, readonly Point[]> = Object.create(null);
  const visit = (node: ElkNode): void => {
    const box = { x: node.x ?? 0, y: node.y ?? 0, width: node.width ?? 0, height: node.height ?? 0 };
    if (node.id.startsWith('n:')) nodes[node.id.slice(2)] = box;
    const shelf = shelves.find((it) => it.id === node.id);
    if (shelf !== undefined) for (const [id, place] of onShelf(shelf, box)) nodes[id] = place;
    if (node.id.startsWith('b:')) boundaries[node.id.slice(2)] = box;
    for (const it of node.edges ?? []) {
      const section = it.sections?.[0];
      if (!it.id.startsWith('e:') || section === undefined) continue;
      edges[it.id.slice(2)] = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(({ x, y }) => ({
        x,
        y,
      }));
    }
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  return { width: root.width ?? 0, height: root.height ?? 0, nodes, boundaries, edges };
}
