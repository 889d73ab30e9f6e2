import { existsSync } from 'node:fs';
import type { PanelEvidence, PanelSnapshot } from '../../../../client/panel/contract.ts';
import { classes, type Child, el, type Markup } from '../../../../client/panel/draw/markup.ts';
import { scene } from '../../../../client/panel/draw/scene.ts';
import { toText } from '../../../../client/panel/draw/text.ts';
import { PLAIN_VIEW } from '../../../../client/panel/draw/view.ts';
import { fromElk, toElk } from '../../../../client/panel/layout/elk.ts';
import { gridLayout } from '../../../../client/panel/layout/grid.ts';
import { shelvesOf } from '../../../../client/panel/layout/shelf.ts';
import type { Box, Layout, Point } from '../../../../client/panel/layout/types.ts';
import { collapsedBoundaries, READABLE } from '../../../../client/panel/model/collapse.ts';
import { type Graph, graphOf } from '../../../../client/panel/model/graph.ts';
import { systemOf } from '../../../../client/panel/model/system.ts';
import { isUser } from '../../core/threat-model/doors.ts';
import type { Component, Evidence, ThreatModel } from '../../core/threat-model/model.ts';
import { laidOut } from './engine.ts';
import { pictureClass, pictureStyle } from './style.ts';

/** A picture of more nodes than this would take minutes and be read by nobody: its innermost boundaries are collapsed. */
const mostNodes = 120;
/** The layout engine's work grows faster than the picture; beyond this it is a grid. */
const mostLaidOut = 300;

/** What is drawn, and where. */
export interface Picture {
  readonly graph: Graph;
  readonly layout: Layout;
}

type Sizes = Readonly<Record<Component['type'], { readonly width: number; readonly height: number }>>;

interface Wishes {
  /** Draw every component, however many there are. */
  readonly whole?: boolean;
  /** Other sizes of nodes than ours. */
  readonly sizes?: Sizes;
}

/**
 * The picture of a model, placed by the same code and engine as the panel's. `script` is the path of the engine; without
 * it the picture is a grid.
 */
export async function pictureOf(model: ThreatModel, script: string, { whole, sizes }: Wishes = {}): Promise<Picture> {
  const system = systemOf(snapshotOf(model));
  const drawn = model.components.length;
  const collapsed = whole || drawn <= mostNodes ? new Set<string>() : collapsedBoundaries(system, {});
  // On paper nobody can ask for a line: all are drawn, as long as they can be told apart.
  const everyLine = whole === true || drawn <= READABLE;
  const graph = graphOf(system, (id) => collapsed.has(id), everyLine ? null : undefined);
  const engine = graph.nodes.length > 0 && graph.nodes.length <= mostLaidOut && existsSync(script);
  // Another tool's nodes have other sizes than those that a shelf is made for.
  const shelves = sizes ? [] : shelvesOf(graph, 'down');
  const input = toElk(graph, 'down', shelves);
  const placed = engine ? await laidOut(sizes ? resized(input, graph, sizes) : input, script) : null;
  if (placed !== null) return { graph, layout: fromElk(placed, shelves) };
  const grid = gridLayout(graph, 'down');
  return { graph, layout: sizes ? stretched(grid, graph, sizes) : grid };
}

/** The corners of the edge between two components, from one to the other. */
export function edgeOf(layout: Layout): (from: string, to: string) => readonly Point[] {
  return (from, to) => layout.edges[JSON.stringify([from, to])] ?? [];
}

type ElkGraph = ReturnType<typeof toElk>;

/** Gives the nodes the sizes that another tool draws them in. */
function resized(input: ElkGraph, { nodes }: Graph, sizes: Sizes): ElkGraph {
  const wanted = new Map(nodes.map((it) => [`n:${it.id}`, it.kind === 'group' ? undefined : sizes[it.kind]]));
  const visit = (it: ElkGraph): ElkGraph => ({
    ...it,
    ...wanted.get(it.id),
    ...(it.children ? { children: it.children.map(visit) } : {}),
  });
  return visit(input);
}

/** Room for larger nodes in a grid: everything moves apart, and edges are left to the other tool. */
function stretched(grid: Layout, { nodes }: Graph, sizes: Sizes): Layout {
  const [wide, high] = [1.3, 3];
  const moved = ([id, box]: readonly [string, Box]): [string, Box] => [
    id,
    { x: box.x * wide, y: box.y * high, width: box.width * wide, height: box.height * high },
  ];
  const boxes = Object.fromEntries(Object.entries(grid.nodes).map(moved));
  for (const { id, kind } of nodes) {
    const box = boxes[id];
    if (box && kind !== 'group') boxes[id] = { x: box.x, y: box.y, ...sizes[kind] };
  }
  return {
    width: grid.width * wide,
    height: grid.height * high,
    nodes: boxes,
    boundaries: Object.fromEntries(Object.entries(grid.boundaries).map(moved)),
    edges: {},
  };
}

/** The picture as an SVG document of its own: no script, no link, nothing that has to be fetched. */
export function svg({ graph, layout }: Picture, title: string): string {
  const [width, height] = [Math.max(1, Math.ceil(layout.width)), Math.max(1, Math.ceil(layout.height))];
  const root = el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      class: pictureClass,
      role: 'img',
      'aria-label': title.slice(0, 200),
    },
    el('title', {}, title.slice(0, 200)),
    el('style', {}, pictureStyle),
    el('rect', { class: 'canvas', width, height }),
    scene(graph, layout, PLAIN_VIEW).flatMap(still),
  );
  return `${toText(root)}\n`;
}

/** What only a page can use: roles, the Tab key, the wide line that a pointer hits, the sentence for the ear. */
const livingAttributes = /^(?:role|tabindex|key|data-|aria-)/;
const livingParts = new Set(['ring', 'hit', 'spoken', 'toggle']);

/** What hides, or turns the reading direction; lines of a title may stand below each other. */
const unseen = /[\p{Cf}\p{Cs}]|[^\P{Cc}\n]/gu;

function still(child: Child): readonly Child[] {
  if (typeof child === 'string') return [child.replace(unseen, '\uFFFD')];
  const names = String(child.attrs['class'] ?? '').split(' ');
  if (names.some((it) => livingParts.has(it))) return [];
  const attrs = Object.entries(child.attrs).filter(([name]) => !livingAttributes.test(name));
  const made: Markup = {
    tag: child.tag,
    // Where there is no mark to fold a boundary by, its name begins the line.
    attrs: {
      ...Object.fromEntries(attrs),
      class: classes(...names) || null,
      ...(names.includes('boundary-name') ? { x: 12 } : {}),
    },
    children: child.children.flatMap(still),
  };
  return [made];
}

/** The model in the words of the panel: what decides the picture, and nothing of the lists beside it. */
function snapshotOf(model: ThreatModel): PanelSnapshot {
  const evidence = (it: Evidence): PanelEvidence => ({ text: it.text, location: null });
  // The user stands for the internet, which the picture shows as a mark; one that nobody meets would only be a box.
  const met = new Set(model.flows.flatMap((it) => [it.from, it.to]));
  return {
    components: model.components
      .filter((it) => !isUser(it) || met.has(it.id))
      .map((it) => ({
        ...it,
        exposedBy: it.exposedBy.map(evidence),
        parts: it.parts.map(evidence),
        location: null,
        findings: [],
        blast: { reaches: [], reachesTotal: 0, reachedBy: [], reachedByTotal: 0, machine: false },
      })),
    flows: model.flows.map((it) => ({ ...it, evidence: it.evidence.map(evidence) })),
    boundaries: model.boundaries,
    threats: model.threats.map((it) => ({ ...it, evidence: [], against: [], remedy: null })),
    attacks: { paths: [], total: 0, cuts: [] },
    posture: [],
    inventory: { images: [], endpoints: [], endpointsTotal: 0, entries: [] },
    looseEnds: [],
    coverage: '',
  };
}
