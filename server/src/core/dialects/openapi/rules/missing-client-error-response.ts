import { defineRule } from '../../../rules/rule.ts';
import { addResponse } from '../fixes.ts';

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
    report({
      at: responses.anchor('key'),
      message: `${operation.label} documents no client error: what a caller may do wrong, and what it is told, is left open. Document the 4xx answers.`,
      fixes: [addResponse(operation, '400')],
      group: {
        key: '4xx',
        from: 3,
        acrossFiles: true,
        message: (n) => `${n} operations document no client error, the first is ${operation.label}.`,
      },
    });
  },
});
