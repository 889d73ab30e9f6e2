/** Graph and layout as SVG markup: pure, so that an export is exactly what the screen shows. */
import { type Graph, placedEdges } from '../model/graph.ts';
import type { Box, Layout } from '../layout/types.ts';
import { boundaryArea, boundaryHeader } from './boundaries.ts';
import { drawnEdge, edgeMarks } from './edges.ts';
import type { Markup } from './markup.ts';
import { el } from './markup.ts';
import { drawnNode } from './nodes.ts';
import type { SceneView } from './view.ts';
import { faintNodes } from './view.ts';

export function scene(graph: Graph, layout: Layout, view: SceneView): readonly Markup[] {
  const faint = faintNodes(graph.nodes, view);
  const boundaries = graph.boundaries.flatMap((it) =>
    withBox(layout.boundaries[it.id], (box) => boundaryArea(it, box)),
  );
  const lines = placedEdges(graph).flatMap((it) => {
    const points = layout.edges[it.id];
    return points === undefined ? [] : [points];
  });
  const headers = graph.boundaries.flatMap((it) =>
    withBox(layout.boundaries[it.id], (box) => boundaryHeader(it, box, view, lines)),
  );
  const edges = graph.edges.flatMap((it) => {
    const points = layout.edges[it.id];
    return points === undefined ? [] : [drawnEdge(graph, it, points, view, faint)];
  });
  const marks = edgeMarks(graph, layout, view, faint);
  const nodes = graph.nodes.flatMap((it) =>
    withBox(layout.nodes[it.id], (box) => drawnNode(graph, it, box, view, faint)),
  );
  return [
    el('g', { key: 'boundaries', 'aria-hidden': 'true' }, boundaries),
    el('g', { key: 'edges', 'aria-hidden': 'true' }, edges),
    el('g', { key: 'headers' }, headers),
    el('g', { key: 'marks', 'aria-hidden': 'true' }, marks),
    el('g', { key: 'nodes' }, nodes),
  ];
}

function withBox(box: Box | undefined, make: (box: Box) => Markup): readonly Markup[] {
  return box === undefined ? [] : [make(box)];
}
