import { keyText } from './map-index.ts';
import type { BrokenPlace, MapNode, ListNode, Node } from './node.ts';
import type { Island } from './yaml-plain.ts';

type Block = MapNode | ListNode;

/**
 * The places of a document whose faults stay where they are, each with the block that it stands in: the one of the same
 * column around it. What the block lacks may be what is being written there.
 */
export function brokenPlaces(root: Node, islands: readonly Island[], text: string): readonly BrokenPlace[] {
  return islands
    .filter((it) => it.tree.faults.length > 0)
    .map((island) => {
      const { start, length, indent, tree } = island;
      const place = holderOf(root, start + indent, indent, text);
      const step = tree.root === undefined ? undefined : stepOf(place.block, beginningOf(island) - place.at);
      return { start, end: start + length, holder: childrenOf(place.block), route: place.route, step };
    });
}

/** Where the entry or item begins that an island is: behind the indentation of its first line, and behind its dash. */
export function beginningOf({ start, tree: { root } }: Island): number {
  const first = root?.kind === 'map' ? root.entries[0]?.key : root?.kind === 'list' ? root.items[0] : undefined;
  return start + (root?.offset ?? 0) + (first?.offset ?? 0);
}

interface Holder {
  readonly block: Block;
  /** Where it begins. */
  readonly at: number;
  readonly route: readonly (string | number)[];
}

/** The innermost block around what begins at an offset that is not indented further. */
function holderOf(root: Node, start: number, indent: number, text: string): Holder {
  let node: Node | undefined = root;
  let at = root.offset;
  let route: readonly (string | number)[] = [];
  let found: Holder = { block: nowhere, at, route };
  while (node?.kind === 'map' || node?.kind === 'list') {
    const column = at - (text.lastIndexOf('\n', at - 1) + 1);
    if (column > indent) break;
    found = { block: node, at, route };
    if (column === indent && node.kind === 'map') break;
    const step = stepOf(node, start - at);
    const child: Node | undefined =
      typeof step === 'number' && node.kind === 'list'
        ? node.items[step]
        : node.kind === 'map'
          ? node.entries[lastBefore(node, start - at)]?.value
          : undefined;
    if (step === undefined) break;
    route = [...route, step];
    at += child?.offset ?? 0;
    node = child;
  }
  return found;
}

const nowhere: Block = { kind: 'list', flow: false, offset: 0, length: 0, items: [] };

function childrenOf(block: Block): readonly unknown[] {
  return block.kind === 'map' ? block.entries : block.items;
}

/** The entry or item that begins last at or before an offset of its block. */
function stepOf(block: Block, offset: number): string | number | undefined {
  const index = lastBefore(block, offset);
  if (block.kind === 'list') return index;
  const key = block.entries[index]?.key;
  return key && keyText(key);
}

function lastBefore(node: Block, offset: number): number {
  let last = 0;
  const count = node.kind === 'map' ? node.entries.length : node.items.length;
  for (let i = 0; i < count; i++) {
    const start = node.kind === 'map' ? node.entries[i]?.key?.offset : node.items[i]?.offset;
    if ((start ?? 0) <= offset) last = i;
    else break;
  }
  return last;
}
