import { WatchedCell } from '../cells/cell.ts';
import type { RuleContext } from '../rules/context.ts';
import { check, type Claim, sameClaims } from '../rules/claims.ts';
import type { NounName, Nouns } from '../rules/nouns.ts';
import { type Said, saidOf } from '../rules/joined.ts';
import type { AnyRule } from '../rules/rule.ts';
import type { Anchor } from '../syntax/anchor.ts';

/** What some of the rules say of one noun. */
export interface Unit {
  readonly cell: WatchedCell<readonly Claim[]>;
  readonly row: Row;
  /** What they said when they were last asked. */
  claims: readonly Claim[];
  said: Said | undefined;
  /** They may say something else since. */
  stale: boolean;
  /** The noun is announced now. */
  seated: boolean;
}

/** What the units of a chunk have in common. */
export interface Asked {
  readonly context: RuleContext;
  readonly root: Anchor;
  /** Takes down units that may say something else. */
  readonly stale: (unit: Unit) => void;
}

/** More than these are looked up faster all together. */
const fewUnits = 50;

/** The nouns of one name, in document order, with what was said of each; follows the list through edits. */
export class Row {
  readonly #parts: readonly (readonly AnyRule[])[];
  readonly #asked: Asked;
  readonly #known: Map<object, readonly Unit[]> = new Map();
  #nouns: readonly object[] = [];
  #units: readonly Unit[] = [];
  /** What each unit said: one after the other in memory, because all are gone through after an edit. */
  #said: (Said | undefined)[] = [];

  /** `parts`: the rules that look together. */
  constructor(parts: readonly (readonly AnyRule[])[], asked: Asked) {
    this.#parts = parts;
    this.#asked = asked;
  }

  get size(): number {
    return this.#units.length;
  }

  get said(): readonly (Said | undefined)[] {
    return this.#said;
  }

  /** Asks these of its units again; true when one says something else. */
  ask(units: readonly Unit[]): boolean {
    let changed = 0;
    for (const unit of units) {
      unit.stale = false;
      const claims = unit.cell.value;
      if (claims === unit.claims) continue;
      unit.claims = claims;
      const { said } = unit;
      unit.said = saidOf(claims);
      if (said === undefined && unit.said === undefined) continue;
      if (++changed <= fewUnits) this.#said[this.#units.indexOf(unit)] = unit.said;
    }
    if (changed > fewUnits) this.#said = this.#units.map((it) => it.said);
    return changed > 0;
  }

  /** Units that were made, also of nouns that are no more. */
  get known(): number {
    return this.#known.size * this.#parts.length;
  }

  /** Takes over the nouns as they are now; tells how many units were made for it, undefined when nothing has changed. */
  follow(nouns: readonly object[]): number | undefined {
    const old = this.#nouns;
    if (nouns === old) return undefined;
    this.#nouns = nouns;
    let first = 0;
    while (first < nouns.length && nouns[first] === old[first]) first++;
    if (first === nouns.length && first === old.length) return undefined;
    let last = 0;
    const most = Math.min(nouns.length, old.length) - first;
    while (last < most && nouns[nouns.length - 1 - last] === old[old.length - 1 - last]) last++;
    const width = this.#parts.length;
    const units = this.#units;
    for (const it of units.slice(first * width, (old.length - last) * width)) it.seated = false;
    const before = this.#known.size;
    const changed: Unit[] = [];
    for (const noun of nouns.slice(first, nouns.length - last)) {
      for (const unit of this.#unitsOf(noun)) {
        unit.seated = true;
        if (unit.stale) this.#asked.stale(unit);
        changed.push(unit);
      }
    }
    const end = (old.length - last) * width;
    this.#units = units.slice(0, first * width).concat(changed, units.slice(end));
    this.#said = this.#said.slice(0, first * width).concat(
      changed.map((it) => it.said),
      this.#said.slice(end),
    );
    return (this.#known.size - before) * width;
  }

  #unitsOf(noun: object): readonly Unit[] {
    let units = this.#known.get(noun);
    if (!units) this.#known.set(noun, (units = this.#parts.map((part) => this.#unit(part, noun))));
    return units;
  }

  #unit(part: readonly AnyRule[], noun: object): Unit {
    const { context, root, stale } = this.#asked;
    const doubted = (): void => {
      if (unit.stale) return;
      unit.stale = true;
      if (unit.seated) stale(unit);
    };
    const cell = new WatchedCell(() => claimsOf(part, noun as Nouns[NounName], context, root), sameClaims, doubted);
    const unit: Unit = { cell, row: this, claims: [], said: undefined, stale: true, seated: false };
    return unit;
  }

  /** Forgets those who are not announced. */
  sweep(): void {
    for (const [noun, units] of this.#known) {
      if (units.every((it) => it.seated)) continue;
      for (const it of units) it.cell.dispose();
      this.#known.delete(noun);
    }
  }
}

function claimsOf(
  rules: readonly AnyRule[],
  noun: Nouns[NounName],
  context: RuleContext,
  root: Anchor,
): readonly Claim[] {
  const claims: Claim[] = [];
  for (const rule of rules) check(rule, noun, context, root, claims);
  return claims;
}
