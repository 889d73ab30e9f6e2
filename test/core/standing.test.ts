// What is told of a very long contract at once, while the rest waits until typing rests.
import assert from 'node:assert/strict';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { standing } from '../../server/src/core/standing.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { openApiDocument } from '../support/documents.ts';

const uri = 'file:///work/api.yaml';
/** Long enough that a fault stays with its lines. */
const text = openApiDocument(1200);

function opened(): { workspace: Workspace; type: (text: string) => void } {
  const workspace = new Workspace({ rules: allRules, today: '2026-11-01', root: 'file:///work' });
  const type = (it: string): void => workspace.apply([{ uri, content: { text: it, language: 'yaml' } }]);
  type(text);
  return { workspace, type };
}

function below(verdicts: ReturnType<Workspace['verdicts']>, path: string): number {
  return verdicts.filter(({ finding: { at } }) => at.route[1] === path).length;
}

describe('what still stands of verdicts after an edit', () => {
  it('is all but what has gone, or cannot be read', () => {
    const { workspace, type } = opened();
    const before = workspace.verdicts(uri);
    const path = '/resource0/{id}';
    const there = below(before, path);
    assert.ok(there > 0 && there < before.length);
    assert.deepEqual(standing(workspace, uri, before), before);
    for (const edited of [
      text.replace(`  ${path}:`, '  /renamed/{id}:'),
      text.replace(`  ${path}:\n    get:`, `  ${path}:\n    get: "`),
    ]) {
      type(edited);
      const now = standing(workspace, uri, before);
      assert.equal(below(now, path), 0);
      assert.equal(now.length, before.length - there);
    }
    type(text);
    assert.deepEqual(standing(workspace, uri, before), before);
  });
});

describe('how much an edit makes doubtful', () => {
  it('is little for a comment or a value, and all for a path', () => {
    const { workspace, type } = opened();
    assert.equal(workspace.weight(uri), 0);
    workspace.verdicts(uri);
    const weightOf = (edited: string): number => {
      type(edited);
      return workspace.weight(uri);
    };
    assert.ok(weightOf(text.replace('paths:', '# here\npaths:')) < 20);
    const value = weightOf(text.replace('description: Reads', 'description: It reads'));
    assert.ok(value > 0 && value < 20, `${value}`);
    const path = weightOf(text.replace('/resource9/', '/resource/'));
    assert.ok(path > 300, `${path}`);
    workspace.verdicts(uri);
    assert.equal(workspace.weight(uri), 0);
  });
});
