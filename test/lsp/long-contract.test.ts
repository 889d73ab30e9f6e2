// A keystroke in a contract that takes long to be judged is answered with what still stands; what it changes follows in
// small steps when typing rests.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TestClient } from '../support/lsp.ts';

/** Two operations that say nothing of who may call them. */
const text = `openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: 'http://shop.example.com' }]
paths:
  /orders:
    delete:
      responses: { '204': { description: Gone } }
  /parcels:
    delete:
      responses: { '204': { description: Gone } }
`;

type Codes = readonly (readonly [code: unknown, line: number])[];

describe('a contract that takes longer to be judged than a keystroke may wait', () => {
  let folder: string;
  let clients: TestClient[];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-long-'));
  });
  beforeEach(() => {
    clients = [];
  });
  afterEach(async () => {
    for (const it of clients) await it.stop();
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const uri = (): string => pathToFileURL(join(folder, 'openapi.yaml')).href;

  async function started(of: { within?: number; pull?: boolean }): Promise<TestClient> {
    const client = await TestClient.start({ root: pathToFileURL(folder).href, ...of });
    clients.push(client);
    return client;
  }

  async function pulled(client: TestClient): Promise<Codes> {
    return codesOf(await client.pull(uri()));
  }

  function refreshes({ events }: TestClient): number {
    return events.filter((it) => it === 'refresh').length;
  }

  function codesOf(all: Awaited<ReturnType<TestClient['pull']>>): Codes {
    return all.map((it) => [it.code, it.range.start.line] as const);
  }

  /** What a server says of a text that it has never seen otherwise. */
  async function fromScratch(content: string): Promise<Codes> {
    const client = await started({});
    await client.open(uri(), 'yaml', content);
    return pulled(client);
  }

  it('is answered with what still stands, moved along, and asks to be asked again once it is judged', async () => {
    const client = await started({ within: 0 });
    await client.open(uri(), 'yaml', text);
    const first = await pulled(client);
    const lineOf = (content: string, part: string): number =>
      content.slice(0, content.indexOf(part)).split('\n').length;
    const parcels = first.filter(([, line]) => line + 1 >= lineOf(text, '/parcels'));
    const orders = first.filter((it) => !parcels.includes(it) && it[1] + 1 >= lineOf(text, '/orders'));
    assert.ok(parcels.length > 0 && orders.length > 0);

    // A line above moves all, a name takes away what stood below it: neither is judged yet.
    const edited = text.replace('paths:', '# Two of them\npaths:').replace('/orders:', '/returns/{id}:');
    const asked = refreshes(client);
    await client.change(uri(), edited);
    const now = await pulled(client);
    const moved = first.filter((it) => !orders.includes(it)).map(([code, line]) => [code, line > 2 ? line + 1 : line]);
    assert.deepEqual(now, moved);

    await client.until('being asked to ask again', () => refreshes(client) > asked);
    const settled = await pulled(client);
    const scratch = await fromScratch(edited);
    assert.notDeepEqual(settled, now);
    assert.deepEqual(settled, scratch);
  });

  it('is judged after the last of many keystrokes, whenever they come', async () => {
    const client = await started({ within: 0 });
    await client.open(uri(), 'yaml', text);
    await pulled(client);
    let edited = text;
    for (let i = 0; i < 12; i++) {
      edited = edited.replace('/orders', `/orders${i % 3 === 0 ? '/{id}' : 'x'}`);
      await client.change(uri(), edited);
      await pulled(client);
      // Some fall into the rest, some behind it.
      await new Promise((done) => setTimeout(done, i * 20));
    }
    const scratch = await fromScratch(edited);
    let said = await pulled(client);
    while (JSON.stringify(said) !== JSON.stringify(scratch)) {
      const asked = refreshes(client);
      await client.until('being asked to ask again', () => refreshes(client) > asked);
      said = await pulled(client);
    }
  });

  it('is told to a client that is pushed to, first what stands and then the whole', async () => {
    const client = await started({ within: 0, pull: false });
    await client.open(uri(), 'yaml', text);
    await client.until('the first findings', () => (client.pushed.get(uri())?.length ?? 0) > 0);
    const edited = text.replace('/orders:', '/returns/{id}:');
    const before = client.events.length;
    await client.change(uri(), edited);
    const told = (): number => client.events.slice(before).filter((it) => it.startsWith('pushed')).length;
    await client.until('what stands, and then the whole', () => told() >= 2);
    assert.deepEqual(codesOf(client.pushed.get(uri()) ?? []), await fromScratch(edited));
  });
});
