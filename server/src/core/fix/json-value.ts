import type { DataTree, ListNode, MapNode, Node } from '../syntax/node.ts';
import { indentation } from './line.ts';
import type { PlainValue } from './patch.ts';
import { isBareBlank, isList, isMap } from './value.ts';

/** How a JSON text is written. */
export interface JsonStyle {
  /** One step of indentation. */
  readonly step: string;
  /** The colon with the blanks round it. */
  readonly colon: string;
  /** The blanks behind a comma of a line. */
  readonly comma: string;
  /** The root's entries stand on lines of their own. */
  readonly lines: boolean;
}

/** Learnt from the text, the colon from the map that is changed if it has one. */
export function jsonStyle(text: string, tree: DataTree, near: MapNode | ListNode | undefined): JsonStyle {
  const { root } = tree;
  const own = near?.kind === 'map' ? colonOf(text, near, startOf(tree, near)) : undefined;
  const colon = own ?? (root ? firstColon(text, root, root.offset) : undefined) ?? ': ';
  const lines = !root || root.length <= 2 || text.slice(root.offset, root.offset + root.length).includes('\n');
  return {
    step: (root && firstStep(text, root, root.offset)) ?? '  ',
    colon,
    comma: colon.endsWith(' ') ? ' ' : '',
    lines,
  };
}

/** The absolute start of a node of the tree, found by identity. */
function startOf({ root }: DataTree, sought: Node): number {
  const find = (node: Node, base: number): number | undefined => {
    const start = base + node.offset;
    if (node === sought) return start;
    for (const child of children(node)) {
      const found = find(child, start);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return (root && find(root, 0)) ?? 0;
}

function children(node: Node): readonly Node[] {
  const all = node.kind === 'map' ? node.entries.map((it) => it.value) : node.kind === 'list' ? node.items : [];
  return all.flatMap((it) => it ?? []);
}

function colonOf(text: string, map: MapNode, start: number): string | undefined {
  const entry = map.entries[0];
  if (!entry?.key || !entry.value) return undefined;
  const between = text.slice(start + entry.key.offset + entry.key.length, start + entry.value.offset);
  return /^ *: *$/.test(between) ? between : undefined;
}

function firstColon(text: string, node: Node, start: number): string | undefined {
  const own = node.kind === 'map' ? colonOf(text, node, start) : undefined;
  if (own !== undefined) return own;
  for (const child of children(node)) {
    const found = firstColon(text, child, start + child.offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstStep(text: string, node: Node, start: number): string | undefined {
  const first = node.kind === 'map' ? node.entries[0]?.key : node.kind === 'list' ? node.items[0] : undefined;
  if (first && text.slice(start, start + first.offset).includes('\n')) {
    const outer = indentation(text, start);
    const inner = indentation(text, start + first.offset);
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
  }
  for (const child of children(node)) {
    const found = firstStep(text, child, start + child.offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value; `indent` is what the line it stands on begins with, undefined for a value in one line. */
export function jsonValue(value: PlainValue, style: JsonStyle, indent: string | undefined, eol = '\n'): string {
  const inner = indent === undefined ? undefined : indent + style.step;
  const parts = isList(value)
    ? value.map((it) => jsonValue(it, style, inner, eol))
    : isMap(value)
      ? Object.entries(value).map(([key, it]) => jsonString(key) + style.colon + jsonValue(it, style, inner, eol))
      : undefined;
  if (parts === undefined)
    return typeof value === 'string' ? (isBareBlank(value) ? value : jsonString(value)) : JSON.stringify(value);
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return open + close;
  if (inner === undefined) return open + parts.join(`,${style.comma}`) + close;
  return `${open}${eol}${inner}${parts.join(`,${eol}${inner}`)}${eol}${indent ?? ''}${close}`;
}

/** A string with its quotes; the marks of blanks are characters like others. */
export function jsonString(text: string): string {
  return JSON.stringify(text);
}
