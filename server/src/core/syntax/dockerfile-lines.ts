import { Joiner } from '../text/joined-text.ts';
import type { JoinedText } from '../text/joined-text.ts';
import type { TextRange } from '../text/range.ts';

/** A line of the file without its line end; `next` is where the following one begins. */
export interface PhysicalLine {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** A comment line; `text` is what follows the `#`, without blanks around it. */
export interface DockerfileComment {
  readonly range: TextRange;
  readonly text: string;
}

/** A logical line: what one instruction is read from before its here-documents. */
export interface LogicalLine {
  /** Continuation lines joined, comments between them left out, blanks around removed. */
  readonly source: JoinedText;
  /** Comments that stand inside, between continuation lines. */
  readonly comments: readonly DockerfileComment[];
  /** An empty line stands between continuation lines; BuildKit warns of it. */
  readonly gap: boolean;
  /** Where the next physical line begins. */
  readonly next: number;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Where the text begins after a byte order mark. */
export function afterByteOrderMark(text: string): number {
  return text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
}

/** The line that begins at `start`; a carriage return before the line feed belongs to the line end. */
export function physicalLine(text: string, start: number): PhysicalLine {
  const feed = text.indexOf('\n', start);
  if (feed < 0) {
    const end = text.endsWith('\r') && text.length > start ? text.length - 1 : text.length;
    return { start, end, next: text.length };
  }
  return { start, end: feed > start && text[feed - 1] === '\r' ? feed - 1 : feed, next: feed + 1 };
}

/** The comment that a line consists of. */
export function commentOf(text: string, line: PhysicalLine): DockerfileComment | undefined {
  const start = skipSpace(text, line.start, line.end);
  if (text[start] !== '#' || start >= line.end) return undefined;
  return { range: { start, end: line.end }, text: text.slice(start + 1, line.end).trim() };
}

/** The first offset from `start` that holds no white space, at most `end`. */
export function skipSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && /\s/.test(text[at] ?? '')) at += 1;
  return at;
}

/**
 * Joins the line that begins at `start` with those that continue it, as BuildKit does: a line goes on when its last
 * character but blanks is the escape character and not escaped itself; comment lines and empty lines in between are
 * dropped; blanks at the beginning of a continued line stay.
 */
export function logicalLine(text: string, start: number, escape: string): LogicalLine {
  const joiner = new Joiner();
  const comments: DockerfileComment[] = [];
  let line = physicalLine(text, start);
  let gap = false;
  let from = skipSpace(text, line.start, line.end);
  const begin = from;
  for (let goesOn = true; goesOn; ) {
    const cut = continuation(text, from, line.end, escape);
    joiner.add(text.slice(from, cut ?? line.end), from);
    if (cut === undefined) break;
    for (goesOn = false; !goesOn && line.next < text.length; ) {
      line = physicalLine(text, line.next);
      from = line.start;
      const comment = commentOf(text, line);
      if (comment !== undefined) comments.push(comment);
      else if (skipSpace(text, line.start, line.end) === line.end) gap = true;
      else goesOn = true;
    }
  }
  const joined = joiner.finish(begin);
  const trimmed = joined.text.trimEnd();
  return { source: { text: trimmed, segments: joined.segments }, comments, gap, next: line.next };
}

/** Where the part of a line before its continuation character ends. */
function continuation(text: string, start: number, end: number, escape: string): number | undefined {
  let last = end;
  while (last > start && (text[last - 1] === ' ' || text[last - 1] === '\t')) last -= 1;
  if (last <= start || text[last - 1] !== escape) return undefined;
  return last - 1 > start && text[last - 2] === escape ? undefined : last - 1;
}
