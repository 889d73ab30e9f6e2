/** As many are kept however heavy they are: a text, what is tried instead of it, and one more to compare with. */
const few = 3;

/** A memory of the values used last, so that what is not asked for again is forgotten. */
export class Newest<V> {
  readonly #values = new Map<string, V>();
  readonly #limit: number;
  readonly #most: number;
  readonly #weigh: (value: V) => number;
  #weight = 0;

  /**
   * Keeps at most so many values; of those that together weigh more than `most`, only the newest {@link few}.
   */
  constructor(limit: number, most = Infinity, weigh: (value: V) => number = () => 0) {
    this.#limit = limit;
    this.#most = most;
    this.#weigh = weigh;
  }

  get(key: string, make: () => V): V {
    const value = this.#values.get(key) ?? make();
    this.set(key, value);
    return value;
  }

  peek(key: string): V | undefined {
    return this.#values.get(key);
  }

  /** The key that was unused for longest first. */
  get keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  delete(key: string): void {
    const value = this.#values.get(key);
    if (value !== undefined && this.#values.delete(key)) this.#weight -= this.#weigh(value);
  }

  set(key: string, value: V): void {
    // A map keeps the order of insertion: the first key is the one unused for longest.
    this.delete(key);
    this.#values.set(key, value);
    this.#weight += this.#weigh(value);
    for (const oldest of this.#values.keys()) {
      const { size } = this.#values;
      if (size <= this.#limit && (this.#weight <= this.#most || size <= few)) break;
      this.delete(oldest);
    }
  }
}
