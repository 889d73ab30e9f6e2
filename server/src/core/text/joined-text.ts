import type { TextRange } from './range.ts';

/** One run of characters that stand side by side in both texts: `at` in the joined one, `from` in its source. */
export interface Segment {
  readonly at: number;
  readonly from: number;
}

/**
 * A text put together from pieces of another one: an instruction whose continuation lines were joined, a word whose
 * quotes were removed. The segments say where each character came from, so that what is found in the joined text can be
 * shown in the file. They are sorted by `at`, the first begins at 0, and there is always at least one.
 */
export interface JoinedText {
  readonly text: string;
  readonly segments: readonly Segment[];
}

/** A text that was not changed: offset `n` of it is offset `from + n` of its source. */
export function verbatim(text: string, from: number): JoinedText {
  return { text, segments: [{ at: 0, from }] };
}

/** The offset in the source of the character at `at`; one past the end is allowed. */
export function sourceOffset(joined: JoinedText, at: number): number {
  const segment = joined.segments[segmentIndex(joined, at)];
  return segment === undefined ? at : segment.from + (at - segment.at);
}

/** The position of the segment that holds `at`. */
function segmentIndex({ segments }: JoinedText, at: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The span in the source that a span of the joined text came from. It ends right after its last character, not where
 * the next character stands: those two differ when a continuation follows.
 */
export function sourceRange(joined: JoinedText, start: number, end: number): TextRange {
  const from = sourceOffset(joined, start);
  if (end <= start) return { start: from, end: from };
  return { start: from, end: Math.max(from, sourceOffset(joined, end - 1) + 1) };
}

/** A part of a joined text, with its own segments. */
export function sliceJoined(joined: JoinedText, start: number, end: number = joined.text.length): JoinedText {
  const segments: Segment[] = [{ at: 0, from: sourceOffset(joined, start) }];
  for (let index = segmentIndex(joined, start) + 1; index < joined.segments.length; index += 1) {
    const segment = joined.segments[index];
    if (segment === undefined || segment.at >= end) break;
    segments.push({ at: segment.at - start, from: segment.from });
  }
  return { text: joined.text.slice(start, end), segments };
}

/** A text joined from pieces of `outer`, told in terms of the source of `outer`. */
export function composeJoined(inner: JoinedText, outer: JoinedText): JoinedText {
  const segments: Segment[] = [];
  inner.segments.forEach(({ at, from }, index) => {
    const length = (inner.segments[index + 1]?.at ?? inner.text.length) - at;
    for (const piece of sliceJoined(outer, from, from + length).segments) {
      segments.push({ at: at + piece.at, from: piece.from });
    }
  });
  return { text: inner.text, segments };
}

/** Collects pieces into a joined text; neighbours that are adjacent in the source share one segment. */
export class Joiner {
  #parts: string[] = [];
  #segments: Segment[] = [];
  #length = 0;
  #next = -1;

  /** Appends characters that begin at `from` in the source and stand there as they are. */
  add(text: string, from: number): void {
    if (text.length === 0) return;
    if (from !== this.#next) this.#segments.push({ at: this.#length, from });
    this.#parts.push(text);
    this.#length += text.length;
    this.#next = from + text.length;
  }

  /** How many characters were collected. */
  get length(): number {
    return this.#length;
  }

  /** What was collected; `from` is where an empty text stands in the source. */
  finish(from: number): JoinedText {
    const segments = this.#segments.length === 0 ? [{ at: 0, from }] : this.#segments;
    return { text: this.#parts.join(''), segments };
  }
}
