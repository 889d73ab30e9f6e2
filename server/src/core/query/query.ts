/**
 * Inputs are pushed in, answers are pulled out. A query is a pure function of what it reads; its answer is kept and
 * given again while everything that it read is unchanged in value. What a query reads is recorded while it runs, so
 * nobody declares or invalidates anything by hand.
 *
 * The algorithm is that of incremental build systems with early cut-off (Mokhov, Mitchell, Peyton Jones, "Build systems
 * à la carte", 2018) with the marks of self-adjusting computation (Acar, 2005): a write marks what was made of it, and
 * what that was read by, as doubtful; a doubtful answer is right when none of the answers that it read has changed
 * since, and is computed again when one has. An answer without the mark is right as it is, so that asking costs nothing
 * however many answers there are.
 */
interface Cell {
  readonly of: Kind;
  readonly args: readonly string[];
  value: unknown;
  /** Revision in which the value last changed. */
  changedAt: number;
  /** Revision in which the value was last known to be right; 0 before there is one. */
  verifiedAt: number;
  /** True when something that it read, directly or through others, was written since. */
  doubtful: boolean;
  reads: readonly Cell[];
  /** Answers that were computed with this one. Most have one such reader; a set for each would cost more than the cells. */
  readers: Cell | Set<Cell> | undefined;
  running: boolean;
}

/** What the cells of one input or one query have in common. */
interface Kind {
  readonly name: string;
  /** Undefined for an input. */
  readonly compute: ((...args: string[]) => unknown) | undefined;
  /** Decides whether a recomputed answer is the old one. */
  readonly same: (a: unknown, b: unknown) => boolean;
  /** The cells with no or one argument, by it. */
  readonly single: Map<string, Cell>;
  /** The cells with more of them, by the first and then by the others. */
  readonly several: Map<string, Map<string, Cell>>;
  /** For a query whose answers are large: those that are kept, the one that was asked for last at the end. */
  readonly kept: Kept | undefined;
}

/** How much of a query's answers is kept. One that was let go is computed again when it is asked for. */
export interface Keep<V> {
  /** The size of an answer. */
  readonly weigh: (value: V) => number;
  /** The sum of sizes that is kept; the last answer is always. */
  readonly most: number;
}

interface Kept extends Keep<unknown> {
  readonly cells: Map<Cell, number>;
  sum: number;
}

/** Stands for an answer that was let go: it has not changed, it is only not at hand. */
const letGo = Symbol('let go');

export type Query<A extends readonly string[], V> = (...args: A) => V;

export class QueryEngine {
  readonly #kinds: Kind[] = [];
  #revision = 1;
  /** What the query that is running has read so far; undefined outside of queries. */
  #reads: Set<Cell> | undefined;
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
    const kind = this.#kind(name, undefined, Object.is);
    const write = (key: string, value: V): void => {
      const cell = cellOf(kind, [key], missing);
      if (cell.value === value) return;
      cell.value = value;
      cell.changedAt = ++this.#revision;
      doubt(cell);
    };
    return {
      get: (key) => {
        const cell = cellOf(kind, [key], missing);
        this.#reads?.add(cell);
        return cell.value as V;
      },
      set: write,
      delete: (key) => write(key, missing),
    };
  }

  /**
   * A named input that is kept elsewhere, such as an index: `load` reads it when it is first asked for, and whoever
   * changes it says so by `reload`, outside of queries.
   */
  source<A extends readonly string[], V>(
    name: string,
    load: Query<A, V>,
    same: (a: V, b: V) => boolean = Object.is,
  ): { readonly get: Query<A, V>; reload(...key: A): void } {
    const kind = this.#kind(name, undefined, same as Kind['same']);
    const unread = {};
    return {
      get: (...key) => {
        const cell = cellOf(kind, key, unread);
        if (cell.value === unread) cell.value = load(...key);
        this.#reads?.add(cell);
        return cell.value as V;
      },
      reload: (...key) => {
        const cell = cellOf(kind, key, unread);
        if (cell.value === unread) return;
        const value = load(...key);
        if (same(cell.value as V, value)) return;
        cell.value = value;
        cell.changedAt = ++this.#revision;
        doubt(cell);
      },
    };
  }

  /** Makes a pure function of strings into a memoised query. `same` decides early cut-off: equal answers wake nobody. */
  query<A extends readonly string[], V>(
    name: string,
    compute: Query<A, V>,
    same: (a: V, b: V) => boolean = Object.is,
    keep?: Keep<V>,
  ): Query<A, V> {
    const kept = keep && { ...(keep as unknown as Keep<unknown>), cells: new Map<Cell, number>(), sum: 0 };
    const kind = this.#kind(name, compute as unknown as Kind['compute'], same as Kind['same'], kept);
    return (...args) => {
      const cell = cellOf(kind, args, undefined);
      if (cell.doubtful) this.#refresh(cell);
      if (kept) {
        if (cell.value === letGo) this.#restore(cell);
        keepLast(cell, kept);
      }
      this.#reads?.add(cell);
      return cell.value as V;
    };
  }

  /** Forgets the answers about a first argument that will not be asked again, such as a deleted file. */
  forget(key: string): void {
    for (const { single, several } of this.#kinds) {
      const gone = [single.get(key), ...(several.get(key)?.values() ?? [])];
      single.delete(key);
      several.delete(key);
      for (const cell of gone) if (cell) this.#retire(cell);
    }
  }

  /**
   * Forgets the answers of these queries and sources that no other answer reads any more, such as those about words that
   * were typed on the way to another. To be called outside of queries, where all that is read is known.
   */
  sweep(names: ReadonlySet<string>): void {
    for (const kind of this.#kinds) {
      if (!names.has(kind.name)) continue;
      for (const cells of [kind.single, ...kind.several.values()]) {
        for (const [key, cell] of cells) {
          if (cell.readers !== undefined && !(cell.readers instanceof Set && cell.readers.size === 0)) continue;
          cells.delete(key);
          drop(cell);
          for (const read of cell.reads) unfollow(cell, read);
        }
      }
    }
  }

  #kind(name: string, compute: Kind['compute'], same: Kind['same'], kept?: Kept): Kind {
    const kind: Kind = { name, compute, same, single: new Map(), several: new Map(), kept };
    this.#kinds.push(kind);
    return kind;
  }

  /** Makes a doubtful answer right again. */
  #refresh(cell: Cell): void {
    const { of: kind, args } = cell;
    if (cell.running) throw new Error(`query cycle at ${nameOf(cell)}`);
    if (!kind.compute) return;
    cell.running = true;
    const outer = this.#reads;
    try {
      if (cell.verifiedAt > 0 && !this.#someReadChanged(cell)) {
        cell.verifiedAt = this.#revision;
        cell.doubtful = false;
        return;
      }
      const reads = new Set<Cell>();
      this.#reads = reads;
      let value: unknown;
      try {
        value = kind.compute(...args);
      } catch (cause) {
        cell.verifiedAt = 0;
        throw cause;
      }
      this.#ran?.push(nameOf(cell));
      drop(cell);
      if (cell.changedAt === 0 || !kind.same(cell.value, value)) {
        cell.value = value;
        cell.changedAt = this.#revision;
      }
      follow(cell, reads);
      cell.verifiedAt = this.#revision;
      cell.doubtful = false;
    } finally {
      this.#reads = outer;
      cell.running = false;
    }
  }

  /** Computes an answer that was let go once more: it is the same, because nothing that it read has changed. */
  #restore(cell: Cell): void {
    const outer = this.#reads;
    this.#reads = undefined;
    try {
      cell.value = cell.of.compute?.(...cell.args);
      this.#ran?.push(nameOf(cell));
    } finally {
      this.#reads = outer;
    }
  }

  /**
   * Takes a cell that nobody finds any more out of the graph. Who still holds it must ask again, and reads its successor
   * if there is one: nothing tells the old one of changes.
   */
  #retire(cell: Cell): void {
    if (cell.of.compute) {
      cell.verifiedAt = 0;
      cell.doubtful = true;
    } else cell.changedAt = ++this.#revision;
    doubt(cell);
    drop(cell);
    for (const read of cell.reads) unfollow(cell, read);
    cell.reads = none;
  }

  /** Brings what the cell read up to date, in the order it was read, and stops at the first change. */
  #someReadChanged(cell: Cell): boolean {
    for (const read of cell.reads) {
      if (read.doubtful) this.#refresh(read);
      if (read.changedAt > cell.verifiedAt) return true;
    }
    return false;
  }
}

/** Notes that an answer was asked for, and lets go of those that were not for the longest time. */
function keepLast(cell: Cell, kept: Kept): void {
  const known = kept.cells.get(cell);
  const size = known ?? kept.weigh(cell.value);
  kept.cells.delete(cell);
  kept.cells.set(cell, size);
  if (known === undefined) kept.sum += size;
  for (const [other, its] of kept.cells) {
    if (kept.sum <= kept.most || other === cell) break;
    kept.cells.delete(other);
    kept.sum -= its;
    other.value = letGo;
  }
}

/** Forgets the size of an answer that is no more. */
function drop(cell: Cell): void {
  const { kept } = cell.of;
  const size = kept?.cells.get(cell);
  if (kept === undefined || size === undefined) return;
  kept.cells.delete(cell);
  kept.sum -= size;
}

function cellOf(kind: Kind, args: readonly string[], initial: unknown): Cell {
  const [first = '', ...others] = args;
  let cells = kind.single;
  let key = first;
  if (others.length > 0) {
    const known = kind.several.get(first);
    cells = known ?? new Map<string, Cell>();
    if (!known) kind.several.set(first, cells);
    key = others.length === 1 ? (others[0] ?? '') : others.join(' ');
  }
  let cell = cells.get(key);
  if (!cell) {
    const start = kind.compute ? 0 : 1;
    cell = {
      of: kind,
      args,
      value: initial,
      changedAt: start,
      verifiedAt: start,
      doubtful: kind.compute !== undefined,
      reads: none,
      readers: undefined,
      running: false,
    };
    cells.set(key, cell);
  }
  return cell;
}

const none: readonly Cell[] = [];

function nameOf({ of: { name }, args }: Cell): string {
  return `${name} ${args.join(' ')}`;
}

/** Marks all that was computed with a cell, directly or through others. */
function doubt(cell: Cell): void {
  const waiting = [cell];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    for (const reader of readersOf(at)) {
      if (reader.doubtful) continue;
      reader.doubtful = true;
      waiting.push(reader);
    }
  }
}

function readersOf({ readers }: Cell): Iterable<Cell> {
  return readers === undefined ? none : readers instanceof Set ? readers : [readers];
}

/** Takes over what a cell has read now, so that it is told of changes there and nowhere else. */
function follow(cell: Cell, reads: ReadonlySet<Cell>): void {
  for (const old of cell.reads) if (!reads.has(old)) unfollow(cell, old);
  for (const read of reads) {
    const { readers } = read;
    if (readers === undefined) read.readers = cell;
    else if (readers instanceof Set) readers.add(cell);
    else if (readers !== cell) read.readers = new Set([readers, cell]);
  }
  cell.reads = [...reads];
}

function unfollow(cell: Cell, read: Cell): void {
  if (read.readers instanceof Set) read.readers.delete(cell);
  else if (read.readers === cell) read.readers = undefined;
}
