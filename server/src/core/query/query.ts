import { type Args, Cell, type Kind } from './cell.ts';
import { type Keep, Kept, letGo } from './kept.ts';
import { Table } from './table.ts';

export type { Keep };

export type Query<A extends Args, V> = (...args: A) => V;

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
export class QueryEngine {
  readonly #kinds: Kind[] = [];
  readonly #table = new Table();
  #revision = 1;
  /** What the query that is running has read so far; undefined outside of queries. */
  #reads: Set<Cell> | undefined;
  #ran: string[] | undefined;

  /** Another number after each write: while it is the same, every answer is the one that was given. */
  get revision(): number {
    return this.#revision;
  }

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
    const write = (key: string, value: V): void => this.#write(this.#cell(kind, key, '', missing), value);
    return {
      get: (key) => {
        const cell = this.#cell(kind, key, '', missing);
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
  source<A extends Args, V>(
    name: string,
    load: Query<A, V>,
    same: (a: V, b: V) => boolean = Object.is,
  ): { readonly get: Query<A, V>; reload(...key: A): void } {
    const kind = this.#kind(name, undefined, same as Kind['same']);
    const unread = {};
    return {
      get: (...key) => {
        const [first = '', second = ''] = key;
        const cell = this.#cell(kind, first, second, unread);
        if (cell.value === unread) cell.value = load(...key);
        this.#reads?.add(cell);
        return cell.value as V;
      },
      reload: (...key) => {
        const [first = '', second = ''] = key;
        const cell = this.#table.get(kind, first, second);
        if (!cell || cell.value === unread) return;
        this.#write(cell, load(...key));
      },
    };
  }

  /** Makes a pure function of strings into a memoised query. `same` decides early cut-off: equal answers wake nobody. */
  query<A extends Args, V>(
    name: string,
    compute: Query<A, V>,
    same: (a: V, b: V) => boolean = Object.is,
    keep?: Keep<V>,
  ): Query<A, V> {
    const kept = keep && new Kept(keep as unknown as Keep<unknown>);
    const kind = this.#kind(name, compute as unknown as Kind['compute'], same as Kind['same'], kept);
    return (...args) => {
      const [first = '', second = ''] = args;
      const cell = this.#cell(kind, first, second, undefined);
      if (cell.doubtful) this.#refresh(cell);
      if (kept) {
        if (cell.value === letGo) this.#restore(cell);
        const outer = this.#reads;
        this.#reads = undefined;
        kept.asked(cell);
        this.#reads = outer;
      }
      this.#reads?.add(cell);
      return cell.value as V;
    };
  }

  /**
   * For who takes over the answers of a query elsewhere: what is given tells the first arguments of those that have
   * become doubtful since it was asked last. New answers are not among them.
   */
  doubted(name: string): () => readonly string[] {
    const kinds = this.#kinds.filter((it) => it.name === name);
    for (const kind of kinds) kind.doubted ??= new Set();
    return () =>
      kinds.flatMap(({ doubted }) => {
        const found = [...(doubted ?? [])].map((it) => it.first);
        doubted?.clear();
        return found;
      });
  }

  /** Forgets the answers about a first argument that will not be asked again, such as a deleted file. */
  forget(key: string): void {
    for (const cell of this.#table.take(key)) this.#retire(cell);
  }

  /**
   * Forgets the answers of these queries and sources that no other answer reads any more, such as those about words that
   * were typed on the way to another. To be called outside of queries, where all that is read is known.
   */
  sweep(names: ReadonlySet<string>): void {
    const slots = this.#kinds.filter((it) => names.has(it.name)).map((it) => it.slot);
    for (const cell of this.#table.sweep(slots, (it) => it.isRead)) {
      cell.of.kept?.drop(cell);
      cell.leave();
    }
  }

  #kind(name: string, compute: Kind['compute'], same: Kind['same'], kept?: Kept): Kind {
    const kind: Kind = { name, slot: this.#kinds.length, compute, same, kept, doubted: undefined };
    this.#kinds.push(kind);
    return kind;
  }

  #cell(kind: Kind, first: string, second: string, initial: unknown): Cell {
    const known = this.#table.get(kind, first, second);
    if (known) return known;
    const cell = new Cell(kind, first, second, initial);
    this.#table.add(cell, this.#kinds.length);
    return cell;
  }

  #write(cell: Cell, value: unknown): void {
    if (cell.of.same(cell.value, value)) return;
    cell.value = value;
    cell.changedAt = ++this.#revision;
    cell.doubt();
  }

  /** Makes a doubtful answer right again. */
  #refresh(cell: Cell): void {
    const { of: kind } = cell;
    if (cell.running) throw new Error(`query cycle at ${cell.name}`);
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
        value = kind.compute(cell.first, cell.second);
      } catch (cause) {
        cell.verifiedAt = 0;
        throw cause;
      }
      this.#ran?.push(cell.name);
      kind.kept?.drop(cell);
      if (cell.changedAt === 0 || !kind.same(cell.value, value)) {
        cell.value = value;
        cell.changedAt = this.#revision;
      }
      cell.follow(reads);
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
      cell.value = cell.of.compute?.(cell.first, cell.second);
      this.#ran?.push(cell.name);
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
    cell.doubt();
    cell.of.kept?.drop(cell);
    cell.leave();
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
