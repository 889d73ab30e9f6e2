import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';

export default defineRule({
  id: 'kubernetes/external-ip',
  title: 'Service claims foreign addresses',
  why: 'Traffic of the whole cluster for that address is drawn to the pods of the Service (CVE-2020-8554), and no patch exists.',
  remedy: 'Remove externalIPs and use a load balancer or a gateway.',
  category: 'exposure',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [441], stride: ['S', 'I'] },
  equivalents: ['trivy:KSV-0108', 'kyverno:restrict-service-external-ips', 'gatekeeper:K8sExternalIPs'],
  concepts: ['service-external-ips'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const addresses = object.spec.get('externalIPs');
    if (!object.isA('', 'Service') || addresses.items.length === 0) return;
    report({
      at: addresses.anchor('key'),
      message: `${object.title} claims ${addresses.items.map((it) => it.text ?? '?').join(', ')}: what any pod of the cluster sends there goes to this Service, and nothing checks that the address is its own. Remove externalIPs and use a load balancer or a gateway.`,
      fixes: fixByRemoving(addresses, 'Remove externalIPs'),
    });
  },
});
