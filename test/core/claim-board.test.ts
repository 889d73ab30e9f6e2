// What rules say of a system stands on a board, by files: what a few say anew changes the findings of their files alone.
import assert from 'node:assert/strict';
import { ClaimBoard } from '../../server/src/core/rules/claim-board.ts';
import { byFile } from '../../server/src/core/rules/by-file.ts';
import { type Claim, joinClaims } from '../../server/src/core/rules/claims.ts';
import type { AnyRule, Report } from '../../server/src/core/rules/rule.ts';
import { untilFailure } from '../../server/src/core/rules/run.ts';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { type Random, randomFrom } from '../support/typing.ts';

const files = ['a', 'b', 'c'];
const [one, other] = allRules as readonly AnyRule[] as readonly [AnyRule, AnyRule];

function claim(random: Random, from: number): Claim {
  const rule = random.pick([one, other]);
  const file = random.pick(files);
  const text = random.pick(['first', 'second', 'third']);
  const finding: Claim['finding'] = {
    rule: rule.id,
    message: text,
    at: { file, chunk: 0, route: [from] },
    severity: 'info',
    reason: null,
    confidence: 'high',
    equivalents: [],
    related: [],
    fixes: [],
    resource: null,
  };
  if (random.below(60) === 0) return { rule, finding, report: undefined, failed: true };
  const acrossFiles = random.below(6) === 0;
  if (random.below(3) > 0) return { rule, finding, report: undefined };
  const message = (count: number): string => `${count} times ${text}`;
  const report: Report = { at: finding.at, message: text, group: { key: text, message, acrossFiles } };
  return { rule, finding, report, group: `${rule.id} ${acrossFiles ? '' : `${file} 0 `}${text}`, sample: message(2) };
}

describe('the board of claims', () => {
  it('holds the findings that all claims together make, after anything was said anew', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomFrom(seed);
      const board = new ClaimBoard<number>((a, b) => a - b);
      const said = new Map<number, readonly Claim[]>();
      const told = new Map<string, unknown>();
      for (let step = 0; step < 30; step++) {
        const speaker = random.below(6);
        const claims = Array.from({ length: random.below(4) }, () => claim(random, speaker));
        said.set(speaker, claims);
        if (random.below(5) === 0 && claims.length === 0) board.drop(`speaker ${speaker}`);
        else board.put(`speaker ${speaker}`, speaker, claims);
        const all = [...said].sort(([a], [b]) => a - b).flatMap(([, its]) => its);
        const expected = byFile(joinClaims(untilFailure(all)));
        // Only of files that are told to have changed, other findings are taken over.
        for (const file of board.changes()) told.set(file, board.in(file));
        for (const file of files) {
          assert.deepEqual(board.in(file), expected.get(file) ?? [], `seed ${seed}, step ${step}`);
          assert.deepEqual(told.get(file) ?? [], expected.get(file) ?? [], `seed ${seed}, step ${step}: not told`);
        }
      }
    }
  });

  it('tells of the files of what was said anew, and of no others', () => {
    const plain = (file: string, message: string): Claim => {
      const { finding } = claim(randomFrom(1), 0);
      return { rule: one, finding: { ...finding, at: { file, chunk: 0, route: [] }, message }, report: undefined };
    };
    const board = new ClaimBoard<number>((a, b) => a - b);
    board.put('x', 1, [plain('a', 'as it is'), plain('b', 'as it was')]);
    board.put('y', 2, [plain('c', 'something')]);
    assert.deepEqual([...board.changes()].sort(), ['a', 'b', 'c']);
    board.put('x', 1, [plain('a', 'as it is'), plain('b', 'as it is now')]);
    assert.deepEqual(board.changes(), ['b']);
    assert.deepEqual(board.changes(), []);
  });
});
