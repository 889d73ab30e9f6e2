import { defineRule } from '../../../rules/rule.ts';
import { addResponse } from '../error-responses.ts';

export default defineRule({
  id: 'openapi/missing-validation-response',
  title: 'No answer for invalid input is documented',
  why: 'Without a 400 or 422 the service probably does not validate, or lets bad input fail later as a server error.',
  remedy: 'Document the 400 or 422 answer.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [755], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:6c35d2c6-09f2-4e5c-a094-e0e91327071d',
    'kics:6e96ed39-bf45-4089-99ba-f1fe7cf6966f',
    'speakeasy:owasp-define-error-validation',
    'spectral-owasp:owasp:api8:2023-define-error-validation',
    'vacuum:owasp-define-error-validation',
  ],
  concepts: ['validation-error-response-missing'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || !operation.view.get('responses').isMap) return;
    const takesInput = operation.parameters.some((it) => it.location !== 'path') || operation.view.has('requestBody');
    if (!takesInput || operation.answers('400') || operation.answers('422')) return;
    // No client error at all is one decision, with a rule of its own.
    if (!operation.responses.some((it) => /^4(?:\d\d|XX)$/i.test(it.status))) return;
    report({
      at: operation.view.get('responses').anchor('key'),
      message: `${operation.label} takes input but documents no answer for invalid input. Add a 400 or 422 response.`,
      equivalents: [
        'speakeasy:owasp-define-error-validation',
        'spectral-owasp:owasp:api8:2023-define-error-validation',
        'vacuum:owasp-define-error-validation',
      ],
      fixes: [addResponse(operation, '400')],
      group: {
        key: '400',
        acrossFiles: true,
        message: (n) =>
          `${n} operations take input but document no answer for invalid input, the first is ${operation.label}.`,
      },
    });
  },
});
