// What files have in common is held once, and nobody can tell.
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { shared } from '../../server/src/core/cells/share.ts';

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, undefined, true, 0, 1, '', '0', '1', 'name', 'a sentence that is longer than any word is'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('file', 'chunk', 'route', 'constructor', '__proto__', '1'), tie('value')),
    fc.record({ file: fc.constantFrom('a', 'b'), chunk: fc.nat(1), route: fc.array(fc.constantFrom('name', 0)) }),
  ),
})).value;

describe('sharing', () => {
  it('gives an equal value with the same prototypes and order of keys, and leaves its own alone', () => {
    fc.assert(
      fc.property(fc.array(plain), (values) => {
        const before = JSON.stringify(values);
        const given = shared(values);
        assert.deepEqual(given, values);
        assert.deepEqual([JSON.stringify(given), JSON.stringify(values)], [before, before]);
      }),
      { numRuns: 500 },
    );
  });

  it('holds lists of scalars, places and empty maps once', () => {
    const finding = () => ({
      at: { file: 'file:///a.yaml', chunk: 0, route: ['spec', 'containers', 0] },
      again: { file: 'file:///a.yaml', chunk: 0, route: ['spec', 'containers', 0] },
      labels: Object.create(null) as object,
    });
    const [one, other] = [shared(finding()), shared(finding())];
    assert.equal(one.at, one.again);
    assert.equal(one.at.route, other.at.route);
    assert.equal(one.labels, other.labels);
    assert.notEqual(shared(['0']), shared([0]));
  });
});
