// What the editor tells an author of an OpenAPI document: effective security, names to choose from, and where things are.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeLensRequest,
  type CompletionItem,
  CompletionRequest,
  DefinitionRequest,
  HoverRequest,
  type Location,
  type Position,
} from 'vscode-languageserver-protocol/node';
import { TestClient } from '../support/lsp.ts';

const api = `openapi: 3.1.0
info: { title: Shop, version: "1" }
security:
  - oauth: [orders:read]
paths:
  /orders:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
      responses:
        "200":
          description: Orders
          content:
            application/json:
              schema: { type: array, maxItems: 100, items: { $ref: "#/components/schemas/Order" } }
    post:
      security:
        - key: []
          oauth: [orders:write]
        - basic: []
      requestBody:
        content:
          application/json:
            schema: { $ref: models/customer.yaml#/Customer }
      responses: { "201": { description: Created } }
  /health:
    get:
      security: []
      responses: { "200": { description: ok } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example/token
          scopes: { "orders:read": See orders, "orders:write": Place orders }
    key: { type: apiKey, in: header, name: X-Key }
    basic: { type: http, scheme: basic }
  schemas:
    Order:
      type: object
      properties:
        deliveryLatitude: { type: number }
        nextPageToken: { type: string }
        emailVerified: { type: boolean }
`;
const customer = `Customer:
  type: object
  properties:
    email: { type: string, format: email }
    cardNumber: { type: string }
    password: { type: string, format: password }
`;

describe('help for authors of OpenAPI', () => {
  let folder: string;
  let client: TestClient;
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const at = (text: string, part: string, offset = 0, from = 0): Position => {
    const index = text.indexOf(part, from) + offset;
    assert.ok(index >= offset, part);
    const before = text.slice(0, index).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  const hoverAt = async (name: string, position: Position): Promise<string> => {
    const answer = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: uri(name) },
      position,
    });
    return answer && typeof answer.contents === 'object' && 'value' in answer.contents ? answer.contents.value : '';
  };
  const complete = async (name: string, position: Position): Promise<readonly CompletionItem[]> => {
    const answer = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: uri(name) },
      position,
    });
    return Array.isArray(answer) ? answer : [];
  };
  const go = async (name: string, position: Position): Promise<Location | undefined> => {
    const answer = await client.connection.sendRequest(DefinitionRequest.type, {
      textDocument: { uri: uri(name) },
      position,
    });
    return answer && 'uri' in answer ? answer : undefined;
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-help-'));
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    await client.open(uri('api.yaml'), 'yaml', api);
    await client.open(uri('models/customer.yaml'), 'yaml', customer);
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('tells the effective security of an operation, whether inherited or its own', async () => {
    const list = await hoverAt('api.yaml', at(api, 'get:', 1));
    assert.match(list, /^\*\*GET \/orders\*\*/);
    assert.match(list, /Requires oauth \\\(OAuth 2, with orders:read\\\) \\\(inherited from the document\\\)/);
    const create = await hoverAt('api.yaml', at(api, 'post:', 1));
    assert.match(
      create,
      /Requires key \\\(API key in the header X-Key\\\) and oauth .*, or basic \\\(HTTP Basic\\\) \\\(set here\\\)/,
    );
    const health = await hoverAt('api.yaml', at(api, '/health', 16));
    assert.match(health, /Public: an empty security list, set here/);
  });

  it('tells the limits and the classes of data, also of models in other files', async () => {
    const list = await hoverAt('api.yaml', at(api, 'get:', 1));
    assert.match(list, /Paged by limit \\\(at most 100\\\)/);
    assert.match(list, /Returns a list of at most 100 items/);
    assert.match(list, /Returns location \\\(deliveryLatitude\\\)\./);
    assert.doesNotMatch(list, /nextPageToken|emailVerified/);
    const create = await hoverAt('api.yaml', at(api, 'post:', 1));
    assert.match(create, /Takes credentials \\\(password\\\); payment \\\(cardNumber\\\); contact \\\(email\\\)/);
  });

  it('tells the exposure of the component that serves the contract', async () => {
    const files = {
      'shop/openapi.yaml': api,
      'compose.yaml':
        'services:\n  shop:\n    build: ./shop\n    image: ghcr.io/acme/shop:1\n    ports: ["8080:8080"]\n',
      'shop/Dockerfile': 'FROM scratch\nEXPOSE 8080\nCMD ["/shop"]\n',
    };
    for (const [name, text] of Object.entries(files))
      await client.open(uri(name), name.endsWith('file') ? 'dockerfile' : 'yaml', text);
    const text = await hoverAt('shop/openapi.yaml', at(api, 'get:', 1));
    assert.match(text, /Served by shop: reachable/);
  });

  it('says nothing on what is no operation', async () => {
    assert.equal(await hoverAt('api.yaml', at(api, 'maxItems', 2)), '');
  });

  it('offers schemes and scopes inside security, while the line is half typed', async () => {
    const draft = api.replace(
      '      security:\n        - key: []\n',
      '      security:\n        - \n        - key: []\n',
    );
    await client.open(uri('draft.yaml'), 'yaml', draft);
    const names = await complete('draft.yaml', at(draft, '        - \n', 10));
    assert.deepEqual(
      names.map((it) => [it.label, it.insertText, it.detail]),
      [
        ['oauth', 'oauth: []', 'OAuth 2'],
        ['key', 'key: []', 'API key in the header X-Key'],
        ['basic', 'basic: []', 'HTTP Basic'],
      ],
    );
    const started = draft.replace('        - \n', '        - oau\n');
    await client.change(uri('draft.yaml'), started);
    assert.equal((await complete('draft.yaml', at(started, '- oau\n', 5))).length, 3);
    const scopes = draft.replace('        - \n', '        - oauth: [\n');
    await client.change(uri('draft.yaml'), scopes);
    assert.deepEqual(
      (await complete('draft.yaml', at(scopes, 'oauth: [\n', 8))).map((it) => it.label),
      ['orders:read', 'orders:write'],
    );
    const block = draft.replace('        - \n', '        - oauth:\n          - \n');
    await client.change(uri('draft.yaml'), block);
    assert.deepEqual(
      (await complete('draft.yaml', at(block, '          - \n', 12))).map((it) => it.label),
      ['orders:read', 'orders:write'],
    );
    const top = api.replace('security:\n  - oauth: [orders:read]', 'security:\n- ');
    await client.change(uri('draft.yaml'), top);
    assert.equal((await complete('draft.yaml', at(top, '- ', 2))).length, 3);
    assert.deepEqual(await complete('draft.yaml', at(top, 'title: Shop', 9)), []);
    assert.deepEqual(await complete('draft.yaml', at(top, '    post:', 4)), []);
  });

  it('offers them in lists that are written in one line', async () => {
    const flow = api
      .replace('  - oauth: [orders:read]', '  - { oauth: [ord] }')
      .replace('      security: []', '      security: [{ ba }, { oauth: [orders:read], ke }]');
    await client.open(uri('flow.yaml'), 'yaml', flow);
    const labels = async (part: string, offset: number): Promise<readonly string[]> =>
      (await complete('flow.yaml', at(flow, part, offset))).map((it) => it.label);
    assert.deepEqual(await labels('- { oauth', 4), ['oauth', 'key', 'basic']);
    assert.deepEqual(await labels('[ord]', 4), ['orders:read', 'orders:write']);
    assert.deepEqual(await labels('[{ ba }', 5), ['oauth', 'key', 'basic']);
    assert.deepEqual(await labels('{ oauth: [orders:read], ke', 10), ['orders:read', 'orders:write']);
    assert.deepEqual(await labels(', ke }', 4), ['oauth', 'key', 'basic']);
    assert.deepEqual(await labels(', ke }]', 7), []);
    const names = await complete('flow.yaml', at(flow, '[{ ba }', 5));
    assert.deepEqual(
      names.map((it) => it.insertText),
      ['oauth: []', 'key: []', 'basic: []'],
    );
  });

  it('offers them in JSON', async () => {
    const json = JSON.stringify(
      {
        openapi: '3.0.3',
        info: { title: 'Shop', version: '1' },
        security: [{ oa: [''] }],
        paths: {},
        components: { securitySchemes: { oa: { type: 'oauth2', flows: { implicit: { scopes: { read: 'Read' } } } } } },
      },
      null,
      2,
    );
    await client.open(uri('api.json'), 'json', json);
    assert.deepEqual(
      (await complete('api.json', at(json, '"oa"', 2))).map((it) => it.insertText),
      ['oa'],
    );
    assert.deepEqual(
      (await complete('api.json', at(json, '""', 1))).map((it) => it.label),
      ['read'],
    );
  });

  it('goes from a requirement to its scheme, from a scope to its declaration', async () => {
    const scheme = await go('api.yaml', at(api, '- key: []', 3));
    assert.deepEqual(scheme?.range.start, at(api, 'key: { type'));
    const scope = await go('api.yaml', at(api, '[orders:write]', 4));
    assert.deepEqual(scope?.range.start, at(api, '"orders:write"'));
  });

  it('goes from a reference to its target, in this file and in others', async () => {
    const order = await go('api.yaml', at(api, '#/components/schemas/Order', 5));
    assert.deepEqual([order?.uri, order?.range.start], [uri('api.yaml'), at(api, 'Order:\n')]);
    const other = await go('api.yaml', at(api, 'models/customer.yaml', 5));
    assert.deepEqual([other?.uri, other?.range.start.line], [uri('models/customer.yaml'), 0]);
  });

  it('helps in path items and operations that have files of their own', async () => {
    const root = `openapi: 3.1.0
info: { title: Parts, version: "1" }
security: [{ token: [] }]
paths:
  /customers: { $ref: parts/customers.yaml }
  /cards:
    get: { $ref: parts/cards.yaml }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    login:
      type: oauth2
      flows: { clientCredentials: { tokenUrl: "https://id.example/token", scopes: { read: Read } } }
`;
    const customers = `get:
  responses:
    "200":
      description: ok
      content: { application/json: { schema: { $ref: "../models/customer.yaml#/Customer" } } }
post:
  security:
    - login: [read]
    - 
  responses: { "201": { description: Created } }
`;
    const cards = 'operationId: cards\nsecurity:\n  - login: [read]\nresponses: { "200": { description: ok } }\n';
    await client.open(uri('parts.yaml'), 'yaml', root);
    await client.open(uri('parts/customers.yaml'), 'yaml', customers);
    await client.open(uri('parts/cards.yaml'), 'yaml', cards);
    const list = await hoverAt('parts/customers.yaml', at(customers, 'get:', 1));
    assert.match(list, /GET \/customers/);
    assert.match(list, /Requires token .* \\\(inherited from the document\\\)/);
    assert.match(await hoverAt('parts/customers.yaml', at(customers, 'login', 1)), /OAuth 2/);
    assert.deepEqual(
      (await complete('parts/customers.yaml', at(customers, '    - \n', 6))).map((it) => it.label),
      ['token', 'login'],
    );
    const scheme = await go('parts/customers.yaml', at(customers, 'login', 1));
    assert.deepEqual([scheme?.uri, scheme?.range.start], [uri('parts.yaml'), at(root, 'login:')]);
    const scope = await go('parts/cards.yaml', at(cards, 'read]', 1));
    assert.deepEqual([scope?.uri, scope?.range.start], [uri('parts.yaml'), at(root, 'read: Read')]);
    assert.equal(await hoverAt('models/customer.yaml', at(customer, 'email', 1)), '');
  });

  it('says over each operation who may call it and which data it moves, when it is asked to', async () => {
    const lensesOf = async (from: TestClient, name: string): Promise<readonly string[]> => {
      const lenses = await from.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: uri(name) } });
      return (lenses ?? []).map((it) => `${it.range.start.line}: ${it.command?.title}`);
    };
    assert.deepEqual(await lensesOf(client, 'api.yaml'), []);
    const asking = await TestClient.start({
      root: pathToFileURL(folder).href,
      settings: { 'parapet.codeLens.operations': true, 'parapet.codeLens.exposure': false },
    });
    try {
      await asking.open(uri('api.yaml'), 'yaml', api);
      await asking.open(uri('models/customer.yaml'), 'yaml', customer);
      assert.deepEqual(await lensesOf(asking, 'api.yaml'), [
        '6: oauth · returns location data',
        '15: key and oauth or basic · takes credentials, payment, contact data',
        '26: public',
      ]);
      const root =
        'openapi: 3.1.0\ninfo: { title: P, version: "1" }\npaths:\n  /a: { $ref: a.yaml }\n  /b: { get: { $ref: b.yaml } }\n';
      const responses = 'responses: { "200": { description: ok } }\n';
      await asking.open(uri('split.yaml'), 'yaml', root);
      await asking.open(uri('a.yaml'), 'yaml', `put:\n  security: [{}]\n  ${responses}`);
      await asking.open(uri('b.yaml'), 'yaml', `x-parapet-public: a status page\n${responses}`);
      assert.deepEqual(await lensesOf(asking, 'a.yaml'), ['0: public']);
      assert.deepEqual(await lensesOf(asking, 'b.yaml'), ['0: public on purpose']);
      assert.deepEqual(await lensesOf(asking, 'split.yaml'), ['4: public on purpose']);
      await asking.open(uri('shop/openapi.yaml'), 'yaml', api);
      await asking.open(
        uri('compose.yaml'),
        'yaml',
        'services:\n  shop:\n    build: ./shop\n    ports: ["8080:8080"]\n',
      );
      await asking.open(uri('shop/Dockerfile'), 'dockerfile', 'FROM scratch\nEXPOSE 8080\nCMD ["/shop"]\n');
      assert.equal((await lensesOf(asking, 'shop/openapi.yaml'))[2], '26: public · internet');
    } finally {
      await asking.stop();
    }
  });

  it('leads nowhere outside of the workspace', async () => {
    writeFileSync(join(tmpdir(), 'parapet-outside.yaml'), 'x: 1\n');
    for (const reference of [
      '../parapet-outside.yaml#/x',
      '/etc/passwd',
      'http://127.0.0.1:1/x',
      '#/components/none',
    ]) {
      const text = `openapi: 3.0.3\npaths:\n  /x: { $ref: "${reference}" }\n`;
      await client.open(uri('out.yaml'), 'yaml', text);
      assert.equal(await go('out.yaml', at(text, reference, 3)), undefined, reference);
    }
    rmSync(join(tmpdir(), 'parapet-outside.yaml'));
  });
});
