// Documents that nobody meant to write: each node replaced by each wrong type, names that JavaScript knows, texts that
// end anywhere, references in circles. No rule may break, and every finding has a place.
import assert from 'node:assert/strict';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../server/src/core/workspace.ts';

const rules = allRules.filter((it) => /^(?:openapi|model)\//.test(it.id));
const uri = 'file:///w/openapi.json';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const modern: Json = {
  openapi: '3.2.0',
  $self: 'https://api.example/openapi.json',
  info: { title: 'Shop', version: '1', contact: { email: 'team@example' }, license: { name: 'MIT', url: '/' } },
  servers: [{ url: 'http://{host}/v1', variables: { host: { default: 'api.example', enum: ['api.example'] } } }],
  security: [{ key: [] }, { login: ['read'] }],
  tags: [{ name: 'orders', externalDocs: { url: 'docs' } }],
  paths: {
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      servers: [{ url: '/other' }],
      get: {
        operationId: 'read',
        tags: ['orders'],
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 }, allowReserved: true },
          { $ref: '#/components/parameters/Trace' },
        ],
        responses: {
          '200': {
            description: 'ok',
            headers: { 'X-Count': { schema: { type: 'integer' } } },
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Order' } } },
            },
            links: { next: { operationId: 'read', parameters: { id: '$response.body#/next' }, server: { url: '/' } } },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
      post: {
        security: [{ login: ['write', 'none'] }, {}],
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: { type: 'object', properties: { scan: { type: 'string', format: 'binary' } } },
              encoding: { scan: { headers: { 'Content-Type': { schema: { type: 'string' } } }, contentType: '*/*' } },
            },
          },
        },
        callbacks: {
          done: { '{$request.body#/url}': { post: { responses: { '200': { description: 'ok' } } } } },
        },
        responses: { '201': { description: 'created' } },
      },
      query: { responses: { '200': { description: 'found' } } },
      additionalOperations: { COPY: { responses: { '200': { description: 'copied' } } } },
    },
  },
  webhooks: { changed: { post: { requestBody: { $ref: '#/components/requestBodies/Change' }, responses: {} } } },
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'query', name: 'key' },
      basic: { type: 'http', scheme: 'basic' },
      openId: { type: 'openIdConnect', openIdConnectUrl: 'http://id.example' },
      login: {
        type: 'oauth2',
        flows: {
          implicit: { authorizationUrl: 'http://id.example/a', scopes: { read: 'Read' } },
          deviceAuthorization: { deviceAuthorizationUrl: '/d', tokenUrl: '/t', scopes: { write: 'Write' } },
        },
      },
    },
    parameters: {
      Trace: { name: 'X-Trace', in: 'header', example: 'a', schema: { type: 'string', pattern: '^(a+)+$' } },
    },
    requestBodies: { Change: { content: { 'application/json': { schema: { $dynamicRef: '#node' } } } } },
    responses: { Problem: { description: 'no', content: { 'application/json': { schema: { type: 'object' } } } } },
    mediaTypes: { Plain: { schema: { type: 'string' }, examples: { one: { value: 'x', externalValue: 'y' } } } },
    schemas: {
      Order: {
        $id: 'order',
        type: ['object', 'null'],
        required: ['id', 'lost'],
        additionalProperties: true,
        discriminator: { propertyName: 'kind', mapping: { a: 'Order' } },
        properties: {
          id: { type: 'string', readOnly: true, writeOnly: true, format: 'int32', default: 1, enum: ['a', 2, 'a'] },
          password: { type: 'string', example: 'hunter2hunter2' },
          amount: { type: 'number', minimum: 10, maximum: 1, items: {} },
          next: { $ref: '#/components/schemas/Order', description: 'more' },
          rest: { allOf: [{ $ref: '#/components/schemas/Order' }, { not: {} }], anyOf: [{ type: 'string' }] },
        },
        patternProperties: { '^x-': { type: 'string' } },
        if: { properties: {} },
        else: {},
        $defs: { leaf: { $dynamicAnchor: 'node', type: 'integer' } },
      },
    },
  },
};

const old: Json = {
  swagger: '2.0',
  info: { title: 'Shop', version: '1' },
  host: 'api.example',
  basePath: '/v1',
  schemes: ['http', 'wss'],
  consumes: ['application/json'],
  produces: ['*/*'],
  security: [{ login: ['read'] }],
  paths: {
    '/orders/{id}': {
      post: {
        consumes: ['text/plain'],
        schemes: ['http'],
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          { name: 'order', in: 'body', schema: { $ref: '#/definitions/Order' } },
          { name: 'scan', in: 'formData', type: 'file' },
          { name: 'ids', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'multi' },
        ],
        responses: {
          '200': { description: 'ok', schema: { type: 'array', items: { type: 'string' } }, examples: { a: 1 } },
        },
      },
    },
  },
  definitions: { Order: { type: 'object', discriminator: 'kind', properties: { kind: { type: 'string' } } } },
  securityDefinitions: {
    login: { type: 'oauth2', flow: 'accessCode', authorizationUrl: 'http://a', tokenUrl: 'b', scopes: { read: 'r' } },
    basic: { type: 'basic' },
  },
};

const wrong: readonly string[] = [
  'null',
  '0',
  '1e400',
  '"x"',
  '""',
  'true',
  '[]',
  '{}',
  '[null]',
  '[[1]]',
  '[{}]',
  '{"":null}',
  '{"__proto__":{"a":1}}',
  '{"constructor":1,"toString":[]}',
  '{"$ref":"#"}',
  '{"$ref":5}',
  '{"allOf":[{"$ref":"#/components/schemas/Order"}]}',
];

/** What a workspace of these texts says; fails where a rule broke or a finding has no place. */
function judge(texts: Readonly<Record<string, string>>, label: string): number {
  const workspace = new Workspace({ rules, today: '2026-01-01', root: 'file:///w' });
  workspace.apply(Object.entries(texts).map(([name, text]) => ({ uri: name, content: { text } })));
  let count = 0;
  for (const file of workspace.files) {
    for (const { finding } of workspace.verdicts(file)) {
      assert.notEqual(finding.rule, 'parapet/internal-fault', `${label}: ${finding.message}`);
      assert.ok(workspace.place(finding.at), `${label}: ${finding.rule} has no place`);
      assert.doesNotMatch(finding.message, /\[object|\bNaN\b|=>/, label);
      count += 1;
    }
  }
  workspace.threatModel();
  return count;
}

function routesOf(value: Json, route: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [route];
  const below = Object.entries(value).flatMap(([key, child]) => routesOf(child, [...route, key]));
  return [route, ...below];
}

/** The text with one node replaced, or with its key renamed; written here because `__proto__` is no key for JSON.stringify. */
function write(value: Json, route: readonly string[] | undefined, change: { value?: string; key?: string }): string {
  if (route?.length === 0 && change.value !== undefined) return change.value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const [step] = route ?? [];
  const below = (key: string): readonly string[] | undefined => (key === step ? route?.slice(1) : undefined);
  if (Array.isArray(value)) return `[${value.map((it: Json, i) => write(it, below(String(i)), change)).join(',')}]`;
  const entries = Object.entries(value).map(([key, child]) => {
    const renamed = key === step && route?.length === 1 ? (change.key ?? key) : key;
    return `${JSON.stringify(renamed)}:${write(child, below(key), change)}`;
  });
  return `{${entries.join(',')}}`;
}

describe('OpenAPI documents that nobody meant to write', function () {
  this.timeout(60_000);

  for (const [name, document] of [
    ['3.2', modern],
    ['2.0', old],
  ] as const) {
    it(`breaks on no wrong type anywhere in a document of ${name}`, () => {
      assert.ok(judge({ [uri]: JSON.stringify(document) }, 'as it is') > 20);
      for (const [index, route] of routesOf(document).entries()) {
        // Each node gets every tenth of the wrong values, so that its neighbours get the others.
        for (const [turn, value] of wrong.entries())
          if (route.length > 0 && (index + turn) % 10 === 0)
            judge({ [uri]: write(document, route, { value }) }, `${route.join('/')} as ${value}`);
      }
    });

    it(`takes names that JavaScript knows for names in ${name}`, () => {
      for (const route of routesOf(document)) {
        for (const key of ['__proto__', 'constructor'])
          if (route.length > 0) judge({ [uri]: write(document, route, { key }) }, `${route.join('/')} called ${key}`);
      }
    });

    it(`reads a document of ${name} that ends anywhere`, () => {
      const text = JSON.stringify(document, null, 1);
      for (let end = 0; end < text.length; end += 29) judge({ [uri]: text.slice(0, end) }, `${end} characters`);
    });
  }

  const head = 'openapi: 3.0.3\ninfo: { title: Loops, version: "1" }\n';
  const used = (name: string): string =>
    `paths: { /x: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/${name}' } } } }, responses: { '200': { description: ok } } } } }\n`;

  it('ends where references go in circles through files', () => {
    const a = `${head}paths:\n  /x: { $ref: b.yaml }\n  /y: { get: { $ref: 'b.yaml#/get' } }\ncomponents: { schemas: { A: { $ref: 'b.yaml#/A' } } }\n`;
    const b = `$ref: a.yaml#/paths/~1x\nget: { $ref: 'a.yaml#/paths/~1y/get' }\nA: { $ref: 'a.yaml#/components/schemas/A' }\n`;
    assert.ok(judge({ 'file:///w/a.yaml': a, 'file:///w/b.yaml': b }, 'loop of files') > 0);
  });

  it('ends where a schema is composed of itself, and where everything is composed of everything', () => {
    const self =
      "  schemas:\n    A: { allOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }\n    B: { allOf: [{ $ref: '#/components/schemas/A' }], properties: { me: { $ref: '#/components/schemas/B' } } }\n";
    judge({ 'file:///w/a.yaml': `${head}${used('A')}components:\n${self}` }, 'self');
    const parts = Array.from({ length: 60 }, (_, i) => {
      const others = Array.from({ length: 12 }, (_, j) => `{ $ref: '#/components/schemas/W${(i * 7 + j * 13) % 60}' }`);
      return `    W${i}: { allOf: [${others.join(', ')}] }\n`;
    });
    judge({ 'file:///w/a.yaml': `${head}${used('W0')}components:\n  schemas:\n${parts.join('')}` }, 'all of all');
  });

  it('reads aliases that unfold to more than memory holds', () => {
    const bombs = Array.from({ length: 30 }, (_, i) => `x-${i + 1}: &a${i + 1} { l: *a${i}, r: *a${i} }\n`);
    const text = `${head}paths: {}\nx-0: &a0 { type: string }\n${bombs.join('')}components: { schemas: { A: { properties: *a30 } } }\n`;
    judge({ 'file:///w/a.yaml': text }, 'aliases');
  });

  it('judges thousands of operations in a few findings', () => {
    const path = (i: number): string =>
      `  /r${i}/{id}:\n    get:\n      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n      responses: { '200': { description: ok } }\n`;
    const text = `${head}paths:\n${Array.from({ length: 2000 }, (_, i) => path(i)).join('')}`;
    const count = judge({ 'file:///w/a.yaml': text }, 'thousands');
    assert.ok(count > 0 && count < 60, `${count} findings`);
  });
});
