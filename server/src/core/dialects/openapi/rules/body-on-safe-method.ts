import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import type { View } from '../../../syntax/view.ts';

export default defineRule({
  id: 'openapi/body-on-safe-method',
  title: 'GET, HEAD or DELETE declares a request body',
  why: 'Proxies drop, keep or misread such bodies, so what the edge checks is not what the service reads: smuggled requests, poisoned caches.',
  remedy: 'Use query parameters, or POST.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: ['ibm:ibm-no-body-for-delete', 'ibm:ibm-no-operation-requestbody', 'vacuum:no-request-body'],
  concepts: ['body-on-safe-method'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (!['get', 'head', 'delete', 'options', 'trace'].includes(operation.method)) return;
    const found: View | undefined = operation.document.is2
      ? operation.parameters.find((it) => it.location === 'body' || it.location === 'formData')?.view.get('name')
      : operation.view.get('requestBody');
    if (!found?.exists) return;
    report({
      at: operation.document.is2 ? found.anchor('value') : found.anchor('key'),
      message: `${operation.label} declares a request body, which has no meaning there (RFC 9110, 9.3): proxies drop or misread it.`,
      ...(operation.method === 'delete'
        ? { severity: 'hint' as const, reason: 'some providers define it for DELETE' }
        : {}),
      group: {
        key: operation.method,
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} ${operation.method.toUpperCase()} operations declare a request body, which has no meaning there (RFC 9110, 9.3), the first is ${operation.label}: proxies drop or misread it.`,
      },
      fixes: operation.document.is2 ? [] : [fix('Remove the body', 'behaviour', { op: 'remove', at: found.anchor() })],
    });
  },
});
