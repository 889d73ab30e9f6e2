import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule, type Reporter } from '../../rules/rule.ts';
import type { ClusterView } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { lookupIn, namesOf } from '../lookup.ts';
import { isMeshed } from '../mesh-membership.ts';
import { areVariants, exportsOf, isVisibleFrom, istioOf, usesIstio } from '../mesh-objects.ts';
import { dig, listOf, numberOf, textOf } from '../plain.ts';
import type { WorkloadView } from '../view.ts';

const protocols = ['istio:IST0116', 'kiali:KIA1211'];
const targets = ['istio:IST0137', 'kiali:KIA1212'];
const entries = ['istio:IST0177'];

interface OfferedPort {
  readonly service: KubernetesObjectFact;
  readonly index: number;
  readonly port: number;
  readonly target: number | string;
  /** As the proxy reads it: appProtocol, else the first word of the port's name, else the transport protocol. */
  readonly protocol: string;
}

export default defineRule({
  id: 'mesh/conflicting-service-ports',
  title: 'One port of a workload is declared in two ways',
  why: 'The proxy takes one of the declarations, so that policies and TLS that were written for the other do not apply.',
  remedy: 'Declare the port alike in every Service that selects the workload.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['E', 'D'] },
  equivalents: [...protocols, ...targets, ...entries],
  concepts: ['service-port-conflict'],
  visits: ['model.cluster', 'model.workload'],
  check(noun, report) {
    if ('workload' in noun) checkServices(noun, report);
    else checkEntries(noun, report);
  },
});

/** Services before one workload. */
function checkServices({ workload, cluster }: WorkloadView, report: Reporter): void {
  const services = lookupIn(cluster).servicesOf(workload);
  if (services.length < 2 || isMeshed(cluster, workload) === false || !usesIstio(cluster)) return;
  const ports = services.flatMap(portsOf);
  const said = new Set<string | undefined>();
  const say = (one: OfferedPort, other: OfferedPort, what: string, equivalents: readonly string[]): void => {
    if (said.has(equivalents[0])) return;
    said.add(equivalents[0]);
    report({
      at: workload.object.at,
      message: `${titleOf(workload.object)} belongs to ${titleOf(one.service)} and ${titleOf(other.service)}, which ${what}: the proxy takes one of the two, and what was written for the other does not apply.`,
      resource: resourceOf(workload.object),
      equivalents,
      related: [one, other].map((it) => ({
        message: `${titleOf(it.service)} declares port ${it.port} as ${it.protocol}.`,
        at: within(it.service, 'spec', 'ports', it.index),
      })),
    });
  };
  for (const one of ports) {
    for (const other of ports) {
      if (areVariants(one.service, other.service) || one.service.name > other.service.name) continue;
      if (one.port === other.port && one.protocol !== other.protocol)
        say(one, other, `declare port ${one.port} as ${one.protocol} and as ${other.protocol}`, protocols);
      else if (one.target === other.target && one.port !== other.port)
        say(one, other, `lead to its port ${one.target} from ${one.port} and from ${other.port}`, targets);
    }
  }
}

/** Hosts that are entered twice. */
function checkEntries(cluster: ClusterView, report: Reporter): void {
  if (!usesIstio(cluster)) return;
  const offered = istioOf(cluster, 'ServiceEntry').flatMap(entryPorts);
  for (const one of offered) {
    const other = offered.find(
      (it) =>
        !areVariants(it.entry, one.entry) &&
        it.port === one.port &&
        it.protocol !== one.protocol &&
        it.hosts.some((host) => one.hosts.includes(host)) &&
        (it.exports.includes('*') ||
          one.exports.includes('*') ||
          it.exports.some((space) => space !== '*' && isVisibleFrom(one.exports, space))),
    );
    if (!other) continue;
    report({
      at: within(one.entry, 'spec', 'ports', one.index, 'protocol'),
      message: `${titleOf(one.entry)} and ${titleOf(other.entry)} declare port ${one.port} of "${one.hosts[0] ?? ''}" as ${one.protocol} and as ${other.protocol}: the proxy takes one of the two.`,
      resource: resourceOf(one.entry),
      equivalents: entries,
      related: [{ message: `${titleOf(other.entry)} declares it otherwise.`, at: other.entry.at }],
    });
  }
}

function portsOf(service: KubernetesObjectFact): readonly OfferedPort[] {
  return listOf(dig(service.spec, 'ports')).flatMap((it, index) => {
    const port = numberOf(dig(it, 'port'));
    if (port === null) return [];
    const name = textOf(dig(it, 'name')) ?? '';
    const word = (textOf(dig(it, 'appProtocol')) ?? name.split('-')[0] ?? '').toLowerCase();
    const known = /^(?:http|http2|https|grpc|grpc-web|tcp|tls|udp|mongo|mysql|redis)$/.test(word);
    const target = dig(it, 'targetPort');
    return [
      {
        service,
        index,
        port,
        target: numberOf(target) ?? textOf(target) ?? port,
        protocol: known ? word : (textOf(dig(it, 'protocol')) ?? 'tcp').toLowerCase(),
      },
    ];
  });
}

function entryPorts(entry: KubernetesObjectFact) {
  const hosts = namesOf(dig(entry.spec, 'hosts'));
  const exports = exportsOf(namesOf(dig(entry.spec, 'exportTo')), entry.namespace);
  return listOf(dig(entry.spec, 'ports')).flatMap((it, index) => {
    const port = numberOf(dig(it, 'number'));
    const protocol = textOf(dig(it, 'protocol'))?.toUpperCase();
    return port === null || protocol === undefined ? [] : [{ entry, hosts, exports, index, port, protocol }];
  });
}
