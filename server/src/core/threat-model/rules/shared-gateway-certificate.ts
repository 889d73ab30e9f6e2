import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { areVariants, type GatewayServer, istioOf, selectionOf, serversOf } from '../mesh-objects.ts';
import { matchesLabels } from '../selector.ts';

export default defineRule({
  id: 'mesh/shared-gateway-certificate',
  title: 'One certificate serves several gateways',
  why: 'Browsers reuse a connection for every host of its certificate, so requests for one host end up at the routes and policies of another.',
  remedy: 'Give each gateway a certificate of its own, or put the hosts into one gateway.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [441], stride: ['S', 'D'], standard: ['RFC 9113 9.1.1'] },
  equivalents: ['istio:IST0138'],
  concepts: ['gateway-duplicate-certificate'],
  visits: 'model.cluster',
  check(cluster, report) {
    const byCredential = new Map<string, GatewayServer[]>();
    for (const server of istioOf(cluster, 'Gateway').flatMap(serversOf)) {
      if (server.credential !== null)
        byCredential.set(server.credential, [...(byCredential.get(server.credential) ?? []), server]);
    }
    for (const [credential, servers] of byCredential) {
      for (const { gateway, index } of servers) {
        const own = selectionOf(gateway) ?? {};
        // Whoever serves the other gateway serves this one as well.
        const other = servers.find(
          (it) => !areVariants(it.gateway, gateway) && matchesLabels(own, selectionOf(it.gateway) ?? {}),
        );
        if (!other) continue;
        report({
          at: within(gateway, 'spec', 'servers', index, 'tls', 'credentialName'),
          message: `${titleOf(gateway)} shows the certificate "${credential}" that ${titleOf(other.gateway)} shows too: browsers reuse a connection for all its hosts, and requests end up at the wrong gateway. Put the hosts into one gateway, or use certificates of their own.`,
          resource: resourceOf(gateway),
          related: [
            {
              message: `${titleOf(other.gateway)} shows it too.`,
              at: within(other.gateway, 'spec', 'servers', other.index, 'tls', 'credentialName'),
            },
          ],
        });
      }
    }
  },
});
