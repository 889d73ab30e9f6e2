/**
 * Answers of objects that outlive an edit. A long document's lens is not built again for each keystroke: its views
 * follow the text ({@link ../syntax/view.ts}), and what was computed from them is kept in cells. A cell records what it
 * read while it ran; a change marks exactly the cells that may be wrong now, and they are computed again when asked.
 *
 * The algorithm is that of self-adjusting computation (Acar, 2005) in the form that signal libraries use: a change is
 * pushed as a mark, an answer is pulled. Outside of {@link tracked} nothing is recorded and nothing is lost: cells are
 * then plain lazy values.
 */

/** Something that can change and knows who has read it. */
export interface Readable {
  readers: Readers;
  /** The run of a cell that read it last. */
  run?: number;
  /** For cells: makes sure that a change of theirs has been told. */
  settle?(): void;
}

/** Most things have one reader; a set for each would cost more than all the edges. */
export type Readers = Cell<unknown> | Set<Cell<unknown>> | undefined;

type State = 'clean' | 'check' | 'dirty';

let reader: Cell<unknown> | undefined;
let recording = false;
let runs = 0;
/** The number of the run of {@link reader}. */
let readerRun = 0;
/** How many of the sources of its last run it has read again, in the same order; -1 after another one. */
let readAgain = -1;

/** Runs `work` with reads recorded. Not to be nested with other documents' untracked reads. */
export function tracked<T>(work: () => T): T {
  const before = recording;
  recording = true;
  try {
    return work();
  } finally {
    recording = before;
  }
}

/** Whether answers are being kept for after an edit. */
export function isRecording(): boolean {
  return recording;
}

/** Tells the running cell, if there is one, that it depends on this. */
export function record(source: Readable): void {
  if (reader && source.run !== readerRun) reader.read(source);
}

/**
 * Whether the running cell wants to know of less than all that can change here: one that reads a whole document would
 * otherwise run after every edit.
 */
export function readsFinely(): boolean {
  return reader !== undefined && reader.fine;
}

/** Tells all who have read it that it is another one now. */
export function changed(source: Readable): void {
  const { readers } = source;
  if (readers === undefined) return;
  if (readers instanceof Set) for (const it of readers) it.mark('dirty');
  else readers.mark('dirty');
}

/**
 * A lazy value that is computed again after something that it read has changed. There are tens of thousands: as with
 * places, fields are declared and not defined, and no member has a private name.
 */
export class Cell<T> implements Readable {
  declare readers: Readers;
  declare run: number;
  /** @internal */
  declare readonly fine: boolean;
  /** Undefined until something is recorded: most cells belong to files that stand still. */
  declare protected sources: Readable[] | undefined;
  declare protected state: State;
  declare protected now: T | undefined;
  declare protected has: boolean;
  /** It threw the last time: whoever asks gets no value, and whoever went on without one is told when there is one. */
  declare protected failed: boolean;
  declare protected readonly compute: () => T;
  declare protected readonly same: (a: T, b: T) => boolean;

  /** `same` decides whether a new value wakes those who read the old one; for `fine` see {@link readsFinely}. */
  constructor(compute: () => T, same: (a: T, b: T) => boolean = Object.is, fine?: 'fine') {
    this.compute = compute;
    this.same = same;
    this.fine = fine !== undefined;
    this.readers = undefined;
    this.run = 0;
    this.sources = undefined;
    this.state = 'dirty';
    this.now = undefined;
    this.has = false;
    this.failed = false;
  }

  get value(): T {
    if (recording) record(this as Readable);
    if (this.state !== 'clean' || this.failed) this.settle();
    return this.now as T;
  }

  /** Whether the value is known to be right as it is. */
  get isSettled(): boolean {
    return this.state === 'clean';
  }

  /** Brings the value up to date; those who read it are marked if it became another one. */
  settle(): void {
    if (this.state === 'check') {
      for (const source of this.sources ?? []) {
        try {
          source.settle?.();
        } catch {
          // It fails again for who asks, if this one still does.
          this.state = 'dirty';
        }
        if ((this.state as State) === 'dirty') break;
      }
      if (this.state === 'check') this.state = 'clean';
    }
    if (this.state === 'clean' && !this.failed) return;
    const failed = this.failed;
    this.failed = true;
    const value = recording ? this.runRecorded() : this.runBare();
    this.failed = false;
    if (this.has && !failed && this.same(this.now as T, value)) return;
    const had = this.has || failed;
    this.has = true;
    this.now = value;
    if (had) changed(this as Readable);
  }

  protected runBare(): T {
    try {
      return this.compute();
    } finally {
      this.state = 'clean';
    }
  }

  protected runRecorded(): T {
    const outer = reader;
    const outerRun = readerRun;
    const outerAgain = readAgain;
    reader = this as Cell<unknown>;
    readerRun = ++runs;
    readAgain = 0;
    try {
      return this.compute();
    } finally {
      this.state = 'clean';
      if (readAgain >= 0) this.unlinkFrom(readAgain);
      reader = outer;
      readerRun = outerRun;
      readAgain = outerAgain;
    }
  }

  /** @internal */
  mark(state: 'check' | 'dirty'): void {
    const before = this.state;
    if (before === 'dirty' || before === state) return;
    this.state = state;
    if (before !== 'clean' || this.readers === undefined) return;
    if (this.readers instanceof Set) for (const it of this.readers) it.mark('check');
    else this.readers.mark('check');
  }

  /** Stops following what it read; for cells that nobody will ask again. */
  dispose(): void {
    this.unlinkFrom(0);
    this.state = 'dirty';
  }

  /**
   * @internal While it runs, something that this run has not read yet. Most runs read what the last one has read, in the
   * same order: nothing has to be linked then.
   */
  read(source: Readable): void {
    source.run = readerRun;
    const sources = (this.sources ??= []);
    if (readAgain >= 0) {
      if (sources[readAgain] === source) {
        readAgain++;
        return;
      }
      this.unlinkFrom(readAgain);
      readAgain = -1;
    }
    const { readers } = source;
    if (readers === this) return;
    if (readers === undefined) source.readers = this as Cell<unknown>;
    else if (readers instanceof Set) {
      if (readers.has(this as Cell<unknown>)) return;
      readers.add(this as Cell<unknown>);
    } else source.readers = new Set([readers, this as Cell<unknown>]);
    sources.push(source);
  }

  protected unlinkFrom(first: number): void {
    const { sources } = this;
    if (!sources) return;
    for (let i = first; i < sources.length; i++) {
      const source = sources[i];
      if (source?.readers === this) source.readers = undefined;
      else if (source?.readers instanceof Set) source.readers.delete(this as Cell<unknown>);
    }
    sources.length = first;
  }
}

/** A cell that says when it may have become another value, for who keeps a list of those to ask again. */
export class WatchedCell<T> extends Cell<T> {
  readonly #doubted: () => void;

  constructor(compute: () => T, same: (a: T, b: T) => boolean, doubted: () => void) {
    super(compute, same);
    this.#doubted = doubted;
  }

  override mark(state: 'check' | 'dirty'): void {
    const settled = this.isSettled;
    super.mark(state);
    if (settled) this.#doubted();
  }
}

/**
 * One part of what a cell works out as a whole. Who reads a part is told when this part has become another one, and is
 * not even marked when the rest has. The price: after an edit, the whole has to be settled before anything is asked that
 * may have read a part of it.
 */
export class Part<T> implements Readable {
  readers: Readers;
  run = 0;
  #value: T;
  readonly #whole: { settle(): void };

  constructor(whole: { settle(): void }, value: T) {
    this.#whole = whole;
    this.#value = value;
  }

  get value(): T {
    if (recording) record(this);
    this.#whole.settle();
    return this.#value;
  }

  /** What it was when the whole was last worked out; for the whole itself. */
  get last(): T {
    return this.#value;
  }

  settle(): void {
    this.#whole.settle();
  }

  /** For the whole, while it is worked out. */
  put(value: T): void {
    if (Object.is(this.#value, value)) return;
    this.#value = value;
    changed(this);
  }
}

/** An object that itself holds what was found out about it while its file stands still; {@link noNotes} at first. */
export interface Noting {
  notes: Note;
}

/** An answer about an object, and those that were given before. */
export interface Note {
  readonly of: object;
  readonly value: unknown;
  readonly next: Note | undefined;
}

export const noNotes: Note = { of: {}, value: undefined, next: undefined };

/**
 * One cell for each object: what many ask about the same thing is computed once, and again when it changes. Where nothing
 * is recorded the value does without a cell. For functions that live as long as the program; see {@link cellsOfLens}.
 */
export function cellsOf<K extends object, T>(
  compute: (key: K) => T,
  same?: (a: T, b: T) => boolean,
  fine?: 'fine',
): (key: K) => T {
  return keyed(new WeakMap<K, Cell<T>>(), new Notes<K, T>(), compute, same, fine);
}

/** The same for a function that comes and goes with a lens, which holds the values. */
export function cellsOfLens<K extends object, T>(
  compute: (key: K) => T,
  same?: (a: T, b: T) => boolean,
  fine?: 'fine',
): (key: K) => T {
  return keyed(new WeakMap<K, Cell<T>>(), new Map<K, T>(), compute, same, fine);
}

/** The same by texts; all of them are kept. */
export function cellsByText<T>(
  compute: (key: string) => T,
  same?: (a: T, b: T) => boolean,
  fine?: 'fine',
): (key: string) => T {
  return keyed(new Map<string, Cell<T>>(), new Map<string, T>(), compute, same, fine);
}

/** What {@link keyed} needs of a map. */
interface Kept<K, V> {
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): unknown;
}

/** A map whose values are noted at the keys, as far as these take notes: a weak map costs far more to fill. */
class Notes<K extends object, V> implements Kept<K, V> {
  readonly others = new WeakMap<K, V>();

  get(key: K): V | undefined {
    let note: Note | undefined = (key as Partial<Noting>).notes;
    if (note === undefined) return this.others.get(key);
    for (; note; note = note.next) if (note.of === this) return note.value as V;
    return undefined;
  }

  has(key: K): boolean {
    let note: Note | undefined = (key as Partial<Noting>).notes;
    if (note === undefined) return this.others.has(key);
    for (; note; note = note.next) if (note.of === this) return true;
    return false;
  }

  set(key: K, value: V): void {
    const noting = key as Partial<Noting>;
    if (noting.notes === undefined) this.others.set(key, value);
    else noting.notes = { of: this, value, next: noting.notes };
  }
}

function keyed<K, T>(
  cells: Kept<K, Cell<T>>,
  still: Kept<K, T>,
  compute: (key: K) => T,
  same: ((a: T, b: T) => boolean) | undefined,
  fine: 'fine' | undefined,
): (key: K) => T {
  let followed = false;
  return (key) => {
    const old = followed ? cells.get(key) : undefined;
    if (old) return old.value;
    if (!recording) {
      const known = still.get(key);
      if (known !== undefined || still.has(key)) return known as T;
      const value = compute(key);
      still.set(key, value);
      return value;
    }
    const cell = new Cell(() => compute(key), same, fine);
    cells.set(key, cell);
    followed = true;
    return cell.value;
  };
}
