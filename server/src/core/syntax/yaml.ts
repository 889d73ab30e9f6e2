import type { AnchorDefinition, DataTree, MapEntry, MapNode, Node, ScalarNode, SyntaxFault } from './node.ts';
import { isBlank, keyLine, type YamlLines, yamlLines } from './yaml-lines.ts';
import { parseWholeYaml } from './yaml-whole.ts';

/** The pieces of a text by their own text, to be handed to the next parse of the edited text. */
export type YamlPieces = Map<string, DataTree>;

/** Entries below this many characters are parsed as one piece. */
const pieceSize = 1200;
/** A text with a fault is parsed whole up to this size; above, its pieces stand, and the fault stays in its piece. */
const wholeLimit = 150_000;

/**
 * Parses one YAML document by cutting it along its indentation into pieces that parse alone, and joining their trees.
 * Pieces known from `before` are not parsed again; those in use are collected in `after`.
 *
 * Invariant: for a text without faults the tree is the one that {@link parseWholeYaml} gives. Whatever the cut is not
 * sure of (anchors and tags on collections, flow collections over lines, tabs) stays in one piece.
 */
export function parseYaml(text: string, before?: YamlPieces, after?: YamlPieces): DataTree {
  if (text.length < pieceSize) return parseWholeYaml(text);
  const cutter = new Cutter(yamlLines(text), before, after);
  const tree = cutter.document();
  if (tree && (tree.faults.length === 0 || text.length > wholeLimit)) return tree;
  return parseWholeYaml(text);
}

/** A node with its absolute start. */
interface Placed {
  readonly node: Node;
  readonly start: number;
}

type Route = readonly (string | number)[];

/** Thrown inside the cutter when a block is not of the plain form: its parent takes it as one piece. */
class NotPlain extends Error {}

class Cutter {
  readonly #lines: YamlLines;
  readonly #before: YamlPieces | undefined;
  readonly #after: YamlPieces | undefined;
  #faults: SyntaxFault[] = [];
  #anchors = new Map<string, AnchorDefinition>();

  constructor(lines: YamlLines, before: YamlPieces | undefined, after: YamlPieces | undefined) {
    this.#lines = lines;
    this.#before = before;
    this.#after = after;
  }

  document(): DataTree | undefined {
    const first = this.#firstContent();
    if (first === undefined) return undefined;
    try {
      const placed = this.#block(first, this.#lines.count, []);
      const root = { ...placed.node, offset: placed.start };
      return { root, faults: this.#faults.sort((a, b) => a.start - b.start), anchors: this.#anchors };
    } catch (cause) {
      if (cause instanceof NotPlain) return undefined;
      throw cause;
    }
  }

  /** The first line of the document's content, behind a bare `---`; undefined where directives or markers ask for the whole parser. */
  #firstContent(): number | undefined {
    const { text, count, indents, starts } = this.#lines;
    let line = 0;
    let marked = false;
    for (; line < count; line++) {
      if (at(indents, line) < 0) continue;
      const start = at(starts, line);
      if (
        !marked &&
        text.startsWith('---', start) &&
        /^---[ \t]*(#.*)?\r?\n?$/.test(text.slice(start, at(starts, line + 1)))
      ) {
        marked = true;
        continue;
      }
      break;
    }
    if (line >= count) return undefined;
    const start = at(starts, line);
    if (text[start] === '%' || text.startsWith('---', start) || text.includes('\uFEFF') || text.includes('\n...'))
      return undefined;
    return line;
  }

  /** The block collection on the lines `from..to`, whose first line has content. */
  #block(from: number, to: number, route: Route): Placed {
    const { text, indents, starts } = this.#lines;
    const indent = at(indents, from);
    const start = at(starts, from) + indent;
    const isList = text[start] === '-' && isBlank(text.charCodeAt(start + 1));
    const heads: number[] = [];
    let keyWaits = false;
    for (let line = from; line < to; line++) {
      const depth = at(indents, line);
      if (depth < 0 || depth > indent) continue;
      // Something stands further left than the block, or a list's dash among keys: not the plain form.
      if (depth < indent) throw new NotPlain();
      const head = at(starts, line) + indent;
      const dash = text[head] === '-' && isBlank(text.charCodeAt(head + 1));
      if (isList !== dash) {
        // A list may be written at its own key's indentation (YAML 1.2.2, 8.2.1, "compact").
        if (!isList && dash && heads.length > 0 && this.#isBare(heads[heads.length - 1] ?? from)) continue;
        throw new NotPlain();
      }
      if (!isList && isExplicit(text, head, ':') && keyWaits) {
        keyWaits = false;
        continue;
      }
      // An explicit key without its own value may take what follows for a part of itself.
      if (keyWaits) throw new NotPlain();
      keyWaits = !isList && isExplicit(text, head, '?');
      if (!isList && !keyWaits && !keyLine(text, head, at(starts, line + 1))) throw new NotPlain();
      heads.push(line);
    }
    if (keyWaits) throw new NotPlain();
    return isList ? this.#list(heads, to, start, route) : this.#map(heads, to, start, indent, route);
  }

  #isBare(line: number): boolean {
    const { text, starts, indents } = this.#lines;
    return keyLine(text, at(starts, line) + at(indents, line), at(starts, line + 1))?.bare === true;
  }

  #map(heads: readonly number[], to: number, start: number, indent: number, route: Route): Placed {
    const { text, starts } = this.#lines;
    const entries: MapEntry[] = [];
    let end = start;
    heads.forEach((line, index) => {
      const next = heads[index + 1] ?? to;
      const head = at(starts, line) + indent;
      const inner =
        at(starts, next) - head > pieceSize && keyLine(text, head, at(starts, line + 1))?.bare
          ? this.#inner(line + 1, next)
          : undefined;
      const key = inner === undefined ? undefined : this.#piece(at(starts, line), at(starts, line + 1));
      const keyNode = key?.root?.kind === 'map' ? key.root.entries[0]?.key : undefined;
      if (inner !== undefined && keyNode && key && key.faults.length === 0) {
        const value = this.#tryBlock(inner, next, [...route, keyName(keyNode)]);
        if (value) {
          entries.push({
            key: { ...keyNode, offset: head - start },
            value: { ...value.node, offset: value.start - start },
          });
          end = value.start + value.node.length;
          return;
        }
      }
      const base = at(starts, line);
      const piece = this.#piece(base, at(starts, next));
      const { root } = piece;
      const entry = root?.kind === 'map' && !root.flow ? root.entries[0] : undefined;
      if (!root || root.kind !== 'map' || root.entries.length !== 1 || !entry?.key || root.offset !== indent)
        throw new NotPlain();
      const shift = base + root.offset - start;
      entries.push({ key: moved(entry.key, shift), value: entry.value && moved(entry.value, shift) });
      end = base + root.offset + root.length;
      this.#take(piece, base, (steps) => [...route, ...steps]);
    });
    const node: MapNode = { kind: 'map', flow: false, offset: 0, length: end - start, entries };
    return { node, start };
  }

  #list(heads: readonly number[], to: number, start: number, route: Route): Placed {
    const { starts } = this.#lines;
    const items: (Node | undefined)[] = [];
    let end = start;
    heads.forEach((line, index) => {
      const base = at(starts, line);
      const piece = this.#piece(base, at(starts, heads[index + 1] ?? to));
      const { root } = piece;
      if (root?.kind !== 'list' || root.flow || root.items.length !== 1) throw new NotPlain();
      const item = root.items[0];
      items.push(item && moved(item, base + root.offset - start));
      end = base + root.offset + root.length;
      this.#take(piece, base, ([, ...steps]) => [...route, index, ...steps]);
    });
    return { node: { kind: 'list', flow: false, offset: 0, length: end - start, items }, start };
  }

  /** The first line with content of an entry's value, when it can be a block of its own. */
  #inner(from: number, to: number): number | undefined {
    for (let line = from; line < to; line++) if (at(this.#lines.indents, line) >= 0) return line;
    return undefined;
  }

  /** A block, or undefined when it is not plain; what it had collected is forgotten then. */
  #tryBlock(from: number, to: number, route: Route): Placed | undefined {
    const faults = this.#faults;
    const anchors = this.#anchors;
    this.#faults = [];
    this.#anchors = new Map();
    try {
      const placed = this.#block(from, to, route);
      faults.push(...this.#faults);
      for (const [name, definition] of this.#anchors) anchors.set(name, definition);
      return placed;
    } catch (cause) {
      if (cause instanceof NotPlain) return undefined;
      throw cause;
    } finally {
      this.#faults = faults;
      this.#anchors = anchors;
    }
  }

  #piece(start: number, end: number): DataTree {
    const text = this.#lines.text.slice(start, end);
    const known = this.#after?.get(text) ?? this.#before?.get(text);
    const tree = known ?? parseWholeYaml(text);
    this.#after?.set(text, tree);
    return tree;
  }

  #take(piece: DataTree, base: number, routeOf: (steps: Route) => Route): void {
    for (const fault of piece.faults) this.#faults.push({ ...fault, start: fault.start + base, end: fault.end + base });
    for (const [name, { node, start, route }] of piece.anchors)
      this.#anchors.set(name, { node, start: start + base, route: routeOf(route) });
  }
}

/** `? ` opens a key and `: ` its value (YAML 1.2.2, 8.2.2); the two lines and what is below them are one piece. */
function isExplicit(text: string, head: number, sign: '?' | ':'): boolean {
  return text[head] === sign && isBlank(text.charCodeAt(head + 1));
}

function moved<N extends Node>(node: N, shift: number): N {
  return { ...node, offset: node.offset + shift };
}

function keyName(key: ScalarNode): string {
  return String(key.value ?? key.source);
}

function at(array: Int32Array, index: number): number {
  return array[index] ?? 0;
}
