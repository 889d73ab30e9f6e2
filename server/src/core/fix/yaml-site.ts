import type { DataTree, ListNode, MapNode, Node, ScalarNode } from '../syntax/node.ts';
import { column, lineStart, nextLine } from './line.ts';
import { Refused } from './refusal.ts';

/** A place that holds a value, or could. */
export interface Slot {
  readonly kind: 'root' | 'entry' | 'item';
  /** Right behind the colon, the dash or the document marker; where nothing of that kind stands, where the value begins. */
  readonly after: number;
  /** The column of the key or the dash; what is below it and deeper belongs to it. 0 for the root. */
  readonly column: number;
  readonly node: Node | undefined;
  /** Offset of the node in the chunk; `after` when there is none. */
  readonly start: number;
  /** Where the slot's own text begins: at the key, the dash or the value. */
  readonly from: number;
  readonly key: ScalarNode | undefined;
  /** The collection that holds the slot, with its own slot. */
  readonly inside: Holder | undefined;
  readonly index: number;
}

export interface Holder {
  readonly slot: Slot;
  readonly node: MapNode | ListNode;
  readonly start: number;
}

/** The slot of the root. A value on the line of `---` stands behind the marker. */
export function rootSlot(text: string, tree: DataTree): Slot {
  const node = tree.root && tree.root.length > 0 ? tree.root : undefined;
  const start = node?.offset ?? 0;
  const marked = text.startsWith('---', lineStart(text, start));
  const after = marked ? lineStart(text, start) + 3 : start;
  return { kind: 'root', after, column: 0, node, start, from: start, key: undefined, inside: undefined, index: 0 };
}

export function entrySlot(text: string, holder: Holder, index: number): Slot {
  const entry = holder.node.kind === 'map' ? holder.node.entries[index] : undefined;
  const key = entry?.key;
  if (!key) throw new Refused('A key here is written as a collection; such entries are left alone.');
  const from = holder.start + key.offset;
  const after = behindColon(text, from + key.length) ?? from + key.length;
  const node = entry?.value;
  const start = node ? holder.start + node.offset : after;
  return { kind: 'entry', after, column: column(text, from), node, start, from, key, inside: holder, index };
}

export function itemSlot(text: string, holder: Holder, index: number): Slot {
  const list = holder.node;
  const node = list.kind === 'list' ? list.items[index] : undefined;
  if (list.flow) {
    const start = holder.start + (node?.offset ?? 0);
    return { kind: 'item', after: start, column: 0, node, start, from: start, key: undefined, inside: holder, index };
  }
  const dash = dashOf(text, holder, index);
  const start = node ? holder.start + node.offset : dash + 1;
  return {
    kind: 'item',
    after: dash + 1,
    column: column(text, dash),
    node,
    start,
    from: dash,
    key: undefined,
    inside: holder,
    index,
  };
}

/** Where the dash of an item stands. Dashes of one list share a column, and nothing but blanks and comments is between. */
export function dashOf(text: string, holder: Holder, index: number): number {
  let dash = holder.start;
  const own = column(text, dash);
  for (let i = 0; ; i++) {
    if (text[dash] !== '-') throw new Refused('This list is laid out in a way that a fix cannot follow.');
    if (i === index) return dash;
    const item = holder.node.kind === 'list' ? holder.node.items[i] : undefined;
    let line = startOfLineAfter(
      text,
      item ? Math.max(dash + 1, contentEnd(text, item, holder.start + item.offset)) : dash + 1,
    );
    while (line < text.length && /^[ \t]*(?:#|\r?$)/m.test(firstLineOf(text, line))) line = nextLine(text, line);
    if (line >= text.length) throw new Refused('This list is laid out in a way that a fix cannot follow.');
    dash = line + own;
  }
}

function firstLineOf(text: string, start: number): string {
  return text.slice(start, nextLine(text, start)).replace(/\r?\n$/, '');
}

/** An offset at a line's start is where the next line begins; any other is inside a line. */
export function startOfLineAfter(text: string, end: number): number {
  return end > 0 && text[end - 1] === '\n' ? end : nextLine(text, end);
}

/** The offset behind the colon that follows a key's end on its line. */
export function behindColon(text: string, keyEnd: number): number | undefined {
  let at = keyEnd;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return text[at] === ':' ? at + 1 : undefined;
}

/**
 * Where the last character of a value stands, and one more. A block scalar ends with its last line that is not empty;
 * one that keeps its final line breaks (`|+`) ends at the start of the line that follows.
 */
export function contentEnd(text: string, node: Node, start: number): number {
  const end = start + node.length;
  if (node.kind === 'alias') return end;
  if (node.kind === 'scalar') {
    if (node.style !== 'literal' && node.style !== 'folded') return end;
    const header = /^[|>][-+0-9]*/.exec(text.slice(start, start + 4))?.[0] ?? '';
    if (header.includes('+')) return end;
    return start + blockScalarLength(text.slice(start, end));
  }
  if (node.flow) return end;
  if (node.kind === 'map') {
    const last = node.entries.at(-1);
    if (!last) return end;
    const keyEnd = last.key ? start + last.key.offset + last.key.length : start;
    return valueEnd(text, last.value, start, behindColon(text, keyEnd) ?? keyEnd);
  }
  const last = node.items.at(-1);
  return last ? valueEnd(text, last, start, start) : end;
}

/** Without the empty lines at its end; spaces beyond the indentation of the content are content (YAML 1.2.2, 8.1.1.1). */
function blockScalarLength(source: string): number {
  const [header = '', ...lines] = source.split('\n');
  const first = lines.find((it) => it.trim() !== '') ?? '';
  const indent = first.length - first.trimStart().length;
  let length = source.length;
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = (lines[i] ?? '').replace(/\r$/, '');
    if (line.trim() !== '' || line.length > indent) return length - ((lines[i] ?? '').length - line.length);
    length -= (lines[i] ?? '').length + 1;
  }
  return header.trimEnd().length;
}

/** The end of a value behind a colon or a dash: that itself when there is nothing behind it. */
export function valueEnd(text: string, node: Node | undefined, base: number, after: number): number {
  if (!node) return after;
  const start = base + node.offset;
  if (node.length > 0) return Math.max(after, contentEnd(text, node, start));
  // Nothing but, perhaps, an anchor or a tag; the blanks behind are not its own.
  let end = start;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  return Math.max(after, end);
}

/** The end of what a slot holds. */
export function slotEnd(text: string, slot: Slot): number {
  return slot.node ? valueEnd(text, slot.node, slot.start - slot.node.offset, slot.after) : slot.after;
}
