import { changeBetween, detached, type TextChange } from '../text/change.ts';
import type { ListNode, MapEntry, MapNode, Node } from './node.ts';
import { lastNotBehind, treeWithIslands, type YamlReading } from './yaml-islands.ts';
import { type Island, type Islands, moved, PlainReader } from './yaml-plain.ts';

type Block = MapNode | ListNode;

/** A block around the change, with the children that the change touches. */
interface Level {
  readonly node: Block;
  /** Absolute, as all offsets here, in the text before. */
  readonly start: number;
  readonly indent: number;
  readonly depth: number;
  readonly from: number;
  readonly to: number;
  /** Where the lines of the last touched child end. */
  readonly end: number;
}

/** Children that stand in the place of `from..to`. */
interface Patch {
  readonly from: number;
  readonly to: number;
  readonly children: Block;
  /** What was read again, in the text before. */
  readonly span: { readonly start: number; readonly end: number };
  readonly islands: readonly Island[];
}

/** Above this many characters, reading everything again costs little more than reading a block again. */
const largestBlock = 400_000;

/**
 * Reads an edited text again: only the lines of the innermost entries that the edit touches, and the way to them is made
 * anew. Everything beside that way stays the same object, or the same but for its offset.
 *
 * Invariant: the reading is the one that a fresh reading gives. It rests on {@link PlainReader}'s: an entry is read
 * alone as it is read in its place, if the line that follows was and is one that ends it. Undefined when in doubt.
 */
export function updateYaml(before: YamlReading, text: string, policy: Islands): YamlReading | undefined {
  const { islands, text: old, tree } = before;
  if (!islands || (tree.root?.kind !== 'map' && tree.root?.kind !== 'list')) return undefined;
  const change = changeBetween(old, text);
  if (!change) return before;
  const update = new Update(old, text, change, islands, policy);
  if (update.isBeforeRoot(tree.root)) {
    const delta = text.length - old.length;
    const all = islands.map((it) => ({ ...it, start: it.start + delta }));
    return { text, islands: all, tree: treeWithIslands(moved(tree.root, delta), all, text) };
  }
  const levels = update.levels(tree.root);
  for (let i = levels.length - 1; i >= 0; i--) {
    const level = levels[i];
    const patch = level && update.patch(level);
    if (!patch) continue;
    const root = update.rebuilt(levels.slice(0, i + 1), patch);
    const delta = text.length - old.length;
    const all = [
      ...islands.filter((it) => it.start < patch.span.start),
      ...patch.islands,
      ...islands.filter((it) => it.start >= patch.span.end).map((it) => ({ ...it, start: it.start + delta })),
    ];
    return { text, islands: all, tree: treeWithIslands({ ...root, offset: tree.root.offset }, all, text) };
  }
  return undefined;
}

class Update {
  readonly #old: string;
  readonly #new: string;
  readonly #change: TextChange;
  readonly #islandStarts: ReadonlySet<number>;
  readonly #policy: Islands;

  constructor(old: string, text: string, change: TextChange, islands: readonly Island[], policy: Islands) {
    this.#old = old;
    this.#new = text;
    this.#change = change;
    this.#islandStarts = new Set(islands.map((it) => it.start));
    this.#policy = policy;
  }

  get #delta(): number {
    return this.#new.length - this.#old.length;
  }

  /** Whether only comments and empty lines before the root have changed, and the marker among them. */
  isBeforeRoot({ offset }: Node): boolean {
    const line = this.#lineStart(offset);
    return this.#change.oldEnd <= line && prelude.test(this.#new.slice(0, line + this.#delta));
  }

  /** The blocks around the change from the root inwards. */
  levels(root: Block): readonly Level[] {
    const levels: Level[] = [];
    let node: Node | undefined = root;
    let start = root.offset;
    let end = this.#old.length;
    for (let depth = 0; (node?.kind === 'map' || node?.kind === 'list') && !node.flow; depth++) {
      const level = this.#level(node, start, depth, end);
      if (!level) break;
      levels.push(level);
      if (level.from !== level.to || this.#islandStarts.has(this.#lineOf(level, level.from))) break;
      const child = childOf(level.node, level.from);
      if (!child || this.#lineStart(start + child.offset) > this.#change.start) break;
      start += child.offset;
      end = level.end;
      node = child;
    }
    return levels;
  }

  #level(node: Block, start: number, depth: number, limit: number): Level | undefined {
    const { start: from, oldEnd } = this.#change;
    const block = { node, start, indent: start - this.#lineStart(start) };
    const count = countOf(node);
    let first = lastNotBehind(node, from - start);
    // The head of a line may stand behind the change that its line begins before.
    if (first + 1 < count && (first >= 0 || this.#isOwn(block, 0)) && this.#lineOf(block, first + 1) <= from) first++;
    if (first < 0) return undefined;
    let last = first;
    while (last + 1 < count && this.#lineOf(block, last + 1) < oldEnd) last++;
    const end = last + 1 < count ? this.#lineOf(block, last + 1) : limit;
    return end < oldEnd ? undefined : { ...block, depth, from: first, to: last, end };
  }

  /** Reads the touched children again. */
  patch(level: Level): Patch | undefined {
    return this.#headPatch(level) ?? this.#linesPatch(level, level.from) ?? this.#linesPatch(level, level.from - 1);
  }

  #linesPatch(level: Level, from: number): Patch | undefined {
    if (from < 0 || !this.#isOwn(level, from)) return undefined;
    const line = this.#lineOf(level, from);
    const end = level.end + this.#delta;
    if (line > this.#change.start || end <= line || end - line > largestBlock) return undefined;
    // The line that follows must still begin where a line begins.
    if (end < this.#new.length && this.#new[end - 1] !== '\n') return undefined;
    // A colon at the next line's start might become a part of what is read.
    if (this.#new[end + level.indent] === ':') return undefined;
    const reader = new PlainReader(detached(this.#new, line, end), this.#policy);
    const children = reader.block(level.node.kind, level.indent, level.start - line, level.depth, from === 0);
    if (!children) return undefined;
    const islands = reader.islands.map((it) => ({ ...it, start: it.start + line }));
    return { from, to: level.to, children, span: { start: line, end: level.end }, islands };
  }

  /** A change within the line of a key whose value is a block on the lines below: the block need not be read again. */
  #headPatch(level: Level): Patch | undefined {
    const { from, to, node } = level;
    const entry = node.kind === 'map' && from === to ? node.entries[from] : undefined;
    const value = entry?.value;
    if (!value || (value.kind !== 'map' && value.kind !== 'list') || value.flow || !this.#isOwn(level, from))
      return undefined;
    const line = this.#lineOf(level, from);
    const lineEnd = this.#old.indexOf('\n', line);
    const { start, oldEnd } = this.#change;
    if (start < line || oldEnd > lineEnd || level.start + value.offset <= lineEnd || this.#islandStarts.has(line))
      return undefined;
    const end = lineEnd + this.#delta;
    if (this.#new.indexOf('\n', line) !== end || this.#old[line + level.indent] === '?') return undefined;
    const reader = new PlainReader(detached(this.#new, line, end + 1));
    const head = reader.block('map', level.indent, level.start - line, level.depth, from === 0);
    const made = head?.kind === 'map' && head.entries.length === 1 ? head.entries[0] : undefined;
    if (!made?.key || made.value?.kind !== 'scalar' || made.value.length > 0) return undefined;
    const children: MapNode = {
      kind: 'map',
      flow: false,
      offset: 0,
      length: 0,
      entries: [{ key: made.key, value: moved(value, this.#delta) }],
    };
    return { from, to, children, span: { start: line, end: line + 1 }, islands: [] };
  }

  /** The root with the patch in the innermost of the levels. */
  rebuilt(levels: readonly Level[], patch: Patch): Block {
    let { children, from, to } = patch;
    let made: Block | undefined;
    for (const { node, from: own } of levels.toReversed()) {
      if (made) {
        ({ from, to } = { from: own, to: own });
        const offset = childOf(node, own)?.offset ?? 0;
        children = single(node, own, { ...made, offset });
      }
      made = this.#spliced(node, from, to, children);
    }
    return made ?? children;
  }

  #spliced(node: Block, from: number, to: number, children: Block): Block {
    const delta = this.#delta;
    if (node.kind === 'map' && children.kind === 'map') {
      const entries = [...node.entries.slice(0, from), ...children.entries];
      for (let i = to + 1; i < node.entries.length; i++) {
        const entry = node.entries[i];
        if (entry) entries.push(delta === 0 ? entry : movedEntry(entry, delta));
      }
      const last = entries[entries.length - 1];
      return { ...node, entries, length: endOf(last?.value ?? last?.key) };
    }
    if (node.kind === 'list' && children.kind === 'list') {
      const items = [...node.items.slice(0, from), ...children.items];
      for (let i = to + 1; i < node.items.length; i++) {
        const item = node.items[i];
        items.push(item && moved(item, delta));
      }
      return { ...node, items, length: endOf(items[items.length - 1]) };
    }
    return node;
  }

  #lineStart(at: number): number {
    return at === 0 ? 0 : this.#old.lastIndexOf('\n', at - 1) + 1;
  }

  /** Where the line begins that opens a child: the key's, or the dash's, which may stand above the item. */
  #lineOf({ node, start, indent }: Pick<Level, 'node' | 'start' | 'indent'>, index: number): number {
    const child = node.kind === 'map' ? node.entries[index]?.key : node.items[index];
    let line = this.#lineStart(start + (index === 0 ? 0 : (child?.offset ?? 0)));
    if (node.kind === 'list') {
      while (line > start && !this.#opensItem(line, indent)) line = this.#lineStart(line - 1);
    }
    return line;
  }

  #opensItem(line: number, indent: number): boolean {
    if (this.#old[line + indent] !== '-') return false;
    return this.#isIndent(line, indent);
  }

  #isIndent(line: number, indent: number): boolean {
    for (let i = line; i < line + indent; i++) if (this.#old[i] !== ' ') return false;
    return true;
  }

  /** Whether nothing but indentation stands before a child: the first one may follow a dash on its line. */
  #isOwn(block: Pick<Level, 'node' | 'start' | 'indent'>, index: number): boolean {
    return index > 0 || this.#isIndent(block.start - block.indent, block.indent);
  }
}

/** Comments and empty lines, and among them one `---` at most, as {@link PlainReader.document} goes over them. */
const prelude = /^(?: *(?:#.*)?\r?\n)*(?:---(?: +(?:#.*)?)?\r?\n(?: *(?:#.*)?\r?\n)*)?$/;

function single(node: Block, index: number, value: Node): Block {
  const base = { flow: false, offset: 0, length: 0 };
  return node.kind === 'list'
    ? { ...base, kind: 'list', items: [value] }
    : { ...base, kind: 'map', entries: [{ key: node.entries[index]?.key, value }] };
}

function movedEntry({ key, value }: MapEntry, shift: number): MapEntry {
  return { key: key && moved(key, shift), value: value && moved(value, shift) };
}

function childOf(node: Block, index: number): Node | undefined {
  return node.kind === 'map' ? node.entries[index]?.value : node.items[index];
}

function countOf(node: Block): number {
  return node.kind === 'map' ? node.entries.length : node.items.length;
}

function endOf(node: Node | undefined): number {
  return node ? node.offset + node.length : 0;
}
