/** How long work that can wait holds the thread, in milliseconds: a frame of the screen at most. */
const slice = 15;

/** Lets the messages that wait be read: a keystroke comes before everything that can wait. */
export function pause(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** Calls `work` once things have been quiet for so many milliseconds. */
export function whenQuiet(milliseconds: () => number, work: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds());
  };
}

/** Messages are handed out one per turn of the event loop; an editor sends several for one keystroke. */
const turns = 6;

/**
 * Cuts long work into slices: its author asks `due` after each small step and, when it is, waits for {@link giveWay}.
 * Requests that are being answered hold it up until they are done.
 */
export class Slices {
  #began = Date.now();
  #urgent = 0;

  get due(): boolean {
    return Date.now() - this.#began >= slice;
  }

  async giveWay(): Promise<void> {
    for (let i = 0; i < turns || this.#urgent > 0; i++) await pause();
    this.#began = Date.now();
  }

  /** Answers a request before any other slice begins; what waits in front of it is read first, its cancellation too. */
  async first<T>(answer: () => T): Promise<T> {
    this.#urgent++;
    try {
      await pause();
      return answer();
    } finally {
      this.#urgent--;
    }
  }
}
