// A contract of many operations: twice as many are twice the work, never four times. Clocks are not asked: counted is how
// often an operation is looked at.
import assert from 'node:assert/strict';
import { OpenApiDocument } from '../../server/src/core/dialects/openapi/document.ts';
import { Operation } from '../../server/src/core/dialects/openapi/operation.ts';
import { Inspector } from '../../server/src/core/file-answer.ts';
import { noPolicy } from '../../server/src/core/policy/parse.ts';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { optionsOf } from '../../server/src/core/rules/context.ts';

const uri = 'file:///w/openapi.yaml';

/** Nothing is asked for, and the refusals are missing: fixes that look at the whole document are offered for each. */
function contract(operations: number): string {
  const paths = Array.from(
    { length: operations },
    (_, i) => `  /r${i}/{id}:
    get:
      operationId: g${i}
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok } }
`,
  );
  return `openapi: 3.0.3
info: { title: t, version: '1' }
servers: [{ url: http://api.example.com }]
paths:
${paths.join('')}components:
  securitySchemes: { token: { type: http, scheme: bearer } }
`;
}

/** How often an operation of the document is looked at for its servers, or as one of those that the document serves. */
function looks(operations: number): number {
  let count = 0;
  const restore = [
    counted(Operation.prototype, 'servers', () => count++),
    counted(OpenApiDocument.prototype, 'served', () => (count += operations)),
  ];
  try {
    const text = contract(operations);
    const context = { today: '2026-01-01', options: optionsOf(noPolicy.policy) };
    const inspector = new Inspector({
      rules: allRules,
      context,
      policyUri: 'file:///w/.parapet.yaml',
      text: (it) => (it === uri ? text : undefined),
      isolated: false,
    });
    const findings = inspector.answer(uri)?.findings ?? [];
    assert.ok(findings.some((it) => it.rule === 'openapi/missing-denial-response'));
    assert.ok(findings.some((it) => it.fixes.some(({ title }) => title.endsWith(', over https'))));
  } finally {
    for (const it of restore) it();
  }
  return count;
}

/** Has a getter tell of each call, until the function that comes back is called. */
function counted(prototype: object, name: string, tell: () => void): () => void {
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  assert.ok(own?.get);
  const { get } = own;
  Object.defineProperty(prototype, name, {
    ...own,
    get(this: object): unknown {
      tell();
      return get.call(this);
    },
  });
  return () => {
    Object.defineProperty(prototype, name, own);
  };
}

describe('a contract of many operations', () => {
  it('takes twice the work for twice the operations', () => {
    const [few, many] = [looks(100), looks(200)];
    assert.ok(few > 0 && many <= 2 * few, `${few} and ${many} looks`);
  });
});
