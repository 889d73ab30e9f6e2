// The classes of data that the threat model asks for are those that the whole reading finds.
import assert from 'node:assert/strict';
import { dataClassesIn } from '../../server/src/core/dialects/openapi/data-summary.ts';
import { dataOf } from '../../server/src/core/dialects/openapi/data-classes.ts';
import { OpenApiDocument } from '../../server/src/core/dialects/openapi/document.ts';
import { noHost } from '../../server/src/core/rules/context.ts';
import { parseChunk } from '../../server/src/core/syntax/parsed.ts';

const text = `openapi: 3.2.0
info: { title: shop, version: 1.0.0 }
paths:
  /cycle:
    get:
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } } }
  /back:
    get:
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/B" } } } } }
  /plain:
    get:
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { colour: { type: string } } } } } } }
  /failure:
    get:
      responses:
        "200": { description: ok }
        "404": { description: no, content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } }
  /switch:
    get:
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { password: { type: boolean } } } } } } }
  /format:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { word: { type: string, format: password } } } } } }
      responses: { "204": { description: ok } }
  /parameter:
    get:
      parameters: [{ $ref: "#/components/parameters/Phone" }, { name: latitude, in: query, schema: { type: number } }]
      responses: { "204": { description: ok } }
  /body:
    post:
      requestBody: { $ref: "#/components/requestBodies/Card" }
      responses: { "204": { description: ok } }
  /lost:
    get:
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Nowhere" } } } } }
  /stream:
    get:
      responses: { "200": { description: ok, content: { application/jsonl: { itemSchema: { $ref: "#/components/schemas/Payment" } } } } }
  /search:
    get:
      parameters: [{ name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { email: { type: string } } } } } }]
      responses: { "204": { description: ok } }
components:
  parameters:
    Phone: { name: phone, in: query, schema: { type: string } }
  requestBodies:
    Card: { content: { application/json: { schema: { allOf: [{ $ref: "#/components/schemas/Payment" }] } } } }
  schemas:
    Payment: { type: object, properties: { cardNumber: { type: string } } }
    A: { type: object, properties: { email: { type: string }, b: { $ref: "#/components/schemas/B" } } }
    B: { type: object, properties: { diagnosis: { type: string }, a: { $ref: "#/components/schemas/A" } } }
`;

describe('OpenAPI: classes of data for the threat model', () => {
  const parsed = parseChunk('yaml', text, 'file:///shop/openapi.yaml', 0);
  assert.ok(parsed.syntax !== 'dockerfile');
  const document = new OpenApiDocument(parsed.source, noHost);
  const classesOf = dataClassesIn(document);
  const found = new Map(document.operations.map((it) => [it.path, [...classesOf(it)]]));

  it('finds them through references, cycles, bodies and parameters', () => {
    assert.deepEqual(Object.fromEntries(found), {
      '/cycle': ['health', 'contact'],
      '/back': ['health', 'contact'],
      '/plain': [],
      '/failure': [],
      '/switch': [],
      '/format': ['credentials'],
      '/parameter': ['contact', 'location'],
      '/body': ['payment'],
      '/lost': [],
      '/stream': ['payment'],
      '/search': ['contact'],
    });
  });

  it('finds what the whole reading finds', () => {
    for (const operation of document.operations) {
      const { takes, returns } = dataOf(operation);
      const whole = new Set([...takes, ...returns].map((it) => it.dataClass));
      assert.deepEqual(new Set(found.get(operation.path)), whole, operation.path);
    }
  });
});
