import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { isOpenText, lookupIn, namesOf } from '../lookup.ts';
import { answersTo, exportsOf, hostsMeet, isClusterHost, istioOf, serviceName } from '../mesh-objects.ts';
import { dig, listOf, numberOf, textOf } from '../plain.ts';
import { nearestName, offersPort, shows } from '../references.ts';

export default defineRule({
  id: 'mesh/missing-route-destination',
  title: 'Route of the mesh leads nowhere',
  why: 'Calls fail, or somebody else declares what is missing and receives them.',
  remedy: 'Name a host, port and subset that exist and that the namespace may see.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D', 'S'] },
  equivalents: ['istio:IST0101', 'kiali:KIA1101', 'kiali:KIA1107'],
  concepts: ['mesh-reference-missing'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    const rules = istioOf(cluster, 'DestinationRule');
    for (const route of istioOf(cluster, 'VirtualService')) {
      const { namespace } = route;
      const own = exportsOf(namesOf(dig(route.spec, 'exportTo')), namespace);
      // Seen by all, it still leads to what its own namespace sees.
      const viewers = own.includes('*') ? [namespace] : own;
      const said = new Set<string>();
      for (const { destination, at } of destinationsOf(route.spec)) {
        const host = textOf(dig(destination, 'host'));
        const port = numberOf(dig(destination, 'port', 'number'));
        const subset = textOf(dig(destination, 'subset'));
        if (host === null || isOpenText(host) || isOpenText(subset)) continue;
        const { services, entries } = answersTo(lookup, host, namespace, viewers);
        const say = (id: string, where: readonly (string | number)[], message: string, extra: object): void => {
          if (said.has(id)) return;
          said.add(id);
          report({ at: within(route, ...at, ...where), message, resource: resourceOf(route), ...extra });
        };
        if (services.length === 0 && entries.length === 0) {
          const target = serviceName(host, namespace);
          const inside = isClusterHost(host);
          const hidden = target !== undefined && lookup.named('Service', target.space, target.name).length > 0;
          const shown =
            hidden ||
            (inside
              ? shows(lookup, 'Service', target?.space ?? namespace)
              : istioOf(cluster, 'ServiceEntry').length > 0);
          // Without any service around, or where a rule about the host shows that it is known, it stands elsewhere.
          const known = rules.some((it) => sameHost(textOf(dig(it.spec, 'host')) ?? '', it.namespace, host, namespace));
          if (shown && !known) {
            const close =
              inside && !host.includes('.')
                ? nearestName(
                    host,
                    lookup.ofKind('Service', namespace).map((it) => it.name),
                  )
                : undefined;
            say(
              host,
              ['host'],
              `${titleOf(route)} leads to "${host}", ${hidden ? 'which is not exported to this namespace' : `which no file declares as a ${inside ? 'Service' : 'Service or ServiceEntry'}`}: calls fail.${close === undefined ? '' : ` Is "${close}" meant?`}`,
              {
                confidence: 'medium',
                fixes:
                  close === undefined
                    ? []
                    : [
                        {
                          title: `Lead to "${close}"`,
                          safety: 'behaviour',
                          patches: [{ op: 'set', at: within(route, ...at, 'host'), value: close }],
                        },
                      ],
              },
            );
            continue;
          }
        }
        const [service] = services;
        if (port !== null && entries.length === 0 && service && services.every((it) => !offersPort(it, port))) {
          say(
            `${host}:${port}`,
            ['port', 'number'],
            `${titleOf(route)} leads to port ${port} of "${host}", which has no such port: calls fail.`,
            {
              related: [{ message: `${titleOf(service)} has other ports.`, at: service.at }],
            },
          );
        }
        if (subset === null) continue;
        const about = rules.filter((it) => {
          const named = textOf(dig(it.spec, 'host')) ?? '';
          return sameHost(named, it.namespace, host, namespace) || (named.startsWith('*') && hostsMeet(named, host));
        });
        const names = about.flatMap((it) =>
          listOf(dig(it.spec, 'subsets')).map((one) => textOf(dig(one, 'name')) ?? ''),
        );
        const [rule] = about;
        if (!rule || names.includes(subset)) continue;
        const close = nearestName(subset, names);
        say(
          `${host}/${subset}`,
          ['subset'],
          `${titleOf(route)} leads to subset "${subset}" of "${host}", which ${titleOf(rule)} does not define: calls fail.${close === undefined ? '' : ` Is "${close}" meant?`}`,
          {
            related: [{ message: `${titleOf(rule)} defines other subsets.`, at: rule.at }],
          },
        );
      }
    }
  },
});

/** Short names stand for the namespace of the object that uses them. */
function sameHost(a: string, spaceOfA: string | null, b: string, spaceOfB: string | null): boolean {
  const [one, other] = [serviceName(a, spaceOfA), serviceName(b, spaceOfB)];
  if (!one || !other) return a === b;
  return one.name === other.name && (one.space === null || other.space === null || one.space === other.space);
}

interface Destination {
  readonly destination: unknown;
  readonly at: readonly (string | number)[];
}

function destinationsOf(spec: unknown): readonly Destination[] {
  const found: Destination[] = [];
  for (const list of ['http', 'tls', 'tcp']) {
    listOf(dig(spec, list)).forEach((rule, i) => {
      listOf(dig(rule, 'route')).forEach((route, j) => {
        const destination = dig(route, 'destination');
        if (destination !== undefined) found.push({ destination, at: ['spec', list, i, 'route', j, 'destination'] });
      });
      if (dig(rule, 'mirror') !== undefined)
        found.push({ destination: dig(rule, 'mirror'), at: ['spec', list, i, 'mirror'] });
      listOf(dig(rule, 'mirrors')).forEach((mirror, j) => {
        found.push({ destination: dig(mirror, 'destination'), at: ['spec', list, i, 'mirrors', j, 'destination'] });
      });
    });
  }
  return found;
}
