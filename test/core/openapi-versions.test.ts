// What OpenAPI 3.1 and 3.2 added: names and anchors that references lead to, webhooks, methods of any name, new flows.
import assert from 'node:assert/strict';
import { OpenApiDocument } from '../../server/src/core/dialects/openapi/document.ts';
import { noHost } from '../../server/src/core/rules/context.ts';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../server/src/core/workspace.ts';

const uri = 'file:///w/openapi.yaml';

function workspaceOf(text: string): Workspace {
  const rules = allRules.filter((it) => it.id.startsWith('openapi/'));
  const workspace = new Workspace({ rules, today: '2026-01-01', root: 'file:///w' });
  workspace.apply([{ uri, content: { text } }]);
  return workspace;
}

function documentOf(text: string): OpenApiDocument {
  const parsed = workspaceOf(text).chunks(uri)[0]?.parsed;
  assert.ok(parsed && parsed.syntax !== 'dockerfile');
  return new OpenApiDocument(parsed.source, noHost);
}

const messages = (text: string, rule: string): readonly string[] =>
  workspaceOf(text)
    .verdicts(uri)
    .flatMap(({ finding }) => (finding.rule === `openapi/${rule}` ? [finding.message] : []));

const answering = (reference: string): string =>
  `{ get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '${reference}' } } } } } } }`;

describe('OpenAPI 3.1 and 3.2', () => {
  it('follows anchors, dynamic anchors and the names that a file gives to its parts', () => {
    const text = `openapi: 3.2.0
$self: https://api.example/openapi
info: { title: Names, version: "1" }
paths:
  /anchor: ${answering('#tree')}
  /id: ${answering('https://schemas.example/order')}
  /relative: ${answering('order#/$defs/line')}
  /self: ${answering('https://api.example/openapi#/components/schemas/Own')}
components:
  schemas:
    Tree: { $anchor: tree, type: object, properties: { left: { $dynamicRef: '#node' }, password: { type: string } } }
    Node: { $dynamicAnchor: node, type: object, properties: { secretKey: { type: string } } }
    Own: { type: object, properties: { own: { type: string } } }
    Order:
      $id: https://schemas.example/order
      type: object
      properties: { first: { $ref: '#/$defs/line' } }
      $defs: { line: { type: object, properties: { amount: { type: integer } } } }
`;
    assert.deepEqual(messages(text, 'unresolved-reference'), []);
    const answered = documentOf(text)
      .schemas.filter((it) => it.roles.has('response'))
      .map((it) => it.view.route.join('/'));
    for (const route of ['Tree', 'Node/properties/secretKey', 'Own', 'Order', 'Order/$defs/line'])
      assert.ok(
        answered.some((it) => it.endsWith(`schemas/${route}`)),
        `${route} of ${answered.join(' ')}`,
      );
  });

  it('still tells of references that lead nowhere in a file with names', () => {
    const text = `openapi: 3.1.0
info: { title: Names, version: "1" }
paths:
  /a: ${answering('#/components/schemas/Lost')}
  /b: ${answering('https://schemas.example/order#/$defs/lost')}
components: { schemas: { Order: { $id: 'https://schemas.example/order', type: object } } }
`;
    assert.equal(messages(text, 'unresolved-reference').length, 2);
  });

  it('reads the operations of webhooks, of the method query and of methods of any name', () => {
    const text = `openapi: 3.2.0
info: { title: Methods, version: "1" }
security: [{ token: [] }]
paths:
  /orders:
    query: { responses: { '200': { description: ok } } }
    additionalOperations:
      COPY: { security: [], responses: { '200': { description: ok } } }
webhooks:
  paid: { post: { responses: { '200': { description: ok } } } }
components: { securitySchemes: { token: { type: http, scheme: bearer } } }
`;
    const operations = documentOf(text).operations.map((it) => `${it.kind} ${it.label} ${it.security.state}`);
    assert.deepEqual(operations, [
      'path QUERY /orders required',
      'path COPY /orders none',
      'webhook POST paid required',
    ]);
    assert.match(messages(text, 'disabled-security').join(), /COPY \/orders/);
    assert.deepEqual(
      documentOf(text).operations.map((it) => it.writes),
      [false, true, true],
    );
  });

  it('follows reusable media types, and misses those that nobody uses', () => {
    const text = `openapi: 3.2.0
info: { title: Media, version: "1" }
paths:
  /orders:
    get:
      responses:
        '200':
          description: ok
          content: { application/json: { $ref: '#/components/mediaTypes/Orders' } }
components:
  mediaTypes:
    Orders: { schema: { type: array, items: { type: object, properties: { password: { type: string } } } } }
    Lost: { schema: { type: string } }
`;
    assert.match(messages(text, 'unused-component').join(), /"Lost" is never used/);
    assert.match(messages(text, 'secret-in-response').join(), /password/);
    assert.match(messages(text, 'unbounded-array').join(), /GET \/orders/);
  });

  it('checks the addresses of the device flow, and knows its scopes', () => {
    const text = `openapi: 3.2.0
info: { title: Devices, version: "1" }
security: [{ login: [read, lost] }]
paths: { /orders: { get: { responses: { '200': { description: ok } } } } }
components:
  securitySchemes:
    login:
      type: oauth2
      flows:
        deviceAuthorization: { tokenUrl: https://id.example/token, scopes: { read: Read } }
`;
    assert.match(
      messages(text, 'malformed-oauth-endpoint').join(),
      /deviceAuthorization flow .* no deviceAuthorizationUrl/,
    );
    assert.match(messages(text, 'undefined-oauth-scope').join(), /"lost"/);
  });
});
