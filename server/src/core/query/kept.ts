import type { Cell } from './cell.ts';

/** How much of a query's answers is kept. One that was let go is computed again when it is asked for. */
export interface Keep<V> {
  /** The size of an answer about this first argument, or 0 for one that is kept in any case. What it reads is not recorded. */
  readonly weigh: (value: V, first: string) => number;
  /** The sum of sizes that is kept; the last answer is always. */
  readonly most: number;
}

/** Stands for an answer that was let go: it has not changed, it is only not at hand. */
export const letGo = Symbol('let go');

/** The answers of a query that are kept, the one that was asked for last at the end. */
export class Kept {
  readonly #keep: Keep<unknown>;
  readonly #sizes = new Map<Cell, number>();
  #sum = 0;

  constructor(keep: Keep<unknown>) {
    this.#keep = keep;
  }

  /** Notes that an answer was asked for, and lets go of those that were not for the longest time. */
  asked(cell: Cell): void {
    const size = this.#keep.weigh(cell.value, cell.first);
    this.drop(cell);
    this.#sum += size;
    if (size === 0) return;
    this.#sizes.set(cell, size);
    for (const [other, its] of this.#sizes) {
      if (this.#sum <= this.#keep.most || other === cell) break;
      this.#sizes.delete(other);
      this.#sum -= its;
      other.value = letGo;
    }
  }

  /** Forgets the size of an answer that is no more. */
  drop(cell: Cell): void {
    const size = this.#sizes.get(cell);
    if (size === undefined) return;
    this.#sizes.delete(cell);
    this.#sum -= size;
  }
}
