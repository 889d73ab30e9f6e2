import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { isOpenText, lookupIn, mayShare, namesOf } from '../lookup.ts';
import { hostsMeet, isIstio, istioOf } from '../mesh-objects.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { absence, nearestName } from '../references.ts';

const absent = ['istio:IST0101', 'istio:IST0132', 'kiali:KIA1102'];
const unserved = ['istio:IST0132'];

export default defineRule({
  id: 'mesh/missing-gateway',
  title: 'Route is bound to a gateway that does not serve it',
  why: 'The route is dead; whoever may declare a gateway of that name decides under which conditions it is reached.',
  remedy: 'Name a gateway that exists and that serves the host.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D', 'S'] },
  equivalents: absent,
  concepts: ['mesh-reference-missing'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    const gateways = cluster.ofKind('Gateway');
    for (const route of istioOf(cluster, 'VirtualService')) {
      const hosts = namesOf(dig(route.spec, 'hosts'));
      listOf(dig(route.spec, 'gateways')).forEach((value, index) => {
        const reference = textOf(value);
        if (reference === null || reference === 'mesh' || reference === '' || isOpenText(reference)) return;
        // Istio writes gateways of its own for those of Gateway API; no file declares them.
        if (reference.includes('~')) return;
        const slash = reference.indexOf('/');
        const name = reference.slice(slash + 1).split('.')[0] ?? '';
        const written = slash < 0 ? (reference.split('.')[1] ?? route.namespace) : reference.slice(0, slash);
        const space = written === '.' ? route.namespace : written;
        const found = lookup.named('Gateway', space, name);
        const at = within(route, 'spec', 'gateways', index);
        if (found.length === 0) {
          const close =
            slash < 0
              ? nearestName(
                  name,
                  lookup.ofKind('Gateway', space).map((it) => it.name),
                )
              : undefined;
          report({
            at,
            message: `${titleOf(route)} is bound to gateway "${reference}", which no file declares: nobody reaches it.${close === undefined ? '' : ` Is "${close}" meant?`}`,
            resource: resourceOf(route),
            equivalents: absent,
            ...absence(gateways.length > 0),
            fixes:
              close === undefined
                ? []
                : [
                    {
                      title: `Bind it to gateway "${close}"`,
                      safety: 'behaviour',
                      patches: [{ op: 'set', at, value: close }],
                    },
                  ],
          });
        } else if (hosts.length > 0 && !isOpenText(hosts) && !found.some((it) => serves(it, hosts, route))) {
          report({
            at,
            message: `${titleOf(route)} is bound to gateway "${reference}", which serves none of its hosts (${hosts.slice(0, 3).join(', ')}): nobody reaches it there. Add the host to the gateway, or bind the route to another one.`,
            resource: resourceOf(route),
            equivalents: unserved,
            related: found.map((it) => ({ message: `${titleOf(it)} serves other hosts.`, at: it.at })),
          });
        }
      });
    }
  },
});

function serves(gateway: KubernetesObjectFact, hosts: readonly string[], route: KubernetesObjectFact): boolean {
  if (!isIstio(gateway)) {
    return listOf(dig(gateway.spec, 'listeners')).some((it) => {
      const host = textOf(dig(it, 'hostname'));
      return host === null || hosts.some((one) => hostsMeet(host, one));
    });
  }
  const served = listOf(dig(gateway.spec, 'servers')).flatMap((it) => namesOf(dig(it, 'hosts')));
  return served.some((entry) => {
    const slash = entry.indexOf('/');
    const space = slash < 0 ? '*' : entry.slice(0, slash);
    const visible = space === '*' || mayShare(space === '.' ? gateway.namespace : space, route.namespace);
    return visible && hosts.some((one) => hostsMeet(entry.slice(slash + 1), one));
  });
}
