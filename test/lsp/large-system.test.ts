// A keystroke does not wait for a system of many files; what it changes elsewhere follows when typing rests.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { manifest } from '../support/documents.ts';
import { TestClient } from '../support/lsp.ts';

describe('a workspace of many files', () => {
  let folder: string;
  let client: TestClient;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-many-'));
    mkdirSync(join(folder, 'k8s'));
    for (let i = 0; i < 600; i++) writeFileSync(join(folder, 'k8s', `service${i}.yaml`), manifest(`service${i}`));
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    await client.until('the scan', () => client.notifications.filter((it) => it === 'status').length >= 2, 60);
  });

  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('answers an edit of a selector, and tells of the pods that are gone at the latest when typing rests', async () => {
    const uri = pathToFileURL(join(folder, 'k8s', 'service7.yaml')).href;
    const text = manifest('service7');
    const broken = text.replace('selector: { app: service7 }\n  ports', 'selector: { app: nobody }\n  ports');
    assert.notEqual(broken, text);
    const codes = async (): Promise<readonly unknown[]> => (await client.pull(uri)).map((it) => it.code);
    await client.open(uri, 'yaml', text);
    assert.ok(!(await codes()).includes('kubernetes/service-without-pods'));
    await client.change(uri, text.replace('replicas: 2', 'replicas: 3'));
    await codes();
    await client.change(uri, broken);
    let seen = (await codes()).includes('kubernetes/service-without-pods');
    while (!seen) {
      // An editor asks again when the server says that something has changed, and only then.
      const refreshes = client.events.filter((it) => it === 'refresh').length;
      await client.until('a refresh', () => client.events.filter((it) => it === 'refresh').length > refreshes, 30);
      seen = (await codes()).includes('kubernetes/service-without-pods');
    }
  });
});
