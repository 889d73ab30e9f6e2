// Claims of one group become one finding, and what is kept of groups goes with them.
import assert from 'node:assert/strict';
import { sameValue } from '../../server/src/core/cells/same.ts';
import { type Claim, joinClaims } from '../../server/src/core/rules/claims.ts';
import type { Finding } from '../../server/src/core/rules/finding.ts';
import { defineRule } from '../../server/src/core/rules/rule.ts';
import { JoinedFindings, saidOf } from '../../server/src/core/rules/joined.ts';

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

const meta = {
  id: 'a/rule',
  title: 'A',
  why: 'B',
  remedy: 'C',
  category: 'hygiene',
  severity: 'warning',
  status: 'stable',
  refs: {},
  equivalents: [],
  concepts: [],
} as const;

describe('claims of a group', () => {
  it('are the same finding while they are the same claims, and are forgotten when there are none', () => {
    const joined = new JoinedFindings();
    const claims = [claim('a'), claim('b'), claim('a'), claim('b')];
    const units = claims.map((it) => saidOf([it]));
    const first = joined.join([units]);
    assert.deepEqual(
      first.map((it) => it.message),
      ['2 of a', '2 of b'],
    );
    assert.deepEqual(joinClaims(claims), first);
    assert.equal(joined.join([units])[0], first[0]);
    const fewer = joined.join([units.slice(0, 3)]);
    assert.equal(fewer[0], first[0]);
    assert.equal(fewer[1]?.message, 'one');
    for (let i = 0; i < 500; i++) joined.join([[saidOf([claim(`typed ${i}`)])]]);
    assert.ok(joined.size < 250);
    assert.deepEqual(joined.join([units]), first);
  });

  it('of a rule that has failed, what follows is left out', () => {
    const rule = defineRule({ ...meta, visits: 'openapi.schema', check: () => undefined });
    const said = [claim('a'), { ...claim('a'), rule, failed: true as const }, { ...claim('a'), rule }, claim('a')];
    const [one] = new JoinedFindings().join([said.map((it) => saidOf([it]))]);
    assert.equal(one?.message, '3 of a');
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
