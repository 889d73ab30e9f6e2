// A rule is not asked about schemas of which its `looksAt` says that it has nothing to say: the findings are the same.
import assert from 'node:assert/strict';
import { openapi } from '../../server/src/core/dialects/openapi/dialect.ts';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import type { RuleContext } from '../../server/src/core/rules/context.ts';
import { OutlinedRules } from '../../server/src/core/rules/outline.ts';
import type { AnyRule } from '../../server/src/core/rules/rule.ts';
import { indexRules, runRules } from '../../server/src/core/rules/run.ts';
import { parseChunk } from '../../server/src/core/syntax/parsed.ts';
import type { Source } from '../../server/src/core/syntax/view.ts';
import { hostOf } from '../../server/src/core/workspace-host.ts';
import { type Random, randomFrom } from '../support/typing.ts';

const context: RuleContext = { today: '2026-11-01', options: { trustedRegistries: [], publicOperations: [] } };
const rules = allRules.filter((it) => [it.visits].flat().includes('openapi.schema'));
const asked = rules.map((rule): AnyRule => {
  const { looksAt, ...it } = rule;
  return looksAt ? it : rule;
});

/** What may stand behind a key of a schema; what fits, what does not, and what nobody can read. */
const values: Readonly<Record<string, readonly string[]>> = {
  type: [
    'string',
    'string',
    'object',
    'array',
    'integer',
    'number',
    'boolean',
    '[string, "null"]',
    '[string, integer]',
    '',
    'null',
    '{}',
    '*lost',
    '[*lost]',
  ],
  format: ['date', 'int64', 'password', 'uri', 'odd', ''],
  pattern: ["'^(a+)+$'", "'.*'", "'^[a-z]{3}$'", 'x', '[]'],
  minLength: ['4', '9'],
  maxLength: ['3', '30'],
  minimum: ['5'],
  maximum: ['1', '"x"'],
  exclusiveMaximum: ['true', '9'],
  minItems: ['4'],
  maxItems: ['2'],
  maxProperties: ['10'],
  items: ['{}', '{ type: string }', "{ $ref: '#/components/schemas/A' }", '', '[{ type: string }]'],
  properties: [
    '{}',
    '{ id: { type: string, default: a } }',
    '{ role: { type: string }, password: { type: string } }',
    '{ kind: { type: integer } }',
  ],
  required: ['[id]', '[kind, id]', 'true', '[]'],
  additionalProperties: ['true', 'false', '{}', '{ type: string }'],
  unevaluatedProperties: ['true', '{ type: string }'],
  allOf: [
    "[{ $ref: '#/components/schemas/A' }]",
    "[{ $ref: '#/components/schemas/B' }, { properties: { x: {} } }]",
    '[]',
  ],
  oneOf: ["[{ $ref: '#/components/schemas/B' }]", '{}'],
  not: ["{ $ref: '#/components/schemas/C' }"],
  discriminator: ['{ propertyName: kind }', 'kind', '{}'],
  enum: ['[a, b]', '[1, a]', '*lost'],
  const: ['a'],
  default: ['a', '1', 'true'],
  readOnly: ['true', '"true"', 'false'],
  writeOnly: ['true', '"true"'],
  description: ['words', "'<script>x</script>'", '*lost'],
  title: ["'<iframe src=x>'"],
  externalDocs: ['{ url: nowhere }', "{ url: 'https://a.example' }"],
  maxLenght: ['3'],
  $ref: ["'#/components/schemas/D'", "'#/components/schemas/none'"],
  $comment: ['c'],
  example: ['e'],
  'x-own': ['1'],
  '<<': ['*base', '*lost'],
};
const names = Object.keys(values);

function schema(random: Random): string {
  const chosen = new Map<string, string>();
  if (random.below(3) > 0)
    chosen.set('type', values['type']?.[random.below(random.below(4) === 0 ? values['type'].length : 6)] ?? '');
  for (let i = random.below(5); i > 0; i--) {
    // What cannot be read at all is rare, or nothing would be judged.
    const name = names[random.below(names.length - (random.below(6) === 0 ? 0 : 1))] ?? 'type';
    chosen.set(name, values[name]?.[random.below(values[name].length)] ?? '');
  }
  return `{ ${[...chosen].map(([name, value]) => `${name}: ${value}`).join(', ')} }`;
}

function contract(seed: number): string {
  const random = randomFrom(seed);
  const version = ['3.0.3', '3.1.0', '3.2.0'][random.below(3)] ?? '';
  const schemas = ['A', 'B', 'C', 'D', 'id', 'callbackUrl', 'apiKey'].map((it) => `    ${it}: ${schema(random)}`);
  const uses = (name: string): string => `{ application/json: { schema: { $ref: '#/components/schemas/${name}' } } }`;
  return [
    `openapi: ${version}`,
    'x-base: &base { maxLength: 3, pattern: x }',
    'paths:',
    '  /a:',
    `    post: { requestBody: { content: ${uses('A')} }, responses: { '200': { content: ${uses('C')} } } }`,
    'components:',
    '  schemas:',
    ...schemas,
    `    Whole: { type: object, required: [id], properties: { ${['id', 'role', 'secret', 'url'].map((it) => `${it}: ${schema(random)}`).join(', ')} } }`,
  ].join('\n');
}

function findings(of: readonly AnyRule[], text: string) {
  const parsed = parseChunk('yaml', text, 'file:///api.yaml', 0);
  assert.ok(parsed.syntax !== 'dockerfile');
  return runRules(indexRules(of), context, (visit) =>
    openapi.visit(
      parsed.source as Source,
      hostOf(() => undefined),
      visit,
    ),
  );
}

describe('the outline of a schema', () => {
  it('spares rules only what they say nothing about', () => {
    const found = new Set<string>();
    for (let seed = 0; seed < Number(process.env['CONTRACTS'] ?? 150); seed++) {
      const text = contract(seed);
      const all = findings(asked, text);
      assert.deepEqual(findings(rules, text), all, `contract ${seed}:\n${text}`);
      for (const it of all) found.add(it.rule);
    }
    assert.ok(found.size > rules.length * 0.8, `only ${found.size} of ${rules.length} rules were tried`);
    assert.ok(!found.has('parapet/internal-fault'));
  });

  it('tells most rules that a plain text does not concern them', () => {
    const { source } = parseChunk('yaml', 'type: string\ndescription: Words.\n', 'file:///a.yaml', 0) as {
      source: Source;
    };
    const left = new OutlinedRules(rules).of(source.tree.root);
    assert.ok(left.length > 0 && left.length < rules.length / 3, `${left.length} of ${rules.length}`);
  });

  it('is not told where an alias or a merge key leaves open what is there', () => {
    const list = new OutlinedRules(rules);
    for (const text of ['type: *a\n', '<<: *a\ntype: string\n', 'type: [string, *a]\n', 'a\n']) {
      const { source } = parseChunk('yaml', text, 'file:///a.yaml', 0) as { source: Source };
      assert.equal(list.of(source.tree.root), rules, text);
    }
  });
});
