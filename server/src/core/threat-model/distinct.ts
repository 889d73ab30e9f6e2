import { differenceOf, Ordered } from './join/difference.ts';
import { byText } from './join/node.ts';

/** Values by what they are called, such as loose ends by their texts: the first of each name, in the order of the names. */
export class Distinct<T> {
  readonly #nameOf: (value: T) => string;
  readonly #sorted: Ordered<T>;
  #values: readonly T[] = [];
  #first = new Map<string, T>();
  /** True when each name is there once. */
  #plain = true;

  constructor(nameOf: (value: T) => string) {
    this.#nameOf = nameOf;
    this.#sorted = new Ordered<T>((a, b) => byText(nameOf(a), nameOf(b)));
  }

  of(values: readonly T[]): readonly T[] {
    const difference = this.#plain ? differenceOf(this.#values, values) : null;
    this.#values = values;
    const fits = difference && difference.come.length * 4 <= values.length;
    if (fits) {
      for (const it of difference.gone) this.#first.delete(this.#nameOf(it));
      for (const it of difference.come) if (!this.#add(it)) this.#plain = false;
    }
    if (!fits || !this.#plain) {
      this.#first = new Map();
      this.#plain = true;
      for (const it of values) if (!this.#add(it)) this.#plain = false;
    }
    return this.#sorted.of(this.#plain ? values : [...this.#first.values()]);
  }

  #add(value: T): boolean {
    const name = this.#nameOf(value);
    if (this.#first.has(name)) return false;
    this.#first.set(name, value);
    return true;
  }
}
