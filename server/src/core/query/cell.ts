import type { Kept } from './kept.ts';

/** What names an answer of a query: nothing, a file, or a file and something in it. */
export type Args = readonly [] | readonly [first: string] | readonly [first: string, second: string];

/** What the cells of one input or one query have in common. */
export interface Kind {
  readonly name: string;
  /** Its number among the kinds of the engine. */
  readonly slot: number;
  /** Undefined for an input. */
  readonly compute: ((first: string, second: string) => unknown) | undefined;
  /** Decides whether a recomputed answer is the old one. */
  readonly same: (a: unknown, b: unknown) => boolean;
  /** For a query whose answers are large: those that are kept. */
  readonly kept: Kept | undefined;
  /** The cells that have become doubtful, if somebody wants to know. */
  doubted: Set<Cell> | undefined;
}

/** Up to so many readers are looked for one by one; a set of them takes several times the memory. */
const fewReaders = 12;

/**
 * An answer with what it was made of. A workspace has some thirty for each file, so that one without readers or with a
 * single one holds no list of them.
 */
export class Cell {
  readonly of: Kind;
  readonly first: string;
  /** Empty for a kind whose answers have one name. */
  readonly second: string;
  value: unknown;
  /** Revision in which the value last changed. */
  changedAt: number;
  /** Revision in which the value was last known to be right; 0 before there is one. */
  verifiedAt: number;
  /** True when something that it read, directly or through others, was written since. */
  doubtful: boolean;
  running = false;
  #reads: Cell | readonly Cell[] | undefined = undefined;
  /** Answers that were computed with this one. */
  #readers: Cell | readonly Cell[] | Set<Cell> | undefined = undefined;

  constructor(of: Kind, first: string, second: string, value: unknown) {
    const start = of.compute ? 0 : 1;
    this.of = of;
    this.first = first;
    this.second = second;
    this.value = value;
    this.changedAt = start;
    this.verifiedAt = start;
    this.doubtful = of.compute !== undefined;
  }

  /** Such as "parsed file:///a.yaml 0". */
  get name(): string {
    const { of, first, second } = this;
    return second === '' ? `${of.name} ${first}` : `${of.name} ${first} ${second}`;
  }

  /** What was read to compute it, in the order in which it was read first. */
  get reads(): readonly Cell[] {
    const reads = this.#reads;
    return reads === undefined ? none : reads instanceof Cell ? [reads] : reads;
  }

  get isRead(): boolean {
    return this.#readers !== undefined;
  }

  /** Takes over what it has read now, so that it is told of changes there and nowhere else. */
  follow(reads: ReadonlySet<Cell>): void {
    for (const old of this.reads) if (!reads.has(old)) Cell.#unfollow(this, old);
    for (const read of reads) Cell.#follow(this, read);
    const [only] = reads;
    this.#reads = reads.size > 1 ? [...reads] : only;
  }

  /** Reads nothing any more. */
  leave(): void {
    for (const read of this.reads) Cell.#unfollow(this, read);
    this.#reads = undefined;
  }

  /** Marks all that was computed with it, directly or through others. */
  doubt(): void {
    const waiting: Cell[] = [this];
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      const readers = at.#readers;
      for (const reader of readers === undefined ? none : readers instanceof Cell ? [readers] : readers) {
        if (reader.doubtful) continue;
        reader.doubtful = true;
        reader.of.doubted?.add(reader);
        waiting.push(reader);
      }
    }
  }

  // Private methods of an instance would take a word in each.
  static #follow(cell: Cell, read: Cell): void {
    const readers = read.#readers;
    if (readers === undefined) read.#readers = cell;
    else if (readers instanceof Set) readers.add(cell);
    else if (readers instanceof Cell) {
      if (readers !== cell) read.#readers = [readers, cell];
    } else if (!readers.includes(cell)) {
      // Not pushed nor spread: an array that grows takes room for twenty.
      if (readers.length < fewReaders) read.#readers = readers.concat(cell);
      else read.#readers = new Set(readers).add(cell);
    }
  }

  static #unfollow(cell: Cell, read: Cell): void {
    const readers = read.#readers;
    if (readers === cell) read.#readers = undefined;
    else if (readers instanceof Set) {
      readers.delete(cell);
      if (readers.size === 0) read.#readers = undefined;
    } else if (readers !== undefined && !(readers instanceof Cell)) {
      const left = readers.filter((it) => it !== cell);
      read.#readers = left.length > 1 ? left : left[0];
    }
  }
}

const none: readonly Cell[] = [];
