// Positions, found anew or from those of the text before an edit, and what is read line by line.
import assert from 'node:assert/strict';
import { ignoreComments } from '../../server/src/core/syntax/ignore.ts';
import { changeBetween } from '../../server/src/core/text/change.ts';
import { LineIndex } from '../../server/src/core/text/lines.ts';
import { editedText, randomFrom } from '../support/typing.ts';

/** Where lines begin, character by character. */
function starts(text: string): readonly number[] {
  const found = [0];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\n' || (text[i] === '\r' && text[i + 1] !== '\n')) found.push(i + 1);
  }
  return found;
}

function assertLines(text: string): void {
  const lines = new LineIndex(text);
  const expected = starts(text);
  assert.equal(lines.lineCount, expected.length);
  for (const [line, start] of expected.entries()) {
    assert.deepEqual(lines.position(start), { line, character: 0 });
    assert.equal(lines.offset({ line, character: 0 }), start);
    if (start > 0) assert.equal(lines.position(start - 1).line, line - 1);
  }
}

describe('lines', () => {
  it('begin after LF, CRLF and a lone CR', () => {
    for (const text of ['', 'a', '\n', '\r', '\r\n', '\n\r', 'a\nb\r\nc\rd', '\r\r\n\n', 'a\r']) assertLines(text);
    assert.deepEqual(new LineIndex('ab\ncd').position(99), { line: 1, character: 2 });
    assert.equal(new LineIndex('ab\ncd').offset({ line: 0, character: 99 }), 3);
    assert.equal(new LineIndex('ab\ncd').offset({ line: 9, character: 0 }), 5);
  });

  it('are the same after any edits of a large text as when they are looked for anew', () => {
    const random = randomFrom(3);
    for (const end of ['\n', '\r\n', '\r']) {
      let text = Array.from({ length: 2500 }, (_, i) => `line ${i}: value${end}`).join('');
      for (let edits = 0; edits < 60; edits++) {
        text = editedText(text, random);
        if (random.below(3) === 0)
          text =
            text.slice(0, random.below(text.length)) +
            random.pick(['\r', '\n', '\r\n']) +
            text.slice(random.below(text.length));
        if (text.length < 31_000) text += `${'x'.repeat(40)}${end}`.repeat(300);
        assertLines(text);
      }
    }
  });

  it('that differ are told by the smallest span', () => {
    assert.equal(changeBetween('same', 'same'), undefined);
    assert.deepEqual(changeBetween('abc', 'abxc'), { start: 2, oldEnd: 2, newEnd: 3 });
    assert.deepEqual(changeBetween('aaa', 'aa'), { start: 2, oldEnd: 3, newEnd: 2 });
    const long = 'y'.repeat(10_000);
    assert.deepEqual(changeBetween(`${long}a${long}`, `${long}bc${long}`), {
      start: 10_000,
      oldEnd: 10_001,
      newEnd: 10_002,
    });
    assert.deepEqual(changeBetween('', long), { start: 0, oldEnd: 0, newEnd: 10_000 });
  });

  it('with ignore comments are found wherever they end', () => {
    const text =
      'a: 1 # parapet-ignore x/y: why\r\n# parapet-ignore x/*, z/w\n\n  # c\nb: 2\r# parapet-ignore-file q/r : all of it \n';
    assert.deepEqual(ignoreComments(text), [
      { line: 0, target: 0, rules: ['x/y'], reason: 'why' },
      { line: 1, target: 4, rules: ['x/*', 'z/w'], reason: '' },
      { line: 5, target: undefined, rules: ['q/r'], reason: 'all of it' },
    ]);
    assert.deepEqual(ignoreComments('# parapet-ignored\n# parapet-ignore'), []);
  });
});
