import { defineRule } from '../../../rules/rule.ts';
import { fix, setField } from '../../kubernetes/repair.ts';

export default defineRule({
  id: 'mesh/plaintext-destination',
  title: 'Callers are told to send plaintext',
  why: 'Every proxy that calls the host sends in clear text, although the other end may speak TLS.',
  remedy: 'Set the mode to ISTIO_MUTUAL for hosts in the mesh, and to SIMPLE for those outside.',
  category: 'transport',
  outgoing: true,
  severity: 'error',
  status: 'stable',
  refs: { cwe: [319], stride: ['I', 'T', 'S'], owasp: ['API8:2023', 'K07:2022'] },
  equivalents: [
    'kyverno:enforce-tls-hosts-host-subnets',
    'kiali:KIA0207',
    'kiali:KIA0208',
    'ponce:non-secured-service-to-service-communications',
  ],
  concepts: ['destination-rule-tls-disabled'],
  visits: 'mesh.resource',
  check(object, report) {
    const host = object.spec.get('host').text;
    if (host === undefined || host.includes('{{')) return;
    // A name without a dot, and everything below svc, is a service of the cluster.
    const inside = !host.includes('.') || /\.svc(?:\.|$)|\.local$|^\*$/.test(host);
    const mode = inside ? 'ISTIO_MUTUAL' : 'SIMPLE';
    for (const tls of object.clientTls) {
      const setting = tls.get('mode');
      if (setting.text !== 'DISABLE') continue;
      report({
        at: setting.anchor(),
        message: `${object.title} makes every caller send to "${host}" in clear text. Use ${mode}${inside ? ', the mutual TLS of the mesh' : ', TLS that the proxy begins'}.`,
        ...(inside
          ? {}
          : { severity: 'warning', reason: 'the host stands outside the mesh and may offer nothing else' }),
        fixes: fix(`Set the TLS mode to ${mode}`, 'behaviour', [setting], [setField(setting, mode)]),
      });
    }
  },
});
