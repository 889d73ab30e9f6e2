/** What a YAML scalar says, from the characters it is written with (YAML 1.2.2, chapters 7 and 10.3.2). */

/** The value of a plain scalar by the core schema: null, a truth, a number, or the text itself. */
export function coreValue(source: string): string | number | boolean | null {
  const first = source.charCodeAt(0);
  // Most scalars begin with a letter that no constant of the schema begins with.
  if (first > 57 && !mayBeginConstant.has(first)) return source;
  if (mayBeginConstant.has(first)) {
    const known = constants.get(source);
    return known === undefined ? source : known;
  }
  if (first !== 43 && first !== 45 && first !== 46 && !(first >= 48)) return source;
  if (octal.test(source)) return parseInt(source.slice(2), 8);
  if (decimal.test(source)) return parseInt(source, 10);
  if (hexadecimal.test(source)) return parseInt(source.slice(2), 16);
  const special = specials.get(source);
  if (special !== undefined) return special;
  return exponent.test(source) || fraction.test(source) ? parseFloat(source) : source;
}

const constants: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);
const mayBeginConstant: ReadonlySet<number> = new Set([...'~nNtTfF'].map((it) => it.charCodeAt(0)));
const specials: ReadonlyMap<string, number> = new Map(
  ['inf', 'Inf', 'INF']
    .flatMap((it): [string, number][] => [
      [`.${it}`, Infinity],
      [`+.${it}`, Infinity],
      [`-.${it}`, -Infinity],
    ])
    .concat(['nan', 'NaN', 'NAN'].map((it): [string, number] => [`.${it}`, NaN])),
);
const octal = /^0o[0-7]+$/;
const decimal = /^[-+]?[0-9]+$/;
const hexadecimal = /^0x[0-9a-fA-F]+$/;
const exponent = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/;
const fraction = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/;

/** The text of a plain or single-quoted scalar over lines: one line break is a space, each further one is kept (6.5). No tabs. */
export function folded(source: string): string {
  const lines = source.split(/\r?\n/);
  const last = lines.length - 1;
  let text = trimEnd(lines[0] ?? '');
  let break_ = ' ';
  for (let i = 1; i < last; i++) {
    const line = trimEnd(trimStart(lines[i] ?? ''));
    if (line === '') {
      if (break_ === '\n') text += '\n';
      else break_ = '\n';
    } else {
      text += break_ + line;
      break_ = ' ';
    }
  }
  return text + break_ + trimStart(lines[last] ?? '');
}

function trimStart(line: string): string {
  let at = 0;
  while (line.charCodeAt(at) === 32) at++;
  return line.slice(at);
}

function trimEnd(line: string): string {
  let end = line.length;
  while (line.charCodeAt(end - 1) === 32) end--;
  return line.slice(0, end);
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
};
const escapeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The text between double quotes with its escapes and line breaks resolved (7.3.1); undefined where an escape is none. No tabs, no lone CR. */
export function unescaped(source: string): string | undefined {
  let text = '';
  let at = 0;
  while (at < source.length) {
    const stop = nextSpecial(source, at);
    text += source.slice(at, stop);
    if (stop >= source.length) return text;
    if (source[stop] === '\\') {
      const sign = source[stop + 1] ?? '';
      const length = escapeLengths[sign];
      if (length !== undefined) {
        const digits = source.slice(stop + 2, stop + 2 + length);
        if (digits.length !== length || !/^[0-9a-fA-F]+$/.test(digits)) return undefined;
        const code = parseInt(digits, 16);
        if (code > 0x10ffff) return undefined;
        text += String.fromCodePoint(code);
        at = stop + 2 + length;
      } else if (sign === '\n' || sign === '\r') {
        // An escaped line break joins the lines, without the next line's indentation.
        at = stop + (sign === '\r' ? 3 : 2);
        while (source[at] === ' ') at++;
      } else {
        const meaning = escapes[sign];
        if (meaning === undefined) return undefined;
        text += meaning;
        at = stop + 2;
      }
    } else {
      // White space before a line break, the break, and the lines that follow up to their first character.
      let end = stop;
      while (source[end] === ' ') end++;
      if (source[end] !== '\n' && source[end] !== '\r') {
        text += source.slice(stop, end);
        at = end;
        continue;
      }
      let breaks = 0;
      for (; source[end] === ' ' || source[end] === '\n' || source[end] === '\r'; end++) {
        if (source[end] === '\n') breaks++;
      }
      text += breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
      at = end;
    }
  }
  return text;
}

function nextSpecial(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    const c = source.charCodeAt(at);
    if (c === 92 || c === 10 || c === 13 || c === 32) return at;
  }
  return source.length;
}
