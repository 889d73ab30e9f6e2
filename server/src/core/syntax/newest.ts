/** A memory of the values used last, so that what is not asked for again is forgotten. */
export class Newest<V> {
  readonly #values = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
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
    this.#values.delete(key);
  }

  set(key: string, value: V): void {
    // A map keeps the order of insertion: the first key is the one unused for longest.
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#limit) break;
      this.#values.delete(oldest);
    }
  }
}
