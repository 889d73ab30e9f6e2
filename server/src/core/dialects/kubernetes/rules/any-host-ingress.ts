import { defineRule } from '../../../rules/rule.ts';
import { isIngress } from '../ingress.ts';

const anyHost = [
  'kyverno:disallow-empty-ingress-host',
  'kyverno:restrict-ingress-wildcard',
  'gatekeeper:K8sBlockWildcardIngress',
];
const fallback = ['kyverno:restrict-ingress-defaultbackend'];

export default defineRule({
  id: 'kubernetes/any-host-ingress',
  title: 'Ingress answers for every host',
  why: 'It takes requests for the names of other teams, and the service behind it gets what it was never built for.',
  remedy: 'Name the hosts.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [668], stride: ['S'], owasp: ['K07:2022'] },
  equivalents: [...anyHost, ...fallback],
  concepts: ['ingress-wildcard-host', 'ingress-default-backend'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!isIngress(object)) return;
    for (const rule of object.spec.get('rules').items) {
      const host = rule.get('host');
      const open = host.missing || host.isNull || host.text === '' || host.text === '*';
      if (!rule.isMap || !open) continue;
      report({
        at: host.exists && !host.isNull ? host.anchor() : object.at,
        message: `A rule of ${object.title} names no host, so it answers for every name that nobody else has taken, those of other teams too. Name the hosts.`,
        equivalents: anyHost,
      });
      break;
    }
    const below = object.spec
      .get('rules')
      .items.map((it) => it.get('host'))
      .find((it) => it.text?.startsWith('*.') === true);
    if (below)
      report({
        at: below.anchor(),
        message: `${object.title} answers for every name below ${below.text?.slice(2) ?? ''}, those that are given away later too. Name the hosts, unless each name is a customer of the same service.`,
        severity: 'hint',
        equivalents: ['kyverno:restrict-ingress-wildcard', 'gatekeeper:K8sBlockWildcardIngress'],
      });
    const backend = object.spec.get('defaultBackend').exists
      ? object.spec.get('defaultBackend')
      : object.spec.get('backend');
    if (!backend.isMap) return;
    report({
      at: backend.anchor('key'),
      message: `${object.title} sends whatever matches no rule to one service, which may not have been built to be reached by everybody. Remove the default backend, or let it be a page that says no.`,
      severity: 'hint',
      equivalents: fallback,
    });
  },
});
