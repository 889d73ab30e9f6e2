import { isRecording } from '../cells/cell.ts';
import type { Route } from './anchor.ts';
import { findEntry, hasMerges, isMergeKey, mayRefer, ownKeys, valueOf } from './map-index.ts';
import type { DataTree, MapEntry, MapNode, Node, ScalarNode } from './node.ts';
import { FollowedPlace } from './followed-place.ts';
import { type LiveSource, merging, type Source } from './place.ts';
import { plainOf, truthByYaml11 } from './plain.ts';

export type { LiveSource, Source };

/**
 * A cursor on a tree: a node, or the place where one could be. Aliases and merge keys (YAML 1.1 "<<") are followed,
 * so that a lens sees values as the tools that read the file do; `via` tells fixes that the text stands elsewhere.
 *
 * Three states: a view `exists`, is `missing`, or is neither because it cannot be known (an alias without anchor, a
 * cycle, something below a syntax fault). Ask `missing` before claiming an absence: its negation is not `exists`.
 *
 * There is one view for each route of a source, and it follows the edits of a live one: what stands there may become
 * another node, and the cells that have read it are told.
 */
export class View extends FollowedPlace {
  static root(source: Source): View {
    let root = roots.get(source);
    if (!root) {
      const { tree } = source;
      root = new View(source, tree.root, tree.root?.offset ?? 0, undefined, undefined, '');
      roots.set(source, root);
    }
    return root;
  }

  /**
   * Gives a live source its newest tree: every view takes over what stands at its route now. Neither tree may have
   * anchors, or faults that hide what follows: their meaning depends on what stands elsewhere. False when merge keys make
   * it impossible: the views must not be used any more.
   */
  static follow(source: LiveSource, tree: DataTree): boolean {
    const before = source.tree;
    source.tree = tree;
    roots.get(source)?.followTree(before, tree);
    return !merging.has(source);
  }

  /** Whether the whole source could be read. */
  get sound(): boolean {
    return View.root(this.source).soundRoot;
  }

  get exists(): boolean {
    return this.kind !== undefined;
  }

  /** Certainly not there. */
  get missing(): boolean {
    return this.kind === undefined && this.isKnown;
  }

  get isMap(): boolean {
    return this.kind === 'map';
  }

  get isList(): boolean {
    return this.kind === 'list';
  }

  get isScalar(): boolean {
    return this.kind === 'scalar';
  }

  /** Written out as null or as nothing behind the colon. */
  get isNull(): boolean {
    return this.node?.kind === 'scalar' && this.node.value === null;
  }

  get scalar(): ScalarNode | undefined {
    const kind = this.kind;
    return kind === 'scalar' ? (this.node as ScalarNode) : undefined;
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
    return this.scalar && truthByYaml11(this.scalar);
  }

  /** The value behind a key, or a view of its absence. The last of two equal keys wins, as in every reader of these files. */
  get(key: string): View {
    if (!isRecording()) return this.kept(key) ?? this.firstChild(key);
    this.recordTaking(key);
    return this.child(key);
  }

  protected child(key: string): View {
    const known = this.kept(key);
    if (known) return known;
    const arrived = this.arrived;
    return arrived ? arrived.get(key) : this.firstChild(key);
  }

  protected firstChild(key: string): View {
    const map = this.current;
    if (map?.kind !== 'map') return this.childAt(undefined, key);
    const own = findEntry(map, key);
    const merges = hasMerges(map);
    if (merges) merging.add(this.source);
    if (own) return this.childOf(own, key);
    const merged = merges ? this.merged(key) : undefined;
    // Absences are many and cheap: kept, they would only grow old in memory.
    if (!merged) return this.childAt(undefined, key);
    const child = new View(this.source, merged.node, merged.start, 'merge', this, key);
    this.keep(child);
    return child;
  }

  /** Also of an alias that leads nowhere, which is no absence. */
  protected childOf(entry: MapEntry, key: string): View {
    const { node, offset } = valueOf(entry);
    const child = new View(this.source, node, offset, undefined, this, key);
    this.keep(child);
    return child;
  }

  at(...route: Route): View {
    let view: View = this;
    for (const step of route) view = typeof step === 'number' ? view.item(step) : view.get(step);
    return view;
  }

  item(index: number): View {
    this.recordTaking(index);
    const arrived = this.arrived;
    return arrived ? arrived.item(index) : (this.itemThere(index) ?? this.childAt(undefined, index));
  }

  /** @internal */
  itemThere(index: number): View | undefined {
    return this.listItems()[index];
  }

  /** The items of a list; none for anything else. */
  get items(): readonly View[] {
    return this.node ? (this.arrived ?? this).listItems() : none;
  }

  protected listItems(): readonly View[] {
    const list = this.current;
    if (list?.kind !== 'list') return none;
    return (this.listed ??= list.items.map((it, index) => this.childAt(it, index)));
  }

  /** The values of a map, each with its {@link key}: its {@link entries} without a pair for each. */
  get values(): readonly View[] {
    if (!this.node) return none;
    const here: View = this.arrived ?? this;
    const map = here.node;
    return map?.kind === 'map' ? (here.listed ??= here.listValues(map)) : none;
  }

  protected listValues(map: MapNode): readonly View[] {
    const found: View[] = [];
    for (const key of ownKeys(map)) found.push(this.child(key));
    if (hasMerges(map)) {
      const own = new Set(ownKeys(map));
      const merged = new Set(this.mergeBases().flatMap((it) => it.keys));
      for (const key of merged) if (!own.has(key)) found.push(this.child(key));
    }
    return found;
  }

  /** The entries of a map with those that merge keys bring; none for anything else. Complex keys and `<<` are left out. */
  get entries(): readonly (readonly [key: string, value: View])[] {
    if (!this.node) return noEntries;
    const here: View = this.arrived ?? this;
    return (here.pairs ??= here.values.map((it) => [String(it.step), it] as const));
  }

  get keys(): readonly string[] {
    const map = this.current;
    // The keys alone take no views of what stands behind them.
    if (!isRecording() && map?.kind === 'map' && !hasMerges(map)) return ownKeys(map);
    return this.values.map((it) => String(it.step));
  }

  has(key: string): boolean {
    return isRecording() ? this.get(key).exists : this.peek(key) !== undefined;
  }

  /** Whether there is certainly nothing behind a key: `get(key).missing`. */
  lacks(key: string): boolean {
    if (isRecording()) return this.get(key).missing;
    const map = this.current;
    if (map?.kind !== 'map') return this.get(key).missing;
    const own = findEntry(map, key);
    // What an alias that leads nowhere stands for is not known.
    if (own ? own.value?.kind === 'alias' : hasMerges(map)) return this.get(key).missing;
    return own === undefined && this.knowsBelow;
  }

  /** `get(key).items`, and so on, without a view of what is not there. */
  itemsAt(key: string): readonly View[] {
    return this.has(key) ? this.get(key).items : none;
  }

  valuesAt(key: string): readonly View[] {
    return this.has(key) ? this.get(key).values : none;
  }

  /** Whether one of these keys is there. */
  hasAny(keys: readonly string[]): boolean {
    for (const key of keys) if (this.has(key)) return true;
    return false;
  }

  /** `get(key).text`, and so on: for those who ask many things of many objects that have few of them. */
  textAt(key: string): string | undefined {
    const it = this.scalarAt(key);
    return it === undefined || it.value === null ? undefined : it.source;
  }

  stringAt(key: string): string | undefined {
    const value = this.scalarAt(key)?.value;
    return typeof value === 'string' ? value : undefined;
  }

  numberAt(key: string): number | undefined {
    const value = this.scalarAt(key)?.value;
    return typeof value === 'number' ? value : undefined;
  }

  booleanAt(key: string): boolean | undefined {
    const value = this.scalarAt(key)?.value;
    return typeof value === 'boolean' ? value : undefined;
  }

  /**
   * The text by which an object of a contract stands for another one: its `$ref` or `$dynamicRef`. All who walk a
   * contract ask for it, and few objects have one.
   */
  get reference(): string | undefined {
    if (isRecording()) return this.stringAt('$ref') ?? this.stringAt('$dynamicRef');
    if (this.refers === undefined) {
      const may = this.current?.kind === 'map' && mayRefer(this.current);
      this.refers = may ? (this.stringAt('$ref') ?? this.stringAt('$dynamicRef') ?? null) : null;
    }
    return this.refers ?? undefined;
  }

  protected scalarAt(key: string): ScalarNode | undefined {
    if (isRecording()) return this.get(key).scalar;
    const node = this.peek(key);
    return node?.kind === 'scalar' ? node : undefined;
  }

  /** What stands behind a key, without a view of it: nine of ten keys that are asked for are not there. */
  protected peek(key: string): Node | undefined {
    const map = this.current;
    if (map?.kind !== 'map') return undefined;
    const own = findEntry(map, key);
    if (!own) return hasMerges(map) ? this.get(key).current : undefined;
    const { value } = own;
    return value === undefined ? valueOf(own).node : value.kind === 'alias' ? this.get(key).current : value;
  }

  /** The value as plain data; see {@link plainOf}. */
  get plain(): unknown {
    return plainOf(this);
  }

  protected mergeBases(): readonly View[] {
    const map = this.node;
    if (map?.kind !== 'map' || this.isTooDeep) return [];
    const bases: View[] = [];
    for (const { key, value } of map.entries) {
      if (!key || !isMergeKey(key) || !value) continue;
      const view = new View(this.source, value, value.offset, undefined, this, '<<');
      bases.push(...(view.isList ? view.items : [view]));
    }
    return bases.filter((it) => it.isMap);
  }

  protected merged(key: string): { node: Node; start: number } | undefined {
    for (const base of this.mergeBases()) {
      const found = base.get(key);
      if (found.node) return { node: found.node, start: found.start };
    }
    return undefined;
  }

  protected childAt(node: Node | undefined, step: string | number): View {
    return new View(this.source, node, node?.offset ?? 0, undefined, this, step);
  }
}

const none: readonly never[] = [];
const noEntries: View['entries'] = [];

/** The root of each source: there is one view for each place, so that a view is what identifies the place. */
const roots = new WeakMap<Source, View>();
