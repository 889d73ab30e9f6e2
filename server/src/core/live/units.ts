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
  block: Block | undefined;
  /** What they said when they were last asked. */
  claims: readonly Claim[];
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

/** Units that stand next to each other, and what they said together: nobody looks into a block without news. */
interface Block {
  readonly units: readonly Unit[];
  /** Null when it has to be put together again. */
  said: Said | undefined | null;
}

/** Units in one block. */
const blockSize = 64;

/** The nouns of one name, in document order, with what was said of each; follows the list through edits. */
export class Row {
  readonly #parts: readonly (readonly AnyRule[])[];
  readonly #asked: Asked;
  readonly #known: Map<object, readonly Unit[]> = new Map();
  #nouns: readonly object[] = [];
  #blocks: readonly Block[] = [];

  /** `parts`: the rules that look together. */
  constructor(parts: readonly (readonly AnyRule[])[], asked: Asked) {
    this.#parts = parts;
    this.#asked = asked;
  }

  get size(): number {
    return this.#nouns.length * this.#parts.length;
  }

  /** What was said of all nouns, in their order. */
  get said(): readonly (Said | undefined)[] {
    return this.#blocks.map((it) => {
      if (it.said === null) it.said = saidOf(it.units.flatMap(({ claims }) => claims));
      return it.said;
    });
  }

  /** Asks these of its units again; true when one says something else. */
  ask(units: readonly Unit[]): boolean {
    let changed = false;
    for (const unit of units) {
      unit.stale = false;
      const before = unit.claims;
      unit.claims = unit.cell.value;
      if (unit.claims === before || (unit.claims.length === 0 && before.length === 0)) continue;
      if (unit.block) unit.block.said = null;
      changed = true;
    }
    return changed;
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
    const count = this.#known.size;
    this.#splice(first * width, (old.length - last) * width, nouns.slice(first, nouns.length - last));
    return (this.#known.size - count) * width;
  }

  /** Seats the units of nouns in the place of others; blocks that are not touched stay as they are. */
  #splice(from: number, to: number, nouns: readonly object[]): void {
    const [before, after]: [Block[], Block[]] = [[], []];
    const [left, gone, right]: [Unit[], Unit[], Unit[]] = [[], [], []];
    let at = 0;
    for (const block of this.#blocks) {
      const end = at + block.units.length;
      if (end <= from) before.push(block);
      else if (at >= to) after.push(block);
      else
        block.units.forEach((it, index) => {
          const list = at + index < from ? left : at + index < to ? gone : right;
          list.push(it);
        });
      at = end;
    }
    for (const it of gone) it.seated = false;
    const seated = nouns.flatMap((noun) => this.#unitsOf(noun));
    for (const unit of seated) {
      unit.seated = true;
      if (unit.stale) this.#asked.stale(unit);
    }
    this.#blocks = [...before, ...blocksOf([...left, ...seated, ...right]), ...after];
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
    const unit: Unit = { cell, row: this, block: undefined, claims: [], stale: true, seated: false };
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

function blocksOf(units: readonly Unit[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let i = 0; i < units.length; i += blockSize) {
    const block: Block = { units: units.slice(i, i + blockSize), said: null };
    for (const it of block.units) it.block = block;
    blocks.push(block);
  }
  return blocks;
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
