import { isRecording, readsFinely, type Readable, type Readers, record } from '../cells/cell.ts';
import type { Anchor, Part, Route } from './anchor.ts';
import { hasMerges, indexOf, isFew, isMergeKey } from './map-index.ts';
import { type DataTree, maximalDepth, type Node } from './node.ts';
import { isUncertain } from './uncertain.ts';
import type { View } from './view.ts';

/** A tree together with where it came from. */
export interface Source {
  readonly file: string;
  readonly chunk: number;
  readonly tree: DataTree;
}

/** A source whose text is being edited: its views follow each new tree. */
export interface LiveSource extends Source {
  tree: DataTree;
}

export type Via = 'alias' | 'merge' | undefined;

/** What an edit needs to know of a place beyond what stands there. Most places of most documents need nothing of it. */
interface Followed {
  /** Those who read the tree below as it is, without views. */
  below: Readable | undefined;
  /** For those who read finely: what kind of node it is, and whether it has a key or an item. */
  aspects: Map<string | number, Readable> | undefined;
  /** Children that an edit has taken away; they come back as they were. See {@link Place.leave}. */
  gone: Map<string | number, View> | undefined;
  /** Went when the tree had faults: what was known then may have changed since. */
  wentInDoubt: boolean;
}

/**
 * A place of a source: what stands there, on which route, and who has read it. The part of a {@link View} that follows
 * the edits of a live source: what stands there may become another node, and the cells that have read it are told.
 *
 * Tens of thousands of them are made of a long document, most for a moment. So it has few fields, which are declared
 * rather than defined, because each would be written twice; and none of its members has a private name, which costs
 * another field for each class and a comparison at each call.
 */
export abstract class Place implements Readable {
  declare readonly source: Source;
  declare readonly via: Via;
  declare readonly parent: View | undefined;
  declare readers: Readers;
  declare run: number;
  declare protected current: Node | undefined;
  declare protected readonly step: string | number;
  // A place is a function of its node: what was asked once is not looked up again.
  /** The children of a map that were asked for, linked by {@link next}; of a large one, {@link byKey}. */
  declare protected first: View | undefined;
  declare protected next: View | undefined;
  declare protected byKey: Map<string, View> | undefined;
  /** The items of a list, or the values of a map. */
  declare protected listed: readonly View[] | undefined;
  declare protected pairs: readonly (readonly [key: string, value: View])[] | undefined;
  /** Distance from the parent's start; from the chunk's start for the root, and for what an alias or a merge brings. */
  declare protected offset: number;
  declare protected followed: Followed | undefined;
  /** While nothing is recorded: what {@link View.reference} said; null for none. */
  declare protected refers: string | null | undefined;

  protected constructor(
    source: Source,
    node: Node | undefined,
    offset: number,
    via: Via,
    parent: View | undefined,
    step: string | number,
  ) {
    this.source = source;
    this.parent = parent;
    this.step = step;
    if (node?.kind === 'alias') {
      const target = this.isTooDeep ? undefined : source.tree.anchors.get(node.name);
      this.current = target?.node;
      this.offset = target?.start ?? (parent?.start ?? 0) + offset;
      this.via = 'alias';
    } else {
      this.current = node;
      this.offset = offset;
      this.via = via;
    }
    this.first = undefined;
    this.next = undefined;
    this.byKey = undefined;
    this.listed = undefined;
    this.pairs = undefined;
    this.readers = undefined;
    this.run = 0;
    this.followed = undefined;
    this.refers = undefined;
  }

  /** An alias that leads nowhere: nobody knows what stands here. */
  protected get isLost(): boolean {
    return this.via === 'alias' && this.current === undefined;
  }

  /** Whether a recursion has to end here. */
  protected get isTooDeep(): boolean {
    let depth = 0;
    for (let at = this.parent; at; at = at.parent) if (++depth > maximalDepth) return true;
    return false;
  }

  /** The place of a child that has not been asked for before. */
  protected abstract childAt(node: Node | undefined, step: string | number): View;

  /** @internal The item of a list, if it has so many. */
  abstract itemThere(index: number): View | undefined;

  /** What stands here. Its children are read through views, or with {@link wholeNode}. */
  get node(): Node | undefined {
    if (!isRecording()) return this.current;
    if (this.current) record(this);
    else {
      this.recordAbsence();
      return this.arrived?.node;
    }
    return this.current;
  }

  /** What stands here, for those who walk all that is below without views. */
  get wholeNode(): Node | undefined {
    if (!isRecording()) return this.current;
    record((this.following.below ??= { readers: undefined }));
    return this.node;
  }

  protected get kind(): Node['kind'] | undefined {
    if (!isRecording()) return this.current?.kind;
    if (!this.current) {
      this.recordAbsence();
      return this.arrived?.kind;
    }
    if (this.isReadFinely) record(this.aspect(kindAspect));
    else record(this);
    return this.current.kind;
  }

  /**
   * For a place where nothing stood, and which is therefore not followed: the one of the same route where something
   * stands since an edit. Whoever asked for what was not there may still hold it.
   */
  protected get arrived(): View | undefined {
    const { parent, step } = this;
    if (this.current || this.isLost || !parent || !isRecording()) return undefined;
    const holder = parent.current ? parent : parent.arrived;
    const there = holder?.current;
    if (there?.kind === 'map') return indexOf(there).byKey.has(String(step)) ? holder?.get(String(step)) : undefined;
    return there?.kind === 'list' && typeof step === 'number' ? holder?.itemThere(step) : undefined;
  }

  /** Who takes a child may hand it on without a look at it, and has to know when another view stands for it. */
  protected recordTaking(step: string | number): void {
    if (!isRecording()) return;
    if (!this.current) this.recordAbsence();
    else if (this.isReadFinely) record(this.aspect(step));
    else record(this);
  }

  /** What all have in common, such as the root, is read finely by all: a key that comes there concerns few. */
  protected get isReadFinely(): boolean {
    return this.standsHigh || readsFinely();
  }

  /** Shared by much of a document: its root, its sections, and the maps of named things. */
  protected get standsHigh(): boolean {
    return this.parent?.parent?.parent === undefined;
  }

  /** Offset of the node in the chunk. */
  get start(): number {
    return this.parent && !this.via ? this.parent.start + this.offset : this.offset;
  }

  get key(): string | undefined {
    return typeof this.step === 'string' && this.parent ? this.step : undefined;
  }

  get route(): Route {
    const steps: (string | number)[] = [];
    for (let at: Place = this; at.parent; at = at.parent) steps.push(at.step);
    return steps.reverse();
  }

  /** True when the value, or a collection around it, stands behind an alias or a merge key. */
  get inherited(): boolean {
    for (let at: Place | undefined = this; at; at = at.parent) if (at.via) return true;
    return false;
  }

  anchor(part?: Part): Anchor {
    const { file, chunk } = this.source;
    return part ? { file, chunk, route: this.route, part } : { file, chunk, route: this.route };
  }

  /** Whether the whole source could be read; asked of the root. */
  protected get soundRoot(): boolean {
    if (isRecording()) record(this.aspect(soundness));
    return this.source.tree.faults.length === 0;
  }

  /** Whether it is known what stands here: not behind an alias that leads nowhere, nor where a fault hides it. */
  protected get isKnown(): boolean {
    if (this.isLost) return false;
    if (this.parent) return this.parent.knowsBelow;
    return this.current !== undefined || this.source.tree.faults.length === 0;
  }

  /** Something below a fault, or below a merge key that leads nowhere, is not known to be absent. */
  protected get knowsBelow(): boolean {
    const { tree } = this.source;
    const { current } = this;
    if (!current || this.isLost) return this.isKnown;
    if (isRecording() && this.isReadFinely) record(this.aspect(knowledge));
    if (tree.faults.length > 0 && isUncertain(tree, current, this)) return false;
    if (current.kind !== 'map' || !hasMerges(current)) return true;
    return !current.entries.some(
      ({ key, value }) => key && isMergeKey(key) && value?.kind === 'alias' && !tree.anchors.has(value.name),
    );
  }

  /** What is not there is told by the keys of what is there. */
  protected recordAbsence(): void {
    let absent: Place = this;
    while (absent.parent && !absent.parent.current) absent = absent.parent;
    const holder = absent.parent;
    if (!holder) record(absent);
    else if (holder.isReadFinely) record(holder.aspect(absent.step));
    else record(holder);
  }

  protected aspect(name: string | number): Readable {
    const aspects = (this.following.aspects ??= new Map());
    let aspect = aspects.get(name);
    if (!aspect) aspects.set(name, (aspect = { readers: undefined }));
    return aspect;
  }

  protected get following(): Followed {
    return (this.followed ??= { below: undefined, aspects: undefined, gone: undefined, wentInDoubt: false });
  }

  /** The child behind a key that was kept. */
  protected kept(key: string): View | undefined {
    if (this.byKey) return this.byKey.get(key);
    for (let child = this.first; child; child = child.next) if (child.step === key) return child;
    return undefined;
  }

  /** Keeps a child for who asks again; there must be none behind its key. */
  protected keep(child: View): void {
    if (!this.byKey && isFew(this.current)) {
      child.next = this.first;
      this.first = child;
      return;
    }
    if (!this.byKey) {
      this.byKey = new Map<string, View>();
      let it = this.first;
      while (it) {
        const { next } = it;
        it.next = undefined;
        this.byKey.set(String(it.step), it);
        it = next;
      }
      this.first = undefined;
    }
    this.byKey.set(String(child.step), child);
  }

  protected forget(child: View): void {
    if (this.byKey) this.byKey.delete(String(child.step));
    else if (this.first === child) this.first = child.next;
    else
      for (let it = this.first; it; it = it.next)
        if (it.next === child) {
          it.next = child.next;
          break;
        }
    child.next = undefined;
  }

  /** A list of its own: who goes through it may keep and forget. */
  protected get keptChildren(): readonly View[] {
    if (this.byKey) return [...this.byKey.values()];
    const children: View[] = [];
    for (let child = this.first; child; child = child.next) children.push(child);
    return children;
  }
}

/** Sources in which a merge key or an alias was met: what it brings stands elsewhere, and cannot be followed. */
export const merging = new WeakSet<Source>();

/**
 * The aspects of what kind of node stands there, of whether what is not there is known to be absent, and, at the root, of
 * whether there are faults; no index of a list.
 */
export const kindAspect = -1;
export const soundness = -2;
export const knowledge = -3;
