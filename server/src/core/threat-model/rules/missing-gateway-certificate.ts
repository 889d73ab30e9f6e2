import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { isOpenText, type Lookup, lookupIn, type Space } from '../lookup.ts';
import {
  apiGateways,
  gatewayPods,
  isDefaultGateway,
  istioOf,
  rootNamespace,
  selectionOf,
  serversOf,
} from '../mesh-objects.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { nearestName, shows } from '../references.ts';

const missing = ['istio:IST0101'];
const broken = ['istio:IST0161'];

export default defineRule({
  id: 'mesh/missing-gateway-certificate',
  title: 'Certificate of the gateway is missing or incomplete',
  why: 'The gateway cannot answer by TLS, and the quickest way to get it going is to leave TLS out.',
  remedy: 'Put a Secret with tls.crt and tls.key into the namespace of the gateway.',
  category: 'transport',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [295], stride: ['D', 'I'] },
  equivalents: [...missing, ...broken],
  concepts: ['gateway-credential-invalid'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    const check = (gateway: KubernetesObjectFact, name: string, space: Space, at: ReturnType<typeof within>): void => {
      if (isOpenText(name) || name.includes('://') || isIssued(lookup, name)) return;
      const secrets = lookup.named('Secret', space, name);
      if (secrets.length > 0) {
        const keys = secrets.map((it) => dig(it.spec, 'keys'));
        if (keys.some((it) => !Array.isArray(it) || isComplete(it))) return;
        report({
          at,
          message: `${titleOf(gateway)} takes its certificate from Secret "${name}", which has no ${['tls.crt', 'tls.key'].filter((it) => !keys.some((key) => listOf(key).includes(it))).join(' and no ')}: it cannot answer by TLS.`,
          resource: resourceOf(gateway),
          equivalents: broken,
          related: secrets.map((it) => ({ message: `${titleOf(it)} stands here.`, at: it.at })),
        });
        return;
      }
      // Keys are seldom kept in files: only beside others does the absence of one say anything.
      if (!shows(lookup, 'Secret', space)) return;
      const close = nearestName(
        name,
        lookup.ofKind('Secret', space).map((it) => it.name),
      );
      report({
        at,
        message: `${titleOf(gateway)} takes its certificate from Secret "${name}", which no file declares${space === null ? '' : ` in namespace "${space}", where the gateway's pods are`}: it cannot answer by TLS.${close === undefined ? '' : ` Is "${close}" meant?`}`,
        resource: resourceOf(gateway),
        equivalents: missing,
        severity: 'info',
        reason: 'the key may be made in the cluster',
        confidence: 'low',
      });
    };
    for (const gateway of istioOf(cluster, 'Gateway')) {
      const pods = gatewayPods(lookup, gateway);
      const [pod] = pods;
      const own = isDefaultGateway(selectionOf(gateway) ?? {});
      // Without pods only Istio's own gateway has a namespace that is known.
      if (!pod && !own) continue;
      const space = pod ? pod.object.namespace : rootNamespace;
      for (const { credential, index } of serversOf(gateway))
        if (credential !== null)
          check(gateway, credential, space, within(gateway, 'spec', 'servers', index, 'tls', 'credentialName'));
    }
    for (const gateway of apiGateways(cluster)) {
      listOf(dig(gateway.spec, 'listeners')).forEach((listener, i) => {
        listOf(dig(listener, 'tls', 'certificateRefs')).forEach((reference, j) => {
          const name = textOf(dig(reference, 'name'));
          if (name === null || (textOf(dig(reference, 'kind')) ?? 'Secret') !== 'Secret') return;
          const space = textOf(dig(reference, 'namespace')) ?? gateway.namespace;
          check(gateway, name, space, within(gateway, 'spec', 'listeners', i, 'tls', 'certificateRefs', j, 'name'));
        });
      });
    }
  },
});

/** Something makes the Secret: cert-manager, an external or sealed secret. */
function isIssued(lookup: Lookup, name: string): boolean {
  const { cluster } = lookup;
  return (
    cluster.ofKind('Certificate').some((it) => textOf(dig(it.spec, 'secretName')) === name || it.name === name) ||
    cluster
      .ofKind('ExternalSecret')
      .some((it) => it.name === name || textOf(dig(it.spec, 'target', 'name')) === name) ||
    cluster.ofKind('SealedSecret').some((it) => it.name === name)
  );
}

/** The forms that Istio reads (Istio, "Secure Gateways", key formats). */
function isComplete(keys: readonly unknown[]): boolean {
  return (keys.includes('tls.crt') && keys.includes('tls.key')) || (keys.includes('cert') && keys.includes('key'));
}
