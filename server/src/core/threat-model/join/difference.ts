/** What came into a list and what left it. */
export interface Difference<T> {
  readonly gone: ReadonlySet<T>;
  /** In the order of the list. */
  readonly come: readonly T[];
}

/**
 * What differs between two lists, by identity: an edit changes few elements of many, mostly beside each other. Null when
 * elements that are in both stand in another order.
 */
export function differenceOf<T>(before: readonly T[], after: readonly T[]): Difference<T> | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const gone = new Set(before.slice(start, before.length - end));
  const middle = after.slice(start, after.length - end);
  if (gone.size === 0) return { gone, come: middle };
  const left = new Set(middle);
  const stayed = [...gone].filter((it) => left.has(it));
  let at = 0;
  const come: T[] = [];
  for (const it of middle) {
    if (!gone.has(it)) come.push(it);
    else if (it !== stayed[at++]) return null;
  }
  for (const it of stayed) gone.delete(it);
  return { gone, come };
}

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
    return (this.#sorted = this.#merged(
      gone.size === 0 ? this.#sorted : this.#sorted.filter((it) => !gone.has(it)),
      [...come].sort(this.#compare),
    ));
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
