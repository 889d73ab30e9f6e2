import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/undeclared-media-type',
  title: 'Swagger 2.0 operation does not state its media types',
  why: 'Frameworks then accept whatever they can parse (XML with entities, forms without pre-flight), and browsers guess what an answer is.',
  remedy: 'State consumes and produces, on the document or on the operation.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'checkov:CKV_OPENAPI_17',
    'kics:0c79e50e-b3cf-490c-b8f6-587c644d4d0c',
    'checkov:CKV_OPENAPI_16',
    'kics:be3e170e-1572-461e-a8b6-d963def581ec',
  ],
  concepts: ['request-media-type-undeclared', 'response-media-type-undeclared'],
  visits: 'openapi.operation',
  check(operation, report) {
    const { document, view, method } = operation;
    if (!document.is2) return;
    const states = (key: string): boolean => {
      const own = view.get(key);
      const at = own.missing ? document.view.get(key) : own;
      return !(at.missing || at.isNull || (at.isList && at.items.length === 0));
    };
    const form = operation.parameters.some((it) => it.location === 'formData');
    const body = operation.parameters.some((it) => it.location === 'body');
    const judge = (key: string, text: string, equivalents: readonly string[], value: string): void => {
      report({
        at: view.has(key) ? view.get(key).anchor('key') : operation.at,
        message: `${operation.label} does not state what it ${text}.`,
        equivalents,
        fixes: [fix(`State ${key}`, 'behaviour', setKey(view, key, [value]))],
        group: {
          key,
          from: 4,
          acrossFiles: true,
          message: (n) =>
            `${n} operations do not state what they ${text.replace(/s$/, '')}, the first is ${operation.label}.`,
        },
      });
    };
    const writes = method === 'post' || method === 'put' || method === 'patch';
    if (writes && !states('consumes')) {
      // Without a body there is nothing to parse, but what a later body may be is undecided as well.
      const takes = form || body;
      if (takes || operation.parameters.length === 0)
        judge(
          'consumes',
          'consumes',
          ['checkov:CKV_OPENAPI_17', 'kics:0c79e50e-b3cf-490c-b8f6-587c644d4d0c'],
          form ? 'multipart/form-data' : 'application/json',
        );
    }
    if (method === 'get' && !states('produces'))
      judge(
        'produces',
        'produces',
        ['checkov:CKV_OPENAPI_16', 'kics:be3e170e-1572-461e-a8b6-d963def581ec'],
        'application/json',
      );
  },
});
