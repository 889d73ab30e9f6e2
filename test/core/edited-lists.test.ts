// Lists of ten thousand elements are followed from one model to the next by what an edit changed: what is made of the
// last answer is what would be made from scratch.
import assert from 'node:assert/strict';
import { Distinct } from '../../server/src/core/threat-model/distinct.ts';
import { differenceOf, Ordered } from '../../server/src/core/threat-model/join/difference.ts';
import { Chosen, Gathered } from '../../server/src/core/threat-model/join/gathered.ts';
import { hunksOf } from '../../server/src/core/threat-model/join/hunks.ts';
import { anyOnShelves, onShelves, together } from '../../server/src/core/threat-model/shelves.ts';
import { type Random, randomFrom } from '../support/typing.ts';

interface Thing {
  readonly id: number;
  readonly name: string;
  readonly parts: readonly string[];
}

let made = 0;

function thing(random: Random): Thing {
  const name = `n${random.below(40)}`;
  const id = made++;
  return { id, name, parts: Array.from({ length: random.below(4) }, (_, i) => `${id}/${i}`) };
}

/** A list with some elements replaced, taken away, put in or moved; at times another list altogether. */
function edited(list: readonly Thing[], random: Random): readonly Thing[] {
  if (random.below(20) === 0) return Array.from({ length: random.below(30) }, () => thing(random));
  const next = [...list];
  for (let i = random.below(4); i > 0; i--) {
    const at = random.below(next.length + 1);
    const gone = random.below(3);
    const moved = next.splice(at, gone);
    if (random.below(4) === 0) next.splice(random.below(next.length + 1), 0, ...moved);
    else next.splice(at, 0, ...Array.from({ length: random.below(3) }, () => thing(random)));
  }
  return next;
}

const byName = (a: Thing, b: Thing): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id);

describe('a list that an edit changes', () => {
  it('becomes the next one when its hunks are put in', () => {
    const random = randomFrom(11);
    let before: readonly Thing[] = [];
    for (let round = 0; round < 2000; round++) {
      const after = edited(before, random);
      const built: Thing[] = [];
      let at = 0;
      for (const hunk of hunksOf(before, after)) {
        built.push(...before.slice(at, hunk.at), ...after.slice(hunk.from, hunk.from + hunk.come));
        at = hunk.at + hunk.gone;
      }
      built.push(...before.slice(at));
      assert.deepEqual(built, after);
      before = after;
    }
  });

  it('differs by what is in one of the two, unless something has moved', () => {
    const random = randomFrom(12);
    let before: readonly Thing[] = [];
    for (let round = 0; round < 2000; round++) {
      const after = edited(before, random);
      const difference = differenceOf(before, after);
      if (difference) {
        assert.deepEqual(
          [...difference.gone],
          before.filter((it) => !after.includes(it)),
        );
        assert.deepEqual(
          difference.come,
          after.filter((it) => !before.includes(it)),
        );
        const kept = before.filter((it) => after.includes(it));
        assert.deepEqual(
          after.filter((it) => before.includes(it)),
          kept,
        );
      }
      before = after;
    }
  });

  it('looks into no more elements than came', () => {
    const random = randomFrom(13);
    const list = Array.from({ length: 5000 }, () => thing(random));
    let looked = 0;
    const parts = new Gathered((it: Thing) => {
      looked++;
      return it.parts;
    });
    parts.of(list);
    looked = 0;
    const next = list.with(2500, thing(random));
    assert.deepEqual(
      parts.of(next),
      next.flatMap((it) => it.parts),
    );
    assert.equal(looked, 1);
  });

  it('gives, chooses, orders and names as from scratch', () => {
    const random = randomFrom(14);
    const gathered = new Gathered((it: Thing) => it.parts);
    const chosen = new Chosen((it: Thing) => it.parts.length > 1);
    const ordered = new Ordered(byName);
    const distinct = new Distinct((it: Thing) => it.name);
    let list: readonly Thing[] = [];
    for (let round = 0; round < 2000; round++) {
      list = edited(list, random);
      const parts = gathered.of(list);
      assert.deepEqual(
        parts,
        list.flatMap((it) => it.parts),
      );
      assert.equal(gathered.of([...list]), parts, 'the same list while it is the same');
      assert.deepEqual(
        chosen.of(list),
        list.filter((it) => it.parts.length > 1),
      );
      assert.deepEqual(
        ordered.of(list).map((it) => it.name),
        list.map((it) => it.name).toSorted(),
      );
      const first = new Map<string, Thing>();
      for (const it of list) if (!first.has(it.name)) first.set(it.name, it);
      assert.deepEqual(
        distinct.of(list),
        [...first.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      );
    }
  });

  it('is asked shelf by shelf, and each shelf once', () => {
    let looked = 0;
    const even = onShelves((shelf: readonly number[]) => {
      looked++;
      return shelf.filter((it) => it % 2 === 0);
    });
    const hasLarge = anyOnShelves((it: number) => it > 8);
    const shelves = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    assert.deepEqual(even(together(shelves)), [2, 4, 6]);
    assert.equal(hasLarge(together(shelves)), false);
    looked = 0;
    const next = together([[1, 2].slice(), [8, 9], ...shelves.slice(2)]);
    assert.deepEqual(even(next), [2, 8, 6]);
    assert.equal(looked, 2);
    assert.equal(hasLarge(next), true);
  });
});
