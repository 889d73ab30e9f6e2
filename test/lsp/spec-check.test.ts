// OpenAPI documents are compared with their specification beside the server's work: late, confined, and never in its way.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { SpecChecker, type SpecOutcome } from '../../server/src/node/spec-check.ts';
import { TestClient } from '../support/lsp.ts';

const rule = 'parapet/invalid-openapi';
const worker = fileURLToPath(new URL('../../dist/spec-check.cjs', import.meta.url));
const head = (version: string): string => `openapi: ${version}\ninfo: { title: Shop, version: "1" }\n`;
const lacksResponses = `${head('3.0.3')}paths:\n  /orders:\n    get:\n      operationId: listOrders\n`;
const valid = `${lacksResponses}      responses:\n        "200": { description: Orders }\n`;

/** Ten properties a schema, each leading to the next schema: dereferenced, it has ten to the ninth schemas. */
const chain = `${head('3.0.3')}paths: {}\ncomponents:\n  schemas:\n${Array.from({ length: 9 }, (_, i) => `    S${i}:\n      type: object\n      properties:\n${Array.from({ length: 10 }, (_, p) => `        p${p}: { $ref: "#/components/schemas/S${i + 1}" }\n`).join('')}`).join('')}    S9: { type: wrong }\n`;

const messageOf = (item: Diagnostic | undefined): string => (typeof item?.message === 'string' ? item.message : '');

describe('the check against the OpenAPI specification', () => {
  let folder: string;
  let client: TestClient;
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const found = async (name: string): Promise<readonly Diagnostic[]> =>
    (await client.pull(uri(name))).filter((it) => it.code === rule);
  const appears = async (name: string): Promise<readonly Diagnostic[]> => {
    for (const end = Date.now() + 15_000; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) {
      const items = await found(name);
      if (items.length > 0) return items;
    }
    throw new Error('waited 15 seconds for a finding of the check');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-spec-'));
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('comes in late, goes with the text that it was made for, and tells a client that waits', async function () {
    this.timeout(30_000);
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    let reminded = 0;
    client.connection.onRequest('workspace/diagnostic/refresh', () => {
      reminded++;
      return null;
    });
    await client.open(uri('api.yaml'), 'yaml', lacksResponses);
    assert.deepEqual(await found('api.yaml'), []);
    const [item] = await appears('api.yaml');
    assert.equal(item?.message, 'GET /orders lacks `responses`, which OpenAPI requires here. Add it.');
    assert.deepEqual(item.range, { start: { line: 4, character: 4 }, end: { line: 4, character: 7 } });
    assert.ok(reminded > 0);
    await client.change(uri('api.yaml'), valid);
    assert.deepEqual(await found('api.yaml'), []);
  });

  it('is pushed to a client that cannot pull', async function () {
    this.timeout(30_000);
    client = await TestClient.start({ root: pathToFileURL(folder).href, pull: false });
    await client.open(uri('api.yaml'), 'yaml', lacksResponses);
    await client.until(
      'the finding',
      () => client.pushed.get(uri('api.yaml'))?.some((it) => it.code === rule) === true,
    );
  });

  it('reads other files of the workspace as the editor has them, and names the reference', async function () {
    this.timeout(30_000);
    writeFileSync(join(folder, 'orders.yaml'), 'get:\n  responses:\n    "200": { description: Orders }\n');
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    await client.open(uri('orders.yaml'), 'yaml', 'get:\n  responses:\n    "200": { no: description }\n');
    await client.open(uri('api.yaml'), 'yaml', `${head('3.1.0')}paths:\n  /orders:\n    $ref: orders.yaml\n`);
    const [item] = await appears('api.yaml');
    assert.equal(item?.range.start.line, 4);
    assert.match(messageOf(item), /description/);
  });

  it('leaves the server free to answer while it runs', async function () {
    this.timeout(40_000);
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    await client.open(uri('chain.yaml'), 'yaml', chain);
    let slowest = 0;
    for (const end = Date.now() + 4000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
      const began = performance.now();
      await client.pull(uri('chain.yaml'));
      slowest = Math.max(slowest, performance.now() - began);
    }
    assert.ok(slowest < 1000, `an answer took ${slowest} ms`);
    const [item] = await appears('chain.yaml');
    assert.match(messageOf(item), /`components\.schemas\.S9\.type` has a value that OpenAPI does not know/);
  });

  it('is silent about what does not parse', async function () {
    this.timeout(30_000);
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    await client.open(uri('broken.yaml'), 'yaml', `${lacksResponses}      summary: "open\n  /x: [\n`);
    await client.open(uri('api.yaml'), 'yaml', lacksResponses);
    await appears('api.yaml');
    assert.deepEqual(await found('broken.yaml'), []);
  });
});

describe('the checker', () => {
  const checked = async (text: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> => {
    const checker = new SpecChecker({ worker, deadline: 20_000 });
    try {
      const outcome = await checker.check(subject(text), (uri) => files[uri]);
      assert.equal(outcome.kind, 'checked', JSON.stringify(outcome));
      return outcome.kind === 'checked' ? outcome.problems.map((it) => `${it.route.join('.')} ${it.what}`) : [];
    } finally {
      checker.stop();
    }
  };
  const subject = (text: string) => ({ uri: 'file:///w/api.yaml', chunk: 0, text, syntax: 'yaml' as const });

  it('gives a document up that takes longer than it may, and goes on with the next', async function () {
    this.timeout(30_000);
    const hasty = new SpecChecker({ worker, deadline: 1 });
    const outcomes: SpecOutcome[] = [];
    for (const text of [chain, valid]) outcomes.push(await hasty.check(subject(text), () => undefined));
    assert.deepEqual(
      outcomes.map((it) => it.kind),
      ['gave up', 'gave up'],
    );
    hasty.stop();
    assert.deepEqual(await checked(valid), []);
  });

  it('says what a wrong choice, type, field or version is, in words of its own', async function () {
    this.timeout(30_000);
    const paths = 'paths:\n  /a:\n    get:\n      responses: { "200": { description: ok } }\n';
    assert.deepEqual(
      await checked(
        `${head('3.0.3')}${paths}      parameters:\n        - { name: id, in: body, schema: {} }\n      tags: 3\n      summery: text\n`,
      ),
      [
        'paths./a.get.summery is a field that this version of OpenAPI does not know here',
        'paths./a.get.tags is not a list, which OpenAPI asks for here',
        'paths./a.get.parameters.0.in has a value that OpenAPI does not know here',
      ],
    );
    assert.deepEqual(await checked(`${head('3.0.9')}${paths}`), ['openapi names a version that was never published']);
    assert.deepEqual(await checked('swagger: "2.0"\ninfo: { title: t, version: 1.0 }\npaths: {}\n'), [
      'info.version is a number',
    ]);
    assert.deepEqual(
      await checked(
        'swagger: "2.0"\ninfo: { title: t, version: "1" }\npaths:\n  /a:\n    get:\n      responses: { 200: { description: ok, schema: { type: array } } }\n',
      ),
      ['paths./a.get.responses.200.schema is an array without `items`'],
    );
  });

  it('compares 3.2 with 3.1 and what 3.2 added', async function () {
    this.timeout(30_000);
    const modern = `${head('3.2.0')}$self: https://shop.example/api\ntags:\n  - { name: a, kind: nav, summary: A }\nservers:\n  - { url: /, name: main }\npaths:\n  /a:\n    query:\n      responses: { "200": { summary: found } }\n    get:\n      parameters:\n        - { name: all, in: querystring, content: { application/json: { schema: {} } } }\n      responses:\n        "200": { content: { application/jsonl: { itemSchema: { type: object } } } }\n`;
    assert.deepEqual(await checked(modern), []);
    assert.deepEqual(await checked(`${modern}      operationId: 7\n`), [
      'paths./a.get.operationId is not a string, which OpenAPI asks for here',
    ]);
  });

  it('reads nothing outside of the workspace, on disk or in the network', async function () {
    this.timeout(30_000);
    let calls = 0;
    const http = createServer((_, answer) => {
      calls++;
      answer.end('{}');
    });
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    const { port } = http.address() as AddressInfo;
    const asked: string[] = [];
    const checker = new SpecChecker({ worker, deadline: 20_000 });
    const refs = [
      '/etc/hostname',
      'file:///etc/passwd',
      '../../etc/hosts',
      `http://127.0.0.1:${port}/x`,
      '//host/share',
    ];
    const text = `${head('3.0.3')}paths:\n${refs.map((it, i) => `  /p${i}:\n    $ref: "${it}"\n`).join('')}`;
    const outcome = await checker.check(subject(text), (uri) => {
      asked.push(uri);
      return undefined;
    });
    checker.stop();
    http.close();
    assert.deepEqual(outcome, { kind: 'checked', problems: [] });
    assert.ok(asked.includes('file:///etc/passwd'), 'the workspace is asked, and says that it has no such file');
    assert.equal(calls, 0);
  });

  it('ends with cycles, references to nothing, wrong types everywhere and keys of objects themselves', async function () {
    this.timeout(60_000);
    const circle = { 'file:///w/b.yaml': 'x: { $ref: "api.yaml#/components/schemas/A" }\n' };
    for (const text of [
      `${head('3.1.0')}paths: {}\ncomponents:\n  schemas:\n    A: { $ref: "b.yaml#/x" }\n    B: { allOf: [{ $ref: "#/components/schemas/B" }] }\n`,
      `${head('3.0.3')}paths:\n  /x: { $ref: "#/paths/~1x" }\n  /y: { $ref: "#/nowhere" }\n`,
    ])
      assert.deepEqual(await checked(text, circle), []);
    for (const text of [
      'openapi: 3.0.0\npaths: [1, 2]\nsecurity: text\ncomponents: 7\n',
      `${head('3.0.3')}paths: { __proto__: { get: {} }, constructor: 1 }\n`,
      'swagger: "2.0"\npaths: { /a: { get: { parameters: 5, responses: [] } } }\n',
      'openapi: {}\n',
      'swagger: []\npaths:\n',
    ])
      assert.ok(Array.isArray(await checked(text)), text);
  });
});
