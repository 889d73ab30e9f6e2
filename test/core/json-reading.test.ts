// Read directly, or again after an edit: the tree of a JSON document is the one that the tolerant parser gives.
import assert from 'node:assert/strict';
import { parseJson, parseWholeJson } from '../../server/src/core/syntax/json.ts';
import { readPlainJson } from '../../server/src/core/syntax/json-plain.ts';
import { readJson } from '../../server/src/core/syntax/json-update.ts';
import { corpusTexts } from '../support/corpus.ts';
import { randomFrom, type Random } from '../support/typing.ts';

const plain = [
  '{}',
  ' [ ] ',
  '{"a": 1, "b": [true, false, null, -0, 1.5e3, "x\\n\\u00e9\\ud83d\\ude00"]}',
  '// c\n{"a": /* c */ 1, // d\r\n "b": [1, 2,],}\n',
  '"text"',
  '12',
  '{"a": {"a": {"a": []}}, "a": 2}',
];
const odd = [
  '',
  '{',
  '{"a"}',
  '{"a": }',
  '{"a" 1}',
  '{"a": 1 "b": 2}',
  '{"a": 1,, "b": 2}',
  '[1 2]',
  '[,]',
  '{,}',
  '[01]',
  '[1.]',
  '[.5]',
  '[+1]',
  '[truex]',
  '["a\nb"]',
  '["\\x"]',
  '["\\u12"]',
  '["a]',
  '{a: 1}',
  "{'a': 1}",
  '[1] [2]',
  '/* open',
  '[1, /* open ]',
  '\uFEFF{}',
  '["\u0001"]',
  '["a" "b" {"c": }]',
  '{"a": [1, 2 }, "b": {}}',
];

const scraps = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '1',
  'true',
  'x',
  ' ',
  '\n',
  '\\',
  '/',
  '//',
  '/*',
  '*/',
  '"k": ',
  '{"a": 1}',
  ', "k": 2',
  '\u0001',
];

function edited(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  if (random.below(3) === 0)
    return text.slice(0, at) + text.slice(at + 1 + random.below(random.below(4) === 0 ? 60 : 3));
  return text.slice(0, at) + random.pick(scraps) + text.slice(at);
}

describe('a JSON document', () => {
  it('that is well formed is read directly', () => {
    for (const text of plain) {
      const root = readPlainJson(text);
      assert.ok(root, text);
      assert.deepEqual({ root, faults: [], anchors: new Map() }, parseWholeJson(text), text);
    }
  });

  it('that is not is left to the tolerant parser', () => {
    for (const text of odd) {
      assert.equal(readPlainJson(text), undefined, text);
      assert.deepEqual(parseJson(text), parseWholeJson(text), text);
    }
  });

  it('of the corpus is read as the tolerant parser reads it', function () {
    this.timeout(120_000);
    for (const text of corpusTexts(/\.json$/)) assert.deepEqual(parseJson(text), parseWholeJson(text));
  });

  it('gives the same tree after any edits as the tolerant parser gives for the edited text', function () {
    this.timeout(120_000);
    const random = randomFrom(11);
    const documents = [...plain, ...odd, ...corpusTexts(/\.json$/).filter((it) => it.length < 4000)];
    for (let script = 0; script < 300; script++) {
      const texts = [random.pick(documents)];
      let reading = readJson(texts[0] ?? '');
      for (let edits = 0; edits < 6; edits++) {
        const text = (random.below(4) === 0 ? texts.at(-2) : undefined) ?? edited(reading.text, random);
        texts.push(text);
        reading = readJson(text, reading);
        assert.deepEqual(reading.tree, parseWholeJson(text), JSON.stringify(texts.slice(-2)));
      }
    }
  });

  it('keeps everything beside the way to an edit', () => {
    const before = readJson('{"a": {"b": [1], "c": {"d": 1}}, "e": {"f": [2]}}');
    const after = readJson('{"a": {"b": [1, 12], "c": {"d": 1}}, "e": {"f": [2]}}', before);
    const [old, now] = [before.tree.root, after.tree.root];
    assert.ok(old?.kind === 'map' && now?.kind === 'map');
    const e = (root: typeof old): unknown =>
      root.entries[1]?.value?.kind === 'map' ? root.entries[1].value.entries : undefined;
    assert.ok(e(old) !== undefined && e(old) === e(now));
  });
});
