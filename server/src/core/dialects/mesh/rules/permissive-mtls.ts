import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fixBySetting } from '../../kubernetes/repair.ts';

export default defineRule({
  id: 'mesh/permissive-mtls',
  title: 'Mutual TLS is optional',
  why: 'Plaintext is accepted beside mutual TLS, so whoever reaches the pod talks to it without any identity.',
  remedy: 'Set the mode to STRICT.',
  category: 'transport',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [319, 287], stride: ['S', 'I', 'T'], owasp: ['API8:2023', 'K07:2022'] },
  equivalents: [
    'kyverno:enforce-strict-mtls',
    'kiali:KIA0207',
    'kiali:KIA0208',
    'ponce:non-secured-service-to-service-communications',
  ],
  concepts: ['mtls-not-strict', 'permissive-mtls-leftover'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isIstio('PeerAuthentication', 'MeshPolicy', 'Policy')) return;
    const say = (mode: View, where: string, severity: 'error' | 'warning'): void => {
      report({
        at: mode.anchor(),
        message: `${object.title} accepts plaintext${where} beside mutual TLS: a pod without proxy, or whoever has got into the network, calls without showing who it is. Require it with STRICT once every caller has a proxy.`,
        severity,
        ...(severity === 'warning' ? { reason: 'only one port is concerned' } : {}),
        fixes: fixBySetting(mode, 'STRICT', `Require mutual TLS${where}`),
      });
    };
    const mode = object.spec.at('mtls', 'mode');
    if (mode.text === 'PERMISSIVE') say(mode, '', 'error');
    // In the root namespace nothing stands above that UNSET could inherit from: the default is PERMISSIVE.
    if (mode.text === 'UNSET' && object.object.namespace === 'istio-system' && !object.spec.has('selector'))
      say(mode, '', 'error');
    for (const [port, setting] of object.spec.get('portLevelMtls').entries) {
      const own = setting.get('mode');
      if (own.text === 'PERMISSIVE') say(own, ` on port ${port}`, 'warning');
    }
    for (const peer of object.spec.get('peers').items) {
      const own = peer.at('mtls', 'mode');
      if (own.text === 'PERMISSIVE') say(own, '', 'error');
    }
  },
});
