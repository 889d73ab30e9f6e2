import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/method-override',
  title: 'A parameter can change the HTTP method',
  why: 'Access rules that go by the method are passed by a POST that says it is a DELETE.',
  remedy: 'Remove the parameter.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [650], stride: ['E', 'T'], owasp: ['API5:2023'] },
  equivalents: [],
  concepts: ['method-override-parameter'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    if (!/^(?:x-http-method-override|x-http-method|x-method-override|_method)$/i.test(parameter.name)) return;
    const { route } = parameter.view;
    report({
      at: parameter.at,
      message: `"${parameter.name}" changes the method of a request: rules that go by the method can be passed. Remove it.`,
      fixes:
        typeof route.at(-1) === 'number'
          ? [fix('Remove the parameter', 'behaviour', { op: 'remove', at: parameter.view.anchor() })]
          : [],
    });
  },
});
