import type { AnchorDefinition, DataTree, MapEntry, Node, SyntaxFault } from './node.ts';
import { beginningOf, brokenPlaces } from './yaml-broken.ts';
import type { Island } from './yaml-plain.ts';

/** A text with its tree, and what the next reading of the edited text can build on. */
export interface YamlReading {
  readonly text: string;
  readonly tree: DataTree;
  /** What the whole parser read, in the order of the text; undefined when it read everything. */
  readonly islands: readonly Island[] | undefined;
}

/** The tree of a document whose islands are in the order of the text: their faults and anchors, seen from the whole. */
export function treeWithIslands(root: Node, islands: readonly Island[], text: string): DataTree {
  const faults: SyntaxFault[] = [];
  const anchors = new Map<string, AnchorDefinition>();
  for (const island of islands) {
    const { start, tree } = island;
    for (const fault of tree.faults) faults.push({ ...fault, start: fault.start + start, end: fault.end + start });
    if (tree.anchors.size === 0) continue;
    const around = routeAround(root, island);
    for (const [name, anchor] of tree.anchors) {
      // An item parsed alone is the first of its list.
      const steps = tree.root?.kind === 'list' ? anchor.route.slice(1) : anchor.route;
      anchors.set(name, { node: anchor.node, start: anchor.start + start, route: [...around, ...steps] });
    }
  }
  if (faults.length === 0) return { root, faults, anchors };
  const broken = brokenPlaces(root, islands, text);
  return { root, faults: faults.sort((a, b) => a.start - b.start), broken, anchors };
}

/** The route to the map that holds an island's entry, or to the island's item. */
function routeAround(root: Node, around: Island): readonly (string | number)[] {
  const island = around.tree.root;
  const wanted = beginningOf(around);
  const route: (string | number)[] = [];
  let node: Node | undefined = root;
  let at = root.offset;
  while (node?.kind === 'map' || node?.kind === 'list') {
    const index = lastNotBehind(node, wanted - at);
    if (node.kind === 'map') {
      const entry: MapEntry | undefined = node.entries[index];
      if (!entry?.key || (island?.kind === 'map' && at + entry.key.offset === wanted)) return route;
      route.push(String(entry.key.value ?? entry.key.source));
      node = entry.value;
    } else {
      const item: Node | undefined = node.items[index];
      route.push(index);
      if (!item || (island?.kind === 'list' && at + item.offset === wanted)) return route;
      node = item;
    }
    at += node?.offset ?? 0;
  }
  return route;
}

/** The last child of a block that begins at or before an offset from the block's start; -1 when there is none. */
export function lastNotBehind(node: Extract<Node, { kind: 'map' | 'list' }>, offset: number): number {
  let low = -1;
  let high = (node.kind === 'map' ? node.entries.length : node.items.length) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const child = node.kind === 'map' ? node.entries[middle]?.key : node.items[middle];
    if ((child?.offset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
