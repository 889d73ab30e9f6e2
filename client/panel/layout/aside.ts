/** Ways for a hub's lines, which the layout knows nothing of: found when somebody looks at them, and kept as long as it. */
import type { Graph, GraphEdge } from '../model/graph.ts';
import { linksOf } from '../model/graph.ts';
import { isSelected, type SceneView } from '../draw/view.ts';
import { routed } from './route.ts';
import type { Layout, Point } from './types.ts';

/** Finding a way takes a millisecond or more, and nobody follows more lines than these. */
const MOST = 40;

const known = new WeakMap<Layout, Map<string, readonly Point[] | null>>();

/** The layout with the lines that `view` asks for; the same layout when it asks for none. */
export function withAside(graph: Graph, layout: Layout, view: Omit<SceneView, 'active'>): Layout {
  const wanted = graph.edges.filter((it) => it.isAside && isWanted(graph, it, view)).slice(0, MOST);
  if (wanted.length === 0) return layout;
  const ways = known.get(layout) ?? new Map<string, readonly Point[] | null>();
  known.set(layout, ways);
  const boxes = Object.values(layout.nodes);
  const edges: Record<string, readonly Point[]> = Object.assign(Object.create(null), layout.edges);
  for (const { id, from, to } of wanted) {
    const [start, end] = [layout.nodes[from], layout.nodes[to]];
    if (start === undefined || end === undefined) continue;
    let way = ways.get(id);
    if (way === undefined) {
      way = routed(start, end, boxes, Object.values(edges));
      ways.set(id, way);
    }
    if (way !== null) edges[id] = way;
  }
  return { ...layout, edges };
}

function isWanted(graph: Graph, edge: GraphEdge, view: Omit<SceneView, 'active'>): boolean {
  if (view.foundFlows !== null) return edge.flows.some((it) => view.foundFlows?.has(it));
  const { nodes } = linksOf(graph);
  const scene = { ...view, active: null };
  return (
    (view.selected !== null && edge.flows.includes(view.selected)) ||
    [edge.from, edge.to].some((id) => isSelected(nodes.get(id), scene))
  );
}
