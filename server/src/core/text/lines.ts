import { changeBetween } from './change.ts';

/** A position as the Language Server Protocol counts it: zero-based line, zero-based UTF-16 code unit in the line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Converts between offsets and positions. Lines end at LF, CRLF or a lone CR, as in LSP 3.18, "Text Documents". */
export class LineIndex {
  readonly #starts: Int32Array;
  readonly #length: number;

  constructor(text: string) {
    this.#starts = startsOf(text);
    this.#length = text.length;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The offset is clamped into the text. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#length));
    const line = lastNotBehind(this.#starts, at);
    return { line, character: at - (this.#starts[line] ?? 0) };
  }

  /** The position is clamped into the text; a character behind the end of its line means the start of the next. */
  offset({ line, character }: Position): number {
    const start = this.#starts[Math.max(0, line)];
    if (start === undefined) return this.#length;
    const next = this.#starts[line + 1] ?? this.#length;
    return Math.min(start + Math.max(0, character), next);
  }
}

/** Order in the text; what has no place comes first. */
export function comparePositions(a: Position | undefined, b: Position | undefined): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.character ?? 0) - (b?.character ?? 0);
}

/** Where the lines of a text begin. */
interface KnownStarts {
  readonly text: string;
  readonly starts: Int32Array;
}

/** Texts below this many characters are read anew. */
const largeText = 30_000;
/** The newest large texts: after an edit, only the lines that it touches are looked for again. They only save work. */
const recent: KnownStarts[] = [];
const kept = 4;

function startsOf(text: string): Int32Array {
  if (text.length < largeText) return allStarts(text);
  const same = recent.find((it) => it.text === text);
  if (same) return same.starts;
  let starts: Int32Array | undefined;
  for (const [index, known] of recent.entries()) {
    starts = startsAfter(known, text);
    if (!starts) continue;
    recent.splice(index, 1);
    break;
  }
  starts ??= allStarts(text);
  recent.unshift({ text, starts });
  recent.length = Math.min(recent.length, kept);
  return starts;
}

function allStarts(text: string): Int32Array {
  if (text.includes('\r') && /\r(?!\n)/.test(text)) return Int32Array.from(startsWithin(text, 0, text.length));
  let starts = new Int32Array(16 + (text.length >> 4));
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (count === starts.length) {
      const wider = new Int32Array(count * 2);
      wider.set(starts);
      starts = wider;
    }
    starts[count++] = at + 1;
  }
  return starts.slice(0, count);
}

/** Whether a line begins at an offset is told by the characters beside it alone. */
function startsWithin(text: string, from: number, to: number): number[] {
  const starts: number[] = from === 0 ? [0] : [];
  for (let at = Math.max(1, from); at <= to; at++) {
    const before = text.charCodeAt(at - 1);
    if (before === 10 || (before === 13 && text.charCodeAt(at) !== 10)) starts.push(at);
  }
  return starts;
}

/** The starts of an edited text, or undefined when so much has changed that it is another text. */
function startsAfter({ text: old, starts }: KnownStarts, text: string): Int32Array | undefined {
  const change = changeBetween(old, text);
  if (!change) return starts;
  if (change.newEnd - change.start > text.length / 8) return undefined;
  const first = change.start === 0 ? 0 : lastNotBehind(starts, change.start - 1) + 1;
  const rest = lastNotBehind(starts, change.oldEnd) + 1;
  const touched = startsWithin(text, change.start, change.newEnd);
  const made = new Int32Array(first + touched.length + starts.length - rest);
  made.set(starts.subarray(0, first));
  made.set(touched, first);
  const delta = change.newEnd - change.oldEnd;
  for (let i = rest, to = first + touched.length; i < starts.length; i++, to++) made[to] = (starts[i] ?? 0) + delta;
  return made;
}

/** The index of the last start at or before an offset. */
function lastNotBehind(starts: Int32Array, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
