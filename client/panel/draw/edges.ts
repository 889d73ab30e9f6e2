/**
 * Edges: the line tells the encryption by its style, the marks say it in symbols and words. Where policies turn away
 * whatever calls, a bar ends the line, and how it would be encrypted is told by the lists alone.
 */
import type { Graph, GraphEdge } from '../model/graph.ts';
import { linksOf } from '../model/graph.ts';
import { BOUNDARY_HEADER } from '../layout/size.ts';
import type { Box, Layout, Point } from '../layout/types.ts';
import { glyph } from './icons.ts';
import type { Markup } from './markup.ts';
import { classes, el } from './markup.ts';
import { fitText, textWidth } from './measure.ts';
import { barPath, boxAround, headPath, linePath, markPoint } from './path.ts';
import type { SceneView } from './view.ts';
import { isSelected } from './view.ts';
import { BLOCKED_WORDS, ENCRYPTION_ICONS, ENCRYPTION_WORDS, hoverWords } from './words.ts';

const MARK = 18;
/** How far the badges of a node reach beyond its box. */
const BADGES = 7;
/** About as far as the words of a boundary's header go. */
const HEADER = 120;

export function drawnEdge(
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
      class: classes('edge', styleOf(edge), edgeState(graph, edge, view, faint)),
      'data-edge': edge.id,
    },
    el('title', {}, hoverWords([`${edge.label}, ${edgeWords(edge)}`, ...edge.because])),
    el('path', { class: 'hit', d: line }),
    el('path', { class: 'line', d: line }),
    edge.isBlocked
      ? el('path', { class: 'bar', d: barPath(points) })
      : el('path', { class: 'head', d: headPath(points) }),
  );
}

function styleOf(edge: GraphEdge): string {
  return edge.isBlocked ? 'blocked' : `encrypted-${edge.encrypted}`;
}

function edgeWords(edge: GraphEdge): string {
  const words = ENCRYPTION_WORDS[edge.encrypted];
  return edge.isBlocked ? `${words}, ${BLOCKED_WORDS}` : words;
}

/**
 * An open lock on each plaintext edge; on the edges of what is selected their protocol too. They keep clear of nodes and
 * of each other: where there is no room for the words there is the icon alone.
 */
export function edgeMarks(
  graph: Graph,
  layout: Layout,
  view: SceneView,
  faint: ReadonlySet<string>,
): readonly Markup[] {
  const headers = Object.values(layout.boundaries).map((it) => ({
    ...it,
    width: Math.min(it.width, HEADER),
    height: BOUNDARY_HEADER,
  }));
  // A node's badges stand on its upper border.
  const nodes = Object.values(layout.nodes).map((it) => ({ ...it, y: it.y - BADGES, height: it.height + BADGES }));
  const taken: Box[] = [...nodes, ...headers];
  const marked = graph.edges.map((edge) => ({ edge, state: edgeState(graph, edge, view, faint) }));
  const wanted = marked.filter(({ edge, state }) => (edge.encrypted === 'no' && !edge.isBlocked) || state === 'strong');
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
  const icon = edge.isBlocked ? 'blocked' : ENCRYPTION_ICONS[edge.encrypted];
  return el(
    'g',
    {
      key: edge.id,
      class: classes('mark', styleOf(edge), state),
      transform: `translate(${x} ${y})`,
      'data-edge': edge.id,
    },
    el('rect', { class: 'pill', x: -width / 2, y: -MARK / 2, width, height: MARK, rx: MARK / 2 }),
    glyph(icon, -width / 2 + 3, -6, 12),
    label !== '' && el('text', { x: -width / 2 + 18.5, y: 3.8 }, label),
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
  const isFound = view.foundFlows === null || edge.flows.some((it) => view.foundFlows?.has(it));
  if (view.isLit) return isFound ? 'strong' : 'quiet';
  if (isNear) return 'strong';
  if (!isFound) return 'quiet';
  return faint.has(edge.from) || faint.has(edge.to) ? 'quiet' : 'plain';
}
