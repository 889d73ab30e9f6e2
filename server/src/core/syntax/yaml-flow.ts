import { type ListNode, type MapEntry, type MapNode, maximalDepth, type Node, type ScalarNode } from './node.ts';
import { BlockScalarReader } from './yaml-block-scalar.ts';
import { notPlain, scalarNode } from './yaml-cursor.ts';
import { coreValue } from './yaml-value.ts';

/** Reads flow collections (YAML 1.2.2, 7.4) of scalars and flow collections, without comments, pairs in lists, or keys without values. */
export class FlowReader extends BlockScalarReader {
  #at = 0;
  #outer = 0;

  /** From the opening bracket; further lines are indented by more than `outer`. Leaves the offset behind its end in {@link flowEnd}. */
  protected flow(from: number, parent: number, outer: number, depth: number): Node {
    this.#at = from;
    this.#outer = outer;
    return this.#collection(parent, depth, true);
  }

  protected get flowEnd(): number {
    return this.#at;
  }

  #collection(parent: number, depth: number, outermost: boolean): MapNode | ListNode {
    if (depth > maximalDepth / 2) throw notPlain;
    const start = this.#at++;
    return this.text[start] === '{'
      ? this.#map(start, parent, depth, outermost)
      : this.#list(start, parent, depth, outermost);
  }

  #map(start: number, parent: number, depth: number, outermost: boolean): MapNode {
    const { text } = this;
    const entries: MapEntry[] = [];
    for (let close = this.#gap(outermost, 125); !close; close = this.#separator(outermost, 125)) {
      const quoted = text[this.#at] === '"' || text[this.#at] === "'";
      const from = this.#at;
      const key = this.#scalar(start);
      // A key stands on one line, and only a key in quotes may have its value follow the colon at once.
      if (text.slice(from, this.#at).includes('\n')) throw notPlain;
      if (text.charCodeAt(this.skipSpaces(this.#at)) !== 58) throw notPlain;
      const colon = this.skipSpaces(this.#at);
      if (!this.isGap(colon + 1) && (!quoted || colon !== this.#at)) throw notPlain;
      this.#at = colon + 1;
      this.#gap(false, 0);
      entries.push({ key, value: this.#node(start, depth + 1) });
    }
    this.#at++;
    return { kind: 'map', flow: true, offset: start - parent, length: this.#at - start, entries };
  }

  #list(start: number, parent: number, depth: number, outermost: boolean): ListNode {
    const items: Node[] = [];
    for (let close = this.#gap(outermost, 93); !close; close = this.#separator(outermost, 93)) {
      items.push(this.#node(start, depth + 1));
    }
    this.#at++;
    return { kind: 'list', flow: true, offset: start - parent, length: this.#at - start, items };
  }

  #node(parent: number, depth: number): Node {
    const c = this.text.charCodeAt(this.#at);
    return c === 91 || c === 123 ? this.#collection(parent, depth, false) : this.#scalar(parent);
  }

  /** A comma, behind which the collection may end. */
  #separator(outermost: boolean, close: number): boolean {
    if (this.#gap(outermost, close)) return true;
    if (this.text.charCodeAt(this.#at) !== 44) throw notPlain;
    this.#at++;
    return this.#gap(outermost, close);
  }

  /** Goes over white space and line breaks; true at the bracket that ends the collection. */
  #gap(outermost: boolean, close: number): boolean {
    const { text } = this;
    let line = -1;
    for (;;) {
      this.#at = this.skipSpaces(this.#at);
      const c = text.charCodeAt(this.#at);
      if (c !== 10 && c !== 13) break;
      this.#at = line = this.afterBreak(this.#at);
    }
    const closes = text.charCodeAt(this.#at) === close;
    if (line >= 0) {
      // The last bracket may stand below the key's first character, as most people write it.
      const indent = this.#at - line;
      if (indent <= this.#outer && !(closes && outermost && indent === this.#outer)) throw notPlain;
    }
    return closes;
  }

  #scalar(parent: number): ScalarNode {
    const { text } = this;
    const from = this.#at;
    const first = text.charCodeAt(from);
    if (first === 34 || first === 39) {
      const node = this.quoted(from, parent, this.#outer);
      this.#at = this.end;
      const next = text.charCodeAt(this.#at);
      if (!this.isGap(this.#at) && next !== 44 && next !== 58 && next !== 93 && next !== 125) throw notPlain;
      return node;
    }
    if (!(first > 32) || noFlowStart.has(first)) throw notPlain;
    if (first === 45 && (flowIndicators.has(text.charCodeAt(from + 1)) || this.isGap(from + 1))) throw notPlain;
    let end = from;
    let at = from;
    for (; ; at++) {
      const c = text.charCodeAt(at);
      if (c === 58) {
        if (this.isGap(at + 1)) break;
        if (flowIndicators.has(text.charCodeAt(at + 1))) throw notPlain;
        end = at + 1;
      } else if (c === 35) {
        if (text.charCodeAt(at - 1) === 32) throw notPlain;
        end = at + 1;
      } else if (flowIndicators.has(c)) break;
      else if (c > 32) end = at + 1;
      else if (c !== 32) break;
    }
    const c = text.charCodeAt(at);
    // A scalar over lines is not of the plain form here; what ends it must be the line's end or an indicator.
    if (!(c > 32) && c !== 10 && c !== 13) throw notPlain;
    this.#at = end;
    const source = text.slice(from, end);
    return scalarNode(from - parent, end - from, coreValue(source), source, 'plain');
  }
}

const codes = (characters: string): ReadonlySet<number> => new Set([...characters].map((it) => it.charCodeAt(0)));
const flowIndicators = codes(',[]{}');
/** `?` and `:` may begin a plain scalar when a character follows, which few people know: not of the plain form. */
const noFlowStart = codes(',[]{}#&*!|>\'"%@`?:\uFEFF');
