import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, fixByRemoving, setField } from '../../kubernetes/repair.ts';

const whole = ['istio:IST0128'];
const port = ['istio:IST0129'];

export default defineRule({
  id: 'mesh/unverified-destination',
  title: 'Certificate of the other end is not checked',
  why: 'TLS without a check of the certificate protects against nobody on the path: the attacker shows one of his own.',
  remedy: 'Name the certificate authorities with caCertificates, or a credential that holds them.',
  category: 'transport',
  outgoing: true,
  severity: 'error',
  status: 'stable',
  refs: { cwe: [295], stride: ['S', 'T', 'I'], owasp: ['API8:2023'] },
  equivalents: [...whole, ...port],
  concepts: ['destination-rule-no-ca'],
  visits: 'mesh.resource',
  check(object, report) {
    const host = object.spec.get('host').text ?? 'the host';
    for (const tls of object.clientTls) {
      const skip = tls.get('insecureSkipVerify');
      const equivalents = tls.route.includes('portLevelSettings') ? port : whole;
      if (skip.truth11 === true) {
        report({
          at: skip.anchor(),
          message: `${object.title} takes any certificate for "${host}", that of an attacker on the way too. Remove insecureSkipVerify and name the certificate authorities.`,
          equivalents,
          fixes: fixByRemoving(skip, 'Check the certificate: remove insecureSkipVerify'),
        });
        continue;
      }
      const mode = tls.get('mode');
      if (mode.text !== 'SIMPLE' && mode.text !== 'MUTUAL') continue;
      const ca = tls.get('caCertificates');
      if (!ca.missing && ca.text !== '') continue;
      // A credential holds the authorities too; proxies beside applications read it only with a workload selector.
      if (tls.has('credentialName') && object.spec.has('workloadSelector')) continue;
      report({
        at: mode.anchor(),
        message: `${object.title} begins TLS with "${host}" and does not say whose certificates count: before Istio 1.21, or with VERIFY_CERTIFICATE_AT_CLIENT off, any is taken. Name the certificate authorities in caCertificates.`,
        severity: 'info',
        reason: 'current releases of Istio check against the authorities of the system by default',
        equivalents,
        fixes: missing(tls, ca),
      });
    }
  },
});

function missing(tls: View, ca: View) {
  return fix('Check against the authorities of the system', 'behaviour', [tls], [setField(ca, 'system')]);
}
