import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fixBySetting } from '../../kubernetes/repair.ts';

export default defineRule({
  id: 'mesh/disabled-mtls',
  title: 'Mutual TLS is switched off',
  why: 'All traffic to the service is readable and nobody has an identity, so policies about callers match nobody.',
  remedy: 'Set the mode to STRICT.',
  category: 'transport',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [319, 287], stride: ['S', 'I', 'T'], owasp: ['API8:2023', 'K07:2022'] },
  equivalents: [
    'kyverno:enforce-strict-mtls',
    'kiali:KIA0505',
    'kiali:KIA0506',
    'ponce:non-secured-service-to-service-communications',
  ],
  concepts: ['mtls-disabled', 'permissive-mtls-leftover'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isIstio('PeerAuthentication')) return;
    const say = (mode: View, where: string): void => {
      if (mode.text !== 'DISABLE') return;
      report({
        at: mode.anchor(),
        message: `${object.title} switches mutual TLS off${where}: everything is sent in clear text, and policies that name callers match nobody. Set STRICT.`,
        ...(where === '' ? {} : { severity: 'warning', reason: 'only one port is concerned' }),
        fixes: fixBySetting(mode, 'STRICT', `Require mutual TLS${where}`),
      });
    };
    say(object.spec.at('mtls', 'mode'), '');
    for (const [port, setting] of object.spec.get('portLevelMtls').entries)
      say(setting.get('mode'), ` on port ${port}`);
  },
});
