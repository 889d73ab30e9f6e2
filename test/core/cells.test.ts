// Cells: computed when asked, again after a change, and for nobody else.
import assert from 'node:assert/strict';
import { Cell, changed, type Readable, record, tracked } from '../../server/src/core/cells/cell.ts';
import { sameElements } from '../../server/src/core/cells/same.ts';

/** Something that is read, and set. */
class Source<T> implements Readable {
  readers: Readable['readers'];
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    record(this);
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    changed(this);
  }
}

describe('a cell', () => {
  it('is computed when it is asked, and again after what it read has changed', () => {
    const source = new Source(1);
    let runs = 0;
    const double = new Cell(() => (runs++, 2 * source.value));
    assert.equal(runs, 0);
    assert.equal(
      tracked(() => double.value + double.value),
      4,
    );
    assert.equal(runs, 1);
    source.set(2);
    assert.equal(runs, 1);
    assert.equal(
      tracked(() => double.value),
      4,
    );
    assert.equal(runs, 2);
  });

  it('wakes those who read it only when it has become another value', () => {
    const source = new Source(['a', 'b']);
    let runs = 0;
    const kept = new Cell(() => source.value.filter((it) => it !== 'x'), sameElements);
    const count = new Cell(() => (runs++, kept.value.length));
    const ask = (): number => tracked(() => count.value);
    assert.equal(ask(), 2);
    source.set(['a', 'x', 'b']);
    assert.equal(ask(), 2);
    assert.equal(runs, 1);
    source.set(['a']);
    assert.equal(ask(), 1);
    assert.equal(runs, 2);
  });

  it('follows what it reads now, and no longer what it read before', () => {
    const [left, right] = [new Source('left'), new Source('right')];
    const which = new Source<'left' | 'right'>('left');
    let runs = 0;
    const chosen = new Cell(() => (runs++, which.value === 'left' ? left.value : right.value));
    const ask = (): string => tracked(() => chosen.value);
    assert.equal(ask(), 'left');
    which.set('right');
    assert.equal(ask(), 'right');
    left.set('other');
    assert.equal(ask(), 'right');
    assert.equal(runs, 2);
    right.set('new');
    assert.equal(ask(), 'new');
  });

  it('that failed is asked again by those who went on without it, once it may not fail', () => {
    const source = new Source(0);
    const inverse = new Cell(() => {
      if (source.value === 0) throw new Error('no inverse');
      return 1 / source.value;
    });
    const between = new Cell(() => inverse.value);
    const told = new Cell(() => {
      try {
        return String(between.value);
      } catch {
        return 'none';
      }
    });
    const ask = (): string => tracked(() => told.value);
    assert.equal(ask(), 'none');
    source.set(2);
    assert.equal(ask(), '0.5');
    source.set(0);
    assert.equal(ask(), 'none');
    source.set(2);
    assert.equal(ask(), '0.5');
  });
});
