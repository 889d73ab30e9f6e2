import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { serviceName } from '../mesh-objects.ts';
import { onceFor } from '../once.ts';
import { dig, listOf, numberOf, textOf } from '../plain.ts';
import { listsOf } from './asked-cluster.ts';
import { type Node, pushTo } from './node.ts';
import { marksOf } from './pod-marks.ts';

/** What a file says about one connection between two members of a mesh. */
export interface EdgeSetting {
  readonly by: KubernetesObjectFact;
  readonly text: string;
}

/** Ports that the proxies leave alone: what goes there is as the programs send it. */
const skipped = {
  inbound: ['config.linkerd.io/skip-inbound-ports', 'traffic.sidecar.istio.io/excludeInboundPorts'],
  outbound: ['config.linkerd.io/skip-outbound-ports', 'traffic.sidecar.istio.io/excludeOutboundPorts'],
} as const;

/**
 * What takes a connection past the proxies, if anything does: the server leaves its own port out, or the client leaves out
 * the port that it calls. `port` is the server's own; when it is not known, any port that is left out may be the one.
 */
export function bypassOf(
  cluster: ClusterView,
  from: readonly ClusterWorkload[],
  to: readonly ClusterWorkload[],
  ports: { readonly called: number | null; readonly served: readonly number[] },
): { readonly state: 'yes' | 'unknown'; readonly setting: EdgeSetting } | undefined {
  const look = (
    workloads: readonly ClusterWorkload[],
    keys: readonly string[],
    wanted: readonly number[],
  ): ReturnType<typeof bypassOf> => {
    for (const workload of workloads) {
      for (const { marks, by } of marksOf(cluster, workload)) {
        const key = keys.find((it) => marks[it] !== undefined);
        if (key === undefined) continue;
        const left = portsOf(marks[key] ?? '');
        const setting = { by, text: `${key} of ${by.kind} ${by.name} leaves ports out of the mesh` };
        if (wanted.length === 0 && left.length > 0) return { state: 'unknown', setting };
        if (wanted.some((port) => left.some(([first, last]) => first <= port && port <= last)))
          return { state: 'yes', setting };
        // The pod's own list takes the place of its namespace's.
        break;
      }
    }
    return undefined;
  };
  return (
    look(to, skipped.inbound, ports.served) ?? look(from, skipped.outbound, ports.called === null ? [] : [ports.called])
  );
}

/** `4222,8080-8090`, and `*` for all. */
function portsOf(text: string): readonly (readonly [first: number, last: number])[] {
  return text.split(',').flatMap((it) => {
    if (it.trim() === '*') return [[0, 65_535] as const];
    const [, first, last] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(it) ?? [];
    return first === undefined ? [] : [[Number(first), Number(last ?? first)] as const];
  });
}

/**
 * The ports of its own on which a node answers to a port of its Services (Kubernetes, "Port definitions": a target port
 * is the Service's own port unless it says otherwise, and may be a container port's name). Empty when it is not known.
 */
export function servedPorts(node: Node, called: number | null): readonly number[] {
  return called === null ? [] : portsOnceBehind(node)(called);
}

/** A node of many Services is asked for the same few ports by each of its callers. */
const portsOnceBehind = onceFor((node: Node) => {
  const known = new Map<number, readonly number[]>();
  return (called: number): readonly number[] => {
    let served = known.get(called);
    if (!served) known.set(called, (served = portsBehind(node, called)));
    return served;
  };
});

function portsBehind({ services, workloads }: Node, called: number): readonly number[] {
  if (services.length === 0) return [called];
  const found = new Set<number>();
  for (const service of services) {
    for (const port of listOf(dig(service.spec, 'ports'))) {
      if (numberOf(dig(port, 'port')) !== called) continue;
      const target = dig(port, 'targetPort');
      const number = target === undefined ? called : numberOf(target);
      if (number !== null) found.add(number);
      else for (const it of workloads) for (const own of namedPorts(it, textOf(target) ?? '')) found.add(own);
    }
  }
  return [...found];
}

function namedPorts({ pod }: ClusterWorkload, name: string): readonly number[] {
  return listOf(dig(pod, 'containers')).flatMap((container) =>
    listOf(dig(container, 'ports')).flatMap((it) =>
      textOf(dig(it, 'name')) === name ? (numberOf(dig(it, 'containerPort')) ?? []) : [],
    ),
  );
}

/**
 * The TLS that a DestinationRule makes the clients' proxies send to a node's Services (Istio reference, "DestinationRule",
 * TLSmode); a port of its own mode wins over the whole. Undefined when no rule says anything.
 */
export function clientTlsOf(
  cluster: ClusterView,
  { services }: Node,
  called: number | null,
): { readonly mode: string; readonly setting: EdgeSetting } | undefined {
  // Most systems have none; a node of many Services would ask for each.
  if (cluster.ofKind('DestinationRule').length === 0) return undefined;
  for (const rule of services.flatMap((it) => clientRules(cluster, `${it.namespace ?? ''}\n${it.name}`))) {
    const policy = dig(rule.spec, 'trafficPolicy');
    const own = listOf(dig(policy, 'portLevelSettings')).find(
      (it) => called !== null && numberOf(dig(it, 'port', 'number')) === called,
    );
    const mode = textOf(dig(own, 'tls', 'mode')) ?? textOf(dig(policy, 'tls', 'mode'));
    if (mode !== null)
      return {
        mode,
        setting: { by: rule, text: `DestinationRule ${rule.name} makes clients send ${modeWords(mode)}` },
      };
  }
  return undefined;
}

/** DestinationRules by the Services that they mean. */
const clientRules = listsOf((cluster: ClusterView): ReadonlyMap<string, readonly KubernetesObjectFact[]> => {
  const found = new Map<string, KubernetesObjectFact[]>();
  for (const rule of cluster.ofKind('DestinationRule')) {
    const host = serviceName(textOf(dig(rule.spec, 'host')) ?? '', rule.namespace);
    if (host) pushTo(found, `${host.space ?? ''}\n${host.name}`, rule);
  }
  return found;
});

function modeWords(mode: string): string {
  if (mode === 'DISABLE') return 'plaintext';
  return mode === 'ISTIO_MUTUAL' || mode === 'MUTUAL' ? 'mutual TLS' : 'TLS';
}
