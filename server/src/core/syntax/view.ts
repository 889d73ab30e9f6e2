import { changed, readsFinely, type Readable, type Readers, record } from '../cells/cell.ts';
import type { Anchor, Part, Route } from './anchor.ts';
import { flipped, isUncertain } from './uncertain.ts';
import { plainOf, truthByYaml11 } from './plain.ts';
import { indexOf, isMergeKey, sameKeys, sameScalar, valueOf } from './map-index.ts';
import { type DataTree, type ListNode, type MapNode, maximalDepth, type Node, type ScalarNode } from './node.ts';

/** A tree together with where it came from. */
export interface Source {
  readonly file: string;
  readonly chunk: number;
  readonly tree: DataTree;
}

/** A source whose text is being edited: its views follow each new tree ({@link View.follow}). */
export interface LiveSource extends Source {
  tree: DataTree;
}

type Via = 'alias' | 'merge' | undefined;

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
export class View implements Readable {
  readonly source: Source;
  readonly via: Via;
  readers: Readers;
  run = 0;
  #node: Node | undefined;
  /** Distance from the parent's start; from the chunk's start for the root, and for what an alias or a merge brings. */
  #offset: number;
  readonly #parent: View | undefined;
  readonly #step: string | number;
  readonly #known: boolean;
  readonly #depth: number;
  // A view is a function of its node: what was asked once is not looked up again.
  #children: Map<string, View> | undefined;
  #items: readonly View[] | undefined;
  #entries: readonly (readonly [key: string, value: View])[] | undefined;
  /** Those who read the tree below as it is, without views. */
  #below: Readable | undefined;
  /** For those who read finely: what kind of node it is, and whether it has a key or an item. */
  #aspects: Map<string | number, Readable> | undefined;

  private constructor(
    source: Source,
    node: Node | undefined,
    offset: number,
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
      this.#node = target?.node;
      this.#offset = target?.start ?? (parent?.start ?? 0) + offset;
      this.via = 'alias';
      if (!target) this.#known = false;
    } else {
      this.#node = node;
      this.#offset = offset;
      this.via = via;
    }
  }

  static root(source: Source): View {
    const known = roots.get(source);
    if (known) return known;
    const { root, faults } = source.tree;
    const view = new View(
      source,
      root,
      root?.offset ?? 0,
      root !== undefined || faults.length === 0,
      undefined,
      undefined,
      '',
    );
    roots.set(source, view);
    return view;
  }

  /**
   * Gives a live source its newest tree: every view takes over what stands at its route now. Neither tree may have
   * faults or anchors, whose meaning depends on what stands elsewhere. False when merge keys make it impossible: the
   * views must not be used any more.
   */
  static follow(source: LiveSource, tree: DataTree): boolean {
    const before = source.tree;
    source.tree = tree;
    const root = roots.get(source);
    if (!root) return true;
    root.#follow(tree.root, tree.root?.offset ?? 0);
    if (before.faults.length > 0 !== tree.faults.length > 0) changed(root.#aspect(soundness));
    for (const { route, step } of flipped(before, tree)) root.#tell(route, step);
    return !merging.has(source);
  }

  /** Whether the whole source could be read. */
  get sound(): boolean {
    record(View.root(this.source).#aspect(soundness));
    return this.source.tree.faults.length === 0;
  }

  /** What is known to be absent at a place has changed, and everywhere below one of its children. */
  #tell(route: Route, below: string | number | undefined): void {
    const [step, ...rest] = route;
    const next = step ?? below;
    const child = typeof next === 'string' ? this.#children?.get(next) : this.#items?.[next ?? -1];
    if (step !== undefined) {
      if (child) child.#tell(rest, below);
      return;
    }
    this.#tellAll();
    if (child) child.#tellBelow();
  }

  #tellAll(): void {
    changed(this);
    for (const aspect of this.#aspects?.values() ?? []) changed(aspect);
  }

  #tellBelow(): void {
    this.#tellAll();
    for (const child of this.#children?.values() ?? []) child.#tellBelow();
    for (const item of this.#items ?? []) item.#tellBelow();
  }

  /** What stands here. Its children are read through views, or with {@link wholeNode}. */
  get node(): Node | undefined {
    if (this.#node) record(this);
    else this.#recordAbsence();
    return this.#node;
  }

  get #kind(): Node['kind'] | undefined {
    if (!this.#node) this.#recordAbsence();
    else if (readsFinely()) record(this.#aspect(kindAspect));
    else record(this);
    return this.#node?.kind;
  }

  /** What stands here, for those who walk all that is below without views. */
  get wholeNode(): Node | undefined {
    record((this.#below ??= { readers: undefined }));
    return this.node;
  }

  /** What is not there is told by the keys of what is there. */
  #recordAbsence(): void {
    let absent: View = this;
    while (absent.#parent && !absent.#parent.#node) absent = absent.#parent;
    const holder = absent.#parent;
    if (!holder) record(absent);
    else if (readsFinely()) record(holder.#aspect(absent.#step));
    else record(holder);
  }

  #aspect(name: string | number): Readable {
    this.#aspects ??= new Map();
    let aspect = this.#aspects.get(name);
    if (!aspect) this.#aspects.set(name, (aspect = { readers: undefined }));
    return aspect;
  }

  /** Offset of the node in the chunk. */
  get start(): number {
    return this.#parent && !this.via ? this.#parent.start + this.#offset : this.#offset;
  }

  get exists(): boolean {
    return this.#kind !== undefined;
  }

  /** Certainly not there. */
  get missing(): boolean {
    return this.#kind === undefined && this.#known;
  }

  get isMap(): boolean {
    return this.#kind === 'map';
  }

  get isList(): boolean {
    return this.#kind === 'list';
  }

  get isScalar(): boolean {
    return this.#kind === 'scalar';
  }

  /** Written out as null or as nothing behind the colon. */
  get isNull(): boolean {
    return this.node?.kind === 'scalar' && this.node.value === null;
  }

  get scalar(): ScalarNode | undefined {
    const kind = this.#kind;
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
    const map = this.#node;
    if (map?.kind !== 'map') return new View(this.source, undefined, 0, this.#knownBelow(), undefined, this, key);
    const { byKey, merges } = indexOf(map);
    if (merges) merging.add(this.source);
    const own = byKey.get(key);
    if (own) {
      const { node, offset } = valueOf(own);
      return new View(this.source, node, offset, true, undefined, this, key);
    }
    const merged = merges ? this.#merged(key) : undefined;
    if (merged) return new View(this.source, merged.node, merged.start, true, 'merge', this, key);
    return new View(this.source, undefined, 0, this.#knownBelow(), undefined, this, key);
  }

  at(...route: Route): View {
    let view: View = this;
    for (const step of route) view = typeof step === 'number' ? view.item(step) : view.get(step);
    return view;
  }

  item(index: number): View {
    return this.#listItems()[index] ?? new View(this.source, undefined, 0, this.#knownBelow(), undefined, this, index);
  }

  /** The items of a list; none for anything else. */
  get items(): readonly View[] {
    return this.node ? this.#listItems() : [];
  }

  #listItems(): readonly View[] {
    const list = this.#node;
    this.#items ??=
      list?.kind === 'list'
        ? list.items.map(
            (it, index) => new View(this.source, it, it?.offset ?? 0, this.#knownBelow(), undefined, this, index),
          )
        : [];
    return this.#items;
  }

  /** The entries of a map with those that merge keys bring; none for anything else. Complex keys and `<<` are left out. */
  get entries(): readonly (readonly [key: string, value: View])[] {
    if (!this.node) return [];
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

  /** The value as plain data; see {@link plainOf}. */
  get plain(): unknown {
    return plainOf(this);
  }

  #mergeBases(): readonly View[] {
    const map = this.node;
    if (map?.kind !== 'map' || this.#depth > maximalDepth) return [];
    const bases: View[] = [];
    for (const { key, value } of map.entries) {
      if (!key || !isMergeKey(key) || !value) continue;
      const view = new View(this.source, value, value.offset, true, undefined, this, '<<');
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

  #follow(node: Node | undefined, offset: number): void {
    const old = this.#node;
    this.#node = node;
    this.#offset = offset;
    if (node === old) return;
    if (old?.kind === 'map' && node?.kind === 'map') this.#followMap(old, node);
    else if (old?.kind === 'list' && node?.kind === 'list') this.#followList(old, node);
    else if (old?.kind === 'scalar' && node?.kind === 'scalar') {
      if (!sameScalar(old, node)) changed(this);
    } else {
      for (const child of this.#children?.values() ?? []) child.#follow(undefined, 0);
      for (const item of this.#items ?? []) item.#follow(undefined, 0);
      this.#children = this.#items = this.#entries = undefined;
      changed(this);
      for (const aspect of this.#aspects?.values() ?? []) changed(aspect);
    }
    if (this.#below) changed(this.#below);
  }

  #followMap(old: MapNode, node: MapNode): void {
    if (old.flow !== node.flow || old.tag !== node.tag) changed(this);
    if (old.entries === node.entries) return;
    const { byKey, merges } = indexOf(node);
    if (merges) merging.add(this.source);
    const before = indexOf(old).byKey;
    if (!sameKeys(before, byKey)) {
      this.#entries = undefined;
      changed(this);
      for (const [key, aspect] of this.#aspects ?? [])
        if (typeof key === 'string' && before.has(key) !== byKey.has(key)) changed(aspect);
    }
    for (const [key, child] of this.#children ?? []) {
      const entry = byKey.get(key);
      if (entry) {
        const { node, offset } = valueOf(entry);
        child.#follow(node, offset);
      } else {
        child.#follow(undefined, 0);
        this.#children?.delete(key);
      }
    }
  }

  #followList(old: ListNode, node: ListNode): void {
    if (old.flow !== node.flow || old.tag !== node.tag) changed(this);
    if (old.items === node.items) return;
    const before = this.#items;
    if (old.items.length !== node.items.length) {
      this.#items = undefined;
      changed(this);
      for (const [key, aspect] of this.#aspects ?? []) if (key !== kindAspect) changed(aspect);
    }
    before?.forEach((item, index) => item.#follow(node.items[index], node.items[index]?.offset ?? 0));
    if (before && !this.#items)
      this.#items = node.items.map(
        (it, index) => before[index] ?? new View(this.source, it, it?.offset ?? 0, true, undefined, this, index),
      );
  }

  /** Something below a fault, or below a merge key that leads nowhere, is not known to be absent. */
  #knownBelow(): boolean {
    if (!this.#known) return false;
    const map = this.#node;
    if (map && isUncertain(this.source.tree, map, this)) return false;
    if (map?.kind !== 'map' || !indexOf(map).merges) return true;
    return !map.entries.some(
      ({ key, value }) =>
        key && isMergeKey(key) && value?.kind === 'alias' && !this.source.tree.anchors.has(value.name),
    );
  }
}

/** The root of each source: there is one view for each place, so that a view is what identifies the place. */
const roots = new WeakMap<Source, View>();

/** The aspects of what kind of node stands there and, at the root, of whether there are faults; no index of a list. */
const kindAspect = -1;
const soundness = -2;

/** Sources in which a merge key was met: what it brings stands elsewhere. */
const merging = new WeakSet<Source>();
