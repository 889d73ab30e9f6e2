import { hunksOf } from './hunks.ts';

/** What came into a list and what left it. */
export interface Difference<T> {
  readonly gone: ReadonlySet<T>;
  /** In the order of the list. */
  readonly come: readonly T[];
}

/**
 * What differs between two lists, by identity. An edit changes few elements of many: where one was replaced, left or came
 * in, the lists go on together behind it. Null when elements that are in both stand in another order.
 */
export function differenceOf<T>(before: readonly T[], after: readonly T[]): Difference<T> | null {
  const gone = new Set<T>();
  const come: T[] = [];
  for (const hunk of hunksOf(before, after)) {
    const left = before.slice(hunk.at, hunk.at + hunk.gone);
    const found = after.slice(hunk.from, hunk.from + hunk.come);
    const fresh = new Set(found);
    const stayed: T[] = [];
    for (const it of left) {
      if (fresh.has(it)) stayed.push(it);
      else gone.add(it);
    }
    const staying = new Set(stayed);
    let at = 0;
    for (const it of fresh) {
      if (!staying.has(it)) come.push(it);
      else if (it !== stayed[at++]) return null;
    }
  }
  // What left one place and came in at another has moved.
  return come.some((it) => gone.has(it)) ? null : { gone, come };
}

/** So many elements are put into their places one by one. */
const few = 64;

/** A list by some order, made of the last one: only what came is put into its place. */
export class Ordered<T> {
  readonly #compare: (a: T, b: T) => number;
  #items: readonly T[] = [];
  #sorted: readonly T[] = [];

  /** `compare` tells any two elements apart, and always in the same way. */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  /** The elements in order. The same list while they are the same. */
  of(items: readonly T[]): readonly T[] {
    const difference = differenceOf(this.#items, items);
    this.#items = items;
    if (difference?.gone.size === 0 && difference.come.length === 0) return this.#sorted;
    if (!difference || difference.come.length * 4 > items.length)
      return (this.#sorted = [...items].sort(this.#compare));
    const { gone, come } = difference;
    if (gone.size + come.length <= few) return (this.#sorted = this.#put(gone, come));
    return (this.#sorted = this.#merged(
      gone.size === 0 ? this.#sorted : this.#sorted.filter((it) => !gone.has(it)),
      [...come].sort(this.#compare),
    ));
  }

  /** Takes elements out and puts others in, each by itself. */
  #put(gone: ReadonlySet<T>, come: readonly T[]): readonly T[] {
    const sorted = this.#sorted.slice();
    for (const it of gone) {
      const at = this.#placeIn(sorted, it);
      sorted.splice(sorted[at] === it ? at : sorted.indexOf(it), 1);
    }
    for (const it of come) sorted.splice(this.#placeIn(sorted, it), 0, it);
    return sorted;
  }

  /** The first place behind all elements that come before this one. */
  #placeIn(sorted: readonly T[], item: T): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = sorted[middle];
      if (other !== undefined && this.#compare(other, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #merged(left: readonly T[], right: readonly T[]): readonly T[] {
    const all: T[] = [];
    let from = 0;
    for (const it of right) {
      let [low, high] = [from, left.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        const other = left[middle];
        if (other !== undefined && this.#compare(other, it) < 0) low = middle + 1;
        else high = middle;
      }
      for (; from < low; from++) all.push(left[from] as T);
      all.push(it);
    }
    return from === 0 ? [...all, ...left] : all.concat(left.slice(from));
  }
}
