// The policy file in the editor: completion while it does not parse yet, and its mistakes as diagnostics.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CompletionRequest } from 'vscode-languageserver-protocol/node';
import { TestClient } from '../support/lsp.ts';

describe('the policy file', () => {
  let folder: string;
  let client: TestClient;
  let uri: string;
  const complete = async (text: string): Promise<string[]> => {
    await client.change(uri, text);
    const lines = text.split('\n');
    const answer = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    });
    return (Array.isArray(answer) ? answer : (answer?.items ?? [])).map((it) => it.label);
  };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-lsp-'));
    uri = pathToFileURL(join(folder, '.parapet.yaml')).href;
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    await client.open(uri, 'yaml', '');
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('completes settings, rules, categories and levels where each belongs', async () => {
    assert.ok((await complete('')).includes('accepted'));
    assert.ok((await complete('rules:\n  comp')).includes('compose/privileged-service'));
    assert.ok((await complete('categories:\n  ')).includes('transport'));
    assert.deepEqual(await complete('rules:\n  compose/privileged-service: '), [
      'error',
      'warning',
      'info',
      'hint',
      'off',
    ]);
    assert.ok((await complete('accepted:\n  - rule: ')).includes('compose/privileged-service'));
    assert.deepEqual(await complete('accepted:\n  - reason: because of '), []);
  });

  it('shows its mistakes', async () => {
    await client.change(uri, 'rules:\n  compose/privileged-service: loud\n');
    assert.deepEqual(
      (await client.pull(uri)).map((it) => it.code),
      ['parapet/policy-mistake'],
    );
  });
});
