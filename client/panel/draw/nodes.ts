/** Nodes: shape, texts and badges for the eye, one sentence for the ear. */
import type { Graph, GraphNode } from '../model/graph.ts';
import { boundaryOfGroup, linksOf } from '../model/graph.ts';
import type { Box } from '../layout/types.ts';
import { count } from '../model/announce.ts';
import { glyph } from './icons.ts';
import type { Markup } from './markup.ts';
import { classes, el } from './markup.ts';
import { badgesOf, outline, shapeOf, textsOf } from './shapes.ts';
import type { SceneView } from './view.ts';
import { isSelected, spoken } from './view.ts';
import { hoverWords, nodeWords, TYPE_WORDS } from './words.ts';

/** What of a node's looks does not come from the model. */
interface Looks {
  readonly box: Box;
  readonly isSelected: boolean;
  readonly isCurrent: boolean;
  readonly isFaint: boolean;
  readonly isActive: boolean;
  /** How many of its members match the search; null without a search. */
  readonly matches: number | null;
}

/** The last markup of each node: one that looks the same is the same object, and nothing of it is drawn again. */
const drawn = new WeakMap<GraphNode, { readonly graph: Graph; readonly looks: Looks; readonly markup: Markup }>();

export function drawnNode(
  graph: Graph,
  node: GraphNode,
  box: Box,
  view: SceneView,
  faint: ReadonlySet<string>,
): Markup {
  const { found } = view;
  const looks: Looks = {
    box,
    isSelected: isSelected(node, view),
    isCurrent: node.members.some((id) => view.current.has(id)),
    isFaint: faint.has(node.id),
    isActive: view.active === node.id,
    matches: found === null ? null : node.members.filter((id) => found.has(id)).length,
  };
  const last = drawn.get(node);
  if (last?.graph === graph && isSame(last.looks, looks)) return last.markup;
  const markup = nodeMarkup(graph, node, looks);
  drawn.set(node, { graph, looks, markup });
  return markup;
}

function isSame(a: Looks, b: Looks): boolean {
  return (Object.keys(a) as (keyof Looks)[]).every((it) => a[it] === b[it]);
}

function nodeMarkup(graph: Graph, node: GraphNode, looks: Looks): Markup {
  const { box, isCurrent, matches } = looks;
  const caption =
    node.kind === 'group' && matches !== null && matches > 0
      ? `${matches} of ${node.members.length} match`
      : node.caption;
  const radius = node.kind === 'process' ? 15 : node.kind === 'external-entity' ? 1 : 8;
  const group = boundaryOfGroup(node);
  return el(
    'g',
    {
      key: node.id,
      class: classes(
        'node',
        node.kind,
        looks.isSelected && 'selected',
        isCurrent && 'current',
        looks.isFaint && 'faint',
        matches !== null && matches > 0 && 'found',
      ),
      transform: `translate(${box.x} ${box.y})`,
      role: 'button',
      tabindex: looks.isActive ? 0 : -1,
      ...(group === null
        ? { 'aria-pressed': String(looks.isSelected) }
        : { 'aria-expanded': 'false', 'data-boundary': group }),
      'data-item': node.id,
      'data-node': group === null ? node.id : null,
    },
    spoken(
      [nodeWords(node), neighbourWords(graph, node), isCurrent ? 'in the active editor' : '']
        .filter((it) => it !== '')
        .join(', '),
    ),
    el(
      'g',
      { 'aria-hidden': 'true' },
      el(
        'title',
        {},
        hoverWords([
          `${node.name}: ${[TYPE_WORDS[node.kind], node.caption].filter((it) => it !== '').join(', ')}`,
          ...node.exposedBy,
          ...(node.aside > 0 ? [asideWords(node)] : []),
        ]),
      ),
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
    ),
  );
}

function asideWords({ aside }: GraphNode): string {
  return `${count(aside, 'line')} ${aside === 1 ? 'is' : 'are'} drawn when it is selected`;
}

function neighbourWords(graph: Graph, node: GraphNode): string {
  const links = linksOf(graph);
  const names = (ids: readonly string[]): string => {
    const told = ids.slice(0, 5).map((id) => links.nodes.get(id)?.name.slice(0, 80) ?? id);
    return ids.length > 5 ? `${told.join(', ')} and ${ids.length - 5} more` : told.join(', ');
  };
  const isBlocked = (from: string, to: string): boolean => links.blocked.get(from)?.has(to) === true;
  const to = links.to.get(node.id) ?? [];
  const from = links.from.get(node.id) ?? [];
  const told = (words: string, ids: readonly string[]): string => (ids.length > 0 ? `${words} ${names(ids)}` : '');
  return [
    told(
      'calls',
      to.filter((it) => !isBlocked(node.id, it)),
    ),
    told(
      'called by',
      from.filter((it) => !isBlocked(it, node.id)),
    ),
    told(
      'turned away by policies at',
      to.filter((it) => isBlocked(node.id, it)),
    ),
    told(
      'policies turn away',
      from.filter((it) => isBlocked(it, node.id)),
    ),
  ]
    .filter((it) => it !== '')
    .join(', ');
}
