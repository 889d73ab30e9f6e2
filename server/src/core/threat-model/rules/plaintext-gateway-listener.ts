import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { type Lookup, lookupIn, mayShare } from '../lookup.ts';
import { apiGateways, istioOf, serversOf } from '../mesh-objects.ts';
import { dig, isTrue, listOf, textOf } from '../plain.ts';

export default defineRule({
  id: 'mesh/plaintext-gateway-listener',
  title: 'Gateway takes requests in clear text',
  why: 'Passwords, tokens and personal data cross the edge readable, and can be changed on the way.',
  remedy: 'Listen with TLS, and answer plain HTTP only with a redirect.',
  category: 'transport',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [319], stride: ['I', 'T'], owasp: ['API8:2023', 'K07:2022'] },
  equivalents: ['ponce:non-encrypted-data-exposure'],
  concepts: ['gateway-listener-no-tls'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    for (const gateway of istioOf(cluster, 'Gateway')) {
      const servers = serversOf(gateway);
      const secure = servers.some((it) => /^(?:HTTPS|TLS)$/.test(it.protocol));
      for (const { protocol, tls, index, hosts } of servers) {
        if (!/^(?:HTTP|HTTP2|GRPC)$/.test(protocol) || isTrue(dig(tls, 'httpsRedirect'))) continue;
        const redirect = within(gateway, 'spec', 'servers', index, 'tls', 'httpsRedirect');
        report({
          at: within(gateway, 'spec', 'servers', index, 'port', 'protocol'),
          message: `${titleOf(gateway)} takes requests for ${hosts[0] === undefined || hosts[0] === '*' ? 'every host' : `"${hosts[0]}"`} in clear text: what users send, passwords too, can be read on the way. ${secure ? 'Answer with a redirect (tls.httpsRedirect: true).' : 'Listen with TLS, and redirect plain HTTP there.'}`,
          resource: resourceOf(gateway),
          fixes: secure
            ? [{ title: 'Redirect to HTTPS', safety: 'behaviour', patches: [{ op: 'set', at: redirect, value: true }] }]
            : [],
        });
      }
    }
    for (const gateway of apiGateways(cluster)) {
      // Waypoints and gateways of the mesh itself stand inside it.
      if (/waypoint|mesh/.test(textOf(dig(gateway.spec, 'gatewayClassName')) ?? '')) continue;
      listOf(dig(gateway.spec, 'listeners')).forEach((listener, index) => {
        const protocol = textOf(dig(listener, 'protocol'))?.toUpperCase();
        const name = textOf(dig(listener, 'name')) ?? '';
        if (protocol !== 'HTTP' || onlyRedirects(lookup, gateway, name)) return;
        report({
          at: within(gateway, 'spec', 'listeners', index, 'protocol'),
          message: `Listener "${name}" of ${titleOf(gateway)} takes requests in clear text: what users send, passwords too, can be read on the way. Use HTTPS, and let plain HTTP only redirect there.`,
          resource: resourceOf(gateway),
        });
      });
    }
  },
});

/** All routes at the listener answer with a redirect, and there is one. */
function onlyRedirects(lookup: Lookup, gateway: KubernetesObjectFact, listener: string): boolean {
  const routes = lookup.cluster.ofKind('HTTPRoute').filter((route) =>
    listOf(dig(route.spec, 'parentRefs')).some((it) => {
      const section = textOf(dig(it, 'sectionName'));
      return (
        textOf(dig(it, 'name')) === gateway.name &&
        mayShare(textOf(dig(it, 'namespace')) ?? route.namespace, gateway.namespace) &&
        (section === null || section === listener)
      );
    }),
  );
  return routes.length > 0 && routes.every((route) => listOf(dig(route.spec, 'rules')).every(redirects));
}

function redirects(rule: unknown): boolean {
  return listOf(dig(rule, 'filters')).some(
    (it) => textOf(dig(it, 'type')) === 'RequestRedirect' && textOf(dig(it, 'requestRedirect', 'scheme')) === 'https',
  );
}
