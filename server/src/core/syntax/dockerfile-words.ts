import { sliceJoined, sourceRange } from '../text/joined-text.ts';
import type { JoinedText } from '../text/joined-text.ts';
import type { DockerfilePair, DockerfileWord } from './dockerfile-model.ts';

/** A span of the joined text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Cuts a text at white space. With `quotes`, as ENV, LABEL and ARG are cut: quoted blanks do not separate. */
export function splitWords(text: string, from: number, escape: string, quotes: boolean): readonly Span[] {
  const spans: Span[] = [];
  let start = -1;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote === '' && /\s/.test(character)) {
      if (start >= 0) spans.push({ start, end: at });
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (!quotes) continue;
    if (character === escape && quote !== "'") at += 1;
    else if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
  }
  if (start >= 0) spans.push({ start, end: text.length });
  return spans;
}

/** The text without its quotes and escapes. Variables stay as written, and so do backslashes in single quotes. */
export function unquote(raw: string, escape: string): string {
  if (!/["'`\\]/.test(raw)) return raw;
  let value = '';
  let quote = '';
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw[at] ?? '';
    if (character === escape && quote !== "'") {
      const next = raw[at + 1];
      if (quote === '"' && next !== '"' && next !== '$' && next !== escape) value += character;
      else if (next !== undefined) {
        value += next;
        at += 1;
      }
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else value += character;
    } else if (character === '"' || character === "'") quote = character;
    else value += character;
  }
  return value;
}

/** The word that stands at a span of the joined text. */
export function wordAt(source: JoinedText, { start, end }: Span, escape: string): DockerfileWord {
  const raw = source.text.slice(start, end);
  return { range: sourceRange(source, start, end), raw, value: unquote(raw, escape), exec: false };
}

/** Reads the `name=value` pairs of ENV, LABEL and ARG, or the single pair of `ENV name value`. */
export function readPairs(source: JoinedText, keyword: string, escape: string): readonly DockerfilePair[] {
  const spans = splitWords(source.text, 0, escape, true);
  const first = spans[0];
  if (first === undefined) return [];
  if (keyword !== 'ARG' && !source.text.slice(first.start, first.end).includes('=')) {
    const blank = /\s+/.exec(source.text);
    const cut = blank === null ? source.text.length : blank.index;
    const value =
      blank === null ? null : wordAt(source, { start: cut + blank[0].length, end: source.text.length }, escape);
    const range = sourceRange(source, 0, source.text.length);
    return [{ key: wordAt(source, { start: 0, end: cut }, escape), value, range }];
  }
  return spans.map(({ start, end }) => {
    const equals = source.text.slice(start, end).indexOf('=');
    const range = sourceRange(source, start, end);
    if (equals < 0) return { key: wordAt(source, { start, end }, escape), value: null, range };
    const cut = start + equals;
    return {
      key: wordAt(source, { start, end: cut }, escape),
      value: wordAt(source, { start: cut + 1, end }, escape),
      range,
    };
  });
}

/** What follows the keyword and the flags of an instruction, and the flags. */
export function leadingFlags(
  source: JoinedText,
  escape: string,
): { readonly flags: readonly Span[]; readonly rest: JoinedText } {
  const flags: Span[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(source.text[at] ?? '')) at += 1;
    if (!source.text.startsWith('--', at)) break;
    const end = endOfWord(source.text, at, escape);
    if (end - at > 2) flags.push({ start: at, end });
    const last = end - at === 2;
    at = end;
    if (last) break;
  }
  while (/\s/.test(source.text[at] ?? '')) at += 1;
  return { flags, rest: sliceJoined(source, at) };
}

function endOfWord(text: string, from: number, escape: string): number {
  let quote = '';
  let at = from;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote === '' && /\s/.test(character)) break;
    if (character === escape && quote !== "'") at += 1;
    else if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
  }
  return Math.min(at, text.length);
}
