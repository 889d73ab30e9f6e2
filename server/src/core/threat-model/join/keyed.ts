import { sameElements } from '../../cells/same.ts';
import type { Memory, Told } from '../memory.ts';
import { differenceOf } from './difference.ts';

const none: readonly never[] = [];

/**
 * Elements by keys, kept up to date from one model to the next. A list of the same elements stays the same list, so that
 * an answer that asked for it still counts.
 */
export class Keyed<T extends object, K = string> {
  readonly #keysOf: (item: T) => readonly K[];
  #items: readonly T[] = [];
  #lists = new Map<K, readonly T[]>();

  /** `keysOf` gives the same keys for an element every time. */
  constructor(keysOf: (item: T) => readonly K[]) {
    this.#keysOf = keysOf;
  }

  /** The elements under a key, each once, in the order of all. */
  get(key: K): readonly T[] {
    return this.#lists.get(key) ?? none;
  }

  /** Takes over other elements; gives the keys under which others may be found now. The work is that of what differs. */
  update(items: readonly T[]): Iterable<K> {
    const before = this.#items;
    if (items === before) return none;
    const difference = differenceOf(before, items);
    this.#items = items;
    if (!difference || difference.come.length * 4 > items.length) return this.#renew();
    const { gone, come } = difference;
    const fresh = new Map<K, T[]>();
    for (const it of gone) for (const key of this.#keysOf(it)) if (!fresh.has(key)) fresh.set(key, []);
    for (const it of come) for (const key of this.#keysOf(it)) put(fresh, key, it);
    let order: Map<T, number> | undefined;
    for (const [key, added] of fresh) {
      const list = this.#lists.get(key) ?? none;
      let next = list.filter((it) => !gone.has(it));
      if (next.length === 0) next = added;
      else if (added.length > 0) {
        order ??= new Map(items.map((it, i) => [it, i]));
        const places = order;
        next = [...next, ...added].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
      }
      if (next.length === 0) this.#lists.delete(key);
      else this.#lists.set(key, next);
    }
    return fresh.keys();
  }

  #renew(): Iterable<K> {
    const before = this.#lists;
    const fresh = new Map<K, T[]>();
    for (const it of this.#items) for (const key of this.#keysOf(it)) put(fresh, key, it);
    const lists = new Map<K, readonly T[]>();
    for (const [key, list] of fresh) {
      const old = before.get(key);
      lists.set(key, old && sameElements(old, list) ? old : list);
    }
    this.#lists = lists;
    return new Set([...before.keys(), ...fresh.keys()]);
  }
}

/** Elements come in order, so that one which is in a list already is its last. */
function put<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (!list) lists.set(key, [item]);
  else if (list.at(-1) !== item) list.push(item);
}

/** Elements by keys, as answers ask for them. */
export class Asked<T extends object, K = string> {
  readonly #keyed: Keyed<T, K>;
  readonly #told: Told<K, readonly T[]>;

  constructor(memory: Memory, keysOf: (item: T) => readonly K[]) {
    const keyed = new Keyed(keysOf);
    this.#keyed = keyed;
    this.#told = memory.told((key: K) => keyed.get(key));
  }

  /** The elements under a key, for an answer that depends on them. */
  get ask(): (key: K) => readonly T[] {
    return this.#told.ask;
  }

  /** Takes over other elements, before anybody asks in this model. */
  update(items: readonly T[]): void {
    for (const key of this.#keyed.update(items)) this.#told.changed(key);
  }
}
