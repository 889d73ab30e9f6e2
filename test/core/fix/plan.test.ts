import assert from 'node:assert/strict';
import { blank, type Patch } from '../../../server/src/core/fix/patch.ts';
import { planFix } from '../../../server/src/core/fix/plan.ts';
import { isRefusal } from '../../../server/src/core/fix/refusal.ts';
import { parseChunk } from '../../../server/src/core/syntax/parsed.ts';
import { splitYamlStream } from '../../../server/src/core/syntax/chunk.ts';
import { applyEdits, type Edit } from '../../../server/src/core/text/edit.ts';
import { append, remove, rename, rewrite, set, uri } from './support.ts';

function plan(text: string, patches: readonly Patch[]): readonly Edit[] | string {
  const chunks = splitYamlStream(text).map((it, i) => ({
    start: it.start,
    parsed: parseChunk('yaml', it.text, uri, i),
  }));
  const made = planFix((it) => (it === uri ? { text, chunks } : undefined), patches);
  return isRefusal(made) ? `refused: ${made.refused}` : (made.get(uri) ?? []);
}

function after(text: string, ...patches: readonly Patch[]): string {
  const edits = plan(text, patches);
  return typeof edits === 'string' ? edits : applyEdits(text, edits);
}

const inChunk = (chunk: number, patch: Patch): Patch => ({ ...patch, at: { ...patch.at, chunk } });

describe('A plan', () => {
  it('makes one map of two values that both lack it', () => {
    assert.equal(
      after('s:\n  - name: a\n  - name: b\n', set('s.0.sc.x', 1), set('s.0.sc.z', false), set('s.1.sc.x', 1)),
      's:\n  - name: a\n    sc:\n      x: 1\n      z: false\n  - name: b\n    sc:\n      x: 1\n',
    );
  });
  it('appends several items in order', () => {
    assert.equal(
      after('a:\n  - 1\n', append('a', 2), append('a', 3), append('a', 4)),
      'a:\n  - 1\n  - 2\n  - 3\n  - 4\n',
    );
  });
  it('counts items as they were', () => {
    assert.equal(after('a: [1, 2, 3, 4]\n', remove('a.0'), remove('a.2'), set('a.3', 5)), 'a: [2, 5]\n');
  });
  it('removes all items', () => {
    assert.equal(after('a:\n- 1\n- 2\n- 3\n', remove('a.0'), remove('a.1'), remove('a.2')), 'a: []\n');
  });
  it('does the same change once', () => {
    assert.equal(after('a:\n- 1\n', append('a', 2), append('a', 2), remove('a.0'), remove('a.0')), 'a:\n- 2\n');
  });
  it('follows a renamed key', () => {
    assert.equal(after('a:\n  b: 1\n', rename('a', 'c'), set('a.b', 2)), 'c:\n  b: 2\n');
    assert.equal(after('a:\n  b: 1\n', rename('a', 'c'), set('c.b', 2)), 'c:\n  b: 2\n');
  });
  it('rewrites two parts of one text', () => {
    assert.equal(
      after('a: http://x http://y\n', rewrite('a', 'https', [0, 4]), rewrite('a', 'https', [9, 13])),
      'a: https://x https://y\n',
    );
  });
  it('replaces a map key by key', () => {
    assert.equal(
      after(
        'a:\n  b: 1 # one\n  # about c\n  c:\n    d: 1 # two\n  e: 3\n',
        set('a', { b: 2, c: { d: 1, x: true }, f: 4 }),
      ),
      'a:\n  b: 2 # one\n  # about c\n  c:\n    d: 1 # two\n    x: true\n  f: 4\n',
    );
    assert.equal(after('a: {b: 1, c: 2}\n', set('a', { c: 3 })), 'a: {c: 3}\n');
    assert.equal(after('a:\n  b: 1\n', set('a', { c: 3 })), 'a:\n  c: 3\n');
  });
  it('keeps edits small and apart', () => {
    const text = 'a:\n  b: 1\nmiddle: 2\nc:\n  d: 1\n';
    const edits = plan(text, [set('a.x.p', 1), set('a.x.q', 1), set('c.d', 2)]);
    assert.deepEqual(edits, [
      { start: 9, end: 9, text: '\n  x:\n    p: 1\n    q: 1' },
      { start: 28, end: 29, text: '2' },
    ]);
  });
  it('works in the documents of a stream', () => {
    assert.equal(
      after(
        'a: 1\n---\n# two\na: 1\n---\na: 1',
        inChunk(2, set('b', 2)),
        inChunk(0, set('b', 2)),
        inChunk(1, set('a', 2)),
      ),
      'a: 1\nb: 2\n---\n# two\na: 2\n---\na: 1\nb: 2',
    );
  });
  it('keeps blanks in the edits', () => {
    const made = after('a: 1\n', set('b', blank('100')), set('c', blank('a: b')), set('d', `x${blank('y')}`));
    assert.equal(made, `a: 1\nb: ${blank('100')}\nc: "${blank('a: b')}"\nd: x${blank('y')}\n`);
  });
  it('creates a file', () => {
    const create: Patch = { op: 'create', at: { file: 'file:///new', chunk: 0, route: [] }, text: 'x\n' };
    assert.deepEqual(
      planFix(() => undefined, [create]),
      new Map([['file:///new', [{ start: 0, end: 0, text: 'x\n' }]]]),
    );
    assert.ok(isRefusal(planFix(() => ({ text: '', chunks: [] }), [create])));
  });
  it('refuses two values for one place', () => {
    assert.match(after('a: 1\n', set('a', 2), set('a', 3)), /^refused: .*contradict/);
    assert.match(after('a:\n- x: 1\n', remove('a.0'), set('a.0.x', 3)), /^refused: .*contradict/);
    assert.match(after('a: { x: 1, y: 2 }\n', set('a', { z: 1 }), set('a.x', 3)), /^refused: .*contradict/);
    assert.equal(after('a: { x: 1, y: 2 }\n', set('a', { x: 1 }), set('a.x', 3)), 'a: { x: 3 }\n');
  });
  it('refuses what a change would do to others', () => {
    assert.match(after('a: |+\n  x\nb: 1\n\nc: 2\n', remove('b')), /^refused: .*safely/);
  });
  it('refuses a file or a document that is not there', () => {
    assert.match(after('a: 1\n', inChunk(3, set('a', 2))), /^refused: .*not in the file/);
    assert.ok(isRefusal(planFix(() => undefined, [set('a', 2)])));
  });
});
