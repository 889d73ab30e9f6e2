import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fixBySetting } from '../../kubernetes/repair.ts';

export default defineRule({
  id: 'mesh/unrestricted-egress',
  title: 'Mesh lets services call any address outside',
  why: 'Stolen data leaves and orders come in over connections that nobody listed and nobody sees.',
  remedy: 'Set outboundTrafficPolicy to REGISTRY_ONLY and list the hosts outside as service entries.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [923], stride: ['I'], owasp: ['K07:2022'] },
  equivalents: [],
  concepts: ['external-service-unrestricted'],
  visits: 'mesh.resource',
  check(object, report) {
    const { spec } = object;
    const modes: readonly View[] = object.isIstio('Sidecar')
      ? [spec.at('outboundTrafficPolicy', 'mode')]
      : object.isIstio('IstioOperator', 'Istio')
        ? [
            spec.at('meshConfig', 'outboundTrafficPolicy', 'mode'),
            spec.at('values', 'meshConfig', 'outboundTrafficPolicy', 'mode'),
          ]
        : [];
    for (const mode of modes) {
      if (mode.text !== 'ALLOW_ANY') continue;
      report({
        at: mode.anchor(),
        message: `${object.title} lets services call any address outside: what an intruder sends out is one connection among others. Set REGISTRY_ONLY and list the hosts outside as service entries.`,
        fixes: fixBySetting(mode, 'REGISTRY_ONLY', 'Allow only hosts that are listed'),
      });
    }
    if (!object.isIstio('ServiceEntry')) return;
    const host = spec.get('hosts').items.find((it) => it.text === '*');
    const address = spec.get('addresses').items.find((it) => it.text === '0.0.0.0/0' || it.text === '::/0');
    const wide = host ?? address;
    if (!wide) return;
    report({
      at: wide.anchor(),
      message: `${object.title} lists every address there is ("${wide.text ?? ''}") as a known one: REGISTRY_ONLY lets everything out. Name the hosts that are called.`,
    });
  },
});
