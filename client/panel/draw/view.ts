/** What of the picture depends on the reader alone. */
import type { GraphNode } from '../model/graph.ts';
import type { Markup } from './markup.ts';
import { el } from './markup.ts';

/** What the reader is looking at; none of it changes a position. */
export interface SceneView {
  /** Id of a component or a flow. */
  readonly selected: string | null;
  /** Components that the active editor's file declares. */
  readonly current: ReadonlySet<string>;
  /** Components that match the search, or null without a search. */
  readonly found: ReadonlySet<string> | null;
  /** Flows that match what is asked of flows, or null when nothing is asked. */
  readonly foundFlows: ReadonlySet<string> | null;
  /** Whether what matches is held up to the light: then its flows are drawn strong. */
  readonly isLit: boolean;
  /** The one item of the picture that the Tab key reaches: a node's id, or a boundary's with `boundary ` before it. */
  readonly active: string | null;
}

export const PLAIN_VIEW: SceneView = {
  selected: null,
  current: new Set(),
  found: null,
  foundFlows: null,
  isLit: false,
  active: null,
};

/** Whether the node is the selected component, or the collapsed boundary that hides it. */
export function isSelected(node: GraphNode | undefined, { selected }: SceneView): boolean {
  return node !== undefined && selected !== null && (node.id === selected || node.members.includes(selected));
}

/** Nodes that do not match the search. */
export function faintNodes(nodes: readonly GraphNode[], { found }: SceneView): ReadonlySet<string> {
  if (found === null) return new Set();
  return new Set(nodes.filter((it) => !it.members.some((id) => found.has(id))).map((it) => it.id));
}

/**
 * The one sentence for the ear; what is drawn beside it is hidden from it. As content, not as a label: a label would have
 * to repeat the visible texts word by word (WCAG 2.5.3), numbers of the badges included.
 */
export function spoken(sentence: string): Markup {
  return el('text', { key: 'spoken', class: 'spoken' }, sentence);
}
