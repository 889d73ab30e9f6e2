import type { TextRange } from '../text/range.ts';
import type { Part, Route } from './anchor.ts';
import type { DataTree, MapNode, Node, ScalarNode } from './node.ts';
import { findEntry, indexOf } from './map-index.ts';
import { View } from './view.ts';

/** One view for all places of a tree: what one look-up finds on its way serves the next. */
const roots = new WeakMap<DataTree, View>();

function rootOf(tree: DataTree): View {
  let root = roots.get(tree);
  if (!root) roots.set(tree, (root = View.root({ file: '', chunk: 0, tree })));
  return root;
}

/**
 * The span of a route in its chunk. Routes follow aliases and merge keys, so the span may be where the value is
 * defined. A route that leads nowhere gives the span of the nearest ancestor's key: a finding is never lost.
 */
export function locate(
  tree: DataTree,
  route: Route,
  part?: Part,
  span?: readonly [number, number],
): TextRange | undefined {
  return locateDirectly(tree, route, part, span) ?? locateByViews(tree, route, part, span);
}

/** Without views, where nothing but the route's own nodes decides: no alias, no merge key, nothing missing. */
function locateDirectly(
  tree: DataTree,
  route: Route,
  part: Part | undefined,
  span: readonly [number, number] | undefined,
): TextRange | undefined {
  let node = tree.root;
  let start = node?.offset ?? 0;
  let key: TextRange | undefined;
  for (const step of route) {
    let child: Node | undefined;
    if (typeof step === 'string' && node?.kind === 'map' && !indexOf(node).merges) {
      const entry = findEntry(node, step);
      child = entry?.value;
      key = entry?.key && { start: start + entry.key.offset, end: start + entry.key.offset + entry.key.length };
    } else if (typeof step === 'number' && node?.kind === 'list') {
      child = node.items[step];
      key = undefined;
    }
    if (!child) return undefined;
    start += child.offset;
    node = child;
  }
  return node && node.kind !== 'alias' ? spanAt(node, start, key, part, span) : undefined;
}

function locateByViews(
  tree: DataTree,
  route: Route,
  part: Part | undefined,
  span: readonly [number, number] | undefined,
): TextRange | undefined {
  let view = rootOf(tree);
  if (!view.node) return undefined;
  let key: TextRange | undefined;
  let reached = true;
  for (const step of route) {
    const next = typeof step === 'number' ? view.item(step) : view.get(step);
    if (!next.exists) {
      reached = false;
      break;
    }
    key = typeof step === 'string' ? keyRange(view, step) : undefined;
    view = next;
  }
  const { node } = view;
  if (!node) return key;
  return reached ? spanAt(node, view.start, key, part, span) : (key ?? headOf(node, view.start));
}

/** The span of a node, of its key, or of what stands for it. */
function spanAt(
  node: Node,
  start: number,
  key: TextRange | undefined,
  part: Part | undefined,
  span: readonly [number, number] | undefined,
): TextRange {
  const whole = { start, end: start + node.length };
  if (part === 'key') return key ?? headOf(node, start);
  if (part === 'whole') return key && key.start <= whole.start ? { start: key.start, end: whole.end } : whole;
  if (node.kind === 'scalar') {
    // Nothing behind the colon: the key is all there is to show.
    if (node.length === 0 && key) return key;
    return span ? spanOf(node, whole, span) : whole;
  }
  return part === 'value' ? whole : (key ?? headOf(node, start));
}

/** Spans count in the value; quotes stand before it. In a block scalar the two part ways: the whole is shown. */
function spanOf(node: ScalarNode, whole: TextRange, [from, to]: readonly [number, number]): TextRange {
  if (node.style === 'literal' || node.style === 'folded') return whole;
  const start = whole.start + (node.style === 'plain' ? 0 : 1);
  return { start: Math.min(start + from, whole.end), end: Math.min(start + to, whole.end) };
}

function keyRange(map: View, key: string): TextRange | undefined {
  const node = map.node;
  if (node?.kind !== 'map') return undefined;
  const entry = findEntry(node, key);
  if (!entry?.key) return undefined;
  const start = map.start + entry.key.offset;
  return { start, end: start + entry.key.length };
}

/** The first key or scalar of a collection: short, and it never runs over a line's end as a block's own range does. */
function headOf(node: Node, start: number): TextRange {
  let at: Node = node;
  let from = start;
  for (;;) {
    const first = firstChild(at);
    if (!first) return { start: from, end: from + at.length };
    from += first.offset;
    at = first;
  }
}

function firstChild(node: Node): Node | undefined {
  if (node.kind === 'map') return (node as MapNode).entries[0]?.key ?? node.entries[0]?.value;
  if (node.kind === 'list') return node.items[0];
  return undefined;
}
