// Edits that people make all day, each against a workspace that sees only the text at its end.
import assert from 'node:assert/strict';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../server/src/core/workspace.ts';

const root = 'file:///work';
const uri = `${root}/api.yaml`;

function workspace(): Workspace {
  return new Workspace({ rules: allRules, today: '2026-11-01', root });
}

function answers(of: Workspace): unknown {
  const verdicts = of.verdicts(uri);
  return { verdicts, facts: of.facts(uri) };
}

/** Types the texts one after the other, and compares each answer with one from scratch. */
function type(...texts: readonly string[]): Workspace {
  const open = workspace();
  for (const text of texts) {
    open.apply([{ uri, content: { text, language: 'yaml' } }]);
    const scratch = workspace();
    scratch.apply([{ uri, content: { text } }]);
    assert.deepEqual(answers(open), answers(scratch));
  }
  return open;
}

function rulesAt(of: Workspace, rule: string): number {
  return of.verdicts(uri).filter((it) => it.finding.rule === rule).length;
}

const head = `openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example.com' }]
`;

describe('what is typed in an open contract', () => {
  const text = `${head}paths:
  /orders:
    get:
      responses:
        '500':
          description: It went wrong.
          content:
            application/json:
              schema:
                type: object
                properties: { stackTrace: { type: string } }
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
      responses: { '204': { description: Taken. } }
components:
  schemas:
    Order: { type: object, properties: { note: { type: string } } }
`;
  for (const key of ['schema', 'content', 'requestBody', 'properties', 'responses', 'Order:', 'components', 'get']) {
    it(`a key that is written again is read again: ${key}`, () => {
      const without = text.replaceAll(key, `${key.slice(0, 3)}_${key.slice(3)}`);
      const open = type(text, without, text, without, text);
      assert.equal(rulesAt(open, 'openapi/leaky-error'), 1);
    });
    it(`a key that was not there at first is read once it is: ${key}`, () => {
      const without = text.replaceAll(key, `${key.slice(0, 3)}_${key.slice(3)}`);
      const open = type(without, text);
      assert.equal(rulesAt(open, 'openapi/leaky-error'), 1);
    });
  }

  it('a callback that leads to itself is read to its end', () => {
    const again = `${head}paths:
  /orders:
    post:
      callbacks: { again: { $ref: '#/components/callbacks/Again' } }
      responses: { '204': { description: Taken. } }
components:
  callbacks:
    Again:
      '{$request.body#/url}':
        post:
          callbacks: { again: { $ref: '#/components/callbacks/Again' } }
          responses: { '204': { description: Taken. } }
`;
    const open = type(again, again.replace('/orders', '/order'));
    assert.equal(rulesAt(open, 'parapet/internal-fault'), 0);
  });

  it('a file that refers back to the contract leads to the contract itself', () => {
    const contract = (type: string): string => `${head}paths:
  /orders:
    get:
      responses:
        '200':
          description: Orders.
          content:
            application/json:
              schema: { $ref: './parts.yaml#/components/schemas/Order' }
components:
  schemas:
    Note: { type: ${type} }
    Mine: { type: object, properties: { mine: { $ref: '#/components/schemas/Note' } } }
`;
    const parts = `components:
  schemas:
    Order:
      type: object
      properties: { note: { $ref: './api.yaml#/components/schemas/Note' } }
`;
    const beside = { uri: `${root}/parts.yaml`, content: { text: parts } };
    const open = workspace();
    open.apply([beside]);
    for (const type of ['string', 'integer', 'string']) {
      open.apply([{ uri, content: { text: contract(type), language: 'yaml' } }]);
      const scratch = workspace();
      scratch.apply([beside, { uri, content: { text: contract(type) } }]);
      assert.deepEqual(answers(open), answers(scratch));
    }
  });

  it('an alias without an anchor is no value, and is one again when it is written out', () => {
    const alias = text.replace('type: object', 'type: *object');
    const half = text.replace('type: object', 'type: security: []\nobject');
    type(text, alias, text, half, alias, text);
    type(half, alias, half, text);
  });

  it('a reference that was an alias without an anchor leads somewhere, or nowhere, once it is a text', () => {
    const refers = (reference: string): string => `${head}paths:
  /orders:
    get:
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: ${reference} } } } }
`;
    type(refers("*'#/none'"), refers("true*'#/none'"), refers("'#/none'"), refers('*none'), refers("'#/none'"));
  });
});
