/**
 * Plain data that is kept for every file of a workspace: routes, kinds, ids of other tools and empty lists are the same
 * in thousands of files, and are held once. The data must never change, and nobody may ask whether two equal parts of it
 * are the same object.
 */

/** Longer texts are sentences, and hardly come again. */
const longestWord = 40;
/** Longer lists are hardly the same twice. */
const longestList = 16;
/** So many different words and steps are known before all are forgotten: they only save memory. */
const mostKnown = 40_000;
/** An object with more entries than this is left as it is: its keys are a user's own, and hardly come again. */
const mostKeys = 12;

/** A list of scalars as a way from one element to the next, with the list that ends here. */
interface Step {
  readonly next: Map<unknown, Step>;
  list: readonly unknown[] | undefined;
}

const words = new Map<string, string>();
let lists: Step = { next: new Map(), list: undefined };
let steps = 0;
const noEntries: object = Object.create(null);

/** The same value, holding what it has in common with others that were given before. */
export function shared<T>(value: T): T {
  return share(value, new Map()) as T;
}

/** What is said of a place is mostly said of few: `places` holds them by route. */
function share(value: unknown, places: Map<unknown, object>): unknown {
  if (typeof value === 'string') return sharedWord(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return sharedList(value, places);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return sharedMap(value as Readonly<Record<string, unknown>>, places);
  return prototype === Object.prototype ? sharedObject(value as Readonly<Record<string, unknown>>, places) : value;
}

function sharedWord(word: string): string {
  if (word.length > longestWord) return word;
  const known = words.get(word);
  if (known !== undefined) return known;
  if (words.size >= mostKnown) words.clear();
  words.set(word, word);
  return word;
}

function sharedList(list: readonly unknown[], places: Map<unknown, object>): readonly unknown[] {
  // A copy has no room for elements that never come.
  const copy = list.map((it) => share(it, places));
  if (copy.length > longestList || copy.some((it) => typeof it === 'object' && it !== null)) return copy;
  let at = lists;
  for (const it of copy) {
    let next = at.next.get(it);
    if (!next) {
      steps++;
      at.next.set(it, (next = { next: new Map(), list: undefined }));
    }
    at = next;
  }
  at.list ??= copy;
  if (steps > mostKnown) {
    steps = 0;
    lists = { next: new Map(), list: undefined };
  }
  return at.list;
}

function sharedObject(
  value: Readonly<Record<string, unknown>>,
  places: Map<unknown, object>,
): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | undefined;
  let count = 0;
  for (const key in value) {
    count++;
    const it = value[key];
    const own = share(it, places);
    if (own === it) continue;
    copy ??= { ...value };
    copy[key] = own;
  }
  const result = copy ?? value;
  const { file, chunk, route } = result;
  if (count !== 3 || route === undefined) return result;
  const known = places.get(route) as typeof result | undefined;
  if (known && known['file'] === file && known['chunk'] === chunk) return known;
  places.set(route, result);
  return result;
}

/**
 * A map without a prototype, whose keys are a user's. It is made as an object is, and loses the prototype then: objects
 * with the same keys share their form, while one that begins without a prototype is a table of its own.
 */
function sharedMap(value: Readonly<Record<string, unknown>>, places: Map<unknown, object>): object {
  const keys = Object.keys(value);
  if (keys.length === 0) return noEntries;
  if (keys.length > mostKeys || keys.includes('__proto__')) return value;
  const copy: Record<string, unknown> = {};
  for (const key of keys) copy[key] = share(value[key], places);
  return Object.setPrototypeOf(copy, null) as object;
}
