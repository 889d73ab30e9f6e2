import type { Edit } from '../text/edit.ts';
import type { DataTree, MapNode } from '../syntax/node.ts';
import { column, lineBreak, lineEnd, lineStart, nextLine, previousEnd } from './line.ts';
import type { PlainValue } from './patch.ts';
import { Refused } from './refusal.ts';
import { allQuoted, lastQuote } from './siblings.ts';
import { yamlKey } from './yaml-key.ts';
import { entryLines, itemLines, indented } from './yaml-lines.ts';
import { entrySlot, type Holder, itemSlot, type Slot, slotEnd, startOfLineAfter } from './yaml-site.ts';
import { lastEnd, properties } from './yaml-fill.ts';
import { isBlockStart, styleAbove, styleAt } from './yaml-style.ts';

/** Adds an entry behind the last one of a block map. */
export function insertEntry(
  text: string,
  tree: DataTree,
  holder: Holder,
  key: string,
  value: PlainValue,
): readonly Edit[] {
  const map = holder.node as MapNode;
  const own = blockColumn(text, holder);
  const last = entrySlot(text, holder, map.entries.length - 1);
  if (column(text, last.from) !== own)
    throw new Refused('The keys here do not stand below each other; add the key by hand.');
  const end = endOfEntry(text, slotEnd(text, last), own);
  const style = styleAbove(text, startOfLineAfter(text, end), styleAt(text, tree, last.from));
  const values = map.entries.map((it) => it.value);
  const quote = lastQuote(values) ?? style.quote;
  const lines = entryLines(yamlKey(key, map, false, style.quote), value, { ...style, quote }, allQuoted(values, 2));
  return insertLines(text, end, own, lines);
}

/** Adds an item behind the last one of a block list. */
export function insertItem(text: string, tree: DataTree, holder: Holder, value: PlainValue): readonly Edit[] {
  const items = holder.node.kind === 'list' ? holder.node.items : [];
  const own = blockColumn(text, holder);
  const last = itemSlot(text, holder, items.length - 1);
  const end = endOfEntry(text, slotEnd(text, last), own);
  const style = styleAbove(text, startOfLineAfter(text, end), styleAt(text, tree, last.start));
  const quote = lastQuote(items) ?? style.quote;
  return insertLines(text, end, own, itemLines(value, { ...style, quote }, allQuoted(items, 1)));
}

/** Takes an entry or item away with its lines. A collection that loses its last one is kept, as `{}` or `[]`. */
export function removeSlot(text: string, slot: Slot): readonly Edit[] {
  const holder = slot.inside;
  if (!holder) throw new Refused('A whole document is not removed.');
  const own = blockColumn(text, holder);
  const { node } = holder;
  const count = node.kind === 'map' ? node.entries.length : node.items.length;
  const shared = text.slice(lineStart(text, slot.from), slot.from).trim() !== '';
  const end = slotEnd(text, slot);
  if (count === 1) return removeOnly(text, slot, holder, shared);
  if (slot.index === 0 && shared) return removeFirst(text, slot, holder, end);
  return removeLines(text, lineStart(text, slot.from), endOfEntry(text, end, own));
}

/** The column of a block collection, which lines added to it must share. */
function blockColumn(text: string, { start, node }: Holder): number {
  if (!isBlockStart(text, start))
    throw new Refused('This collection is laid out in a way that a fix cannot follow; change it by hand.');
  if (node.kind === 'map') {
    for (const { key } of node.entries) {
      const at = start + (key?.offset ?? 0);
      if (!key || /\?[ \t]+$/.test(text.slice(lineStart(text, at), at))) {
        throw new Refused('A key here is written with a question mark; such maps are left alone.');
      }
    }
  }
  return column(text, start);
}

/**
 * Where an entry ends, with the comments below it that are indented deeper than its key and so belong to it: the end of
 * its last line, or the start of the next when a block scalar keeps its final line breaks.
 */
function endOfEntry(text: string, contentEnd: number, own: number): number {
  let end = contentEnd > 0 && text[contentEnd - 1] === '\n' ? contentEnd : lineEnd(text, contentEnd);
  let line = end === contentEnd && text[end - 1] === '\n' ? end : nextLine(text, end);
  while (line < text.length) {
    const match = /^( *)(#|\r?$)/.exec(text.slice(line, lineEnd(text, line)));
    if (!match) break;
    if (match[2] === '#') {
      if ((match[1]?.length ?? 0) <= own) break;
      end = lineEnd(text, line);
    }
    const next = nextLine(text, line);
    if (next === line || next === text.length) break;
    line = next;
  }
  return end;
}

function insertLines(text: string, end: number, own: number, lines: readonly string[]): readonly Edit[] {
  const eol = lineBreak(text, Math.max(0, end - 1));
  const made = indented(lines, own);
  const atStart = end > 0 && text[end - 1] === '\n';
  return [
    { start: end, end, text: atStart ? made.map((it) => it + eol).join('') : made.map((it) => eol + it).join('') },
  ];
}

function removeLines(text: string, start: number, end: number): readonly Edit[] {
  if (text[end - 1] === '\n' && end > start) return [{ start, end, text: '' }];
  const next = nextLine(text, end);
  // The last line of a text without a line break at its end takes the break before it along.
  if (next === text.length && text[next - 1] !== '\n')
    return [{ start: previousEnd(text, start), end: next, text: '' }];
  return [{ start, end: next, text: '' }];
}

/** The first entry on the line of a dash: the next one takes its place behind the dash. */
function removeFirst(text: string, slot: Slot, holder: Holder, end: number): readonly Edit[] {
  const following = holder.node.kind === 'map' ? entrySlot(text, holder, 1) : itemSlot(text, holder, 1);
  const nextStart = lineStart(text, following.from) + column(text, slot.from);
  const gap = text.slice(endOfEntry(text, end, column(text, slot.from)), lineStart(text, nextStart));
  if (gap.trim() === '') return [{ start: slot.from, end: nextStart, text: '' }];
  let dash = slot.from;
  while (text[dash - 1] === ' ') dash--;
  return [{ start: dash, end: lastEnd(text, end), text: '' }];
}

function removeOnly(text: string, slot: Slot, holder: Holder, shared: boolean): readonly Edit[] {
  const empty = holder.node.kind === 'map' ? '{}' : '[]';
  const end = slotEnd(text, slot);
  const outer = holder.slot;
  const below = outer.kind !== 'root' && !shared && lineEnd(text, outer.after) < slot.from;
  if (!below) return [{ start: holder.start, end: text[end - 1] === '\n' ? lastEnd(text, end) : end, text: empty }];
  const at = properties(text, outer);
  const line = lineStart(text, slot.from);
  const stop = endOfEntry(text, end, column(text, slot.from));
  const from = previousEnd(text, line);
  const to = text[stop - 1] === '\n' ? previousEnd(text, stop) : stop;
  return from === at
    ? [{ start: at, end: to, text: ` ${empty}` }]
    : [
        { start: at, end: at, text: ` ${empty}` },
        { start: from, end: to, text: '' },
      ];
}
