import type { Edit } from '../text/edit.ts';
import { column, lineBreak, lineEnd, lineStart, nextLine, previousEnd } from './line.ts';
import type { PlainValue } from './patch.ts';
import { quoteOf } from './siblings.ts';
import { isList } from './value.ts';
import { isScalarValue } from './yaml-scalar.ts';
import { inlineValue, indented, valueLines } from './yaml-lines.ts';
import { type Slot, slotEnd } from './yaml-site.ts';
import { isBlockStart, styleAbove, type YamlStyle } from './yaml-style.ts';

/**
 * Puts a value where a slot of a block collection has another one, or none. A comment behind the key or behind a value
 * in one line stays where it is; what stands inside a collection that is replaced goes with it.
 */
export function fillSlot(text: string, slot: Slot, value: PlainValue, near: YamlStyle): readonly Edit[] {
  const old = span(text, slot);
  const style = styleAbove(text, nextLine(text, old.end), near);
  // A string keeps the quotes that the one before it had.
  const quote = quoteOf(slot.node);
  const inline = inlineValue(value, quote ? { ...style, quote } : style, quote !== undefined);
  if (inline !== undefined) return fillInline(text, slot, old, inline);
  const { first, rest } = layOut(text, slot, old, value, style);
  const eol = lineBreak(text, slot.after);
  const tail = rest.map((line) => eol + line).join('');
  if (!old.below && !old.long) {
    const end = lineEnd(text, old.end);
    const head = replaceBehind(text, slot, old.start, old.end, first);
    // Behind the value there may be a comment: it stays on the first line.
    return end === head.end ? [{ ...head, text: head.text + tail }] : [head, { start: end, end, text: tail }];
  }
  const end = lastEnd(text, old.end);
  if (!old.below) {
    const all = replaceBehind(text, slot, old.start, end, first);
    return [{ ...all, text: all.text + tail }];
  }
  const head = properties(text, slot);
  const from = lineEnd(text, slot.after);
  const below = { start: from, end, text: tail };
  return head === slot.after && first === ''
    ? [below]
    : [{ start: slot.after, end: head, text: first && ` ${first}` }, below];
}

interface OldValue {
  /** Where the value begins, its anchor and tag included. */
  readonly start: number;
  readonly end: number;
  /** It begins on a later line than the slot itself. */
  readonly below: boolean;
  /** It goes over several lines. */
  readonly long: boolean;
}

function span(text: string, slot: Slot): OldValue {
  const end = slotEnd(text, slot);
  const props = properties(text, slot);
  const there = slot.node !== undefined && slot.node.length > 0;
  const below = there && lineEnd(text, slot.after) < slot.start;
  const start = props > slot.after ? skipSpaces(text, slot.after) : there ? slot.start : slot.after;
  const stop = there ? Math.max(end, props) : Math.max(props, start);
  return { start: below ? slot.start : start, end: stop, below, long: lineEnd(text, start) < stop };
}

/** The end of the anchor and tag on the slot's own line; right behind the slot when there is none. */
export function properties(text: string, slot: Slot): number {
  const head = text.slice(slot.after, lineEnd(text, slot.after));
  const match = /^(?:[ \t]+[&!][^\s]*)+/.exec(head);
  return slot.kind === 'root' && slot.after === slot.start ? slot.after : slot.after + (match?.[0].length ?? 0);
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

/** The end of the lines of a value: a block scalar that keeps its line breaks ends behind the last of them. */
export function lastEnd(text: string, end: number): number {
  return text[end - 1] === '\n' ? previousEnd(text, end) : lineEnd(text, end);
}

function fillInline(text: string, slot: Slot, old: OldValue, inline: string): readonly Edit[] {
  const collection = slot.node?.kind === 'map' || slot.node?.kind === 'list' ? !slot.node.flow : false;
  if (!old.below)
    return [
      replaceBehind(
        text,
        slot,
        old.start,
        old.long && text[old.end - 1] === '\n' ? lastEnd(text, old.end) : old.end,
        inline,
      ),
    ];
  const head = properties(text, slot);
  const put = { start: slot.after, end: head, text: ` ${inline}` };
  if (collection) return [put, { start: lineEnd(text, slot.after), end: lastEnd(text, old.end), text: '' }];
  const here = { start: old.start, end: text[old.end - 1] === '\n' ? lastEnd(text, old.end) : old.end, text: inline };
  return head === slot.after ? [here] : [{ ...put, text: '' }, here];
}

/** Replaces a value on its own line; nothing is left behind the colon when there is no first line. */
function replaceBehind(text: string, slot: Slot, start: number, end: number, first: string): Edit {
  if (start > slot.after) return first === '' ? { start: slot.after, end, text: '' } : { start, end, text: first };
  const blank = skipSpaces(text, end);
  const stop = blank === lineEnd(text, end) ? blank : end;
  return { start, end: stop, text: lead(slot, first) };
}

function lead(slot: Slot, first: string): string {
  return first === '' || (slot.kind === 'root' && slot.after === slot.start) ? first : ` ${first}`;
}

/** The first line, which stands behind the dash, and the others with their indentation. */
function layOut(
  text: string,
  slot: Slot,
  old: OldValue,
  value: PlainValue,
  style: YamlStyle,
): { first: string; rest: readonly string[] } {
  const lines = valueLines(value, style);
  if (isScalarValue(value)) return { first: lines[0] ?? '', rest: indented(lines.slice(1), slot.column) };
  const bare = slot.kind === 'root' && slot.after === slot.start;
  if (bare || (slot.kind === 'item' && !old.below)) {
    const own = old.start > slot.after || bare ? column(text, old.start) : slot.column + style.gap;
    const first = lines[0] ?? '';
    const pad = slot.kind === 'item' && old.start <= slot.after ? ' '.repeat(Math.max(0, style.gap - 2)) : '';
    return { first: pad + first, rest: indented(lines.slice(1), own) };
  }
  if (slot.kind === 'root') return { first: '', rest: lines };
  // A collection that is replaced by one of its kind leaves its column to it.
  const same = old.below && slot.node?.kind === (isList(value) ? 'list' : 'map') && isBlockStart(text, old.start);
  const own = same
    ? old.start - lineStart(text, old.start)
    : slot.column + (isList(value) ? style.listOffset : style.step);
  return { first: '', rest: indented(lines, own) };
}
