import type { ScalarNode, ScalarStyle } from './node.ts';
import { coreValue, folded, unescaped } from './yaml-value.ts';

/** Thrown where a text leaves the subset that the plain reader is sure of. Made once, because it is no error of anybody. */
export class NotPlain extends Error {}
export const notPlain = new NotPlain('not of the plain form');
/** Thrown instead where no parser of YAML could be content. */
export const wrong = new NotPlain('no YAML');

const space = 32;
const hash = 35;
const lineFeed = 10;
const carriageReturn = 13;
const tab = 9;

/**
 * A text with a place in it: lines and scalars. `line` and `indent` tell of the next line with content, after all that
 * was read; `indent` is -1 at the end of the text. Everything here throws {@link notPlain} when it is in doubt.
 */
export class YamlCursor {
  readonly text: string;
  protected line = 0;
  protected indent = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** Goes to the next line with content, from the start of a line. */
  protected toContent(from: number): void {
    const { text } = this;
    let at = from;
    for (;;) {
      let i = at;
      let c = text.charCodeAt(i);
      while (c === space) c = text.charCodeAt(++i);
      if (i >= text.length) {
        this.line = text.length;
        this.indent = -1;
        return;
      }
      if (c === lineFeed) at = i + 1;
      else if (c === hash) {
        const end = text.indexOf('\n', i);
        at = end < 0 ? text.length : end + 1;
      } else if (c === carriageReturn) at = this.afterBreak(i);
      else {
        if (c === tab) throw notPlain;
        this.line = at;
        this.indent = i - at;
        return;
      }
    }
  }

  /** The start of the next line, from a line's end: LF, CRLF or the end of the text. */
  protected afterBreak(at: number): number {
    const c = this.text.charCodeAt(at);
    if (c === lineFeed) return at + 1;
    if (c === carriageReturn && this.text.charCodeAt(at + 1) === lineFeed) return at + 2;
    if (at >= this.text.length) return at;
    throw notPlain;
  }

  /** Nothing but white space and a comment may stand here; goes to the next line with content. */
  protected endOfLine(from: number): void {
    const { text } = this;
    let at = from;
    while (text.charCodeAt(at) === space) at++;
    if (text.charCodeAt(at) === hash && at > from) {
      at = text.indexOf('\n', at);
      this.toContent(at < 0 ? text.length : at + 1);
    } else this.toContent(this.afterBreak(at));
  }

  protected skipSpaces(from: number): number {
    let at = from;
    while (this.text.charCodeAt(at) === space) at++;
    return at;
  }

  /** White space, a line's end, or the text's end. Tabs and lone carriage returns are not of the plain form. */
  protected isGap(at: number): boolean {
    const c = this.text.charCodeAt(at);
    if (c > space) return false;
    if (c === space || c === lineFeed || at >= this.text.length) return true;
    if (c === carriageReturn && this.text.charCodeAt(at + 1) === lineFeed) return true;
    if (c === tab || c === carriageReturn) throw notPlain;
    return false;
  }

  protected isEnd(at: number): boolean {
    const c = this.text.charCodeAt(at);
    return c === lineFeed || c === carriageReturn || at >= this.text.length;
  }

  /** A dash that opens an item. */
  protected isDash(at: number): boolean {
    return this.text.charCodeAt(at) === 45 && this.isGap(at + 1);
  }

  /**
   * The colon that ends a key written on one line from here, or -1 when this is no key: what ends the line, or a
   * comment, comes first.
   */
  protected colonAfter(from: number): number {
    const { text } = this;
    const first = text.charCodeAt(from);
    let at = from;
    if (first === 34 || first === 39) {
      at = this.#quoteOnLine(from, first);
      if (at < 0) return -1;
      at = this.skipSpaces(at);
      return text.charCodeAt(at) === 58 && this.isGap(at + 1) ? at : -1;
    }
    for (; ; at++) {
      const c = text.charCodeAt(at);
      if (c === 58) {
        if (this.isGap(at + 1)) return at;
      } else if (c === hash) {
        if (text.charCodeAt(at - 1) === space) return -1;
      } else if (c <= carriageReturn) {
        if (c === tab) throw notPlain;
        if (c === lineFeed || c === carriageReturn) return -1;
      } else if (at >= text.length) return -1;
    }
  }

  /** The offset behind the closing quote, or -1 when the line ends before. */
  #quoteOnLine(from: number, quote: number): number {
    const { text } = this;
    for (let at = from + 1; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === quote) {
        if (quote === 34 || text.charCodeAt(at + 1) !== 39) return at + 1;
        at++;
      } else if (c === 92 && quote === 34) {
        if (this.isEnd(at + 1)) return -1;
        at++;
      } else if (c === lineFeed || c === carriageReturn) return -1;
    }
    return -1;
  }

  /** A key from its first character to its colon. */
  protected key(from: number, colon: number, parent: number): ScalarNode {
    const { text } = this;
    const first = text.charCodeAt(from);
    if (first === 34 || first === 39) {
      this.#end = from;
      return this.quoted(from, parent, Infinity);
    }
    let end = colon;
    while (text.charCodeAt(end - 1) === space) end--;
    // A colon at once would be an entry without a key.
    if (end <= from || !beginsPlain(text, from)) throw notPlain;
    const source = text.slice(from, end);
    return scalarNode(from - parent, end - from, coreValue(source), source, 'plain');
  }

  #end = 0;

  /** Offset behind the scalar read last. */
  protected get end(): number {
    return this.#end;
  }

  /** A scalar in quotes, over lines that are indented by more than `outer` (7.3.1, 7.3.2). */
  protected quoted(from: number, parent: number, outer: number): ScalarNode {
    const { text } = this;
    const quote = text.charCodeAt(from);
    let plain = true;
    let at = from + 1;
    for (; ; at++) {
      const c = text.charCodeAt(at);
      if (c === quote) {
        if (quote === 34 || text.charCodeAt(at + 1) !== 39) break;
        plain = false;
        at++;
      } else if (c === 92 && quote === 34) {
        plain = false;
        if (!this.isEnd(at + 1)) at++;
      } else if (c <= carriageReturn) {
        if (c === tab) throw notPlain;
        if (c === lineFeed || c === carriageReturn) {
          plain = false;
          at = this.#continuation(this.afterBreak(at), outer) - 1;
          if (at < 0) throw notPlain;
        }
      } else if (at >= text.length) throw notPlain;
    }
    this.#end = at + 1;
    const raw = text.slice(from + 1, at);
    const value = plain ? raw : quote === 34 ? unescaped(raw) : unquoted(raw);
    if (value === undefined) throw notPlain;
    return scalarNode(from - parent, at + 1 - from, value, value, quote === 34 ? 'double' : 'single');
  }

  /**
   * Where a scalar goes on, from the start of a line: its first character on the next line with any; -1 when that line
   * is not indented by more than `outer`, or the text ends.
   */
  #continuation(from: number, outer: number): number {
    const { text } = this;
    let line = from;
    for (;;) {
      const at = this.skipSpaces(line);
      if (at >= text.length) return -1;
      const c = text.charCodeAt(at);
      if (c === tab) throw notPlain;
      if (c !== lineFeed && c !== carriageReturn) return at - line > outer ? at : -1;
      line = this.afterBreak(at);
    }
  }

  /**
   * A plain scalar outside flow collections, over lines that are indented by more than `outer` (7.3.3); goes to the next
   * line with content.
   */
  protected plain(from: number, parent: number, outer: number): ScalarNode {
    const { text } = this;
    if (!beginsPlain(text, from)) throw notPlain;
    let end = from;
    let lines = 1;
    for (let at = from; ; ) {
      const c = text.charCodeAt(at);
      if (c > 58) end = ++at;
      else if (c === 58) {
        // A colon before white space would make a key of it.
        if (this.isGap(at + 1)) throw lines > 1 ? wrong : notPlain;
        end = ++at;
      } else if (c === space) {
        if (text.charCodeAt(++at) === hash) {
          const next = text.indexOf('\n', at);
          this.toContent(next < 0 ? text.length : next + 1);
          break;
        }
      } else if (c > carriageReturn || (c !== lineFeed && c !== carriageReturn && c !== tab && at < text.length)) {
        end = ++at;
      } else {
        if (c === tab) throw notPlain;
        const line = this.afterBreak(at);
        const next = this.#continuation(line, outer);
        if (next < 0 || text.charCodeAt(next) === hash) {
          this.toContent(line);
          break;
        }
        lines++;
        at = next;
      }
    }
    this.#end = end;
    const raw = text.slice(from, end);
    const source = lines > 1 ? folded(raw) : raw;
    return scalarNode(from - parent, end - from, coreValue(source), source, 'plain');
  }
}

function unquoted(raw: string): string {
  return (raw.includes('\n') ? folded(raw) : raw).replaceAll("''", "'");
}

/** Whether a character may begin a plain scalar in a block: an indicator begins something else (YAML 1.2.2, 5.3). */
export function beginsPlain(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  if (c === 45 || c === 58 || c === 63) return text.charCodeAt(at + 1) > space;
  return c > space && !indicators.has(c) && c !== 0xfeff;
}

const indicators: ReadonlySet<number> = new Set([...',[]{}#&*!|>\'"%@`'].map((it) => it.charCodeAt(0)));

/** All scalars are made in one place, so that they share one hidden class. */
export function scalarNode(
  offset: number,
  length: number,
  value: string | number | boolean | null,
  source: string,
  style: ScalarStyle,
): ScalarNode {
  return { kind: 'scalar', offset, length, value, source, style };
}
