/**
 * What one model was made of and the next one need not look at again. An edit changes few of a system's facts: what
 * follows from the others is an answer that is given again.
 *
 * An answer notes what it asked while it was worked out, and counts for as long as all of that is answered by the same
 * value. Nothing tells it of changes: it looks, at the first question in each model, and a question that many have
 * asked is looked at once for all. So nothing that is gone is held, and there is nothing to take back.
 */
export class Memory {
  #model = 0;
  #trace: Set<Asked> | undefined;
  readonly #named: Map<string, Asked>[] = [];
  readonly #log: string[] = [];
  #logging = false;

  /** Begins another model. What is asked has to stand still from its first question to the end of the model. */
  begin(): void {
    this.#model++;
    if (this.#model % sweeping === 0) this.#sweep();
  }

  /** Names of the answers that are worked out while `work` runs; tests count them. */
  logged(work: () => void): readonly string[] {
    this.#log.length = 0;
    this.#logging = true;
    try {
      work();
    } finally {
      this.#logging = false;
    }
    return [...this.#log];
  }

  /** Makes a question about a word: who asks it while an answer is worked out depends on what it says. */
  question<V>(load: (key: string) => V, same: (a: V, b: V) => boolean = Object.is): (key: string) => V {
    const known = new Map<string, Asked>();
    this.#named.push(known);
    return (key) => {
      if (this.#trace === undefined) return load(key);
      let asked = known.get(key);
      if (!asked) known.set(key, (asked = newAsked(() => load(key), same as Asked['same'])));
      this.#trace.add(asked);
      this.#look(asked);
      return asked.value as V;
    };
  }

  /** Makes a question about an object. */
  questionAbout<K extends object, V>(load: (key: K) => V, same: (a: V, b: V) => boolean = Object.is): (key: K) => V {
    const known = new WeakMap<K, Asked>();
    return (key) => {
      if (this.#trace === undefined) return load(key);
      let asked = known.get(key);
      if (!asked) known.set(key, (asked = newAsked(() => load(key), same as Asked['same'])));
      this.#trace.add(asked);
      this.#look(asked);
      return asked.value as V;
    };
  }

  /** Makes a function of an object remember its answers. Beside the object, it may depend on questions alone. */
  answers<K extends object, V>(name: string, compute: (key: K) => V): (key: K) => V {
    const known = new WeakMap<K, Answer<V>>();
    return (key) => {
      const before = known.get(key);
      const answer = this.answer(name, before, () => compute(key));
      if (answer !== before) known.set(key, answer);
      return answer.value;
    };
  }

  /** The answer from before if it still counts, else a new one. For callers that keep their answers themselves. */
  answer<V>(name: string, before: Answer<V> | undefined, compute: () => V): Answer<V> {
    const outer = this.#trace;
    let answer = before;
    if (!answer || !this.#counts(answer)) {
      if (this.#logging) this.#log.push(name);
      const trace = new Set<Asked>();
      this.#trace = trace;
      try {
        answer = { value: compute(), asked: [...trace], model: this.#model };
      } finally {
        this.#trace = outer;
      }
    }
    if (outer) for (const it of answer.asked) outer.add(it);
    return answer;
  }

  #counts(answer: Answer<unknown>): boolean {
    if (answer.model === this.#model) return true;
    for (const it of answer.asked) {
      this.#look(it);
      if (it.changed > answer.model) return false;
    }
    answer.model = this.#model;
    return true;
  }

  /** Looks what is said to a question in this model. */
  #look(asked: Asked): void {
    if (asked.looked === this.#model) return;
    const outer = this.#trace;
    this.#trace = undefined;
    try {
      const value = asked.load();
      if (asked.looked === 0 || !asked.same(asked.value, value)) {
        asked.value = value;
        asked.changed = this.#model;
      }
      asked.looked = this.#model;
    } finally {
      this.#trace = outer;
    }
  }

  /** Forgets questions that nobody asks any more; an answer that still has one keeps it. */
  #sweep(): void {
    for (const known of this.#named)
      for (const [key, asked] of known) if (asked.looked < this.#model - 1) known.delete(key);
  }
}

/** After so many models, questions about words that are gone are forgotten. */
const sweeping = 500;

/** A question that was asked, with what was said to it last. */
interface Asked {
  readonly load: () => unknown;
  readonly same: (a: unknown, b: unknown) => boolean;
  value: unknown;
  /** The model in which it was looked at last; 0 before the first time. */
  looked: number;
  /** The model in which it was seen to be another one. */
  changed: number;
}

function newAsked(load: Asked['load'], same: Asked['same']): Asked {
  return { load, same, value: undefined, looked: 0, changed: 0 };
}

/** A value with the questions that it depends on. */
export interface Answer<V> {
  readonly value: V;
  readonly asked: readonly Asked[];
  /** The last model in which it was known to count. */
  model: number;
}
