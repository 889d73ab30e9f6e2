import { hunksOf } from './join/hunks.ts';

/**
 * What belongs to the elements of a list, from one model to the next. Lists change in few places, so nearly every element
 * is found beside the one before it, and nothing has to be looked up.
 */
export class Aligned<T, V> {
  #items: readonly T[] = [];
  #values: readonly V[] = [];

  /** What belongs to each element: what belonged to it in the last list, or what `find` gives. */
  of(items: readonly T[], find: (item: T) => V): readonly V[] {
    const [before, known] = [this.#items, this.#values];
    if (items === before) return known;
    const parts: (readonly V[])[] = [];
    let same = items.length === before.length;
    let at = 0;
    for (const hunk of hunksOf(before, items)) {
      const found = items.slice(hunk.from, hunk.from + hunk.come).map(find);
      same &&= hunk.gone === hunk.come && found.every((it, i) => it === known[hunk.at + i]);
      parts.push(known.slice(at, hunk.at), found);
      at = hunk.at + hunk.gone;
    }
    this.#items = items;
    if (!same) this.#values = ([] as V[]).concat(...parts, known.slice(at));
    return this.#values;
  }

  /** Puts others in the place of some, by their places, and gives all. */
  put(others: ReadonlyMap<number, V>): readonly V[] {
    const values = this.#values.slice();
    for (const [at, value] of others) values[at] = value;
    return (this.#values = values);
  }
}
