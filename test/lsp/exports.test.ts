// The requests behind "Parapet: Export Threat Model…", asked as the extension asks them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TestClient } from '../support/lsp.ts';

describe('exports of the server', () => {
  let folder: string;
  let client: TestClient;
  const ask = (params: object): Promise<unknown> => client.connection.sendRequest('parapet/export', params);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-export-'));
    const root = pathToFileURL(folder).href;
    client = await TestClient.start({ root });
    await client.open(`${root}/compose.yaml`, 'yaml', 'services: { web: { image: nginx, ports: ["80:80"] } }\n');
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('are offered with a title, and each is given with a name for its file', async function () {
    this.timeout(30_000);
    const formats = (await client.connection.sendRequest('parapet/exportFormats')) as {
      format: string;
      title: string;
    }[];
    assert.ok(formats.length >= 8);
    const uri = `${pathToFileURL(folder).href}/compose.yaml`;
    for (const { format, title } of formats) {
      assert.match(title, /^[A-Z]/);
      const made = (await ask({ format, uri })) as { text: string; fileName: string };
      assert.match(made.text, /web/, format);
      assert.match(made.fileName, /^parapet-export-[\w-]+\.[a-z.-]+$/);
    }
  });

  it('read the unsaved text, and lay the picture out', async () => {
    const made = (await ask({ format: 'svg' })) as { text: string };
    assert.match(made.text, /^<svg xmlns=.*viewBox=/);
    assert.match(made.text, />web</);
  });

  it('are null for what is no form', async () => {
    for (const format of ['', 'toString', 'pdf', 7, null]) assert.equal(await ask({ format }), null);
  });
});
