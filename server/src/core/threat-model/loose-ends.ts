import { differenceOf, Ordered } from './join/difference.ts';
import { byText } from './join/node.ts';
import type { LooseEnd } from './model.ts';

/** Loose ends by their texts, the first of each. */
export class DistinctEnds {
  readonly #sorted = new Ordered<LooseEnd>((a, b) => byText(a.text, b.text));
  #ends: readonly LooseEnd[] = [];
  #first = new Map<string, LooseEnd>();
  /** True when each text is there once. */
  #plain = true;

  of(ends: readonly LooseEnd[]): readonly LooseEnd[] {
    const difference = this.#plain ? differenceOf(this.#ends, ends) : null;
    this.#ends = ends;
    const fits = difference && difference.come.length * 4 <= ends.length;
    if (fits) {
      for (const it of difference.gone) this.#first.delete(it.text);
      for (const it of difference.come) if (!this.#add(it)) this.#plain = false;
    }
    if (!fits || !this.#plain) {
      this.#first = new Map();
      this.#plain = true;
      for (const it of ends) if (!this.#add(it)) this.#plain = false;
    }
    return this.#sorted.of(this.#plain ? ends : [...this.#first.values()]);
  }

  #add(end: LooseEnd): boolean {
    if (this.#first.has(end.text)) return false;
    this.#first.set(end.text, end);
    return true;
  }
}
