/** The value of a variable; undefined when it is not known. */
export type Lookup = (name: string) => string | undefined;

/** Nested defaults deeper than this count as unknown. */
const MAX_DEPTH = 10;
/** Variables that add more than this make a value unknown: `ENV A=$A$A`, repeated, would double it without end. */
export const MAX_LENGTH = 2048;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * The value of a word of ENV, ARG, FROM, COPY and the like after quotes, escapes and variables, as BuildKit's
 * `shell.Lex` reads it: `$X`, `${X}`, `${X:-d}`, `${X-d}`, `${X:+d}`, `${X+d}`; the operators that cut patterns are
 * unknown. A variable without a value makes the whole word unknown (undefined), or leaves `hole` in its place when one
 * is given. `${X:-d}` is `d` when `X` has no known value, for that is what a build without further arguments gives.
 */
export function expand(raw: string, escape: string, lookup: Lookup, hole?: string, depth = 0): string | undefined {
  let value = '';
  let quote = '';
  let complete = true;
  for (let at = 0; at < raw.length; ) {
    const character = raw[at] ?? '';
    if (character === escape && quote !== "'") {
      const next = raw[at + 1];
      if (quote === '"' && next !== '"' && next !== '$' && next !== escape) value += character;
      else if (next !== undefined) {
        value += next;
        at += 1;
      }
      at += 1;
    } else if (character === '$' && quote !== "'") {
      const variable = readVariable(raw, at, escape, lookup, depth);
      if (variable.value === undefined) complete = false;
      value += variable.value ?? hole ?? '';
      at = variable.end;
      if (value.length > MAX_LENGTH + raw.length) return hole;
    } else {
      if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = '';
      else value += character;
      at += 1;
    }
  }
  return complete || hole !== undefined ? value : undefined;
}

/** The names that a text refers to. */
export function variableNames(raw: string): readonly string[] {
  return [...raw.matchAll(/(?<!\\)\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)].map((match) => match[1] ?? '');
}

interface Variable {
  readonly value: string | undefined;
  readonly end: number;
}

function readVariable(raw: string, at: number, escape: string, lookup: Lookup, depth: number): Variable {
  const braced = raw[at + 1] === '{';
  const start = at + (braced ? 2 : 1);
  NAME.lastIndex = start;
  const name = NAME.exec(raw)?.[0];
  if (!braced) {
    // A dollar sign before anything but a name is itself; `$1` is an argument that a build does not have.
    if (name === undefined)
      return /\d/.test(raw[start] ?? '') ? { value: undefined, end: start + 1 } : { value: '$', end: start };
    return { value: lookup(name), end: start + name.length };
  }
  const close = closingBrace(raw, start, escape);
  const end = Math.min(close + 1, raw.length);
  if (name === undefined || close >= raw.length || depth >= MAX_DEPTH) return { value: undefined, end };
  const rest = raw.slice(start + name.length, close);
  const value = lookup(name);
  if (rest === '') return { value, end };
  const [operator, word] = /^(:?[-+])(.*)$/s.exec(rest)?.slice(1) ?? [];
  if (operator === undefined || word === undefined) return { value: /^:?\?/.test(rest) ? value : undefined, end };
  const present = value !== undefined && (value !== '' || !operator.startsWith(':'));
  if (operator.endsWith('-'))
    return { value: present ? value : expand(word, escape, lookup, undefined, depth + 1), end };
  if (value === undefined) return { value: undefined, end };
  return { value: present ? expand(word, escape, lookup, undefined, depth + 1) : '', end };
}

/** The offset of the brace that closes `${`, or the length of the text. */
function closingBrace(raw: string, from: number, escape: string): number {
  let depth = 1;
  for (let at = from; at < raw.length; at += 1) {
    if (raw[at] === escape) at += 1;
    else if (raw[at] === '{' && raw[at - 1] === '$') depth += 1;
    else if (raw[at] === '}') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return raw.length;
}
