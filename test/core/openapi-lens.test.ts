// What an API contract says is read as the standard means it: inheritance, references through files, roles of schemas.
import assert from 'node:assert/strict';
import { OpenApiDocument } from '../../server/src/core/dialects/openapi/document.ts';
import { openapi } from '../../server/src/core/dialects/openapi/dialect.ts';
import { parseYaml } from '../../server/src/core/syntax/yaml.ts';
import { type Source, View } from '../../server/src/core/syntax/view.ts';

const uri = (name: string): string => `file:///api/${name}`;

/** The first of the texts is the document, the others are the files of its workspace. */
function read(...files: readonly (readonly [name: string, text: string])[]): {
  document: OpenApiDocument;
  asked: string[];
} {
  const sources = new Map<string, Source>(
    files.map(([name, text]) => [uri(name), { file: uri(name), chunk: 0, tree: parseYaml(text) }]),
  );
  const asked: string[] = [];
  const host = {
    document: (file: string): Source | undefined => {
      asked.push(file);
      return sources.get(file);
    },
  };
  const first = sources.get(uri(files[0]?.[0] ?? ''));
  assert.ok(first);
  return { document: new OpenApiDocument(first, host), asked };
}

const only = (text: string): OpenApiDocument => read(['openapi.yaml', text]).document;

describe('the lens on OpenAPI', () => {
  it('knows documents of all versions, and fragments for what they are', () => {
    const is = (text: string): boolean =>
      openapi.detect(View.root({ file: 'f', chunk: 0, tree: parseYaml(text) }), 'f');
    assert.ok(is('swagger: "2.0"\n'));
    assert.ok(is('openapi: 3.0.3\n'));
    assert.ok(is('openapi: 3.2.0\n'));
    assert.ok(!is('type: object\n'));
    assert.ok(!is('openapi: yes please\n'));
    assert.ok(!is('- openapi\n'));
  });

  it('inherits security unless the operation has a list of its own, empty ones included', () => {
    const document = only(`
openapi: 3.0.3
security: [{ token: [] }]
paths:
  /a:
    get: {}
    post: { security: [] }
    put: { security: [{ token: [] }, {}] }
    delete: { security: [{ key: [] }] }
components: { securitySchemes: { token: { type: http, scheme: Bearer }, key: { type: apiKey, in: header, name: k } } }
`);
    const states = Object.fromEntries(document.operations.map((it) => [it.method, it.security.state]));
    assert.deepEqual(states, { get: 'required', put: 'optional', post: 'none', delete: 'required' });
    assert.equal(document.scheme('token')?.kind, 'bearer');
    assert.equal(
      document.operations.find((it) => it.method === 'get')?.security.requirements[0]?.uses[0]?.name,
      'token',
    );
  });

  it('lets an operation override parameters of its path by name and place, and servers by level', () => {
    const document = only(`
openapi: 3.1.0
servers: [{ url: 'https://root' }]
paths:
  /a/{id}:
    servers: [{ url: 'http://path' }]
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: q, in: query, schema: { type: string } }
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
  /b: { get: {} }
`);
    const [a, b] = document.operations;
    assert.deepEqual(
      a?.parameters.map((it) => `${it.name} ${it.type?.get('type').text}`),
      ['id integer', 'q string'],
    );
    assert.deepEqual(
      a?.servers.map((it) => it.url),
      ['http://path'],
    );
    assert.deepEqual(
      b?.servers.map((it) => it.url),
      ['https://root'],
    );
  });

  it('follows references through files of the workspace, and asks for nothing else', () => {
    const { document, asked } = read(
      [
        'openapi.yaml',
        'openapi: 3.0.3\npaths:\n  /a: { $ref: "paths/a.yaml" }\n  /b: { $ref: "http://evil.example/b.yaml" }\n',
      ],
      [
        'paths/a.yaml',
        'get:\n  responses:\n    "200":\n      content:\n        application/json:\n          schema: { $ref: "../models.yaml#/Pet~1Dog" }\n',
      ],
      ['models.yaml', 'Pet/Dog:\n  type: object\n  properties: { name: { type: string } }\n'],
    );
    assert.deepEqual(
      document.operations.map((it) => it.label),
      ['GET /a'],
    );
    assert.deepEqual(
      document.schemas.map((it) => [it.view.source.file, ...it.roles.keys()]),
      [
        [uri('models.yaml'), 'response'],
        [uri('models.yaml'), 'response'],
      ],
    );
    assert.deepEqual([...new Set(asked)].sort(), [uri('models.yaml'), uri('paths/a.yaml')]);
  });

  it('announces each schema once with every role, and ends circles', () => {
    const document = only(`
openapi: 3.0.3
paths:
  /a:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } }
      responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } } }
components:
  schemas:
    Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' } }, allOf: [{ $ref: '#/components/schemas/Node' }] }
    Loop: { $ref: '#/components/schemas/Loop' }
    Alone: { type: string }
`);
    assert.deepEqual(
      document.schemas.map((it) => [it.name, [...it.roles.keys()].sort()]),
      [
        ['Node', ['request', 'response']],
        ['Alone', []],
      ],
    );
    assert.equal(document.references.lookup(document.view.at('components', 'schemas', 'Loop')).view, undefined);
  });

  it('sees limits of every part of a composition, and of what stands beside a reference since 3.1', () => {
    const text = (version: string): string => `
openapi: ${version}
paths: {}
components:
  schemas:
    Name: { type: string }
    Short: { $ref: '#/components/schemas/Name', maxLength: 5 }
    Both: { allOf: [{ $ref: '#/components/schemas/Short' }, { type: string, minLength: 1 }] }
`;
    const both = (version: string) => only(text(version)).schemas.find((it) => it.name === 'Both');
    assert.equal(both('3.1.0')?.states('maxLength'), true);
    assert.equal(both('3.0.3')?.states('maxLength'), false);
    assert.equal(both('3.0.3')?.states('minLength'), true);
  });

  it('turns the direction round in webhooks and callbacks', () => {
    const document = only(`
openapi: 3.1.0
paths:
  /a:
    post:
      callbacks: { done: { '{$request.body#/url}': { post: { requestBody: { content: { application/json: { schema: { title: Event, type: object } } } } } } } }
webhooks:
  paid: { post: { requestBody: { content: { application/json: { schema: { title: Paid, type: object } } } } } }
`);
    assert.deepEqual(
      document.operations.map((it) => it.kind),
      ['path', 'callback', 'webhook'],
    );
    assert.deepEqual(
      document.schemas.map((it) => [...it.roles.keys()]),
      [['response'], ['response']],
    );
  });

  it('reads Swagger 2.0 in the words of 3.x', () => {
    const document = only(`
swagger: '2.0'
paths:
  /a:
    post:
      parameters:
        - { name: body, in: body, schema: { $ref: '#/definitions/A' } }
        - { name: n, in: query, type: integer }
definitions: { A: { type: object } }
securityDefinitions: { login: { type: oauth2, flow: accessCode, scopes: { read: r } } }
`);
    assert.equal(document.scheme('login')?.flows[0]?.name, 'authorizationCode');
    assert.deepEqual([...(document.scheme('login')?.scopes ?? [])], ['read']);
    assert.deepEqual(
      document.schemas.map((it) => [it.name, [...it.roles.keys()]]),
      [
        ['A', ['request']],
        ['n', ['parameter']],
      ],
    );
  });

  it('tells objects of equal text apart, whatever nodes the parser shares', () => {
    const path = (n: number): string =>
      `  /a${n}:\n    get:\n      parameters:\n        - name: q\n          in: query\n          schema:\n            type: string\n      responses:\n        '200': { description: ok }\n`;
    const document = only(`openapi: 3.0.3\npaths:\n${Array.from({ length: 300 }, (_, n) => path(n)).join('')}`);
    assert.equal(document.operations.length, 300);
    assert.equal(document.parameters.length, 300);
    assert.equal(new Set(document.schemas.map((it) => it.view.route.join('/'))).size, 300);
  });

  it('claims nothing of what it cannot know', () => {
    const document = only(
      'openapi: 3.0.3\nsecurity: token\npaths: [a, b]\ncomponents: { securitySchemes: { $ref: "other.yaml#/x" } }\n',
    );
    assert.equal(document.security.state, 'unknown');
    assert.deepEqual(document.operations, []);
    assert.equal(document.schemesKnown, false);
    assert.equal(document.declaresNoScheme, false);
  });
});
