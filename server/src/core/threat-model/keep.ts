import { sameValue } from '../cells/same.ts';

/**
 * Values that come again with every edit, by their ids: one that is equal to the value before is that value again, so
 * that whoever remembers what follows from it finds it by its identity.
 */
export class Kept<T extends { readonly id: string }> {
  #known: ReadonlyMap<string, T> = new Map();
  #list: readonly T[] = [];

  /** The values of now, each the one from before where it is equal; the same list when nothing has changed. */
  keep(now: readonly T[]): readonly T[] {
    const before = this.#list;
    let same = before.length === now.length;
    let differs = !same;
    const list = now.map((it, i) => {
      const old = before[i]?.id === it.id ? before[i] : this.#known.get(it.id);
      const kept = old !== undefined && (old === it || sameValue(old, it)) ? old : it;
      if (kept !== before[i]) same = false;
      if (kept !== old) differs = true;
      return kept;
    });
    if (same) return before;
    if (differs) this.#known = new Map(list.map((it) => [it.id, it]));
    this.#list = list;
    return list;
  }
}
