import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import { count } from '../words.ts';

export default defineRule({
  id: 'openapi/authorization-as-parameter',
  title: 'The Authorization header is declared as an ordinary parameter',
  why: 'OpenAPI 3 ignores header parameters of this name, and an ordinary parameter is often optional: the route looks protected, but generated servers do not enforce it.',
  remedy: 'Remove the parameter; declare a security scheme and require it.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [287], stride: ['S'], owasp: ['API2:2023'] },
  equivalents: [
    'ibm:ibm-no-authorization-header',
    'kics:8c84f75e-5048-4926-a4cb-33e7b3431300',
    'kics:e2e00c97-7171-4fb4-b461-d631df9a711c',
  ],
  concepts: ['credential-declared-as-parameter'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    const name = parameter.name.toLowerCase();
    if (
      parameter.location !== 'header' ||
      (name !== 'authorization' && name !== 'proxy-authorization' && name !== 'cookie')
    )
      return;
    const { document, view } = parameter;
    const users = parameter.operations.length;
    const shared = view.route[0] === 'components' || view.route[0] === 'parameters';
    report({
      at: view.get('name').anchor('value'),
      message: `The header "${parameter.name}" is an ordinary parameter of ${count(users, 'operation')}: tools ${document.is2 ? 'do not treat it as a credential' : 'ignore it'}. Declare a security scheme and require it.`,
      ...(document.is2 ? { severity: 'info' as const, reason: '2.0 allows it' } : {}),
      fixes: shared
        ? []
        : [fix(`Remove the parameter ${parameter.name}`, 'behaviour', { op: 'remove', at: view.anchor() })],
    });
  },
});
