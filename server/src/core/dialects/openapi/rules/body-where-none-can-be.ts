import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/body-where-none-can-be',
  title: 'Body is declared where HTTP forbids one',
  why: 'A body after 204 or 304 is taken for the next answer by parsers on a shared connection, a building block of response smuggling.',
  remedy: 'Remove the body, or use another status.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [436], stride: ['I'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:response-schema-defined',
    '42crunch:v3-response-schema-defined',
    'kics:12a7210b-f4b4-47d0-acac-0a819e2a0ca3',
    'kics:268defd2-2839-4e15-8cbc-de86eb38c231',
  ],
  concepts: ['body-on-bodyless-response'],
  visits: 'openapi.operation',
  check(operation, report) {
    for (const { status, response } of operation.responses) {
      if (!response || !(operation.method === 'head' || status === '204' || status === '304')) continue;
      const body = response.view.get(operation.document.is2 ? 'schema' : 'content');
      if (!body.exists) continue;
      report({
        at: body.anchor('key'),
        message: `The ${status} response of ${operation.label} declares a body, which HTTP forbids there (RFC 9110, 6.4.1). Remove it.`,
        fixes: [fix('Remove the body', 'behaviour', { op: 'remove', at: body.anchor() })],
      });
    }
  },
});
