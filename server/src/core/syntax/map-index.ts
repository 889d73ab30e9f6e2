import type { MapEntry, MapNode, Node, ScalarNode } from './node.ts';

/** `key:` with nothing behind it is null (YAML 1.2.2, 7.2), unless a fault has swallowed what stands there. */
export function valueOf({ key, value }: MapEntry): { readonly node: Node; readonly offset: number } {
  return value ? { node: value, offset: value.offset } : { node: nothing, offset: key ? key.offset + key.length : 0 };
}

const nothing: ScalarNode = { kind: 'scalar', offset: 0, length: 0, value: null, source: '', style: 'plain' };

export function sameScalar(a: ScalarNode, b: ScalarNode): boolean {
  return a.source === b.source && a.style === b.style && a.tag === b.tag && Object.is(a.value, b.value);
}

/** The same keys in the same order. */
export function sameKeys(a: MapIndex['byKey'], b: MapIndex['byKey']): boolean {
  if (a.size !== b.size) return false;
  const others = b.keys();
  for (const key of a.keys()) if (others.next().value !== key) return false;
  return true;
}

export function keyText(key: ScalarNode): string {
  return key.value === null ? key.source : key.style === 'plain' ? key.source : String(key.value);
}

export function isMergeKey(key: ScalarNode): boolean {
  return key.style === 'plain' && key.source === '<<';
}

/** The entries of a map by their keys. */
export interface MapIndex {
  /** The last entry of each key, in the order in which the keys come first. */
  readonly byKey: ReadonlyMap<string, MapEntry>;
  readonly merges: boolean;
}

/** By the entries, not the node: a node that only moved keeps them. */
const indexes = new WeakMap<readonly MapEntry[], MapIndex>();

export function indexOf({ entries }: MapNode): MapIndex {
  let index = indexes.get(entries);
  if (!index) {
    const byKey = new Map<string, MapEntry>();
    let merges = false;
    for (const entry of entries) {
      if (!entry.key) continue;
      if (isMergeKey(entry.key)) merges = true;
      else byKey.set(keyText(entry.key), entry);
    }
    index = { byKey, merges };
    indexes.set(entries, index);
  }
  return index;
}

/** Most maps are so small that to look at each entry costs less than to index them. */
const fewEntries = 8;

/** Whether what stands there has so few entries, if any. */
export function isFew(node: Node | undefined): boolean {
  return node?.kind !== 'map' || node.entries.length <= fewEntries;
}

/** The last entry of that key: the last of two equal keys wins. */
export function findEntry(map: MapNode, key: string): MapEntry | undefined {
  const { entries } = map;
  if (entries.length > fewEntries) return indexOf(map).byKey.get(key);
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i];
    const own = entry?.key;
    if (own && (own.style === 'plain' ? own.source : keyText(own)) === key && !isMergeKey(own)) return entry;
  }
  return undefined;
}

/** Whether a merge key stands in it. */
export function hasMerges(map: MapNode): boolean {
  const { entries } = map;
  if (entries.length > fewEntries) return indexOf(map).merges;
  for (const { key } of entries) if (key && isMergeKey(key)) return true;
  return false;
}

/** Whether a key begins with `$`, or may do so because it is merged. */
export function mayRefer({ entries }: MapNode): boolean {
  for (const { key } of entries) {
    const first = key?.source.charCodeAt(0);
    if (first === dollar || first === less) return true;
  }
  return false;
}

const dollar = 0x24;
/** Of `<<`. */
const less = 0x3c;

/** The keys that are not merged, each once, in the order in which they come first. */
export function ownKeys(map: MapNode): readonly string[] {
  const { entries } = map;
  if (entries.length > fewEntries) return [...indexOf(map).byKey.keys()];
  const keys: string[] = [];
  for (const { key } of entries) {
    if (!key || isMergeKey(key)) continue;
    const text = keyText(key);
    if (!keys.includes(text)) keys.push(text);
  }
  return keys;
}
