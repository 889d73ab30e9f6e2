import type { Route } from './anchor.ts';
import { type DataTree, maximalDepth, type Node } from './node.ts';
import { keyText } from './map-index.ts';

/** What stands at an offset: the route to it, and whether the offset is in the entry's key. */
export interface RouteAt {
  readonly route: Route;
  readonly onKey: boolean;
}

/**
 * The innermost thing at an offset of a chunk; the counterpart of `locate`. Aliases are not followed: what is under the
 * cursor is the alias. An offset between things gives the collection around it.
 */
export function routeAt(tree: DataTree, offset: number): RouteAt {
  const route: (string | number)[] = [];
  let node: Node | undefined = tree.root;
  let start = node?.offset ?? 0;
  for (let depth = 0; node && depth < maximalDepth; depth++) {
    const below: Below | undefined = childAt(node, start, offset);
    if (!below) break;
    route.push(below.step);
    if (below.onKey || !below.node) return { route, onKey: below.onKey };
    node = below.node;
    start = below.start;
  }
  return { route, onKey: false };
}

interface Below {
  readonly step: string | number;
  readonly node: Node | undefined;
  readonly start: number;
  readonly onKey: boolean;
}

function childAt(node: Node, start: number, offset: number): Below | undefined {
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      if (!key) continue;
      const keyStart = start + key.offset;
      if (within(offset, keyStart, key.length))
        return { step: keyText(key), node: value, start: keyStart, onKey: true };
      if (!value) continue;
      const valueStart = start + value.offset;
      if (within(offset, valueStart, value.length))
        return { step: keyText(key), node: value, start: valueStart, onKey: false };
    }
  }
  if (node.kind === 'list') {
    for (const [step, item] of node.items.entries())
      if (item && within(offset, start + item.offset, item.length))
        return { step, node: item, start: start + item.offset, onKey: false };
  }
  return undefined;
}

function within(offset: number, start: number, length: number): boolean {
  return offset >= start && offset <= start + length;
}
