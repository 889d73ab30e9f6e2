import { defineRule } from '../../../rules/rule.ts';
import { addResponse } from '../error-responses.ts';

export default defineRule({
  id: 'openapi/missing-not-found-response',
  title: 'Addressed resource documents no 404',
  why: 'What is answered for an id that does not exist, or is not yours, decides whether ids can be tried out; left open, it is a page of the framework.',
  remedy: 'Document the 404 answer.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [755], stride: ['I'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:response-404',
    '42crunch:v3-response-404',
    'kics:6c35d2c6-09f2-4e5c-a094-e0e91327071d',
    'kics:6e96ed39-bf45-4089-99ba-f1fe7cf6966f',
  ],
  concepts: ['response-404-missing'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (
      operation.kind !== 'path' ||
      !['get', 'put', 'head', 'delete', 'patch'].includes(operation.method) ||
      !/\{[^}]+\}/.test(operation.path)
    )
      return;
    if (
      !operation.view.get('responses').isMap ||
      operation.answers('404') ||
      operation.responses.some((it) => it.status === '410')
    )
      return;
    // No client error at all is one decision, with a rule of its own.
    if (!operation.responses.some((it) => /^4(?:\d\d|XX)$/i.test(it.status))) return;
    report({
      at: operation.view.get('responses').anchor('key'),
      message: `${operation.label} addresses one resource but documents no 404. Add what callers get when it does not exist.`,
      equivalents: ['42crunch:response-404', '42crunch:v3-response-404'],
      fixes: [addResponse(operation, '404')],
      group: {
        key: '404',
        acrossFiles: true,
        message: (n) => `${n} operations address one resource but document no 404, the first is ${operation.label}.`,
      },
    });
  },
});
