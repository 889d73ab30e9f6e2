import type { MapEntry, Node } from '../syntax/node.ts';
import { keyText } from '../syntax/map-index.ts';
import { fillBlanks, type Patch, type PlainValue } from './patch.ts';
import { Refused } from './refusal.ts';
import { isList, isMap, settled } from './value.ts';
import { rewritten } from './yaml-rewrite.ts';

/**
 * What a document says, without how it is written: what a patch should lead to, and what it led to, are compared in it.
 * Aliases stay aliases, and equal keys stay two entries.
 */
export type Content =
  | {
      readonly kind: 'map';
      readonly entries: readonly (readonly [key: string | undefined, value: Content])[];
      readonly mark: string;
    }
  | { readonly kind: 'list'; readonly items: readonly Content[]; readonly mark: string }
  | {
      readonly kind: 'value';
      readonly value: string | number | boolean | null;
      readonly source: string | undefined;
      readonly rewritten?: boolean;
      readonly mark: string;
    };

const nothing: Content = { kind: 'value', value: null, source: undefined, mark: '' };

export function contentOf(node: Node | undefined): Content {
  if (!node) return nothing;
  if (node.kind === 'alias') return { kind: 'value', value: null, source: undefined, mark: `*${node.name}` };
  const mark = `${node.anchorName === undefined ? '' : `&${node.anchorName}`}${node.tag ?? ''}`;
  if (node.kind === 'map')
    return { kind: 'map', entries: node.entries.map((it) => [keyOf(it), contentOf(it.value)] as const), mark };
  if (node.kind === 'list') return { kind: 'list', items: node.items.map(contentOf), mark };
  return { kind: 'value', value: node.value, source: node.source, mark };
}

function keyOf({ key }: MapEntry): string | undefined {
  return key ? keyText(key) : undefined;
}

export function contentOfValue(value: PlainValue): Content {
  if (isList(value)) return { kind: 'list', items: value.map(contentOfValue), mark: '' };
  if (isMap(value))
    return {
      kind: 'map',
      entries: Object.entries(value).map(([key, it]) => [key, contentOfValue(it)] as const),
      mark: '',
    };
  return { kind: 'value', value, source: undefined, mark: '' };
}

/** Equal in everything that a reader can see. Entries may stand in another order. */
export function sameContent(a: Content, b: Content): boolean {
  if (a.kind !== b.kind || a.mark !== b.mark) return false;
  if (a.kind === 'value' && b.kind === 'value') {
    // Of a number that was rewritten only the characters are known.
    if (a.rewritten || b.rewritten) return a.source === b.source;
    return a.value === b.value || (Number.isNaN(a.value) && Number.isNaN(b.value));
  }
  if (a.kind === 'list' && b.kind === 'list')
    return a.items.length === b.items.length && a.items.every((it, i) => sameContent(it, b.items[i] ?? nothing));
  if (a.kind !== 'map' || b.kind !== 'map' || a.entries.length !== b.entries.length) return false;
  const others = new Map<string | undefined, Content[]>();
  for (const [key, value] of b.entries) others.set(key, [...(others.get(key) ?? []), value]);
  return a.entries.every(([key, value]) => {
    const other = others.get(key)?.shift();
    return other !== undefined && sameContent(value, other);
  });
}

export function isSameValue(node: Node, value: PlainValue): boolean {
  return sameContent(contentOf(node), contentOfValue(value));
}

/** What a document says once its patch, with the blanks filled in, is true. */
export function patched(before: Content, patch: Patch): Content {
  const { route } = patch.at;
  if (patch.op === 'set') return change(before, route, () => contentOfValue(settled(patch.value)));
  if (patch.op === 'append') {
    return change(before, route, (old) => {
      const added = contentOfValue(settled(patch.value));
      return old?.kind === 'list'
        ? { ...old, items: [...old.items, added] }
        : { kind: 'list', items: [added], mark: '' };
    });
  }
  const last = route.at(-1);
  if (patch.op === 'remove') return change(before, route.slice(0, -1), (old) => without(old, last));
  if (patch.op === 'rename') {
    return change(before, route.slice(0, -1), (old) =>
      old?.kind === 'map'
        ? { ...old, entries: old.entries.map(([key, value]) => [key === last ? patch.key : key, value] as const) }
        : (old ?? nothing),
    );
  }
  if (patch.op !== 'rewrite') return before;
  return change(before, route, (old) => {
    if (old?.kind !== 'value') throw new Refused('There is no text here to change.');
    const text = rewritten(old.source ?? String(old.value), fillBlanks(patch.text), patch.at.span);
    return typeof old.value === 'string'
      ? { ...old, value: text, source: text }
      : { ...old, source: text, rewritten: true };
  });
}

function without(old: Content | undefined, step: string | number | undefined): Content {
  if (old?.kind === 'list') return { ...old, items: old.items.filter((_, i) => i !== step) };
  if (old?.kind === 'map') return { ...old, entries: old.entries.filter(([key]) => key !== step) };
  return old ?? nothing;
}

type Change = (old: Content | undefined) => Content;

function change(at: Content | undefined, route: readonly (string | number)[], how: Change): Content {
  const [step, ...rest] = route;
  if (step === undefined) return how(at);
  if (at?.kind === 'list' && typeof step === 'number') {
    const items = [...at.items];
    items[step] = change(items[step], rest, how);
    return { ...at, items };
  }
  if (at?.kind === 'map' && typeof step === 'string') {
    let index = -1;
    at.entries.forEach(([key], i) => {
      if (key === step) index = i;
    });
    if (index < 0) return { ...at, entries: [...at.entries, [step, change(undefined, rest, how)] as const] };
    return {
      ...at,
      entries: at.entries.map((it, i) => (i === index ? ([step, change(it[1], rest, how)] as const) : it)),
    };
  }
  const made = change(undefined, rest, how);
  return typeof step === 'string'
    ? { kind: 'map', entries: [[step, made]], mark: '' }
    : { kind: 'list', items: [made], mark: '' };
}
