import { Aligned } from './aligned.ts';
import type { Answer, Memory } from './memory.ts';

/** With more answers than these that have to look at their questions, all are gone through. */
const few = 16;

/** The answers about the elements of a list that changes little from one model to the next. */
export class AnswerList<K extends object, V> {
  readonly #memory: Memory;
  readonly #name: string;
  readonly #compute: (key: K) => V;
  readonly #known = new WeakMap<K, Answer<V>>();
  readonly #values = new Aligned<K, V>();
  /** Elements whose answers do not count any more. */
  readonly #doubtful = new Set<K>();
  /** Elements whose answers asked something that nobody tells. */
  readonly #looking = new Set<K>();
  #epoch = 0;
  #changed: K[] = [];

  constructor(memory: Memory, name: string, compute: (key: K) => V) {
    this.#memory = memory;
    this.#name = name;
    this.#compute = compute;
  }

  /** The elements of the last list that were not in the one before, or have another answer now. */
  get changed(): readonly K[] {
    return this.#changed;
  }

  /** The answer about an element of the last list. */
  get(key: K): V | undefined {
    return this.#known.get(key)?.value;
  }

  /** The answers about all elements: the same list while they are the same. */
  of(keys: readonly K[]): readonly V[] {
    this.#changed = [];
    const values = this.#values.of(keys, (key) => {
      this.#changed.push(key);
      return this.#one(key);
    });
    const all = this.#looking.size > few || this.#epoch !== this.#memory.epoch;
    this.#epoch = this.#memory.epoch;
    const fresh = new Map<number, V>();
    const look = (key: K, at: number): void => {
      const value = this.#one(key);
      if (value === values[at]) return;
      this.#changed.push(key);
      fresh.set(at, value);
    };
    const doubtful = new Set([...this.#doubtful, ...this.#looking]);
    this.#doubtful.clear();
    if (all) keys.forEach(look);
    else {
      for (const key of doubtful) {
        const at = keys.indexOf(key);
        if (at >= 0) look(key, at);
        else this.#looking.delete(key);
      }
    }
    return fresh.size === 0 ? values : this.#values.put(fresh);
  }

  #one(key: K): V {
    const before = this.#known.get(key);
    if (before && this.#memory.counts(before)) return before.value;
    const answer = this.#memory.answer(this.#name, before, () => this.#compute(key));
    if (answer !== before) {
      this.#known.set(key, answer);
      answer.told = () => this.#doubtful.add(key);
    }
    if (answer.pulled.length > 0) this.#looking.add(key);
    else this.#looking.delete(key);
    return answer.value;
  }
}
