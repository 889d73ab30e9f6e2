import { AnswerList } from './answer-list.ts';

/**
 * What one model was made of and the next one need not look at again. An edit changes few of a system's facts: what
 * follows from the others is an answer that is given again.
 *
 * An answer notes what it asked while it was worked out, and counts for as long as all of that is answered by the same
 * value. Some questions are told when that is another one, and mark the answers that depend on them; the others are
 * looked at again in each model, once for all who asked.
 */
export class Memory {
  #model = 0;
  #epoch = 0;
  #trace: Set<Asked> | undefined;
  readonly #known: Map<unknown, Asked>[] = [];
  readonly #sweeping: number;

  /** After `sweeping` models, what is gone is forgotten. */
  constructor(sweeping = 500) {
    this.#sweeping = sweeping;
  }

  /** Begins another model. What is asked has to stand still from its first question to the end of the model. */
  begin(): void {
    this.#model++;
    if (this.#model % this.#sweeping === 0) this.#unlink();
    else if (this.#model % this.#sweeping === 1) this.#sweep();
  }

  /** Makes a question about a word: who asks it while an answer is worked out depends on what it says. */
  question<V>(load: (key: string) => V, same: (a: V, b: V) => boolean = Object.is): (key: string) => V {
    const known = this.#knownWords();
    return this.#asking(known, load, same, false);
  }

  /** Makes a question about an object. */
  questionAbout<K extends object, V>(load: (key: K) => V, same: (a: V, b: V) => boolean = Object.is): (key: K) => V {
    return this.#asking<K, V>(new WeakMap<K, Asked>(), load, same, false);
  }

  /** Makes a question whose owner tells when it is answered by another value, so that nobody looks. */
  told<K, V>(load: (key: K) => V, same: (a: V, b: V) => boolean = Object.is): Told<K, V> {
    const known = this.#knownWords() as Map<K, Asked>;
    const ask = this.#asking(known, load, same, true);
    const tell = (asked: Asked): void => {
      const value = asked.load();
      if (asked.same(asked.value, value)) return;
      asked.value = value;
      asked.changed = this.#model;
      mark(asked);
    };
    return {
      ask,
      changed: (key) => {
        const asked = known.get(key);
        if (asked) tell(asked);
      },
      look: () => {
        for (const asked of known.values()) tell(asked);
      },
    };
  }

  #knownWords(): Map<string, Asked> {
    const known = new Map<string, Asked>();
    this.#known.push(known);
    return known;
  }

  #asking<K, V>(
    known: { get(key: K): Asked | undefined; set(key: K, asked: Asked): unknown },
    load: (key: K) => V,
    same: (a: V, b: V) => boolean,
    told: boolean,
  ): (key: K) => V {
    return (key) => {
      if (this.#trace === undefined) return load(key);
      let asked = known.get(key);
      if (!asked) known.set(key, (asked = newAsked(() => load(key), same as Asked['same'], told)));
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
      // The usual case, with nothing made for it.
      if (before && this.#trace === undefined && this.counts(before)) return before.value;
      const answer = this.answer(name, before, () => compute(key));
      if (answer !== before) known.set(key, answer);
      return answer.value;
    };
  }

  /**
   * Makes a function of all elements of a list remember its answers, as {@link answers} does. To be asked outside of
   * answers. The work is that of the answers that do not count any more, and of what came in.
   */
  answersOf<K extends object, V>(name: string, compute: (key: K) => V): AnswerList<K, V> {
    return new AnswerList<K, V>(this, name, compute);
  }

  /** The answer from before, worked out again if it does not count any more. For callers that keep answers themselves. */
  answer<V>(name: string, before: Answer<V> | undefined, compute: () => V): Answer<V> {
    const outer = this.#trace;
    let answer = before;
    if (!answer || !this.counts(answer)) {
      log?.push(name);
      const trace = new Set<Asked>();
      this.#trace = trace;
      try {
        const value = compute();
        answer ??= { value, asked: [], pulled: [], model: 0, epoch: 0, doubtful: false, told: undefined };
        this.#renew(answer, value, trace);
      } finally {
        this.#trace = outer;
      }
    }
    if (outer) for (const it of answer.asked) outer.add(it);
    return answer;
  }

  /** Another number after questions have let go of their answers. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Makes an answer be worked out again when it is asked for next. */
  doubt(answer: Answer<unknown>): void {
    answer.doubtful = true;
  }

  #renew<V>(answer: Answer<V>, value: V, trace: ReadonlySet<Asked>): void {
    for (const it of answer.asked) if (!trace.has(it)) unfollow(it, answer);
    answer.value = value;
    answer.asked = [...trace];
    answer.pulled = answer.asked.every((it) => it.told) ? none : answer.asked.filter((it) => !it.told);
    answer.doubtful = false;
    answer.model = this.#model;
    this.#follow(answer);
  }

  #follow(answer: Answer<unknown>): void {
    answer.epoch = this.#epoch;
    for (const it of answer.asked) if (it.told) follow(it, answer);
  }

  /** Is an answer the one that would be found now? */
  counts(answer: Answer<unknown>): boolean {
    if (answer.doubtful) return false;
    if (answer.epoch !== this.#epoch) return this.#countsAgain(answer);
    if (answer.model === this.#model) return true;
    for (const it of answer.pulled) {
      this.#look(it);
      if (it.changed > answer.model) return false;
    }
    answer.model = this.#model;
    return true;
  }

  /** Looks at everything that an answer asked, after all were unlinked. */
  #countsAgain(answer: Answer<unknown>): boolean {
    for (const it of answer.asked) {
      if (it.forgotten) return false;
      if (!it.told) this.#look(it);
      if (it.changed > answer.model) return false;
    }
    answer.model = this.#model;
    this.#follow(answer);
    return true;
  }

  /** Looks what is said to a question in this model. */
  #look(asked: Asked): void {
    if (asked.looked === this.#model || (asked.told && asked.looked > 0)) return;
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

  /** Links are let go from time to time, or those to the answers about what is gone would stay. */
  #unlink(): void {
    this.#epoch++;
    for (const known of this.#known) for (const asked of known.values()) asked.readers = undefined;
  }

  /** Forgets the questions that no answer has linked itself to since, and that nobody has looked at. */
  #sweep(): void {
    for (const known of this.#known) {
      for (const [key, asked] of known) {
        if (asked.told ? asked.readers !== undefined : asked.looked >= this.#model - 1) continue;
        asked.forgotten = true;
        known.delete(key);
      }
    }
  }
}

let log: string[] | undefined;

/** Names of the answers that are worked out while `work` runs; tests count them. */
export function loggedAnswers(work: () => void): readonly string[] {
  const names: string[] = [];
  log = names;
  try {
    work();
  } finally {
    log = undefined;
  }
  return names;
}

/** A question whose owner tells when it is answered by another value. */
export interface Told<K, V> {
  readonly ask: (key: K) => V;
  /** Looks at the answer to one key. */
  readonly changed: (key: K) => void;
  /** Looks at all answers. */
  readonly look: () => void;
}

/** A question that was asked, with what was said to it last. */
interface Asked {
  readonly load: () => unknown;
  readonly same: (a: unknown, b: unknown) => boolean;
  readonly told: boolean;
  value: unknown;
  /** The model in which it was looked at last; 0 before the first time. */
  looked: number;
  /** The model in which it was seen to be another one. */
  changed: number;
  /** For a question that is told: the answers that depend on it. Most have one. */
  readers: Answer<unknown> | Set<Answer<unknown>> | undefined;
  forgotten: boolean;
}

function newAsked(load: Asked['load'], same: Asked['same'], told: boolean): Asked {
  return { load, same, told, value: undefined, looked: 0, changed: 0, readers: undefined, forgotten: false };
}

/** A value with the questions that it depends on. */
export interface Answer<V> {
  value: V;
  asked: readonly Asked[];
  /** Those of the questions that have to be looked at. */
  pulled: readonly Asked[];
  /** The last model in which it was known to count. */
  model: number;
  /** When its questions were linked to it. */
  epoch: number;
  /** True when one of its questions has been told. */
  doubtful: boolean;
  /** Whom to tell of that. */
  told: (() => void) | undefined;
}

const none: readonly never[] = [];

function mark(asked: Asked): void {
  const { readers } = asked;
  if (readers instanceof Set) for (const it of readers) makeDoubtful(it);
  else if (readers) makeDoubtful(readers);
}

function makeDoubtful(answer: Answer<unknown>): void {
  if (answer.doubtful) return;
  answer.doubtful = true;
  answer.told?.();
}

function follow(asked: Asked, answer: Answer<unknown>): void {
  const { readers } = asked;
  if (readers === undefined) asked.readers = answer;
  else if (readers instanceof Set) readers.add(answer);
  else if (readers !== answer) asked.readers = new Set([readers, answer]);
}

function unfollow(asked: Asked, answer: Answer<unknown>): void {
  if (asked.readers instanceof Set) asked.readers.delete(answer);
  else if (asked.readers === answer) asked.readers = undefined;
}
