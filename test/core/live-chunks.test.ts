// What is followed, and for how long: as long as somebody has it open.
import assert from 'node:assert/strict';
import { LiveChunks } from '../../server/src/core/live/live-chunks.ts';
import { indexRules } from '../../server/src/core/rules/run.ts';
import { parseChunk } from '../../server/src/core/syntax/parsed.ts';
import { hostOf } from '../../server/src/core/workspace-host.ts';

const context = { today: '2026-11-01', options: { trustedRegistries: [], publicOperations: [] } };
const host = hostOf(() => undefined);

function edit(chunks: LiveChunks, file: string): void {
  const text = "openapi: 3.0.3\ninfo: { title: Shop, version: '1' }\npaths: {}\n";
  const parsed = parseChunk('yaml', text, file, 0);
  assert.ok(parsed.syntax !== 'dockerfile');
  assert.deepEqual(chunks.findings(parsed.source, ['openapi'], host, context), []);
}

describe('the chunks that are being edited', () => {
  it('are the newest few, and none of a file that was closed', () => {
    const chunks = new LiveChunks(indexRules([]));
    const names = ['a', 'b', 'c', 'd', 'e'].map((it) => `file:///work/${it}.yaml`);
    for (const it of names) edit(chunks, it);
    assert.deepEqual(chunks.files, names.slice(1));
    chunks.forget('file:///work/c.yaml');
    assert.deepEqual(
      chunks.files,
      names.slice(1).filter((it) => !it.endsWith('c.yaml')),
    );
    chunks.forget('file:///work/c.yaml');
    assert.equal(chunks.files.length, 3);
  });
});
