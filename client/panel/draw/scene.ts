/** Graph and layout as SVG markup: pure, so that an export is exactly what the screen shows. */
import type { Graph, GraphBoundary, GraphEdge, GraphNode } from '../model/graph.ts';
import { boundaryOfGroup, linksOf } from '../model/graph.ts';
import type { Box, Layout, Point } from '../layout/types.ts';
import { glyph } from './icons.ts';
import type { Markup } from './markup.ts';
import { classes, el } from './markup.ts';
import { fitText, textWidth } from './measure.ts';
import { boxAround, headPath, linePath, markPoint } from './path.ts';
import { badgesOf, outline, shapeOf, textsOf } from './shapes.ts';
import { BOUNDARY_WORDS, ENCRYPTION_WORDS, nodeWords } from './words.ts';

/** What the reader is looking at; none of it changes a position. */
export interface SceneView {
  /** Id of a component or a flow. */
  readonly selected: string | null;
  /** Components that the active editor's file declares. */
  readonly current: ReadonlySet<string>;
  /** Components that match the search, or null without a search. */
  readonly found: ReadonlySet<string> | null;
  /** The one item of the picture that the Tab key reaches: a node's id, or a boundary's with `boundary ` before it. */
  readonly active: string | null;
}

export const PLAIN_VIEW: SceneView = { selected: null, current: new Set(), found: null, active: null };

export function scene(graph: Graph, layout: Layout, view: SceneView): readonly Markup[] {
  const faint = faintNodes(graph, view);
  const boundaries = graph.boundaries.flatMap((it) =>
    withBox(layout.boundaries[it.id], (box) => boundaryArea(it, box)),
  );
  const headers = graph.boundaries.flatMap((it) =>
    withBox(layout.boundaries[it.id], (box) => boundaryHeader(it, box, view)),
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

function faintNodes(graph: Graph, { found }: SceneView): ReadonlySet<string> {
  if (found === null) return new Set();
  return new Set(graph.nodes.filter((it) => !it.members.some((id) => found.has(id))).map((it) => it.id));
}

function isSelected(node: GraphNode | undefined, { selected }: SceneView): boolean {
  return node !== undefined && selected !== null && (node.id === selected || node.members.includes(selected));
}

function boundaryArea(boundary: GraphBoundary, { x, y, width, height }: Box): Markup {
  return el(
    'g',
    { key: boundary.id, class: `boundary ${boundary.kind}`, transform: `translate(${x} ${y})` },
    el('rect', { class: 'zone', width, height, rx: 10 }),
  );
}

function boundaryHeader(boundary: GraphBoundary, { x, y, width }: Box, view: SceneView): Markup {
  const kind = BOUNDARY_WORDS[boundary.kind];
  const isTold = boundary.name.toLowerCase() === kind;
  const name = fitText(boundary.name, 12, width - 46);
  const after = 30 + textWidth(name, 12.6) + 6;
  const hasRoom = !isTold && after + textWidth(kind, 11) < width - 10;
  const members = `${boundary.members.length} component${boundary.members.length === 1 ? '' : 's'}`;
  const item = `boundary ${boundary.id}`;
  return el(
    'g',
    {
      key: boundary.id,
      class: classes('header', boundary.kind),
      transform: `translate(${x} ${y})`,
      role: 'button',
      tabindex: view.active === item ? 0 : -1,
      'aria-expanded': 'true',
      'aria-label': `Boundary ${boundary.name.slice(0, 200)}${isTold ? '' : `, ${kind}`}, ${members}`,
      'data-item': item,
      'data-boundary': boundary.id,
    },
    el('rect', {
      class: 'ring',
      x: 4,
      y: 2,
      width: Math.max(60, Math.min(width - 8, after + (hasRoom ? textWidth(kind, 11) : 0))),
      height: 24,
      rx: 6,
    }),
    glyph('collapse', 9, 7, 16, 'toggle'),
    el(
      'text',
      { class: 'boundary-name', x: 30, y: 20 },
      name,
      hasRoom && el('tspan', { class: 'boundary-kind', dx: 6 }, kind),
    ),
  );
}

function edgeState(
  graph: Graph,
  edge: GraphEdge,
  view: SceneView,
  faint: ReadonlySet<string>,
): 'strong' | 'quiet' | 'plain' {
  const { selected } = view;
  const isNear =
    selected !== null &&
    (edge.flows.includes(selected) ||
      [edge.from, edge.to].some((id) => isSelected(linksOf(graph).nodes.get(id), view)));
  if (isNear) return 'strong';
  return faint.has(edge.from) || faint.has(edge.to) ? 'quiet' : 'plain';
}

function drawnEdge(
  graph: Graph,
  edge: GraphEdge,
  points: readonly Point[],
  view: SceneView,
  faint: ReadonlySet<string>,
): Markup {
  const line = linePath(points);
  return el(
    'g',
    {
      key: edge.id,
      class: classes('edge', `encrypted-${edge.encrypted}`, edgeState(graph, edge, view, faint)),
      'data-edge': edge.id,
    },
    el('title', {}, `${edge.label}, ${ENCRYPTION_WORDS[edge.encrypted]}`),
    el('path', { class: 'hit', d: line }),
    el('path', { class: 'line', d: line }),
    el('path', { class: 'head', d: headPath(points) }),
  );
}

const MARK = 18;

/**
 * An open lock on each plaintext edge; on the edges of what is selected their protocol too. They keep clear of nodes and
 * of each other: where there is no room for the words there is the icon alone.
 */
function edgeMarks(graph: Graph, layout: Layout, view: SceneView, faint: ReadonlySet<string>): readonly Markup[] {
  const taken: Box[] = Object.values(layout.nodes);
  const marked = graph.edges.map((edge) => ({ edge, state: edgeState(graph, edge, view, faint) }));
  const wanted = marked.filter(({ edge, state }) => edge.encrypted === 'no' || state === 'strong');
  // The selected ones choose their places first.
  const ordered = [...wanted.filter((it) => it.state === 'strong'), ...wanted.filter((it) => it.state !== 'strong')];
  return ordered.flatMap(({ edge, state }) => {
    const points = layout.edges[edge.id];
    if (points === undefined) return [];
    const words = state === 'strong' ? fitText(edge.label, 10.5, 120) : '';
    const wide = words === '' ? MARK : MARK + 8 + textWidth(words, 11.6);
    const roomy = markPoint(points, wide, MARK, taken);
    const label = roomy === null ? '' : words;
    const point = roomy ?? markPoint(points, MARK, MARK, taken) ?? markPoint(points, MARK, MARK, []);
    if (point === null) return [];
    const width = label === '' ? MARK : wide;
    taken.push(boxAround(point, width, MARK));
    return [edgeMark(edge, state, point, label, width)];
  });
}

function edgeMark(edge: GraphEdge, state: string, { x, y }: Point, label: string, width: number): Markup {
  const icon = edge.encrypted === 'no' ? 'lock-open' : edge.encrypted === 'yes' ? 'lock' : 'unknown';
  return el(
    'g',
    {
      key: edge.id,
      class: classes('mark', `encrypted-${edge.encrypted}`, state),
      transform: `translate(${x} ${y})`,
      'data-edge': edge.id,
    },
    el('rect', { class: 'pill', x: -width / 2, y: -MARK / 2, width, height: MARK, rx: MARK / 2 }),
    glyph(icon, -width / 2 + 3, -6, 12),
    label !== '' && el('text', { x: -width / 2 + 18.5, y: 3.8 }, label),
  );
}

function drawnNode(graph: Graph, node: GraphNode, box: Box, view: SceneView, faint: ReadonlySet<string>): Markup {
  const chosen = isSelected(node, view);
  const isCurrent = node.members.some((id) => view.current.has(id));
  const matches = view.found === null ? 0 : node.members.filter((id) => view.found?.has(id)).length;
  const caption = node.kind === 'group' && matches > 0 ? `${matches} of ${node.members.length} match` : node.caption;
  const radius = node.kind === 'process' ? 15 : node.kind === 'external-entity' ? 1 : 8;
  const group = boundaryOfGroup(node);
  return el(
    'g',
    {
      key: node.id,
      class: classes(
        'node',
        node.kind,
        chosen && 'selected',
        isCurrent && 'current',
        faint.has(node.id) && 'faint',
        view.found !== null && matches > 0 && 'found',
      ),
      transform: `translate(${box.x} ${box.y})`,
      role: 'button',
      tabindex: view.active === node.id ? 0 : -1,
      ...(group === null ? { 'aria-pressed': String(chosen) } : { 'aria-expanded': 'false', 'data-boundary': group }),
      'aria-label': [nodeWords(node), neighbourWords(graph, node), isCurrent ? 'in the active editor' : '']
        .filter((it) => it !== '')
        .join(', '),
      'data-item': node.id,
      'data-node': group === null ? node.id : null,
    },
    el('title', {}, node.name.slice(0, 400)),
    isCurrent && outline('current-outline', box, 4, radius),
    outline('ring', box, isCurrent ? 7 : 4, radius),
    shapeOf(node, box),
    textsOf(node, box, caption),
    badgesOf(node, box),
    isCurrent &&
      el(
        'g',
        { key: 'editing', class: 'badge editing', transform: `translate(16 ${box.height})` },
        el('circle', { class: 'pill', r: 8 }),
        glyph('editor', -5.5, -5.5, 11),
      ),
  );
}

function neighbourWords(graph: Graph, node: GraphNode): string {
  const links = linksOf(graph);
  const names = (ids: readonly string[]): string => {
    const told = ids.slice(0, 5).map((id) => links.nodes.get(id)?.name.slice(0, 80) ?? id);
    return ids.length > 5 ? `${told.join(', ')} and ${ids.length - 5} more` : told.join(', ');
  };
  const to = links.to.get(node.id) ?? [];
  const from = links.from.get(node.id) ?? [];
  return [to.length > 0 ? `calls ${names(to)}` : '', from.length > 0 ? `called by ${names(from)}` : '']
    .filter((it) => it !== '')
    .join(', ');
}
