import type { Edit } from '../text/edit.ts';
import { type CommentKind, commaAfter, type Part, partsOf, skipBlank } from './flow-text.ts';
import { indentation, lineBreak, lineEnd, lineStart, previousEnd } from './line.ts';
import { Refused } from './refusal.ts';
import type { Holder } from './yaml-site.ts';

/** Where an item lands, for who renders it. */
export interface FlowPlace {
  /** What the lines of the item begin with; undefined when the collection stands in one line, and so shall the item. */
  readonly indent: string | undefined;
}

export interface FlowStyle {
  readonly comments: CommentKind;
  /** One step of indentation, for the first item of a collection that was empty. */
  readonly step: string;
  /** Give an empty collection lines of its own when it gets its first item. */
  readonly spread: boolean;
  /** Between a comma and the next item of a line, where no neighbours show it. */
  readonly space: string;
}

/** Adds an item behind the last one, before comments that end the collection. */
export function flowInsert(
  text: string,
  holder: Holder,
  style: FlowStyle,
  render: (place: FlowPlace) => string,
): readonly Edit[] {
  const { start, node } = holder;
  const parts = partsOf(text, holder, style.comments);
  const last = parts.at(-1);
  const close = start + node.length - 1;
  const eol = lineBreak(text, start);
  if (!last) {
    if (skipBlank(text, start + 1, style.comments) !== close || text.slice(start + 1, close).trim() !== '') {
      throw new Refused('The empty collection holds a comment; add the value by hand.');
    }
    const outer = indentation(text, start);
    const made = style.spread
      ? eol + outer + style.step + render({ indent: outer + style.step }) + eol + outer
      : render({ indent: undefined });
    return [{ start: start + 1, end: close, text: made }];
  }
  const comma = commaAfter(text, last.end, style.comments);
  const ends = comma === undefined ? [',', ''] : ['', ','];
  if (!isSpread(text, holder, parts)) {
    return [
      { start: last.end, end: last.end, text: `,${spaceOf(text, parts, style)}${render({ indent: undefined })}` },
    ];
  }
  const indent = indentation(text, last.start);
  const item = render({ indent });
  const tail = comma === undefined ? last.end : comma + 1;
  const end = lineEnd(text, tail);
  if (!isLineRest(text.slice(tail, end), style.comments))
    return [{ start: last.end, end: last.end, text: `,${eol}${indent}${item}` }];
  const line = { start: end, end, text: `${eol}${indent}${item}${ends[1]}` };
  if (last.end === end) return [{ ...line, text: `${ends[0]}${line.text}` }];
  return ends[0] ? [{ start: last.end, end: last.end, text: ends[0] }, line] : [line];
}

/** Takes an item away, with its comma and, when it has lines of its own, with these. */
export function flowRemove(text: string, holder: Holder, index: number, comments: CommentKind): readonly Edit[] {
  const parts = partsOf(text, holder, comments);
  const part = parts[index];
  if (!part) throw new Refused('What was to be removed is not there.');
  const before = parts[index - 1];
  const next = parts[index + 1];
  const comma = commaAfter(text, part.end, comments);
  const close = holder.start + holder.node.length - 1;
  if (
    !before &&
    !next &&
    !hasComment(text, holder.start + 1, part.start, comments) &&
    !hasComment(text, part.end, close, comments)
  ) {
    return [{ start: holder.start + 1, end: close, text: '' }];
  }
  const tail = comma === undefined ? part.end : comma + 1;
  const line = lineStart(text, part.start);
  const end = lineEnd(text, tail);
  const lonely =
    text.slice(line, part.start).trim() === '' && line > holder.start && isLineRest(text.slice(tail, end), comments);
  // The comma before the last item goes too, unless the last item had one of its own.
  const orphan = before && !next && comma === undefined ? commaAfter(text, before.end, comments) : undefined;
  if (lonely) {
    const from = previousEnd(text, line);
    if (orphan === undefined) return [{ start: from, end, text: '' }];
    return orphan + 1 === from
      ? [{ start: orphan, end, text: '' }]
      : [
          { start: orphan, end: orphan + 1, text: '' },
          { start: from, end, text: '' },
        ];
  }
  if (next && !hasComment(text, tail, next.start, comments)) return [{ start: part.start, end: next.start, text: '' }];
  if (before && !next && !hasComment(text, before.end, part.start, comments))
    return [{ start: before.end, end: part.end, text: '' }];
  const own = { start: part.start, end: tail, text: '' };
  return orphan === undefined ? [own] : [{ start: orphan, end: orphan + 1, text: '' }, own];
}

/** True when the first item does not stand on the line of the bracket. */
export function isSpread(text: string, { start }: Holder, parts: readonly Part[]): boolean {
  const [first] = parts;
  return first !== undefined && text.slice(start, first.start).includes('\n');
}

/** The blanks between a comma and the item behind it, as the neighbours have them. */
function spaceOf(text: string, parts: readonly Part[], style: FlowStyle): string {
  const last = parts.at(-1);
  const previous = parts.at(-2);
  if (!last || !previous) return style.space;
  const between = text.slice(previous.end, last.start);
  return /^\s*,( *)$/.exec(between)?.[1] ?? style.space;
}

function hasComment(text: string, from: number, to: number, kind: CommentKind): boolean {
  const between = text.slice(from, to);
  return kind === 'yaml' ? between.includes('#') : /\/[/*]/.test(between);
}

/** Nothing but blanks and a comment that ends on this line. */
function isLineRest(rest: string, kind: CommentKind): boolean {
  return (kind === 'yaml' ? /^[ \t]*(?:#.*)?$/ : /^[ \t]*(?:\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*)?(?:\/\/.*)?$/).test(rest);
}
