/**
 * What the panel remembers while it is hidden: where the reader was. The system itself is the host's; it comes again
 * as a snapshot when the panel says `ready`.
 */
import type { Filter } from './model/filter.ts';
import { CHIPS, NO_FILTER } from './model/filter.ts';
import { isFlag, isNumber, isText, listOf, oneOf, orNull, recordOf, shape } from './model/guards.ts';
import type { CachedLayout } from './layout/layouter.ts';

/** What the panel is opened at. */
export const VIEWS = ['diagram', 'threats', 'paths', 'matrix', 'inventory'] as const;
export type View = (typeof VIEWS)[number];

/** The lists beside the diagram. */
export const TABS = ['components', 'flows', 'loose-ends'] as const;
export type Tab = (typeof TABS)[number];

/** Which threats are listed. */
export const THREAT_STATES = ['open', 'accepted', 'mitigated', 'all'] as const;
export type ThreatChoice = (typeof THREAT_STATES)[number];
export const STRIDE = ['S', 'T', 'R', 'I', 'D', 'E'] as const;
export type Letter = (typeof STRIDE)[number];

/** A point of the picture is shown at `scale * point + (x, y)`. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface UiState {
  /** Null while the whole picture is kept in view. */
  readonly viewport: Viewport | null;
  /** Id of a component or a flow. */
  readonly selected: string | null;
  /** Whether the selected one's details stand in the place of the lists. */
  readonly isDetailed: boolean;
  readonly filter: Filter;
  /** What the reader chose; a boundary without an entry follows the size of the system. */
  readonly collapsed: Readonly<Record<string, boolean>>;
  readonly view: View;
  readonly tab: Tab;
  readonly threatState: ThreatChoice;
  /** Null for all letters. */
  readonly stride: Letter | null;
  /** The picture's share of the panel, 0.15 to 0.85, or null for the usual one. */
  readonly split: number | null;
  readonly layouts: readonly CachedLayout[];
}

export const FIRST_STATE: UiState = {
  viewport: null,
  selected: null,
  isDetailed: false,
  filter: NO_FILTER,
  collapsed: {},
  view: 'diagram',
  tab: 'components',
  threatState: 'open',
  stride: null,
  split: null,
  layouts: [],
};

const point = shape({ x: isNumber, y: isNumber });
const box = shape({ x: isNumber, y: isNumber, width: isNumber, height: isNumber });
const isState = shape({
  viewport: orNull(shape({ x: isNumber, y: isNumber, scale: isNumber })),
  selected: orNull(isText),
  isDetailed: isFlag,
  filter: shape({
    text: isText,
    boundary: orNull(isText),
    ...Object.fromEntries(CHIPS.map((it) => [it, isFlag])),
  }),
  collapsed: recordOf(isFlag),
  view: oneOf(...VIEWS),
  tab: oneOf(...TABS),
  threatState: oneOf(...THREAT_STATES),
  stride: orNull(oneOf(...STRIDE)),
  split: orNull(isNumber),
  layouts: listOf(
    shape({
      hash: isText,
      layout: shape({
        width: isNumber,
        height: isNumber,
        nodes: recordOf(box),
        boundaries: recordOf(box),
        edges: recordOf(listOf(point)),
      }),
    }),
  ),
});

/** The remembered state, or the first one when there is none or another version of the panel wrote it. */
export function restoredState(stored: unknown): UiState {
  if (!isState(stored)) return FIRST_STATE;
  const state = stored as UiState;
  const layouts = state.layouts.map(({ hash, layout }) => ({
    hash,
    layout: { ...layout, nodes: bare(layout.nodes), boundaries: bare(layout.boundaries), edges: bare(layout.edges) },
  }));
  return { ...state, layouts };
}

/** Without a prototype, so that a component called `constructor` finds nothing but its own place. */
function bare<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null) as Record<string, T>, record);
}
