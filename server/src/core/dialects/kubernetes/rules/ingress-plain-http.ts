import { defineRule } from '../../../rules/rule.ts';
import { isIngress } from '../ingress.ts';
import type { Mark } from '../resource.ts';
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
    if (!isIngress(object)) return;
    // The controller of AWS takes its certificate from an annotation, so there need be no section for TLS.
    const listeners = object.annotations.find((it) => it.name === `${alb}listen-ports`);
    if (listeners && bothWays(listeners.value ?? '') && !object.annotations.some(redirectsAtAlb))
      report({
        at: listeners.view.anchor(),
        message: `${object.title} listens on HTTP beside HTTPS and does not redirect: a client that starts there sends its cookie or token readably. Set ${alb}ssl-redirect.`,
        fixes: fix(
          'Redirect to https',
          'behaviour',
          [object.metadata],
          [setField(object.metadata.at('annotations', `${alb}ssl-redirect`), '443')],
        ),
      });
    if (isEmpty(readCollection(object.spec, 'tls'))) return;
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

const alb = 'alb.ingress.kubernetes.io/';

function bothWays(listeners: string): boolean {
  return /"HTTP"/.test(listeners) && /"HTTPS"/.test(listeners);
}

/** By the annotation for it, or by an action that redirects. */
function redirectsAtAlb({ name, value }: Mark): boolean {
  if (name === `${alb}ssl-redirect`) return true;
  return name.startsWith(`${alb}actions.`) && (value === undefined || /redirect/i.test(value));
}
