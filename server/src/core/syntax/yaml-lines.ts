/** The lines of a text with their indentation, found in one pass. */
export interface YamlLines {
  readonly text: string;
  readonly count: number;
  /** Offset of each line's first character; one more entry holds the text's length. */
  readonly starts: Int32Array;
  /** Spaces before the first other character; -1 for a line that is blank or a comment. */
  readonly indents: Int32Array;
}

export function yamlLines(text: string): YamlLines {
  let capacity = 1;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) capacity++;
  const starts = new Int32Array(capacity + 1);
  const indents = new Int32Array(capacity);
  let line = 0;
  for (let at = 0; at <= text.length && line < capacity; line++) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next + 1;
    let first = at;
    while (first < end && text.charCodeAt(first) === 32) first++;
    starts[line] = at;
    indents[line] = isContent(text, first, end) ? first - at : -1;
    at = end;
    if (next < 0) {
      line++;
      break;
    }
  }
  starts[line] = text.length;
  return { text, count: line, starts, indents };
}

/** Something other than white space and a comment. */
function isContent(text: string, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 35) return false;
    if (c !== 32 && c !== 9 && c !== 13 && c !== 10) return true;
  }
  return false;
}

/** Where the value of a block map's entry begins on its key's line, or why the line is no plain `key:` line. */
export type KeyLine = { readonly colon: number; readonly bare: boolean } | undefined;

/**
 * Reads a line that starts with a key written plainly or in quotes, from the key's first character. `bare` says that
 * nothing but a comment stands behind the colon. Anchors, tags, aliases and `? ` keys give undefined: such a block is
 * parsed in one piece.
 */
export function keyLine(text: string, from: number, end: number): KeyLine {
  const first = text[from];
  let colon: number;
  if (first === '"' || first === "'") {
    const close = closingQuote(text, from, end);
    colon = close < 0 ? -1 : skipBlanks(text, close + 1, end);
    if (colon < 0 || text[colon] !== ':' || !isBlank(text.charCodeAt(colon + 1))) return undefined;
  } else {
    if (first === undefined || '#&*!|>%@`[]{},'.includes(first)) return undefined;
    if ('?:-'.includes(first) && isBlank(text.charCodeAt(from + 1))) return undefined;
    colon = plainColon(text, from, end);
    if (colon < 0) return undefined;
  }
  const value = skipBlanks(text, colon + 1, end);
  const c = text[value];
  return { colon, bare: value >= end || c === '\n' || c === '\r' || c === '#' };
}

function plainColon(text: string, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 58 && (i + 1 >= end || isBlank(text.charCodeAt(i + 1)))) return i;
    if (c === 35 && isBlank(text.charCodeAt(i - 1))) return -1;
  }
  return -1;
}

function closingQuote(text: string, from: number, end: number): number {
  const quote = text.charCodeAt(from);
  for (let i = from + 1; i < end; i++) {
    const c = text.charCodeAt(i);
    if (quote === 34 && c === 92) i++;
    else if (c === quote) {
      if (quote === 39 && text.charCodeAt(i + 1) === 39) i++;
      else return i;
    }
  }
  return -1;
}

function skipBlanks(text: string, from: number, end: number): number {
  let i = from;
  while (i < end && (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9)) i++;
  return i;
}

/** White space, a line's end, or the text's end. */
export function isBlank(code: number): boolean {
  return Number.isNaN(code) || code === 32 || code === 9 || code === 10 || code === 13;
}
