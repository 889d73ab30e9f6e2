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
    const values: V[] = [];
    let at = 0;
    for (const item of items) {
      if (before[at] !== item) {
        let ahead = at + 1;
        while (ahead <= at + most && before[ahead] !== item) ahead++;
        if (ahead > at + most) {
          values.push(find(item));
          continue;
        }
        at = ahead;
      }
      values.push(known[at] as V);
      at++;
    }
    this.#items = items;
    this.#values = values.length === known.length && values.every((it, i) => it === known[i]) ? known : values;
    return this.#values;
  }

  /** Puts others in the place of some, by their places, and gives all. */
  put(others: ReadonlyMap<number, V>): readonly V[] {
    const values = [...this.#values];
    for (const [at, value] of others) values[at] = value;
    return (this.#values = values);
  }
}

/** How many elements may have left at one place. */
const most = 4;
