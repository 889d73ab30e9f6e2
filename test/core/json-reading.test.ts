// Read directly, or again after an edit: the tree of a JSON document is the one that the tolerant parser gives.
import assert from 'node:assert/strict';
import { parseJson, parseWholeJson } from '../../server/src/core/syntax/json.ts';
import { readPlainJson } from '../../server/src/core/syntax/json-plain.ts';
import { readJson } from '../../server/src/core/syntax/json-update.ts';
import { corpusTexts } from '../support/corpus.ts';
import { oddJson, plainJson } from '../support/json-texts.ts';
import { holds } from '../support/properties/property.ts';
import { jsonTrees } from '../support/properties/trees.ts';

describe('a JSON document', () => {
  it('that is well formed is read directly', () => {
    for (const text of plainJson) {
      const root = readPlainJson(text);
      assert.ok(root, text);
      assert.deepEqual({ root, faults: [], anchors: new Map() }, parseWholeJson(text), text);
    }
  });

  it('that is not is left to the tolerant parser', () => {
    for (const text of oddJson) {
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
    holds(jsonTrees(), { edits: 1500, seed: 11 });
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
