/** The graph in ELK's words, and ELK's answer in ours. Pure: the engine itself runs in a worker. */
import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs';
import type { Graph, GraphBoundary, GraphNode } from '../model/graph.ts';
import { BOUNDARY_HEADER, nodeSize } from './size.ts';
import type { Box, Direction, Layout, Point } from './types.ts';

/**
 * The order of the model breaks every tie, so that an addition moves little. Coordinates come back absolute
 * (`json.*Coords`), because edges cross the boundaries.
 */
function rootOptions(direction: Direction, isInteractive: boolean): LayoutOptions {
  return {
    'elk.algorithm': 'layered',
    'elk.direction': direction === 'down' ? 'DOWN' : 'RIGHT',
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.edgeRouting': 'ORTHOGONAL',
    'elk.json.shapeCoords': 'ROOT',
    'elk.json.edgeCoords': 'ROOT',
    'elk.padding': '[top=12,left=12,bottom=12,right=12]',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    'elk.layered.thoroughness': '4',
    'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
    ...(isInteractive ? INTERACTIVE : {}),
    ...SPACING,
  };
}

const SPACING: LayoutOptions = {
  'elk.spacing.nodeNode': '22',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.spacing.edgeNode': '14',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.spacing.componentComponent': '26',
};

/** ELK then keeps the layers and the orders that the given positions show. */
const INTERACTIVE: LayoutOptions = {
  'elk.layered.cycleBreaking.strategy': 'INTERACTIVE',
  'elk.layered.layering.strategy': 'INTERACTIVE',
  'elk.layered.crossingMinimization.semiInteractive': 'true',
};

/** The input for ELK; `before` is the layout that the new one should resemble. */
export function toElk(graph: Graph, direction: Direction, before: Layout | null): ElkNode {
  const isInteractive = before !== null;
  const children = new Map<string | null, ElkNode[]>();
  const childrenOf = (parent: string | null): ElkNode[] => {
    const list = children.get(parent) ?? [];
    children.set(parent, list);
    return list;
  };
  for (const boundary of graph.boundaries) {
    childrenOf(boundary.parent).push(boundaryNode(boundary, childrenOf(boundary.id), before?.boundaries[boundary.id]));
  }
  for (const node of graph.nodes) childrenOf(node.parent).push(plainNode(node, before?.nodes[node.id]));
  return {
    id: 'root',
    layoutOptions: rootOptions(direction, isInteractive),
    children: childrenOf(null),
    edges: [...graph.edges.map((it) => edge(`e:${it.id}`, it.from, it.to)), ...helperEdges(graph)],
  };
}

function plainNode(node: GraphNode, before: Box | undefined): ElkNode {
  return { id: `n:${node.id}`, ...nodeSize(node), ...(before === undefined ? {} : { x: before.x, y: before.y }) };
}

function boundaryNode(boundary: GraphBoundary, children: ElkNode[], before: Box | undefined): ElkNode {
  return {
    id: `b:${boundary.id}`,
    children,
    layoutOptions: { 'elk.padding': `[top=${BOUNDARY_HEADER + 8},left=14,bottom=14,right=14]`, ...SPACING },
    ...(before === undefined ? {} : { x: before.x, y: before.y }),
  };
}

function edge(id: string, from: string, to: string): ElkExtendedEdge {
  return { id, sources: [`n:${from}`], targets: [`n:${to}`] };
}

/**
 * Nodes without any edge would all stand in one endless row. Edges that are never drawn make a block of them, as wide
 * as high, in each boundary.
 */
function helperEdges(graph: Graph): readonly ElkExtendedEdge[] {
  const connected = new Set(graph.edges.flatMap((it) => [it.from, it.to]));
  const lonely = new Map<string | null, string[]>();
  for (const node of graph.nodes) {
    if (connected.has(node.id)) continue;
    lonely.set(node.parent, [...(lonely.get(node.parent) ?? []), node.id]);
  }
  const edges: ElkExtendedEdge[] = [];
  for (const ids of lonely.values()) {
    const columns = Math.max(2, Math.ceil(Math.sqrt(ids.length / 1.5)));
    ids.forEach((id, index) => {
      const above = ids[index - columns];
      if (above !== undefined) edges.push(edge(`h:${above} ${id}`, above, id));
    });
  }
  return edges;
}

/** ELK's answer as a layout. What lacks coordinates is left out. */
export function fromElk(root: ElkNode): Layout {
  const nodes: Record<string, Box> = Object.create(null);
  const boundaries: Record<string, Box> = Object.create(null);
  const edges: Record<string, readonly Point[]> = Object.create(null);
  const visit = (node: ElkNode): void => {
    const box = { x: node.x ?? 0, y: node.y ?? 0, width: node.width ?? 0, height: node.height ?? 0 };
    if (node.id.startsWith('n:')) nodes[node.id.slice(2)] = box;
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
