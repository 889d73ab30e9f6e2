import { defineRule } from '../../../rules/rule.ts';
import { addResponse } from '../error-responses.ts';
import { fix } from '../fixes.ts';

/** What it answers besides: the same answers are missing because all of them are. */
const ofInput = [
  'speakeasy:owasp-define-error-validation',
  'spectral-owasp:owasp:api8:2023-define-error-validation',
  'vacuum:owasp-define-error-validation',
];
const ofAddress = ['42crunch:response-404', '42crunch:v3-response-404'];

export default defineRule({
  id: 'openapi/missing-client-error-response',
  title: 'No client error is documented',
  why: 'A contract that knows only success gives gateways nothing to compare error traffic with: probing goes unnoticed, and errors are answered ad hoc.',
  remedy: 'Document at least the 4xx answers that callers can provoke.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [755, 436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'redocly:operation-4xx-response',
    'speakeasy:style-operation-error-response',
    'vacuum:operation-4xx-response',
    'zally:151',
    'kics:6c35d2c6-09f2-4e5c-a094-e0e91327071d',
    'kics:6e96ed39-bf45-4089-99ba-f1fe7cf6966f',
  ],
  concepts: ['client-error-response-missing', 'response-415-missing'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || operation.purpose === 'health') return;
    const responses = operation.view.get('responses');
    if (
      !responses.isMap ||
      operation.responses.length === 0 ||
      operation.responses.some((it) => /^4(?:\d\d|XX)$/i.test(it.status))
    )
      return;
    const takesInput = operation.parameters.some((it) => it.location !== 'path') || operation.view.has('requestBody');
    const addressed = /\{[^}]+\}/.test(operation.path) && operation.method !== 'post';
    const lacks = [...(takesInput || !addressed ? ['400'] : []), ...(addressed ? ['404'] : [])];
    const standsFor = [
      ...(takesInput && !operation.answers('400') ? ofInput : []),
      ...(addressed && !operation.answers('404') ? ofAddress : []),
    ];
    report({
      at: responses.anchor('key'),
      message: `${operation.label} documents no client error: what a caller may do wrong, and what it is told, is left open. Document the 4xx answers.`,
      equivalents: [...this.equivalents, ...standsFor],
      fixes: [fix('Document the client errors', 'safe', ...lacks.flatMap((it) => addResponse(operation, it).patches))],
      group: {
        key: '4xx',
        from: 4,
        acrossFiles: true,
        message: (n) => `${n} operations document no client error, the first is ${operation.label}.`,
      },
    });
  },
});
