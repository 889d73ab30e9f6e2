/**
 * Inputs are pushed in, answers are pulled out. A query is a pure function of what it reads; its answer is kept and
 * given again while everything that it read is unchanged in value. What a query reads is recorded while it runs, so
 * nobody declares or invalidates anything by hand.
 *
 * The algorithm is that of incremental build systems with early cut-off (Mokhov, Mitchell, Peyton Jones, "Build systems
 * à la carte", 2018, "constructive traces" on one machine): each write raises the revision; a kept answer is valid when
 * it was verified in this revision, or when none of the answers it read has changed since.
 */
interface Cell {
  readonly name: string;
  value: unknown;
  /** Revision in which the value last changed. */
  changedAt: number;
  /** Revision in which the value was last known to be right. */
  verifiedAt: number;
  reads: Cell[] | undefined;
  readonly recompute: (() => unknown) | undefined;
  /** Decides whether a recomputed answer is the old one. */
  readonly same: (a: unknown, b: unknown) => boolean;
  running: boolean;
}

export type Query<A extends readonly string[], V> = (...args: A) => V;

export class QueryEngine {
  readonly #cells = new Map<string, Cell>();
  #revision = 1;
  #reader: Cell | undefined;
  #ran: string[] | undefined;

  /** Names of the queries that run while `work` does, such as "parsed file:///a.yaml 0", in order; tests count them. */
  logged(work: () => void): readonly string[] {
    const ran: string[] = [];
    this.#ran = ran;
    try {
      work();
    } finally {
      this.#ran = undefined;
    }
    return ran;
  }

  /** A named input; reading one that was never set gives `missing`. */
  input<V>(
    name: string,
    missing: V,
  ): { get(key: string): V; set(key: string, value: V): void; delete(key: string): void } {
    const cellOf = (key: string): Cell => this.#cell(`${name} ${key}`, undefined, missing, Object.is);
    return {
      get: (key) => {
        const cell = cellOf(key);
        this.#record(cell);
        return cell.value as V;
      },
      set: (key, value) => {
        const cell = cellOf(key);
        if (cell.value === value) return;
        cell.value = value;
        cell.changedAt = cell.verifiedAt = ++this.#revision;
      },
      delete: (key) => {
        const cell = cellOf(key);
        if (cell.value === missing) return;
        cell.value = missing;
        cell.changedAt = cell.verifiedAt = ++this.#revision;
      },
    };
  }

  /** Makes a pure function of strings into a memoised query. `same` decides early cut-off: equal answers wake nobody. */
  query<A extends readonly string[], V>(
    name: string,
    compute: Query<A, V>,
    same: (a: V, b: V) => boolean = Object.is,
  ): Query<A, V> {
    return (...args) => {
      const cell = this.#cell(`${name} ${args.join(' ')}`, () => compute(...args), undefined, same as Cell['same']);
      this.#refresh(cell);
      this.#record(cell);
      return cell.value as V;
    };
  }

  /** Forgets the answers about a key that will not be asked again, such as a deleted file. */
  forget(key: string): void {
    for (const name of this.#cells.keys()) if (name.split(' ').includes(key)) this.#cells.delete(name);
  }

  #cell(name: string, recompute: Cell['recompute'], initial: unknown, same: Cell['same']): Cell {
    let cell = this.#cells.get(name);
    if (!cell) {
      cell = {
        name,
        value: initial,
        changedAt: recompute ? 0 : 1,
        verifiedAt: recompute ? 0 : 1,
        reads: undefined,
        recompute,
        same,
        running: false,
      };
      this.#cells.set(name, cell);
    }
    return cell;
  }

  #record(cell: Cell): void {
    const reads = this.#reader?.reads;
    if (reads && reads[reads.length - 1] !== cell) reads.push(cell);
  }

  #refresh(cell: Cell): void {
    if (cell.running) throw new Error(`query cycle at ${cell.name}`);
    if (cell.verifiedAt === this.#revision || !cell.recompute) return;
    cell.running = true;
    const outer = this.#reader;
    try {
      if (cell.reads && cell.verifiedAt > 0 && !this.#someReadChanged(cell)) {
        cell.verifiedAt = this.#revision;
        return;
      }
      this.#reader = cell;
      const before = cell.reads;
      cell.reads = [];
      let value: unknown;
      try {
        value = cell.recompute();
      } catch (cause) {
        cell.reads = before;
        cell.verifiedAt = 0;
        throw cause;
      }
      this.#ran?.push(cell.name);
      if (before === undefined || !cell.same(cell.value, value)) {
        cell.value = value;
        cell.changedAt = this.#revision;
      }
      cell.verifiedAt = this.#revision;
    } finally {
      this.#reader = outer;
      cell.running = false;
    }
  }

  /** Brings what the cell read up to date, in the order it was read, and stops at the first change. */
  #someReadChanged(cell: Cell): boolean {
    for (const read of cell.reads ?? []) {
      if (read.recompute) {
        const outer = this.#reader;
        this.#reader = undefined;
        try {
          this.#refresh(read);
        } finally {
          this.#reader = outer;
        }
      }
      if (read.changedAt > cell.verifiedAt) return true;
    }
    return false;
  }
}

/** Equality in value of plain data; what early cut-off compares. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((it, i) => sameValue(it, b[i]));
  if (Array.isArray(b)) return false;
  const left = Object.entries(a);
  if (left.length !== Object.keys(b).length) return false;
  return left.every(([key, value]) => key in b && sameValue(value, (b as Record<string, unknown>)[key]));
}

/** Equality of lists by the identity of their elements: cheap, for lists of answers that are kept. */
export function sameElements<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((it, i) => it === b[i]);
}
