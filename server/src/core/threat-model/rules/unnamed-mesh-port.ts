import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { isMachinery, injectionOf, namespaceOf } from '../mesh-membership.ts';
import { usesIstio } from '../mesh-objects.ts';
import { dig, listOf, textOf } from '../plain.ts';

const unnamed = ['istio:IST0118', 'kiali:KIA0601', 'kiali:KIA0602'];
const outside = ['istio:IST0150'];
const protocols = /^(?:http|http2|https|grpc|grpc-web|tcp|tls|udp|mongo|mysql|redis|hbone|auto)(?:-|$)/i;
const transport = /^(?:tcp)(?:-|$)/i;

export default defineRule({
  id: 'mesh/unnamed-mesh-port',
  title: 'Port of the mesh does not say its protocol',
  why: 'The proxy has to guess; taken for plain TCP, rules about methods, paths and tokens do not apply to it.',
  remedy: 'Begin the name of the port with its protocol (http-web), or set appProtocol.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [693], stride: ['E'] },
  equivalents: [...unnamed, ...outside],
  concepts: ['port-protocol-unnamed'],
  visits: 'model.service',
  check({ cluster, service }, report) {
    if (!usesIstio(cluster)) return;

    if (
      service.apiVersion !== 'v1' ||
      isMachinery(service.namespace ?? '') ||
      service.labels['gateway.istio.io/managed'] !== undefined
    )
      return;
    const document = namespaceOf(cluster, service.namespace);
    if (document) {
      const { injection, revision, ambient } = injectionOf(document);
      if (injection === 'disabled' || (injection === undefined && revision === undefined && !ambient)) return;
    }
    const alias = textOf(dig(service.spec, 'type')) === 'ExternalName';
    listOf(dig(service.spec, 'ports')).forEach((port, index) => {
      const name = textOf(dig(port, 'name')) ?? '';
      const known = dig(port, 'appProtocol') !== undefined || /^udp$/i.test(textOf(dig(port, 'protocol')) ?? '');
      if (known || (protocols.test(name) && !(alias && transport.test(name)))) return;
      report({
        at: within(service, 'spec', 'ports', index, name === '' ? 'port' : 'name'),
        message: `${titleOf(service)} ${name === '' ? 'gives the port no name' : `names the port "${name}"`}, which does not say what is spoken there: ${alias ? 'taken for plain TCP, it catches all traffic to that port' : 'the proxy guesses, and rules about methods, paths and tokens may not apply'}. Begin the name with the protocol, such as http-web, or set appProtocol.`,
        resource: resourceOf(service),
        equivalents: alias ? outside : unnamed,
        severity: alias ? 'info' : 'hint',
      });
    });
  },
});
