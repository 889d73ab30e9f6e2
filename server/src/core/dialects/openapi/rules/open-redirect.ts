import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { plainName } from '../words.ts';

const targets = new Set([
  'redirect',
  'redirecturi',
  'redirecturl',
  'returnto',
  'returnurl',
  'next',
  'continue',
  'target',
  'url',
  'goto',
  'dest',
  'destination',
  'callbackurl',
]);

export default defineRule({
  id: 'openapi/open-redirect',
  title: 'Redirect goes where the request says',
  why: 'A link to the trusted host leads to the page of an attacker: phishing, and theft of OAuth codes.',
  remedy: 'Restrict the target to known addresses with an enum or a pattern.',
  category: 'input-validation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [601], stride: ['S'], owasp: ['API7:2023'] },
  equivalents: [],
  concepts: ['open-redirect-response'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || !operation.responses.some((it) => /^30[12378]$|^3XX$/.test(it.status))) return;
    const target = operation.parameters.find((it) => {
      const { type } = it;
      return (
        it.location === 'query' &&
        targets.has(plainName(it.name)) &&
        !(type?.has('enum') || type?.has('pattern') || type?.has('const'))
      );
    });
    if (!target) return;
    const oauth =
      operation.purpose === 'sign-in' || operation.parameters.some((it) => plainName(it.name) === 'clientid');
    report({
      at: target.at,
      message: `${operation.label} redirects, and "${target.name}" may say where to: links to a trusted host lead anywhere. Restrict it to known addresses.`,
      ...(oauth
        ? { severity: 'info' as const, reason: 'authorization servers compare it with registered addresses' }
        : {}),
      fixes: target.type
        ? [fix('Allow paths of this host only', 'behaviour', setKey(target.type, 'pattern', '^/(?:[^/\\\\].*)?$'))]
        : [],
    });
  },
});
