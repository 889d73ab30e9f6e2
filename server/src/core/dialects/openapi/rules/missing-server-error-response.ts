import { defineRule } from '../../../rules/rule.ts';
import { addResponse } from '../error-responses.ts';

export default defineRule({
  id: 'openapi/missing-server-error-response',
  title: 'No server error is documented',
  why: 'An error that nobody described tends to be the page of the framework, with stack trace, SQL and host names.',
  remedy: 'Document default, 5XX or 500 with a schema that holds nothing internal.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [209, 755], stride: ['I'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:6c35d2c6-09f2-4e5c-a094-e0e91327071d',
    'kics:6e96ed39-bf45-4089-99ba-f1fe7cf6966f',
    'speakeasy:owasp-define-error-responses-500',
    'spectral-owasp:owasp:api8:2023-define-error-responses-500',
    'vacuum:owasp-define-error-responses-500',
    '42crunch:response-default-undefined',
    '42crunch:v3-response-default-undefined',
    'kics:5f34c7ae-4f3f-4cbb-8fe3-a11d6961062f',
    'kics:86e3702f-c868-44b2-b61d-ea5316c18110',
  ],
  concepts: ['response-500-missing', 'default-response-missing'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || !operation.view.get('responses').isMap) return;
    const statuses = operation.responses.map((it) => it.status.toUpperCase());
    if (statuses.length === 0 || statuses.includes('DEFAULT') || statuses.includes('5XX')) return;
    const server = statuses.some((it) => it.startsWith('5'));
    // Codes of both kinds describe errors as well as a default does.
    if (server && statuses.some((it) => it.startsWith('4'))) return;
    report({
      at: operation.view.get('responses').anchor('key'),
      message: `${operation.label} documents ${server ? 'no default answer' : 'no server error'}: what it tells when something fails is left open. Add a default response.`,
      equivalents: server
        ? [
            '42crunch:response-default-undefined',
            '42crunch:v3-response-default-undefined',
            'kics:5f34c7ae-4f3f-4cbb-8fe3-a11d6961062f',
            'kics:86e3702f-c868-44b2-b61d-ea5316c18110',
          ]
        : [
            '42crunch:response-default-undefined',
            '42crunch:v3-response-default-undefined',
            'kics:5f34c7ae-4f3f-4cbb-8fe3-a11d6961062f',
            'kics:86e3702f-c868-44b2-b61d-ea5316c18110',
            'speakeasy:owasp-define-error-responses-500',
            'spectral-owasp:owasp:api8:2023-define-error-responses-500',
            'vacuum:owasp-define-error-responses-500',
          ],
      fixes: [addResponse(operation, 'default')],
      group: {
        key: String(server),
        from: 4,
        acrossFiles: true,
        message: (n) => `${n} operations document no server error, the first is ${operation.label}.`,
      },
    });
  },
});
