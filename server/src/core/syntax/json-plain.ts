import type { ListNode, MapEntry, MapNode, Node, ScalarNode } from './node.ts';

/** Thrown where the text is not well formed, or nests deeper than any real file. Made once, because nobody is to see it. */
const notPlain = new Error('not of the plain form');

const maximalDepth = 200;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;

/**
 * Reads a well-formed JSON value directly, with comments and trailing commas; undefined for everything else, which the
 * tolerant parser decides. What it reads is what that one reads, in every offset. `depth` is the text's in its document.
 */
export function readPlainJson(text: string, depth = 0): Node | undefined {
  try {
    const reader = new JsonReader(text);
    return reader.root(depth);
  } catch (cause) {
    if (cause === notPlain) return undefined;
    throw cause;
  }
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  root(depth: number): Node {
    this.#gap();
    const node = this.#value(0, depth);
    this.#gap();
    if (this.#at < this.#text.length) throw notPlain;
    return node;
  }

  #value(parent: number, depth: number): Node {
    const c = this.#text.charCodeAt(this.#at);
    if (c === 34) return this.#string(parent);
    if (c === 123) return this.#map(parent, depth);
    if (c === 91) return this.#list(parent, depth);
    return this.#literal(parent);
  }

  #map(parent: number, depth: number): MapNode {
    if (depth > maximalDepth) throw notPlain;
    const start = this.#at++;
    const entries: MapEntry[] = [];
    for (let more = this.#more(125); more; more = this.#next(125)) {
      if (this.#text.charCodeAt(this.#at) !== 34) throw notPlain;
      const key = this.#string(start);
      this.#gap();
      if (this.#text.charCodeAt(this.#at) !== 58) throw notPlain;
      this.#at++;
      this.#gap();
      entries.push({ key, value: this.#value(start, depth + 1) });
    }
    return { kind: 'map', flow: true, offset: start - parent, length: this.#at - start, entries };
  }

  #list(parent: number, depth: number): ListNode {
    if (depth > maximalDepth) throw notPlain;
    const start = this.#at++;
    const items: Node[] = [];
    for (let more = this.#more(93); more; more = this.#next(93)) items.push(this.#value(start, depth + 1));
    return { kind: 'list', flow: true, offset: start - parent, length: this.#at - start, items };
  }

  /** Whether another child stands before the closing bracket; else it is behind us. */
  #more(close: number): boolean {
    this.#gap();
    if (this.#text.charCodeAt(this.#at) !== close) return true;
    this.#at++;
    return false;
  }

  #next(close: number): boolean {
    this.#gap();
    if (this.#text.charCodeAt(this.#at) === 44) {
      this.#at++;
      return this.#more(close);
    }
    if (this.#more(close)) throw notPlain;
    return false;
  }

  #string(parent: number): ScalarNode {
    const text = this.#text;
    const start = this.#at;
    let at = start + 1;
    let escaped = false;
    for (; ; at++) {
      const c = text.charCodeAt(at);
      if (c === 34) break;
      if (c === 92) {
        escaped = true;
        at++;
      } else if (!(c >= 32)) throw notPlain;
    }
    this.#at = at + 1;
    const value = escaped ? unescaped(text.slice(start, at + 1)) : text.slice(start + 1, at);
    return { kind: 'scalar', offset: start - parent, length: at + 1 - start, value, source: value, style: 'double' };
  }

  #literal(parent: number): ScalarNode {
    const text = this.#text;
    const start = this.#at;
    let value: number | boolean | null;
    if (text.startsWith('true', start)) [value, this.#at] = [true, start + 4];
    else if (text.startsWith('false', start)) [value, this.#at] = [false, start + 5];
    else if (text.startsWith('null', start)) [value, this.#at] = [null, start + 4];
    else {
      number.lastIndex = start;
      if (!number.test(text)) throw notPlain;
      this.#at = number.lastIndex;
      value = Number(text.slice(start, this.#at));
    }
    const next = text.charCodeAt(this.#at);
    if (next > 32 && next !== 44 && next !== 93 && next !== 125) throw notPlain;
    const source = text.slice(start, this.#at);
    return { kind: 'scalar', offset: start - parent, length: source.length, value, source, style: 'plain' };
  }

  /** Goes over white space and comments. */
  #gap(): void {
    const text = this.#text;
    for (;;) {
      const c = text.charCodeAt(this.#at);
      if (c === 32 || c === 10 || c === 13 || c === 9) this.#at++;
      else if (c === 47) {
        const line = text.charCodeAt(this.#at + 1) === 47;
        if (!line && text.charCodeAt(this.#at + 1) !== 42) throw notPlain;
        const end = line ? lineEnd(text, this.#at) : text.indexOf('*/', this.#at + 2);
        if (end < 0) throw notPlain;
        this.#at = line ? end : end + 2;
      } else return;
    }
  }
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}

function unescaped(quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted);
    if (typeof value === 'string') return value;
  } catch {
    // An escape that is none.
  }
  throw notPlain;
}
