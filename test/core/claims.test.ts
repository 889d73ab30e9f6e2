// Claims of one group become one finding, and what is kept of groups goes with them.
import assert from 'node:assert/strict';
import { sameValue } from '../../server/src/core/cells/same.ts';
import { type Claim, joinClaims, type JoinedGroups } from '../../server/src/core/rules/claims.ts';
import type { Finding } from '../../server/src/core/rules/finding.ts';

const at = { file: 'file:///a.yaml', chunk: 0, route: [] };

function claim(group: string): Claim {
  const finding: Finding = {
    rule: 'a/rule',
    message: 'one',
    at,
    severity: 'warning',
    reason: null,
    confidence: 'high',
    equivalents: [],
    related: [],
    fixes: [],
    resource: null,
  };
  const message = (count: number): string => `${count} of ${group}`;
  return { rule: undefined, finding, report: { at, message: 'one', group: { key: group, message } }, group };
}

describe('claims of a group', () => {
  it('are the same finding while they are the same claims, and are forgotten when there are none', () => {
    const groups: JoinedGroups = new Map();
    const claims = [claim('a'), claim('a'), claim('b'), claim('b')];
    const first = joinClaims(claims, groups);
    assert.deepEqual(
      first.map((it) => it.message),
      ['2 of a', '2 of b'],
    );
    assert.equal(joinClaims(claims, groups)[0], first[0]);
    assert.equal(joinClaims(claims.slice(0, 2), groups)[0], first[0]);
    assert.deepEqual([...groups.keys()], ['a']);
  });
});

describe('equality in value', () => {
  it('sees every difference of plain data, and takes no two maps or sets for equal', () => {
    assert.ok(sameValue({ a: [1, { b: null }] }, { a: [1, { b: null }] }));
    assert.ok(!sameValue({ a: [1, { b: null }] }, { a: [1, { b: undefined }] }));
    assert.ok(!sameValue({ a: undefined }, { b: undefined }));
    assert.ok(!sameValue([], {}));
    assert.ok(!sameValue(new Map([['a', 1]]), new Map([['a', 2]])));
    assert.ok(!sameValue(new Set(['a']), new Set(['b'])));
  });
});
