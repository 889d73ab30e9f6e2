// What the command prints has the form that docs/ promises, on a system that has something of everything.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { Sandbox } from '../support/cli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the printed forms', () => {
  const box = new Sandbox();
  after(() => box.remove());
  for (const [name, args] of [
    ['check', ['check', '--format', 'json']],
    ['model', ['model', '--format', 'json']],
  ] as const) {
    it(`of parapet ${name} are those of docs/${name}.schema.json`, () => {
      const schema = JSON.parse(readFileSync(`${root}/docs/${name}.schema.json`, 'utf8')) as object;
      const validate = new Ajv({ strict: false }).compile(schema);
      const value: unknown = JSON.parse(box.run([...args, `${root}/examples/shop`]).out);
      assert.ok(validate(value), JSON.stringify(validate.errors?.slice(0, 3)));
      const empty: unknown = JSON.parse(box.run([...args, box.folder]).out);
      assert.ok(validate(empty), JSON.stringify(validate.errors?.slice(0, 3)));
    });
  }

  it('of parapet model --diff are those of docs/diff.schema.json', () => {
    const schema = JSON.parse(readFileSync(`${root}/docs/diff.schema.json`, 'utf8')) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    const folders = [`${root}/examples/shop-hardened`, `${root}/examples/shop`];
    const value: unknown = JSON.parse(box.run(['model', '--diff', ...folders, '--format', 'json']).out);
    assert.ok(validate(value), JSON.stringify(validate.errors?.slice(0, 3)));
  });
});
