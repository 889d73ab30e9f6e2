import { type ClusterWorkload, containerPortsOf, containersOf } from '../cluster.ts';
import type { KubernetesObjectFact, PublishedPort } from '../fact.ts';
import type { Anchor, Route } from '../../syntax/anchor.ts';
import type { Tri } from '../model.ts';
import { onceFor } from '../once.ts';
import { dig, isTrue, listOf, numberOf, textOf } from '../plain.ts';
import type { Entry } from './link.ts';
import { portsOf } from './names.ts';
import type { Node } from './node.ts';

/** Every way into a node from outside the system that a file opens. */
export const entriesOf = onceFor((node: Node): readonly Entry[] => [
  ...composeEntries(node),
  ...serviceEntries(node),
  ...node.workloads.flatMap((it) => podEntries(node, it)),
  ...node.gateways.map((it) => gatewayEntry(node, it)),
]);

function composeEntries(node: Node): readonly Entry[] {
  return node.compose.flatMap((service) => {
    if (service.networkMode === 'host') {
      const port = portsOf(node)[0] ?? null;
      return [
        {
          node,
          from: 'internet',
          how: 'host-network',
          port,
          encrypted: 'unknown',
          evidence: { text: `${node.name} listens on the machine's own network`, at: service.at },
        },
      ];
    }
    return service.ports.flatMap((port) => publishedEntry(node, port) ?? []);
  });
}

function publishedEntry(node: Node, port: PublishedPort): Entry | undefined {
  if (port.on === 'unknown') return undefined;
  const from = port.on === 'all' ? 'internet' : port.on === 'loopback' ? 'host' : 'network';
  const where =
    port.on === 'all'
      ? 'on every interface of the machine'
      : port.on === 'loopback'
        ? 'on the machine itself'
        : 'on one address of the machine';
  const number = port.published ?? 'that the engine chooses';
  return {
    node,
    from,
    how: 'published-port',
    port: port.target,
    encrypted: 'unknown',
    evidence: { text: `port ${number} is published ${where}`, at: port.at },
  };
}

/** Annotations by which clouds keep a load balancer inside the private network. */
const internalBalancer = /internal/i;

function serviceEntries(node: Node): readonly Entry[] {
  return node.services.flatMap((service): readonly Entry[] => {
    const type = textOf(dig(service.spec, 'type'));
    const port = numberOf(dig(service.spec, 'ports', 0, 'port'));
    const at = decidedAt(service, ['type']);
    if (type === 'LoadBalancer') {
      const kept =
        Object.entries(service.annotations).some(
          ([key, value]) => internalBalancer.test(key) && !/^(?:false|internet-facing)$/i.test(value),
        ) || Object.values(service.annotations).some((it) => /^internal$/i.test(it));
      const text = `Service ${service.name} is a load balancer${kept ? ' inside the private network' : ''}`;
      return [
        {
          node,
          from: kept ? 'network' : 'internet',
          how: 'load-balancer',
          port,
          encrypted: 'unknown',
          evidence: { text, at },
        },
      ];
    }
    if (type === 'NodePort')
      return [
        {
          node,
          from: 'internet',
          how: 'node-port',
          port,
          encrypted: 'unknown',
          evidence: { text: `Service ${service.name} opens a port on every node`, at },
        },
      ];
    if (listOf(dig(service.spec, 'externalIPs')).length > 0) {
      return [
        {
          node,
          from: 'internet',
          how: 'load-balancer',
          port,
          encrypted: 'unknown',
          evidence: {
            text: `Service ${service.name} answers on external addresses`,
            at: decidedAt(service, ['externalIPs']),
          },
        },
      ];
    }
    return [];
  });
}

/** Where a step of an object's specification stands: in the patch that sets it, if one does. */
function decidedAt({ at, root, overlay }: KubernetesObjectFact, route: Route): Anchor {
  return overlay?.decided[route.join('/')] ?? { ...at, route: [...root, 'spec', ...route] };
}

function podEntries(node: Node, workload: ClusterWorkload): readonly Entry[] {
  const { object } = workload;
  const entries: Entry[] = [];
  // An agent on the node's network that declares no port and has no Service most likely only watches.
  if (isTrue(dig(workload.pod, 'hostNetwork')) && (containerPortsOf(workload).length > 0 || node.services.length > 0)) {
    const at = decidedAt(object, [...workload.podRoute.slice(1), 'hostNetwork']);
    entries.push({
      node,
      from: 'internet',
      how: 'host-network',
      port: null,
      encrypted: 'unknown',
      evidence: { text: `${node.name} listens on the node's own network`, at },
    });
  }
  for (const { container, route } of containersOf(workload)) {
    listOf(dig(container, 'ports')).forEach((port, i) => {
      if (numberOf(dig(port, 'hostPort')) === null || textOf(dig(port, 'hostIP')) === '127.0.0.1') return;
      const at = { ...object.at, route: [...object.root, ...route, 'ports', i, 'hostPort'] };
      entries.push({
        node,
        from: 'internet',
        how: 'host-port',
        port: numberOf(dig(port, 'containerPort')),
        encrypted: 'unknown',
        evidence: { text: `${node.name} opens a port on its node`, at },
      });
    });
  }
  return entries;
}

function gatewayEntry(node: Node, gateway: KubernetesObjectFact): Entry {
  const encrypted = gatewayEncryption(gateway);
  const how = encrypted === 'yes' ? 'with TLS' : encrypted === 'no' ? 'without TLS' : '';
  const ports =
    gateway.kind === 'Ingress'
      ? []
      : [
          ...listOf(dig(gateway.spec, 'servers')).map((it) => numberOf(dig(it, 'port', 'number'))),
          ...listOf(dig(gateway.spec, 'listeners')).map((it) => numberOf(dig(it, 'port'))),
        ];
  return {
    node,
    from: 'internet',
    how: 'gateway',
    port: ports[0] ?? null,
    encrypted,
    evidence: { text: `${gateway.kind} ${gateway.name} lets requests in ${how}`.trim(), at: gateway.at },
  };
}

/** Whether every way through a gateway is encrypted, by its own listeners. */
export function gatewayEncryption(gateway: KubernetesObjectFact): Tri {
  if (gateway.kind === 'Ingress') return ingressEncryption(gateway);
  const istio = listOf(dig(gateway.spec, 'servers')).map((it): Tri => {
    if (isTrue(dig(it, 'tls', 'httpsRedirect'))) return 'yes';
    return byProtocol(textOf(dig(it, 'port', 'protocol')));
  });
  const standard = listOf(dig(gateway.spec, 'listeners')).map((it) => byProtocol(textOf(dig(it, 'protocol'))));
  const all = [...istio, ...standard];
  if (all.length === 0) return 'unknown';
  return all.includes('no') ? 'no' : all.every((it) => it === 'yes') ? 'yes' : 'unknown';
}

function byProtocol(protocol: string | null): Tri {
  if (protocol === null) return 'unknown';
  if (/^(?:HTTPS|TLS)$/i.test(protocol)) return 'yes';
  return /^(?:HTTP|HTTP2|GRPC|TCP|MONGO)$/i.test(protocol) ? 'no' : 'unknown';
}

/** An Ingress with a `tls` section ends TLS for the hosts named there; one without may get it from its controller's annotations. */
function ingressEncryption(ingress: KubernetesObjectFact): Tri {
  const tls = listOf(dig(ingress.spec, 'tls'));
  const hosts = listOf(dig(ingress.spec, 'rules')).map((it) => textOf(dig(it, 'host')));
  if (tls.length > 0) {
    const covered = tls.flatMap((it) => listOf(dig(it, 'hosts')).map(textOf));
    return covered.length === 0 ||
      hosts.every((it) => it !== null && covered.some((name) => name !== null && coversHost(name, it)))
      ? 'yes'
      : 'no';
  }
  return Object.keys(ingress.annotations).some((it) => /certificate|ssl|tls|cert-manager|https/i.test(it))
    ? 'unknown'
    : 'no';
}

function coversHost(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*.') && host.split('.').slice(1).join('.') === pattern.slice(2));
}
