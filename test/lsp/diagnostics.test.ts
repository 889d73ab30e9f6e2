// The built server over stdio: diagnostics come as you type, pulled or pushed, and never both.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TestClient } from '../support/lsp.ts';

const privileged = 'services:\n  web:\n    image: ghcr.io/acme/web:1.2.3\n    privileged: true\n';
const codes = (items: readonly { code?: unknown }[]): unknown[] => items.map((it) => it.code);

describe('diagnostics', () => {
  let folder: string;
  let client: TestClient;
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-lsp-'));
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('are pulled for an open document and follow its edits', async () => {
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    await client.open(uri('compose.yaml'), 'dockercompose', privileged);
    assert.ok(codes(await client.pull(uri('compose.yaml'))).includes('compose/privileged-service'));
    await client.change(uri('compose.yaml'), privileged.replace('true', 'false'));
    assert.ok(!codes(await client.pull(uri('compose.yaml'))).includes('compose/privileged-service'));
    assert.equal(client.pushed.size, 0);
  });

  it('are pushed to a client that cannot pull, also for files that are not open', async () => {
    writeFileSync(join(folder, 'docker-compose.yml'), privileged);
    client = await TestClient.start({ root: pathToFileURL(folder).href, pull: false, own: false });
    await client.until('the closed file', () => client.pushed.has(uri('docker-compose.yml')));
    assert.ok(codes(client.pushed.get(uri('docker-compose.yml')) ?? []).includes('compose/privileged-service'));
  });
});
