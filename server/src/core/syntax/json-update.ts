import { changeBetween, detached, type TextChange } from '../text/change.ts';
import { parseJson, parseWholeJson } from './json.ts';
import { readPlainJson } from './json-plain.ts';
import { nestsTooDeeply } from './nesting.ts';
import type { DataTree, ListNode, MapEntry, MapNode, Node, SyntaxFault } from './node.ts';
import { lastNotBehind } from './yaml-islands.ts';
import { moved } from './yaml-plain.ts';

/** A JSON text with its tree. */
export interface JsonReading {
  readonly text: string;
  readonly tree: DataTree;
}

type Collection = MapNode | ListNode;

/** An object or array around the change, with the child that holds more of them. */
interface Level {
  readonly node: Collection;
  /** Absolute, in the text before. */
  readonly start: number;
  readonly child: number;
}

/** Above this many characters, reading everything again costs little more. */
const largestPlain = 400_000;
const largestLoose = 60_000;

/**
 * Reads a JSON document; with the reading of the text before an edit, only the innermost object or array around the edit
 * is read again. That is sound because how a parser reads an object depends on nothing before its brace: where it ends
 * at the brace that ended it before, what follows is read as before.
 */
export function readJson(text: string, before?: JsonReading): JsonReading {
  return { text, tree: (before && updated(before, text)) ?? parseJson(text) };
}

function updated({ text: old, tree }: JsonReading, text: string): DataTree | undefined {
  const change = changeBetween(old, text);
  if (!change) return tree;
  // Without its closing bracket, a collection runs to the end of the text.
  if (!tree.root || tree.faults.some((it) => it.start >= old.length)) return undefined;
  const levels = around(tree.root, old, change);
  const delta = text.length - old.length;
  for (let i = levels.length - 1; i >= 0; i--) {
    const { node, start } = levels[i] ?? { node: undefined, start: 0 };
    if (!node) continue;
    const end = start + node.length;
    const part = readPart(text, start, end + delta, i);
    if (!part?.root || (part.root.kind !== 'map' && part.root.kind !== 'list')) continue;
    const faults: SyntaxFault[] = [
      ...tree.faults.filter((it) => it.start <= start),
      ...part.faults.map((it) => ({ ...it, start: it.start + start, end: it.end + start })),
      ...tree.faults
        .filter((it) => it.start >= end)
        .map((it) => ({ ...it, start: it.start + delta, end: it.end + delta })),
    ];
    // A fresh reading of a text with faults would look at its brackets first.
    if (faults.length > 0 && nestsTooDeeply(text)) return undefined;
    const root = rebuilt(levels.slice(0, i), { ...part.root, offset: node.offset }, delta);
    return { root, faults, anchors: new Map() };
  }
  return undefined;
}

/** A part of the text that must be one object or array and nothing else. */
function readPart(text: string, start: number, end: number, depth: number): DataTree | undefined {
  if (end - start < 2 || end - start > largestPlain) return undefined;
  const part = detached(text, start, end);
  const plain = readPlainJson(part, depth);
  if (plain)
    return plain.offset === 0 && plain.length === part.length
      ? { root: plain, faults: [], anchors: new Map() }
      : undefined;
  if (part.length > largestLoose || nestsTooDeeply(part)) return undefined;
  const tree = parseWholeJson(part, depth);
  const closed = tree.root?.offset === 0 && tree.root.length === part.length;
  return closed && tree.faults.every((it) => it.start < part.length) ? tree : undefined;
}

/** The objects and arrays that hold the change between their brackets, from the root inwards. */
function around(root: Node, old: string, { start: from, oldEnd }: TextChange): readonly Level[] {
  const levels: Level[] = [];
  let node: Node | undefined = root;
  let start = root.offset;
  while (node?.kind === 'map' || node?.kind === 'list') {
    const end: number = start + node.length;
    const closing = node.kind === 'map' ? '}' : ']';
    if (start >= from || oldEnd >= end || old[end - 1] !== closing) break;
    const child: number = lastNotBehind(node, from - start);
    levels.push({ node, start, child });
    node = node.kind === 'map' ? node.entries[child]?.value : node.items[child];
    start += node?.offset ?? 0;
  }
  return levels;
}

function rebuilt(levels: readonly Level[], inner: Collection, delta: number): Collection {
  return levels.reduceRight<Collection>((value, { node, child }) => {
    const length = node.length + delta;
    if (node.kind === 'map') {
      const entries = node.entries.map((it, i) =>
        i < child ? it : i > child ? movedEntry(it, delta) : { ...it, value },
      );
      return { ...node, length, entries };
    }
    const items = node.items.map((it, i) => (i < child ? it : i > child ? it && moved(it, delta) : value));
    return { ...node, length, items };
  }, inner);
}

function movedEntry(entry: MapEntry, shift: number): MapEntry {
  const { key, value } = entry;
  return shift === 0 ? entry : { key: key && moved(key, shift), value: value && moved(value, shift) };
}
