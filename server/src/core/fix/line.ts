/** Lines as YAML and Docker read them: they end at LF or CRLF. A byte order mark is no part of the first line. */

/** Where the line that holds `at` begins. */
export function lineStart(text: string, at: number): number {
  const start = at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? Math.min(1, Math.max(at, 0)) : start;
}

/** Where the line that holds `at` ends, before its line break. */
export function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  if (feed < 0) return text.length;
  return feed > at && text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** Where the line after the one that holds `at` begins; the text's end if there is none. */
export function nextLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed + 1;
}

/** The end of the line before the one that begins at `start`: before its line break. */
export function previousEnd(text: string, start: number): number {
  if (start === 0) return 0;
  return text[start - 2] === '\r' ? start - 2 : start - 1;
}

export function column(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** The line break at the end of the line that holds `at`; on a last line without one, the text's first; LF if it has none. */
export function lineBreak(text: string, at: number): string {
  const feed = text.indexOf('\n', at);
  const sample = feed < 0 ? text.indexOf('\n') : feed;
  return sample > 0 && text[sample - 1] === '\r' ? '\r\n' : '\n';
}

/** The white space that the line of `at` begins with. */
export function indentation(text: string, at: number): string {
  const start = lineStart(text, at);
  return /^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))?.[0] ?? '';
}
