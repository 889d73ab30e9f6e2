import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import { plainName } from '../words.ts';

export default defineRule({
  id: 'openapi/read-only-and-write-only',
  title: 'Property is marked both readOnly and writeOnly',
  why: 'Tools resolve the contradiction each in their own way: the field may be accepted on write, or leak on read.',
  remedy: 'Keep the one that was meant.',
  category: 'data-protection',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [915], stride: ['T', 'I'], owasp: ['API3:2023'] },
  equivalents: ['42crunch:v3-validation-schema-write-read-only', 'kics:d2361d58-361c-49f0-9e50-b957fd608b29'],
  concepts: ['read-only-and-write-only'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('readOnly') && keys.has('writeOnly'),
  check(schema, report) {
    const { view } = schema;
    // Quoted, they are as contradictory, and lenient readers take them for true.
    if (view.textAt('readOnly') !== 'true' || view.textAt('writeOnly') !== 'true') return;
    const secret = /password|secret|token|pin|key/.test(plainName(schema.name ?? ''));
    const extra = secret ? 'readOnly' : 'writeOnly';
    report({
      at: view.anchor('key'),
      message: `${schema.label} is both readOnly and writeOnly: it may be accepted on write, or leak on read. Keep one.`,
      fixes: [fix(`Remove ${extra}`, 'behaviour', { op: 'remove', at: view.get(extra).anchor() })],
    });
  },
});
