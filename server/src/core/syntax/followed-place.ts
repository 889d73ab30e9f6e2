import { changed } from '../cells/cell.ts';
import type { Route } from './anchor.ts';
import { indexOf, sameKeys, sameScalar, valueOf } from './map-index.ts';
import type { DataTree, ListNode, MapNode, Node } from './node.ts';
import { knowledge, merging, Place, soundness, type Source } from './place.ts';
import { flipped } from './uncertain.ts';
import type { View } from './view.ts';

/**
 * A place that follows the edits of a live source: what stands there may become another node, and the cells that have
 * read it are told.
 */
export abstract class FollowedPlace extends Place {
  /** The newest tree of the source, told to the root. */
  protected followTree(before: DataTree, tree: DataTree): void {
    if (before.faults.length > 0) doubtful.add(this.source);
    else doubtful.delete(this.source);
    this.followNode(tree.root, tree.root?.offset ?? 0);
    if (before.faults.length > 0 !== tree.faults.length > 0) changed(this.aspect(soundness));
    for (const { route, step } of flipped(before, tree)) this.tell(route, step);
  }

  /** What is known to be absent at a place has changed, and everywhere below one of its children. */
  protected tell(route: Route, below: string | number | undefined): void {
    const [step, ...rest] = route;
    const next = step ?? below;
    const child = typeof next === 'string' ? this.kept(next) : this.itemsThere[next ?? -1];
    if (step !== undefined) {
      if (child) child.tell(rest, below);
      return;
    }
    this.tellOfAbsences();
    if (child) child.tellBelow();
  }

  /** Whether what is not here is known to be absent. Who only asked whether it is here need not be told. */
  protected tellOfAbsences(): void {
    if (!this.standsHigh || !this.current) changed(this);
    const aspect = this.followed?.aspects?.get(knowledge);
    if (aspect) changed(aspect);
  }

  protected tellBelow(): void {
    this.tellOfAbsences();
    for (const child of this.keptChildren) child.tellBelow();
    for (const item of this.itemsThere) item.tellBelow();
  }

  protected followNode(node: Node | undefined, offset: number): void {
    // Also an alias that leads nowhere: what it is cannot become something else.
    if (node?.kind === 'alias' || this.via) merging.add(this.source);
    const old = this.current;
    this.current = node;
    this.offset = offset;
    if (node === old) return;
    this.refers = undefined;
    if (old?.kind === 'map' && node?.kind === 'map') this.followMap(old, node);
    else if (old?.kind === 'list' && node?.kind === 'list') this.followList(old, node);
    else if (old?.kind === 'scalar' && node?.kind === 'scalar') {
      if (!sameScalar(old, node)) changed(this);
    } else {
      for (const child of this.keptChildren) this.leave(child);
      if (old?.kind === 'list') for (const item of this.listed ?? []) this.leave(item);
      this.first = this.byKey = this.listed = this.pairs = undefined;
      changed(this);
      for (const aspect of this.followed?.aspects?.values() ?? []) changed(aspect);
      this.welcome();
    }
    if (this.followed?.below && !sameContent(old, node)) changed(this.followed.below);
  }

  /**
   * A child that is no longer there. Whoever can still come upon it has taken it from here, which is told; so nothing has
   * to be told below it, however much that is. It waits as it is: what comes back, as after an undo, is what it was.
   */
  protected leave(child: View): void {
    if (doubtful.has(this.source)) child.following.wentInDoubt = true;
    child.next = undefined;
    (this.following.gone ??= new Map()).set(child.step, child);
  }

  /** The children that have come back, as far as they can be told from the node that stands here now. */
  protected welcome(): void {
    const { current } = this;
    const gone = this.followed?.gone;
    if (!gone) return;
    for (const [step, child] of gone) {
      if (typeof step === 'number') continue;
      const entry = current?.kind === 'map' ? indexOf(current).byKey.get(step) : undefined;
      if (!entry) continue;
      const { node, offset } = valueOf(entry);
      this.keep(child);
      this.resume(child, node, offset);
    }
  }

  protected resume(child: View, node: Node | undefined, offset: number): void {
    this.followed?.gone?.delete(child.step);
    child.followNode(node, offset);
    if (child.followed?.wentInDoubt || this.source.tree.faults.length > 0) child.tellBelow();
    if (child.followed) child.followed.wentInDoubt = false;
  }

  protected followMap(old: MapNode, node: MapNode): void {
    if (old.flow !== node.flow || old.tag !== node.tag) changed(this);
    if (old.entries === node.entries) return;
    const { byKey, merges } = indexOf(node);
    if (merges) merging.add(this.source);
    const before = indexOf(old).byKey;
    if (!sameKeys(before, byKey)) {
      this.listed = this.pairs = undefined;
      changed(this);
      for (const [key, aspect] of this.followed?.aspects ?? [])
        if (typeof key === 'string' && before.has(key) !== byKey.has(key)) changed(aspect);
    }
    for (const child of this.keptChildren) {
      const entry = byKey.get(String(child.step));
      if (entry) {
        const { node, offset } = valueOf(entry);
        child.followNode(node, offset);
      } else {
        this.forget(child);
        this.leave(child);
      }
    }
    this.welcome();
  }

  protected followList(old: ListNode, node: ListNode): void {
    if (old.flow !== node.flow || old.tag !== node.tag) changed(this);
    if (old.items === node.items) return;
    const before = this.listed;
    if (old.items.length !== node.items.length) {
      this.listed = undefined;
      changed(this);
      for (const [key, aspect] of this.followed?.aspects ?? [])
        if (typeof key === 'string' || key >= 0) changed(aspect);
    }
    before?.forEach((item, index) => {
      if (index < node.items.length) item.followNode(node.items[index], node.items[index]?.offset ?? 0);
      else this.leave(item);
    });
    if (before && !this.listed)
      this.listed = node.items.map((it, index) => before[index] ?? this.returned(it, index) ?? this.childAt(it, index));
  }

  protected returned(node: Node | undefined, index: number): View | undefined {
    const child = this.followed?.gone?.get(index);
    if (child) this.resume(child, node, node?.offset ?? 0);
    return child;
  }

  /** The views of a list's items, as far as they were asked for. */
  protected get itemsThere(): readonly View[] {
    return (this.current?.kind === 'list' ? this.listed : undefined) ?? [];
  }
}

/** Whether two nodes differ in nothing but where they stand. */
function sameContent(a: Node | undefined, b: Node | undefined): boolean {
  if (a?.kind === 'map') return b?.kind === 'map' && a.entries === b.entries && a.flow === b.flow && a.tag === b.tag;
  if (a?.kind === 'list') return b?.kind === 'list' && a.items === b.items && a.flow === b.flow && a.tag === b.tag;
  return a?.kind === 'scalar' && b?.kind === 'scalar' && sameScalar(a, b);
}

/** Sources whose tree before the last one had faults. */
const doubtful = new WeakSet<Source>();
