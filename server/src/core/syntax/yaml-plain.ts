import { type DataTree, type ListNode, type MapEntry, type MapNode, maximalDepth, type Node } from './node.ts';
import { beginsPlain, NotPlain, notPlain, scalarNode, wrong } from './yaml-cursor.ts';
import { FlowReader } from './yaml-flow.ts';

/** A part of a text that the plain reader is not sure of, read by the whole parser: the lines of one entry or item. */
export interface Island {
  /** Offset of the start of its first line. */
  readonly start: number;
  /** Characters up to the line behind it. */
  readonly length: number;
  /** The column of the block that it stands in. */
  readonly indent: number;
  /** The part parsed alone; its offsets count from `start`. */
  readonly tree: DataTree;
}

/** What is done with what is not of the plain form. */
export interface Islands {
  /** Reads the lines of an entry or item on its own; undefined when they must be seen in the whole. */
  readonly parse: (text: string) => DataTree | undefined;
  /** Whether lines that are wrong for certain become a fault of their own, and what surrounds them stands. */
  readonly tolerant: boolean;
}

/** Deeper than any real manifest, and far from the stack's end. */
const maximalBlocks = 150;
/** Above this many characters, an entry that is wrong for certain is not read to find out what could be meant. */
const largeEntry = 20_000;

/** Thrown where no island helps, because the document as a whole is not of the plain form. */
const beyond = new NotPlain('the document is not of the plain form');

/**
 * Reads the plain subset of YAML that files are mostly written in: block maps and lists of scalars and flow collections.
 * What it is not certain of is no part of the subset: anchors, aliases, tags, directives, explicit keys, tabs between
 * tokens, odd indentation. There it asks for an {@link Island}, or gives up.
 *
 * Invariant: what it reads is what the whole parser reads, in every offset. How an entry is read depends only on its own
 * lines, up to the next line with content that is not indented further; updates of an edited text rely on it.
 */
export class PlainReader extends FlowReader {
  readonly islands: Island[] = [];
  readonly #policy: Islands | undefined;

  constructor(text: string, policy?: Islands) {
    super(text);
    this.#policy = policy;
  }

  /** The root of a document, its offset counted from the text's start; undefined when the document is not of the plain form. */
  document(): Node | undefined {
    return this.#guarded(() => {
      if (this.text.includes('\uFEFF')) throw notPlain;
      this.toContent(0);
      if (this.indent === 0 && this.text.startsWith('---', this.line)) this.endOfLine(this.line + 3);
      if (this.indent === 0 && this.text[this.line] === '%') throw notPlain;
      if (this.indent < 0) throw notPlain;
      this.#skipWord();
      const start = this.line + this.indent;
      if (!this.isDash(start) && !this.#isKey(start)) throw notPlain;
      return this.isDash(start)
        ? this.#list(start, this.indent, 0, 0, this.line)
        : this.#map(start, this.indent, 0, 0, this.line);
    });
  }

  /**
   * The entries or items of a block that begins at the text's start with this indentation, with offsets from `parent`;
   * undefined when the text is not of the plain form, or something else than them. `depth` is the block's in its
   * document; `whole` says that nothing of the block stands before the text.
   */
  block(
    kind: 'map' | 'list',
    indent: number,
    parent: number,
    depth: number,
    whole: boolean,
  ): MapNode | ListNode | undefined {
    return this.#guarded(() => {
      if (this.text.includes('\uFEFF')) throw notPlain;
      this.toContent(0);
      if (this.line !== 0 || this.indent !== indent || this.isDash(indent) !== (kind === 'list')) throw notPlain;
      // A colon may belong to a key that stands before the text, a bracket to its value.
      if (this.#isSign(indent, 58) || '}]'.includes(this.text[indent] ?? ' ')) throw notPlain;
      // The first line decides whether there is a map at all.
      if (whole && kind === 'map' && !this.#beginsMap(indent)) throw notPlain;
      return kind === 'list'
        ? this.#list(indent, indent, 0, depth, 0, parent)
        : this.#map(indent, indent, 0, depth, 0, parent);
    });
  }

  #guarded<N extends Node>(read: () => N): N | undefined {
    try {
      const node = read();
      return this.indent < 0 ? node : undefined;
    } catch (cause) {
      if (cause instanceof NotPlain) return undefined;
      throw cause;
    }
  }

  /** `line` is where the first entry's line begins, or -1 when something else begins it; children's offsets count from `origin`. */
  #map(start: number, indent: number, parent: number, depth: number, line: number, origin = start): MapNode {
    if (depth > maximalBlocks) throw beyond;
    const entries: MapEntry[] = [];
    let head = start;
    let own = line;
    for (;;) {
      const entry = this.#entry(head, own, indent, origin, depth);
      if (entry) entries.push(entry);
      if (this.indent < indent) break;
      own = this.line;
      head = own + indent;
    }
    // Where others stand before them, lines may all be faults.
    if (entries.length === 0 && origin === start) throw notPlain;
    const last = entries[entries.length - 1];
    return { kind: 'map', flow: false, offset: start - parent, length: endOf(last?.value ?? last?.key), entries };
  }

  #list(start: number, indent: number, parent: number, depth: number, line: number, origin = start): ListNode {
    if (depth > maximalBlocks) throw beyond;
    const items: (Node | undefined)[] = [];
    let head = start;
    let own = line;
    for (;;) {
      items.push(this.#item(head, own, indent, origin, depth));
      if (this.indent !== indent || !this.isDash(this.line + indent)) break;
      own = this.line;
      head = own + indent;
    }
    return { kind: 'list', flow: false, offset: start - parent, length: endOf(items[items.length - 1]), items };
  }

  /** Undefined for lines that are a fault and nothing else. */
  #entry(head: number, own: number, indent: number, origin: number, depth: number): MapEntry | undefined {
    if (indent === 0 && this.#isMarker(head)) throw beyond;
    // Where an empty key stands depends on what stands before it.
    if (this.#isSign(head, 58)) throw notPlain;
    const known = this.islands.length;
    try {
      return this.#plainEntry(head, indent, origin, depth);
    } catch (cause) {
      if ((cause !== notPlain && cause !== wrong) || own < 0) throw cause;
      this.islands.length = known;
      const hopeless = cause === wrong && this.#islandEnd(own, indent, 'map') - own > largeEntry;
      if (this.#policy?.tolerant && (hopeless || this.#isWord(head))) {
        this.#stray(own, indent);
        return undefined;
      }
    }
    const root = this.#island(own, indent, depth, 'map');
    if (!root) return undefined;
    const entry = root.kind === 'map' && root.entries.length === 1 ? root.entries[0] : undefined;
    if (!entry?.key) throw notPlain;
    const shift = own + indent - origin;
    return { key: moved(entry.key, shift), value: entry.value && moved(entry.value, shift) };
  }

  #plainEntry(head: number, indent: number, origin: number, depth: number): MapEntry {
    if (this.#isSign(head, 63)) return this.#explicitEntry(head, indent, origin, depth);
    const colon = this.colonAfter(head);
    if (colon < 0) throw notPlain;
    const key = this.key(head, colon, origin);
    const value = this.#value(this.skipSpaces(colon + 1), origin, indent, depth + 1, -1);
    this.#endEntry(indent);
    return { key, value };
  }

  /** `? key` and, on the very next line, `: value` (8.2.2): how long keys are written. */
  #explicitEntry(head: number, indent: number, origin: number, depth: number): MapEntry {
    const at = this.skipSpaces(head + 1);
    const end = this.text.indexOf('\n', at);
    const first = this.text.charCodeAt(at);
    const key = first === 34 || first === 39 ? this.quoted(at, origin, Infinity) : this.plain(at, origin, Infinity);
    if (end < 0 || this.end > end) throw notPlain;
    this.endOfLine(this.end);
    const sign = this.line + indent;
    if (this.line !== end + 1 || this.indent !== indent || !this.#isSign(sign, 58)) throw notPlain;
    const from = this.skipSpaces(sign + 1);
    const value = this.#value(from, origin, indent, depth + 1, indent + from - sign);
    this.#endEntry(indent);
    return { key, value };
  }

  /** Behind an entry stands the next one, or something that is indented less. */
  #endEntry(indent: number): void {
    if (!this.#goesOn(indent)) return;
    if (!this.#policy?.tolerant) throw notPlain;
    this.#stray(this.line, indent);
    if (this.#goesOn(indent)) throw notPlain;
  }

  #goesOn(indent: number): boolean {
    return this.indent > indent || (this.indent === indent && this.isDash(this.line + indent));
  }

  #item(head: number, own: number, indent: number, origin: number, depth: number): Node {
    const known = this.islands.length;
    try {
      const at = this.skipSpaces(head + 1);
      const value = this.#value(at, origin, indent, depth + 1, indent + at - head);
      if (this.indent > indent) throw notPlain;
      return value;
    } catch (cause) {
      if ((cause !== notPlain && cause !== wrong) || own < 0) throw cause;
      this.islands.length = known;
    }
    const root = this.#island(own, indent, depth, 'list');
    const item = root?.kind === 'list' && root.items.length === 1 ? root.items[0] : undefined;
    if (!item) throw notPlain;
    return moved(item, own + indent - origin);
  }

  /**
   * What stands behind a colon or a dash, in a block with this indentation. Behind a dash a block may begin on the same
   * line, in this column; behind a colon, where `column` is -1, a list may stand at the key's own indentation.
   */
  #value(at: number, parent: number, indent: number, depth: number, column: number): Node {
    const { text } = this;
    const c = text.charCodeAt(at);
    if (c !== 35 && !this.isEnd(at)) return this.#inline(at, parent, indent, depth, column);
    this.endOfLine(c === 35 ? at - 1 : at);
    if (this.indent > indent) return this.#below(parent, indent, depth);
    const start = this.line + this.indent;
    if (column < 0 && this.indent === indent && this.isDash(start))
      return this.#list(start, indent, parent, depth, this.line);
    return scalarNode(at - parent, 0, null, '', 'plain');
  }

  /** A value on the lines below its key or dash. */
  #below(parent: number, indent: number, depth: number): Node {
    const { text } = this;
    this.#skipWord();
    const start = this.line + this.indent;
    if (this.isDash(start)) return this.#list(start, this.indent, parent, depth, this.line);
    // A block scalar's header on a line of its own is rare.
    if (text[start] === '|' || text[start] === '>') throw notPlain;
    if (this.#beginsMap(start)) return this.#map(start, this.indent, parent, depth, this.line);
    return this.#inline(start, parent, indent, depth, -1);
  }

  #inline(at: number, parent: number, indent: number, depth: number, column: number): Node {
    const c = this.text.charCodeAt(at);
    if (c === 124 || c === 62) return this.blockScalar(at, parent, indent);
    if (c === 91 || c === 123) {
      const node = this.flow(at, parent, indent, depth);
      this.endOfLine(this.flowEnd);
      return node;
    }
    if (column >= 0) {
      if (this.isDash(at)) return this.#list(at, column, parent, depth, -1);
      if (this.#isKey(at)) return this.#map(at, column, parent, depth, -1);
    }
    if (c !== 34 && c !== 39) return this.plain(at, parent, indent);
    const node = this.quoted(at, parent, indent);
    this.endOfLine(this.end);
    return node;
  }

  /** The lines of an entry or item, read alone; undefined where they are a fault and no entry. Goes to the next line with content. */
  #island(line: number, indent: number, depth: number, kind: 'map' | 'list'): Node | undefined {
    if (!this.#policy) throw notPlain;
    const end = this.#islandEnd(line, indent, kind);
    const tree = this.#policy.parse(this.text.slice(line, end));
    if (!tree) throw beyond;
    const { root } = tree;
    if (root?.kind !== kind || root.flow || root.offset !== indent || root.anchorName || root.tag) {
      if (!this.#policy.tolerant || kind === 'list' || tree.faults.length === 0) throw notPlain;
      this.islands.push({
        start: line,
        length: end - line,
        indent,
        tree: { root: undefined, faults: tree.faults, anchors: new Map() },
      });
      this.toContent(end);
      return undefined;
    }
    if (depth + depthOf(root) > maximalDepth) throw beyond;
    this.islands.push({ start: line, length: end - line, indent, tree });
    this.toContent(end);
    return root;
  }

  /** The start of the first further line with content that is not indented further; a list may stand at its key's indentation, and so does the colon of an explicit key. */
  #islandEnd(line: number, indent: number, kind: 'map' | 'list'): number {
    const { text } = this;
    const explicit = text[line + indent] === '?';
    for (let at = text.indexOf('\n', line) + 1; at > 0; at = text.indexOf('\n', at) + 1) {
      const first = this.skipSpaces(at);
      if (first - at > indent || isEmptyLine(text, first)) continue;
      // A tab begins no entry; it may stand before what a string or a flow collection goes on with.
      if (text[first] === '\t') continue;
      if (first - at < indent) return at;
      // The last bracket of a flow collection may stand below its key.
      if (text[first] === '}' || text[first] === ']') continue;
      const signs = kind === 'map' && !(text.charCodeAt(first + 1) > 32);
      if (!signs || (text[first] !== '-' && !(explicit && text[first] === ':'))) return at;
    }
    return text.length;
  }

  /** Whether what stands in an entry's place can be none: a line of a word or a string, without a colon behind it. */
  #isWord(at: number): boolean {
    const { text } = this;
    const end = text.indexOf('\n', at);
    if (text.slice(at, end < 0 ? text.length : end).includes('\t')) return false;
    return (text[at] === '"' || text[at] === "'" || beginsPlain(text, at)) && this.colonAfter(at) < 0;
  }

  /** Goes over a word in the place of a first key, as it is while the key is being written: the next line has its colon. */
  #skipWord(): void {
    const { line, indent } = this;
    // A string may go on over lines that look like keys.
    if (!this.#policy?.tolerant || !beginsPlain(this.text, line + indent) || !this.#isWord(line + indent)) return;
    const end = this.#islandEnd(line, indent, 'list');
    this.toContent(end);
    const follows = this.indent === indent && !this.isDash(this.line + indent) && this.#isKey(this.line + indent);
    if (follows) this.#addStray(line, end, indent);
    else this.toContent(line);
  }

  /** Goes over lines that are wrong for certain, up to the next one that is not indented further. */
  #stray(line: number, indent: number): void {
    const end = this.#islandEnd(line, indent, 'map');
    this.#addStray(line, end, this.skipSpaces(line) - line);
    this.toContent(end);
  }

  #addStray(line: number, behind: number, indent: number): void {
    const { text } = this;
    let end = text.indexOf('\n', line);
    if (end < 0) end = text.length;
    if (text[end - 1] === '\r') end--;
    const fault = { message: 'Implicit map keys need to be followed by map values', start: indent, end: end - line };
    const tree = { root: undefined, faults: [fault], anchors: new Map() };
    this.islands.push({ start: line, length: behind - line, indent, tree });
  }

  /** Whether the first line of a value on lines of its own is that of a map, and not of a flow collection. */
  #beginsMap(at: number): boolean {
    return !'{[|>'.includes(this.text[at] ?? '') && this.#isKey(at);
  }

  /** Whether an entry of a map begins here. */
  #isKey(at: number): boolean {
    return this.#isSign(at, 63) || this.colonAfter(at) >= 0;
  }

  #isSign(at: number, sign: 58 | 63): boolean {
    return this.text.charCodeAt(at) === sign && this.isGap(at + 1);
  }

  #isMarker(at: number): boolean {
    return (this.text.startsWith('---', at) || this.text.startsWith('...', at)) && this.isGap(at + 3);
  }
}

/** White space and a comment at most. */
function isEmptyLine(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  const c = text.charCodeAt(at);
  return c === 35 || c === 10 || c === 13 || at >= text.length;
}

function endOf(node: Node | undefined): number {
  return node ? node.offset + node.length : 0;
}

export function moved<N extends Node>(node: N, shift: number): N {
  return shift === 0 ? node : { ...node, offset: node.offset + shift };
}

/** How many collections stand within each other. */
function depthOf(node: Node | undefined): number {
  let deepest = 0;
  if (node?.kind === 'map') for (const { value } of node.entries) deepest = Math.max(deepest, depthOf(value) + 1);
  else if (node?.kind === 'list') for (const item of node.items) deepest = Math.max(deepest, depthOf(item) + 1);
  return deepest;
}
