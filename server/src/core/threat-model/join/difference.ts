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
  const most = Math.min(before.length, after.length);
  let [i, j] = [0, 0];
  for (;;) {
    while (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    }
    if (i >= before.length || j >= after.length || gone.size + come.length > most / 4) break;
    const [old, fresh] = [before[i] as T, after[j] as T];
    if (i + 1 < before.length && before[i + 1] === after[j]) {
      gone.add(old);
      i++;
    } else if (j + 1 < after.length && before[i] === after[j + 1]) {
      come.push(fresh);
      j++;
    } else if (i + 1 < before.length && j + 1 < after.length && before[i + 1] === after[j + 1]) {
      gone.add(old);
      come.push(fresh);
      i++;
      j++;
    } else break;
  }
  let [last, end] = [before.length, after.length];
  while (last > i && end > j && before[last - 1] === after[end - 1]) {
    last--;
    end--;
  }
  const left = new Set(after.slice(j, end));
  const stayed: T[] = [];
  for (const it of before.slice(i, last)) {
    if (left.has(it)) stayed.push(it);
    else gone.add(it);
  }
  const staying = new Set(stayed);
  let at = 0;
  for (const it of left) {
    if (!staying.has(it)) come.push(it);
    else if (it !== stayed[at++]) return null;
  }
  // What left one place and came in at another has moved.
  return come.some((it) => gone.has(it)) ? null : { gone, come };
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
