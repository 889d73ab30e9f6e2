import type { Anchor, Part, Route } from './anchor.ts';
import { type DataTree, type MapEntry, type MapNode, type Node, type ScalarNode, maximalDepth } from './node.ts';

/** A tree together with where it came from. */
export interface Source {
  readonly file: string;
  readonly chunk: number;
  readonly tree: DataTree;
}

type Via = 'alias' | 'merge' | undefined;

/**
 * A cursor on a tree: a node, or the place where one could be. Aliases and merge keys (YAML 1.1 "<<") are followed,
 * so that a lens sees values as the tools that read the file do; `via` tells fixes that the text stands elsewhere.
 *
 * Three states: a view `exists`, is `missing`, or is neither because it cannot be known (an alias without anchor, a
 * cycle, something below a syntax fault). Ask `missing` before claiming an absence: its negation is not `exists`.
 */
export class View {
  readonly source: Source;
  readonly node: Node | undefined;
  /** Offset of the node in the chunk. */
  readonly start: number;
  readonly via: Via;
  readonly #parent: View | undefined;
  readonly #step: string | number;
  readonly #known: boolean;
  readonly #depth: number;
  // A view is a function of its node: what was asked once is not looked up again.
  #children: Map<string, View> | undefined;
  #items: readonly View[] | undefined;
  #entries: readonly (readonly [key: string, value: View])[] | undefined;

  private constructor(
    source: Source,
    node: Node | undefined,
    start: number,
    known: boolean,
    via: Via,
    parent: View | undefined,
    step: string | number,
  ) {
    this.source = source;
    this.#known = known;
    this.#parent = parent;
    this.#step = step;
    this.#depth = parent ? parent.#depth + 1 : 0;
    if (node?.kind === 'alias') {
      const target = this.#depth > maximalDepth ? undefined : source.tree.anchors.get(node.name);
      this.node = target?.node;
      this.start = target?.start ?? start;
      this.via = 'alias';
      if (!target) this.#known = false;
    } else {
      this.node = node;
      this.start = start;
      this.via = via;
    }
  }

  static root(source: Source): View {
    const { root, faults } = source.tree;
    return new View(
      source,
      root,
      root?.offset ?? 0,
      root !== undefined || faults.length === 0,
      undefined,
      undefined,
      '',
    );
  }

  get exists(): boolean {
    return this.node !== undefined;
  }

  /** Certainly not there. */
  get missing(): boolean {
    return this.node === undefined && this.#known;
  }

  get isMap(): boolean {
    return this.node?.kind === 'map';
  }

  get isList(): boolean {
    return this.node?.kind === 'list';
  }

  get isScalar(): boolean {
    return this.node?.kind === 'scalar';
  }

  /** Written out as null or as nothing behind the colon. */
  get isNull(): boolean {
    return this.node?.kind === 'scalar' && this.node.value === null;
  }

  get scalar(): ScalarNode | undefined {
    return this.node?.kind === 'scalar' ? this.node : undefined;
  }

  /** The text of a scalar, whatever its type: `8080` gives "8080". Undefined for null and for collections. */
  get text(): string | undefined {
    const it = this.scalar;
    return it === undefined || it.value === null ? undefined : it.source;
  }

  /** A scalar that is a string by its own schema: `8080` and `true` give undefined. */
  get string(): string | undefined {
    const value = this.scalar?.value;
    return typeof value === 'string' ? value : undefined;
  }

  get number(): number | undefined {
    const value = this.scalar?.value;
    return typeof value === 'number' ? value : undefined;
  }

  /** True or false by YAML 1.2; Kubernetes lenses use {@link truth11}. */
  get boolean(): boolean | undefined {
    const value = this.scalar?.value;
    return typeof value === 'boolean' ? value : undefined;
  }

  /** True or false by YAML 1.1 (yes, on, y ...), which is what Kubernetes' parser reads in plain scalars. */
  get truth11(): boolean | undefined {
    const it = this.scalar;
    if (it === undefined || it.style !== 'plain') return undefined;
    if (/^(true|True|TRUE|yes|Yes|YES|on|On|ON|y|Y)$/.test(it.source)) return true;
    if (/^(false|False|FALSE|no|No|NO|off|Off|OFF|n|N)$/.test(it.source)) return false;
    return undefined;
  }

  get key(): string | undefined {
    return typeof this.#step === 'string' && this.#parent ? this.#step : undefined;
  }

  get parent(): View | undefined {
    return this.#parent;
  }

  get route(): Route {
    const steps: (string | number)[] = [];
    for (let at: View = this; at.#parent; at = at.#parent) steps.push(at.#step);
    return steps.reverse();
  }

  /** True when the value, or a collection around it, stands behind an alias or a merge key. */
  get inherited(): boolean {
    for (let at: View | undefined = this; at; at = at.#parent) if (at.via) return true;
    return false;
  }

  anchor(part?: Part): Anchor {
    const { file, chunk } = this.source;
    return part ? { file, chunk, route: this.route, part } : { file, chunk, route: this.route };
  }

  /** The value behind a key, or a view of its absence. The last of two equal keys wins, as in every reader of these files. */
  get(key: string): View {
    const known = this.#children?.get(key);
    if (known) return known;
    const child = this.#make(key);
    // Absences are many and cheap: kept, they would only grow old in memory.
    if (child.node) (this.#children ??= new Map()).set(key, child);
    return child;
  }

  #make(key: string): View {
    const map = this.node;
    if (map?.kind !== 'map')
      return new View(this.source, undefined, this.start, this.#knownBelow(), undefined, this, key);
    const { byKey, merges } = indexOf(map);
    const own = byKey.get(key);
    if (own) return this.#child(own, key, undefined);
    const merged = merges ? this.#merged(key) : undefined;
    if (merged) return new View(this.source, merged.node, merged.start, true, 'merge', this, key);
    return new View(this.source, undefined, this.start, this.#knownBelow(), undefined, this, key);
  }

  at(...route: Route): View {
    let view: View = this;
    for (const step of route) view = typeof step === 'number' ? view.item(step) : view.get(step);
    return view;
  }

  item(index: number): View {
    const list = this.node;
    const node = list?.kind === 'list' ? list.items[index] : undefined;
    return new View(this.source, node, this.start + (node?.offset ?? 0), this.#knownBelow(), undefined, this, index);
  }

  /** The items of a list; none for anything else. */
  get items(): readonly View[] {
    const list = this.node;
    this.#items ??= list?.kind === 'list' ? list.items.map((_, index) => this.item(index)) : [];
    return this.#items;
  }

  /** The entries of a map with those that merge keys bring; none for anything else. Complex keys and `<<` are left out. */
  get entries(): readonly (readonly [key: string, value: View])[] {
    this.#entries ??= this.#listEntries();
    return this.#entries;
  }

  #listEntries(): readonly (readonly [key: string, value: View])[] {
    const map = this.node;
    if (map?.kind !== 'map') return [];
    const { byKey, merges } = indexOf(map);
    const keys = new Set(byKey.keys());
    if (merges) for (const base of this.#mergeBases()) for (const name of base.keys) keys.add(name);
    return [...keys].map((key) => [key, this.get(key)] as const);
  }

  get keys(): readonly string[] {
    return this.entries.map(([key]) => key);
  }

  has(key: string): boolean {
    return this.get(key).exists;
  }

  /** The value as plain data; collections deeper than 60 levels or wider than 20,000 values are cut, so that alias bombs stay small. */
  get plain(): unknown {
    const budget = { left: 20_000 };
    const make = (view: View, depth: number): unknown => {
      if (depth > 60 || budget.left-- <= 0) return null;
      if (view.isMap) {
        const object: Record<string, unknown> = Object.create(null);
        for (const [key, value] of view.entries) object[key] = make(value, depth + 1);
        return object;
      }
      if (view.isList) return view.items.map((item) => make(item, depth + 1));
      return view.scalar?.value ?? null;
    };
    return make(this, 0);
  }

  #child(entry: MapEntry, key: string, via: Via): View {
    const { value } = entry;
    if (value) return new View(this.source, value, this.start + value.offset, true, via, this, key);
    // `key:` with nothing behind it is null (YAML 1.2.2, 7.2), unless a fault has swallowed what stands there.
    const at = this.start + (entry.key ? entry.key.offset + entry.key.length : 0);
    const nothing: ScalarNode = { kind: 'scalar', offset: 0, length: 0, value: null, source: '', style: 'plain' };
    return new View(this.source, nothing, at, true, via, this, key);
  }

  #mergeBases(): readonly View[] {
    const map = this.node;
    if (map?.kind !== 'map' || this.#depth > maximalDepth) return [];
    const bases: View[] = [];
    for (const { key, value } of map.entries) {
      if (!key || !isMergeKey(key) || !value) continue;
      const view = new View(this.source, value, this.start + value.offset, true, undefined, this, '<<');
      bases.push(...(view.isList ? view.items : [view]));
    }
    return bases.filter((it) => it.isMap);
  }

  #merged(key: string): { node: Node; start: number } | undefined {
    for (const base of this.#mergeBases()) {
      const found = base.get(key);
      if (found.node) return { node: found.node, start: found.start };
    }
    return undefined;
  }

  /** Something below a fault, or below a merge key that leads nowhere, is not known to be absent. */
  #knownBelow(): boolean {
    if (!this.#known) return false;
    const fault = this.source.tree.faults[0];
    if (fault && this.node && this.start + this.node.length >= fault.start) return false;
    const map = this.node;
    if (map?.kind !== 'map' || !indexOf(map).merges) return true;
    return !map.entries.some(
      ({ key, value }) =>
        key && isMergeKey(key) && value?.kind === 'alias' && !this.source.tree.anchors.has(value.name),
    );
  }
}

export function keyText(key: ScalarNode): string {
  return key.value === null ? key.source : key.style === 'plain' ? key.source : String(key.value);
}

function isMergeKey(key: ScalarNode): boolean {
  return key.style === 'plain' && key.source === '<<';
}

interface MapIndex {
  /** The last entry of each key, in the order in which the keys come first. */
  readonly byKey: ReadonlyMap<string, MapEntry>;
  readonly merges: boolean;
}

/** By the entries, not the node: a node that only moved keeps them. */
const indexes = new WeakMap<readonly MapEntry[], MapIndex>();

function indexOf({ entries }: MapNode): MapIndex {
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

/** The last entry of that key: the last of two equal keys wins. */
export function findEntry(map: MapNode, key: string): MapEntry | undefined {
  return indexOf(map).byKey.get(key);
}
