import type { FixSafety } from '../server/src/core/fix/patch.ts';

/** What became of the fixes of one rule. */
export interface Counts {
  findings: number;
  /** Findings that have a fix at all. */
  fixable: number;
  offered: number;
  /** Offered ones that need no look. */
  safe: number;
  refused: number;
  /** Bytes taken away outside of what the fixes speak of. */
  stray: number;
  /** Why others are not offered, with the first place where it happened. */
  readonly reasons: Map<string, { count: number; readonly where: string }>;
}

const none = (): Counts => ({
  findings: 0,
  fixable: 0,
  offered: 0,
  safe: 0,
  refused: 0,
  stray: 0,
  reasons: new Map(),
});

/** Counts by rule. */
export class Tally {
  readonly #rules = new Map<string, Counts>();
  readonly total = none();

  #of(rule: string): readonly Counts[] {
    let own = this.#rules.get(rule);
    if (!own) this.#rules.set(rule, (own = none()));
    return [own, this.total];
  }

  finding(rule: string, fixable: boolean): void {
    for (const it of this.#of(rule)) {
      it.findings += 1;
      if (fixable) it.fixable += 1;
    }
  }

  offered(rule: string, safety: FixSafety, stray: number): void {
    for (const it of this.#of(rule)) {
      it.offered += 1;
      it.stray += stray;
      if (safety === 'safe') it.safe += 1;
    }
  }

  refused(rule: string, why: string, where: string): void {
    for (const it of this.#of(rule)) it.refused += 1;
    const [own] = this.#of(rule);
    const known = own?.reasons.get(why);
    if (known) known.count += 1;
    else own?.reasons.set(why, { count: 1, where });
  }

  get rules(): readonly (readonly [string, Counts])[] {
    return [...this.#rules].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
}
