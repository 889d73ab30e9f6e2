import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { isTrue, dig, listOf, numberOf } from '../plain.ts';
import { lookupIn } from '../lookup.ts';
import { gatewayPods, isDefaultGateway, istioOf, selectionOf, serversOf } from '../mesh-objects.ts';

/** Ports that Istio's own ingress gateway is installed with (charts/gateway and the profiles of istioctl). */
const installed: ReadonlySet<number> = new Set([80, 443, 8080, 8443, 15021, 15012, 15017, 15443, 31400]);

export default defineRule({
  id: 'mesh/gateway-port-without-service',
  title: 'Gateway listens on a port that nobody can reach',
  why: 'The route is dead, which tempts people to open another way in.',
  remedy: 'Add the port to the Service of the gateway.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: ['istio:IST0162'],
  concepts: ['gateway-port-not-on-service'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    for (const gateway of istioOf(cluster, 'Gateway')) {
      const pods = gatewayPods(lookup, gateway);
      const services = [...new Set(pods.flatMap((it) => lookup.servicesOf(it)))];
      const selector = selectionOf(gateway);
      const byDefault =
        pods.length === 0 &&
        selector !== undefined &&
        selector['istio'] === 'ingressgateway' &&
        isDefaultGateway(selector);
      if (services.length === 0 && !byDefault) continue;
      // A port on the node itself needs no Service.
      if (pods.some((it) => isTrue(dig(it.pod, 'hostNetwork')))) continue;
      const open = new Set(
        services.flatMap((service) =>
          listOf(dig(service.spec, 'ports')).flatMap((it) => {
            const target = dig(it, 'targetPort');
            // Either number may be written: Istio translates the Service's own port. A named one is not known by number.
            const port = numberOf(dig(it, 'port')) ?? [];
            return target === undefined || target === null ? port : [port, numberOf(target) ?? -1].flat();
          }),
        ),
      );
      if (open.has(-1)) continue;
      for (const { port, index } of serversOf(gateway)) {
        if (port === null || (services.length > 0 ? open.has(port) : installed.has(port))) continue;
        report({
          at: within(gateway, 'spec', 'servers', index, 'port', 'number'),
          message: `${titleOf(gateway)} listens on port ${port}, which ${services.length > 0 ? `no Service of its pods leads to` : "the Service of Istio's own gateway does not have"}: nobody reaches it. Add the port to the Service.`,
          resource: resourceOf(gateway),
          confidence: services.length > 0 ? 'medium' : 'low',
          related: services.map((it) => ({ message: `${titleOf(it)} leads to other ports.`, at: it.at })),
        });
      }
    }
  },
});
