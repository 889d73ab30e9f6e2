import { hunksOf } from './hunks.ts';

/**
 * What each element of a list gives, as one list, from one model to the next: only what came into the list is looked at.
 * For what never changes of an element, such as the choice of some among all.
 */
export class Gathered<T, V> {
  readonly #give: (item: T) => readonly V[];
  #items: readonly T[] = [];
  #all: readonly V[] = [];
  /** Where what an element gives begins, and at the end how much there is. */
  #begins: readonly number[] = [0];

  constructor(give: (item: T) => readonly V[]) {
    this.#give = give;
  }

  /** What all of these give: the same list while it is the same. */
  of(items: readonly T[]): readonly V[] {
    if (items === this.#items) return this.#all;
    const [all, begins] = [this.#all, this.#begins];
    const parts: (readonly V[])[] = [];
    const places: number[] = [];
    let [at, same, count] = [0, true, 0];
    const keep = (to: number): void => {
      const [from, end] = [begins[at] ?? 0, begins[to] ?? 0];
      parts.push(all.slice(from, end));
      const moved = count - from;
      for (let i = at; i < to; i++) places.push((begins[i] ?? 0) + moved);
      count += end - from;
    };
    for (const hunk of hunksOf(this.#items, items)) {
      keep(hunk.at);
      const from = count;
      for (let i = hunk.from; i < hunk.from + hunk.come; i++) {
        const given = this.#give(items[i] as T);
        parts.push(given);
        places.push(count);
        count += given.length;
      }
      at = hunk.at + hunk.gone;
      const [old, end] = [begins[hunk.at] ?? 0, begins[at] ?? 0];
      same &&= hunk.gone === hunk.come && count - from === end - old;
    }
    keep(this.#items.length);
    places.push(count);
    const found = ([] as V[]).concat(...parts);
    this.#items = items;
    this.#begins = places;
    if (!same || found.some((it, i) => it !== all[i])) this.#all = found;
    return this.#all;
  }
}

const none: readonly never[] = [];

/** Those of a list of which something holds that never changes, from one model to the next. */
export class Chosen<T> extends Gathered<T, T> {
  constructor(isMeant: (item: T) => boolean) {
    super((it) => (isMeant(it) ? [it] : none));
  }
}
