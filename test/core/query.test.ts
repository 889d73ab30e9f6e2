// The engine: answers equal those computed from scratch, whatever is written in between and in whatever order is asked.
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { sameElements, sameValue } from '../../server/src/core/cells/same.ts';
import { QueryEngine } from '../../server/src/core/query/query.ts';

const keys = ['a', 'b', 'c'] as const;
type Key = (typeof keys)[number];

/** A small graph with reads that depend on values, as those of references between files do. */
function graph(engine: QueryEngine) {
  const number = engine.input<number>('number', 0);
  const half = engine.query('half', (key: string) => Math.floor(number.get(key) / 2));
  const next = engine.query('next', (key: string, step: string): number => {
    const at = keys[(keys.indexOf(key as Key) + half(key) + Number(step)) % keys.length] ?? 'a';
    return half(at);
  });
  const list = engine.query('list', () => keys.map((it) => next(it, '1')), sameElements);
  const sum = engine.query('sum', () => list().reduce((a, b) => a + b, 0) + half('c'));
  return { number, half, next, list, sum };
}

const step = fc.oneof(
  fc.record({ do: fc.constant('set' as const), key: fc.constantFrom(...keys), value: fc.nat(9) }),
  fc.record({ do: fc.constant('forget' as const), key: fc.constantFrom(...keys), value: fc.constant(0) }),
  fc.record({ do: fc.constant('ask' as const), key: fc.constantFrom(...keys), value: fc.nat(3) }),
);

describe('the query engine', () => {
  it('answers as if nothing were kept, after any writes, deletions and questions', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const kept = graph(new QueryEngine());
        const engine = new QueryEngine();
        const lazy = graph(engine);
        const values = new Map<string, number>();
        for (const it of steps) {
          if (it.do === 'set') {
            values.set(it.key, it.value);
            lazy.number.set(it.key, it.value);
          } else if (it.do === 'forget') {
            values.delete(it.key);
            lazy.number.delete(it.key);
            engine.forget(it.key);
          } else {
            const fresh = graph(new QueryEngine());
            for (const [key, value] of values) fresh.number.set(key, value);
            const question = [
              (of: typeof kept) => of.half(it.key),
              (of: typeof kept) => of.next(it.key, '2'),
              (of: typeof kept) => of.list(),
              (of: typeof kept) => of.sum(),
            ][it.value];
            assert.deepEqual(question?.(lazy), question?.(fresh));
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('looks at nothing that a write did not touch', () => {
    const engine = new QueryEngine();
    const { number, sum } = graph(engine);
    sum();
    assert.deepEqual(
      engine.logged(() => {
        number.set('c', 1);
        sum();
      }),
      // Half of 1 is half of 0: what was made of it stands.
      ['half c'],
    );
    assert.deepEqual(
      engine.logged(() => sum()),
      [],
    );
  });

  it('tells who read a missing file that there is one now, also after it was forgotten', () => {
    const engine = new QueryEngine();
    const { number, half } = graph(engine);
    const seen = engine.query('seen', () => half('b') > 0);
    assert.equal(seen(), false);
    engine.forget('b');
    assert.equal(seen(), false);
    number.set('b', 4);
    assert.equal(seen(), true);
  });

  it('lets go of large answers and gives them again, without anybody having to look again', () => {
    const engine = new QueryEngine();
    const text = engine.input('text', '');
    const tree = engine.query('tree', (key: string) => ({ of: text.get(key) }), Object.is, {
      weigh: (it) => it.of.length,
      most: 10,
    });
    const size = engine.query('size', (key: string) => tree(key).of.length);
    for (const key of keys) text.set(key, 'sixsix');
    assert.deepEqual(
      keys.map((it) => size(it)),
      [6, 6, 6],
    );
    assert.deepEqual(
      engine.logged(() => keys.map((it) => size(it))),
      [],
    );
    assert.deepEqual(
      engine.logged(() =>
        assert.deepEqual(
          [tree('c'), tree('a'), tree('a')],
          ['c', 'a', 'a'].map(() => ({ of: 'sixsix' })),
        ),
      ),
      ['tree a'],
    );
    text.set('b', 'seven77');
    assert.deepEqual(
      engine.logged(() =>
        assert.deepEqual(
          keys.map((it) => size(it)),
          [6, 7, 6],
        ),
      ),
      ['tree b', 'size b'],
    );
    engine.forget('b');
    text.set('b', 'x');
    assert.deepEqual([tree('b'), tree('c'), size('b')], [{ of: 'x' }, { of: 'sixsix' }, 1]);
  });

  it('keeps a large answer of no weight, whatever else is asked', () => {
    const engine = new QueryEngine();
    const open = engine.input('open', false);
    const tree = engine.query('tree', (key: string) => ({ of: key }), Object.is, {
      weigh: (_, key) => (open.get(key) ? 0 : 1),
      most: 1,
    });
    const reader = engine.query('reader', (key: string) => tree(key).of);
    open.set('a', true);
    const first = tree('a');
    for (const key of keys) assert.equal(reader(key), key);
    assert.equal(tree('a'), first);
    open.set('a', false);
    assert.deepEqual(
      engine.logged(() => {
        assert.equal(reader('a'), 'a');
        tree('a');
        tree('b');
        tree('a');
      }),
      // What weighs an answer is no reason to work it out again.
      ['tree b', 'tree a'],
    );
  });

  it('forgets what nobody reads any more, and nothing else', () => {
    const engine = new QueryEngine();
    const shelf = new Map([['a', 1]]);
    const word = engine.input('word', 'a');
    const source = engine.source('shelf', (key: string) => shelf.get(key) ?? 0);
    const found = engine.query('found', () => source.get(word.get('')));
    assert.equal(found(), 1);
    word.set('', 'b');
    assert.equal(found(), 0);
    engine.sweep(new Set(['shelf']));
    shelf.set('a', 5).set('b', 7);
    source.reload('a');
    source.reload('b');
    assert.equal(found(), 7);
    word.set('', 'a');
    assert.equal(found(), 5);
  });

  it('refuses a query that needs its own answer', () => {
    const engine = new QueryEngine();
    const ring: () => number = engine.query('ring', () => ring() + 1);
    assert.throws(ring, /query cycle at ring/);
    assert.throws(ring, /query cycle at ring/);
  });

  it('asks again for an answer that failed', () => {
    const engine = new QueryEngine();
    const number = engine.input('number', 0);
    const checked = engine.query('checked', (): number => {
      if (number.get('') < 1) throw new Error('too small');
      return number.get('');
    });
    assert.throws(checked, /too small/);
    number.set('', 2);
    assert.equal(checked(), 2);
  });
});

describe('equality in value', () => {
  it('compares plain data by what is in it', () => {
    assert.ok(sameValue({ a: [1, { b: null }] }, { a: [1, { b: null }] }));
    assert.ok(!sameValue({ a: undefined }, { b: undefined }));
    assert.ok(!sameValue([1], { 0: 1 }));
    assert.ok(!sameValue({ a: 1 }, { a: 1, b: 2 }));
    assert.ok(sameElements([1, 2], [1, 2]));
    assert.ok(!sameElements([{}], [{}]));
  });
});
