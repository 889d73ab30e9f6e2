import { defineRule } from '../../../rules/rule.ts';
import { isIngress } from '../ingress.ts';
import { fix, fixByRemoving, setField } from '../repair.ts';
import { isEmpty, readCollection } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/ingress-plain-http',
  title: 'Ingress still answers plain HTTP',
  why: 'A client that starts on http sends its cookie or token in clear text before anybody tells it to change.',
  remedy: 'Redirect to https.',
  category: 'transport',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [319], stride: ['I', 'T'], owasp: ['K07:2022'] },
  equivalents: ['gatekeeper:K8sHttpsOnly', 'kyverno:require-ingress-https'],
  concepts: ['ingress-http-allowed'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!isIngress(object) || isEmpty(readCollection(object.spec, 'tls'))) return;
    for (const { name, value, view } of object.annotations) {
      const redirect = name === 'nginx.ingress.kubernetes.io/ssl-redirect' && value === 'false';
      const allow = name === 'kubernetes.io/ingress.allow-http' && value === 'true';
      const entry =
        name === 'traefik.ingress.kubernetes.io/router.entrypoints' &&
        value
          ?.split(',')
          .map((it) => it.trim())
          .includes('web') === true;
      if (!redirect && !allow && !entry) continue;
      report({
        at: view.anchor(),
        message: `${object.title} has a certificate but still answers plain HTTP (${name}): a client that starts there sends its cookie or token readably. Redirect to https.`,
        fixes: redirect
          ? fixByRemoving(view, 'Let nginx redirect to https')
          : allow
            ? fix('Switch plain HTTP off', 'behaviour', [view], [setField(view, 'false')])
            : [],
      });
    }
  },
});
