import { Joiner } from '../text/joined-text.ts';
import type { JoinedText } from '../text/joined-text.ts';

/**
 * One word of a shell command. Offsets count in the text that was given to the parser, also for words of a nested
 * `sh -c '...'` script.
 */
export interface ShellWord {
  readonly start: number;
  readonly end: number;
  /** As written, with quotes. */
  readonly raw: string;
  /** Quotes and escapes removed; an expansion that is not known stays as written. */
  readonly value: string;
  /** The word contains an expansion whose result is not known, so `value` is not what the program receives. */
  readonly dynamic: boolean;
  /** At least one character is quoted, so that the word is never a reserved word. */
  readonly quoted: boolean;
  /** Where the characters of `value` stand in the text. */
  readonly source: JoinedText;
}

/** What the word reader asks of the parser around it. */
export interface WordHost {
  readonly text: string;
  /** End of the part of the text that may be read. */
  readonly end: number;
  /** The value of a variable, when it is known. */
  lookup(name: string): string | undefined;
  /** Reads the commands of `$(`, `<(` or `>(` from `start`; answers the offset after the closing parenthesis. */
  substitution(start: number, kind: 'substitution' | 'process'): number;
  /** Reads the commands between two backticks. */
  backticks(start: number, end: number): void;
  error(message: string, at: number): void;
}

const META = /[\s;&|<>()]/;
/** Characters that end a run of ordinary ones inside a word. */
const SPECIAL = /[\s;&|<>()\\'"$`]/;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/** True where a word cannot go on unless quoted. */
export function isMeta(character: string | undefined): boolean {
  return character === undefined || META.test(character);
}

/** The length of an escaped line end after a backslash at `at`, or 0: such a pair joins two lines and means nothing. */
export function lineJoin(text: string, at: number): number {
  if (text[at] !== '\\') return 0;
  if (text[at + 1] === '\n') return 2;
  return text[at + 1] === '\r' && text[at + 2] === '\n' ? 3 : 0;
}

/** Reads one word; the text at `start` is known to begin one. Answers the word; reading goes on at its `end`. */
export function readWord(host: WordHost, start: number): ShellWord {
  const { text, end } = host;
  const value = new Joiner();
  let dynamic = false;
  let quoted = false;
  let at = start;

  const expansion = (): void => {
    const from = at;
    const read = readExpansion(host, at);
    at = read.end;
    if (read.value === undefined) {
      dynamic = true;
      value.add(text.slice(from, at), from);
    } else value.add(read.value, from);
  };

  const doubleQuoted = (): void => {
    const open = at;
    quoted = true;
    at += 1;
    while (at < end && text[at] !== '"') {
      const character = text[at];
      if (character === '\\') {
        const joined = lineJoin(text, at);
        if (joined > 0) at += joined;
        else if (/[$`"\\]/.test(text[at + 1] ?? '')) {
          value.add(text.slice(at + 1, at + 2), at + 1);
          at += 2;
        } else {
          value.add('\\', at);
          at += 1;
        }
      } else if (character === '`' || (character === '$' && startsExpansion(text, at))) expansion();
      else {
        const from = at;
        at += 1;
        while (at < end && !/["\\`$]/.test(text[at] ?? '')) at += 1;
        value.add(text.slice(from, at), from);
      }
    }
    if (at >= end) host.error('The double quote is not closed.', open);
    else at += 1;
  };

  while (at < end) {
    const character = text[at];
    if (character === '\\') {
      const joined = lineJoin(text, at);
      if (joined > 0) at += joined;
      else {
        quoted = true;
        value.add(text.slice(at + 1, Math.min(at + 2, end)), at + 1);
        at = Math.min(at + 2, end);
      }
    } else if (character === "'" || (character === '$' && text[at + 1] === "'")) {
      const ansi = character === '$';
      const open = ansi ? at + 2 : at + 1;
      const close = endOfSingleQuotes(text, open, end, ansi);
      quoted = true;
      value.add(text.slice(open, close), open);
      if (close >= end) host.error('The single quote is not closed.', at);
      at = Math.min(close + 1, end);
    } else if (character === '"') doubleQuoted();
    else if (character === '$' && text[at + 1] === '"') {
      at += 1;
      doubleQuoted();
    } else if (character === '`' || (character === '$' && startsExpansion(text, at))) expansion();
    else if ((character === '<' || character === '>') && text[at + 1] === '(') {
      const from = at;
      at = host.substitution(at + 2, 'process');
      dynamic = true;
      value.add(text.slice(from, at), from);
    } else if (isMeta(character)) break;
    else {
      const from = at;
      at += 1;
      while (at < end && !SPECIAL.test(text[at] ?? '')) at += 1;
      value.add(text.slice(from, at), from);
    }
  }
  const source = value.finish(start);
  return { start, end: at, raw: text.slice(start, at), value: source.text, dynamic, quoted, source };
}

function endOfSingleQuotes(text: string, open: number, end: number, ansi: boolean): number {
  let at = open;
  while (at < end && text[at] !== "'") at += ansi && text[at] === '\\' ? 2 : 1;
  return Math.min(at, end);
}

function startsExpansion(text: string, at: number): boolean {
  return /[A-Za-z0-9_{(@*#?!$-]/.test(text[at + 1] ?? '');
}

/** Reads `$x`, `${...}`, `$(...)`, `$((...))` or a pair of backticks; `value` is absent unless it is known. */
function readExpansion(host: WordHost, start: number): { end: number; value?: string } {
  const { text, end } = host;
  if (text[start] === '`') {
    let at = start + 1;
    while (at < end && text[at] !== '`') at += text[at] === '\\' ? 2 : 1;
    at = Math.min(at, end);
    if (at >= end) host.error('The backtick is not closed.', start);
    host.backticks(start + 1, at);
    return { end: Math.min(at + 1, end) };
  }
  const next = text[start + 1];
  if (next === '(') {
    if (text[start + 2] === '(') return { end: skipBalanced(text, start + 1, end, '(', ')') };
    return { end: host.substitution(start + 2, 'substitution') };
  }
  if (next === '{') {
    const close = skipBalanced(text, start + 1, end, '{', '}');
    const inner = text.slice(start + 2, close - 1);
    NAME.lastIndex = 0;
    const name = NAME.exec(inner)?.[0];
    return name === undefined || name.length !== inner.length ? { end: close } : known(close, host.lookup(name));
  }
  NAME.lastIndex = start + 1;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return { end: Math.min(start + 2, end) };
  return known(Math.min(start + 1 + name.length, end), host.lookup(name));
}

function known(end: number, value: string | undefined): { end: number; value?: string } {
  return value === undefined ? { end } : { end, value };
}

/** The offset after the bracket that closes the one at `start`; quotes and escapes inside are stepped over. */
export function skipBalanced(text: string, start: number, end: number, open: string, close: string): number {
  let depth = 0;
  let at = start;
  let quote = '';
  while (at < end) {
    const character = text[at];
    if (character === '\\' && quote !== "'") at += 1;
    else if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === open) depth += 1;
    else if (character === close) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    at += 1;
  }
  return end;
}
