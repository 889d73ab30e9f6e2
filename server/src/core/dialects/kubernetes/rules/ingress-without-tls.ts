import { blank, type Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { ingressHosts, isIngress, terminatesElsewhere } from '../ingress.ts';
import { fix, setField } from '../repair.ts';
import type { KubernetesResource } from '../resource.ts';
import { isEmpty, readCollection } from '../setting.ts';

const none = [
  'polaris:tlsSettingsMissing',
  'kubescape:C-0263',
  'kyverno:require-ingress-https',
  'gatekeeper:K8sHttpsOnly',
  'rahman:insecure-http',
  'ponce:non-encrypted-data-exposure',
];
const uncovered = ['kyverno:ingress-host-match-tls'];

export default defineRule({
  id: 'kubernetes/ingress-without-tls',
  title: 'Ingress serves without encryption',
  why: 'Passwords, tokens and cookies cross the edge in clear text, where they can be read and changed on the way.',
  remedy: 'Add a tls section with a certificate for every host.',
  category: 'transport',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [319], stride: ['I', 'T'], owasp: ['K07:2022'], standard: ['RFC 9325'] },
  equivalents: [...none, ...uncovered],
  concepts: ['ingress-no-tls', 'ingress-tls-host-mismatch'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!isIngress(object) || terminatesElsewhere(object)) return;
    const tls = readCollection(object.spec, 'tls');
    if (tls.state === 'unknown') return;
    const hosts = ingressHosts(object);
    if (isEmpty(tls)) {
      report({
        at: object.at,
        message: `${object.title} serves ${hosts.length > 0 ? hosts.map((it) => it.host).join(', ') : 'every host'} without encryption: passwords, tokens and cookies can be read and changed on the way. Add a tls section with a certificate.`,
        equivalents: none,
        fixes: addTls(
          object,
          hosts.map((it) => it.host),
        ),
      });
      return;
    }
    const covered =
      tls.state === 'set' ? tls.value.items.flatMap((it) => it.get('hosts').items.map((host) => host.text ?? '')) : [];
    // An entry without hosts is about all of them.
    if (covered.length === 0) return;
    for (const { host, view } of hosts) {
      if (covered.some((it) => covers(it, host))) continue;
      report({
        at: view.anchor(),
        message: `${host} of ${object.title} is not among the hosts of its tls section: it answers with a certificate that is not its own, or without encryption. Add it there.`,
        severity: 'warning',
        equivalents: uncovered,
        fixes: fix(
          `Add ${host} to the tls section`,
          'behaviour',
          [object.spec],
          [{ op: 'append', at: object.spec.at('tls', 0, 'hosts').anchor(), value: host }],
        ),
      });
    }
  },
});

/** A wildcard stands for one label (RFC 6125, 6.4.3). */
function covers(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  return pattern.startsWith('*.') && host.split('.').slice(1).join('.') === pattern.slice(2);
}

function addTls(object: KubernetesResource, hosts: readonly string[]): readonly Fix[] {
  const entry = {
    ...(hosts.length > 0 ? { hosts: [...new Set(hosts)] } : {}),
    secretName: blank(`${object.name || 'ingress'}-tls`),
  };
  return fix('Add a tls section', 'needs-value', [object.spec], [setField(object.spec.get('tls'), [entry])]);
}
