// Where fixes are only named, a rule that claims the same of thousands counts them; what is said is the same.
import assert from 'node:assert/strict';
import { openapi } from '../../server/src/core/dialects/openapi/dialect.ts';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import type { RuleContext } from '../../server/src/core/rules/context.ts';
import type { Finding } from '../../server/src/core/rules/finding.ts';
import type { AnyRule, Report, Reporter } from '../../server/src/core/rules/rule.ts';
import { indexRules, runRules, visitsSystem } from '../../server/src/core/rules/run.ts';
import { parseChunk } from '../../server/src/core/syntax/parsed.ts';
import { hostOf } from '../../server/src/core/workspace-host.ts';

const context: RuleContext = { today: '2026-11-01', options: { trustedRegistries: [], publicOperations: [] } };
const rules = allRules.filter((it) => !visitsSystem(it));
const operations = 140;

/** Everything that is counted, more often than a group shows, in requests and in responses. */
const contract = [
  'openapi: 3.1.0',
  'paths:',
  ...Array.from({ length: operations }, (_, i) => {
    const fields = [
      `s${i}: { type: string }`,
      `e${i}: { type: string, format: email }`,
      `n${i}: { type: integer${i % 3 === 0 ? ', minimum: 1' : ''} }`,
      `a${i}: { type: array, items: { type: number } }`,
      `m${i}: { type: object, additionalProperties: { type: string, maxLength: ${i + 1} } }`,
    ];
    const content = `{ application/json: { schema: { type: object, properties: { ${fields.join(', ')} } } } }`;
    const response = `{ description: Done, headers: { X-Id: { schema: { type: string } } }, content: ${content} }`;
    return `  /p${i}: { post: { operationId: o${i}, security: [{ key: [read] }], requestBody: { content: ${content} }, responses: { '200': ${response} } } }`;
  }),
  'components:',
  '  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }',
  `  schemas: { ${Array.from({ length: 9 }, (_, i) => `Unused${i}: { properties: { x: { $ref: '#/components/schemas/Unused${i + 1}' } } }`).join(', ')} }`,
].join('\n');

function findings(of: readonly AnyRule[], given: RuleContext): readonly Finding[] {
  const parsed = parseChunk('yaml', contract, 'file:///api.yaml', 0);
  assert.ok(parsed.syntax !== 'dockerfile');
  return runRules(indexRules(of), given, (visit) =>
    openapi.visit(
      parsed.source,
      hostOf(() => undefined),
      visit,
    ),
  );
}

/** Rules that tell how often they report. */
function counting(reports: Map<string, number>): readonly AnyRule[] {
  return rules.map((rule): AnyRule => {
    const check = rule.check as (noun: unknown, report: Reporter, context: RuleContext) => void;
    const counted = (noun: unknown, report: Reporter, given: RuleContext): void => {
      const noting = (it: Report): void => {
        reports.set(rule.id, (reports.get(rule.id) ?? 0) + 1);
        report(it);
      };
      check.call(rule, noun, report.counts ? Object.assign(noting, { counts: report.counts }) : noting, given);
    };
    return { ...rule, check: counted };
  });
}

const withoutPatches = (all: readonly Finding[]) =>
  all.map((it) => ({ ...it, fixes: it.fixes.map(({ title, safety }) => ({ title, safety })) }));

describe('fixes that are only named', () => {
  it('leave the findings as they are, and spare most reports', () => {
    const whole = new Map<string, number>();
    const counted = new Map<string, number>();
    const all = findings(counting(whole), context);
    assert.ok(!all.some((it) => it.rule === 'parapet/internal-fault'));
    assert.deepEqual(withoutPatches(findings(counting(counted), { ...context, namesOnly: true })), withoutPatches(all));
    for (const rule of [
      'unbounded-string',
      'unbounded-number',
      'unbounded-array',
      'unrestricted-string',
      'number-without-format',
      'unclosed-object',
      'scopes-without-oauth',
      'missing-cors-header',
    ]) {
      const before = whole.get(`openapi/${rule}`) ?? 0;
      const after = counted.get(`openapi/${rule}`) ?? 0;
      assert.ok(before >= operations && after < before, `${rule}: ${after} of ${before} reports`);
    }
    assert.ok((whole.get('openapi/unused-component') ?? 0) > 0);
  });
});
