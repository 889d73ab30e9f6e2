import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/trace-method',
  title: 'TRACE is part of the contract',
  why: 'TRACE sends the request back as it arrived, cookies and headers of proxies included.',
  remedy: 'Remove the operation.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [693], stride: ['I'], owasp: ['API8:2023'] },
  equivalents: [],
  concepts: ['trace-method-exposed'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (!['trace', 'track', 'connect'].includes(operation.method)) return;
    report({
      at: operation.at,
      message: `${operation.label} sends requests back as they arrived, cookies and internal headers included. Remove it.`,
      fixes: [fix('Remove the operation', 'behaviour', { op: 'remove', at: operation.entry.anchor() })],
    });
  },
});
