import type { DockerfileWord } from '../syntax/dockerfile.ts';
import type { Edit } from '../text/edit.ts';
import type { TextRange } from '../text/range.ts';
import { lineEnd, lineStart, nextLine, previousEnd } from './line.ts';

/** Takes a word of an instruction away, with its line when it has one of its own between continuation lines. */
export function removeWord(text: string, word: TextRange, escape: string): Edit {
  const line = lineStart(text, word.start);
  const rest = text.slice(word.end, lineEnd(text, word.end)).trim();
  if (text.slice(line, word.start).trim() === '') {
    if (rest === escape) return { start: line, end: nextLine(text, word.end), text: '' };
    // The last of several lines: the one before it must not go on any more.
    if (rest === '') return { start: continuationBefore(text, line, escape), end: lineEnd(text, word.end), text: '' };
    let end = word.end;
    while (text[end] === ' ' || text[end] === '\t') end++;
    return { start: word.start, end, text: '' };
  }
  let start = word.start;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
  return { start, end: word.end, text: '' };
}

/** Where the continuation character of the last line above that is no comment stands, with the blanks before it. */
function continuationBefore(text: string, line: number, escape: string): number {
  let start = line;
  while (start > 0) {
    const end = previousEnd(text, start);
    start = lineStart(text, end);
    const content = text.slice(start, end).trimEnd();
    if (content.trim() === '' || content.trimStart().startsWith('#')) continue;
    const kept = content.endsWith(escape) ? content.slice(0, -escape.length).trimEnd() : content;
    return start + kept.length;
  }
  return line;
}

/** Takes an item out of an exec form, with the comma that it needs no longer. */
export function removeItem(items: readonly DockerfileWord[], item: TextRange): Edit {
  const index = items.findIndex((it) => it.range.start === item.start);
  const before = items[index - 1];
  const next = items[index + 1];
  if (next) return { start: item.start, end: next.range.start, text: '' };
  return { start: before ? before.range.end : item.start, end: item.end, text: '' };
}
