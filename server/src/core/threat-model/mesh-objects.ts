import type { ClusterView, ClusterWorkload } from './cluster.ts';
import type { KubernetesObjectFact } from './fact.ts';
import { type Lookup, mayShare, namesOf, type Space } from './lookup.ts';
import { dig, listOf, numberOf, textMapOf, textOf } from './plain.ts';
import type { Labels } from './selector.ts';

/**
 * The same object in two files: variants of which one is applied, as samples and overlays hold them. They do not stand
 * beside each other.
 */
export function areVariants(a: KubernetesObjectFact, b: KubernetesObjectFact): boolean {
  return a.kind === b.kind && a.name === b.name && mayShare(a.namespace, b.namespace);
}

/** Where Istio keeps what counts for the whole mesh, unless it is installed otherwise (meshConfig.rootNamespace). */
export const rootNamespace = 'istio-system';

export function isIstio({ apiVersion }: Pick<KubernetesObjectFact, 'apiVersion'>): boolean {
  return /(?:^|\.)istio\.io\//.test(apiVersion);
}

/** Istio's objects of a kind; Gateway and AuthorizationPolicy are names that others use too. */
export function istioOf(cluster: ClusterView, kind: string): readonly KubernetesObjectFact[] {
  return cluster.ofKind(kind).filter(isIstio);
}

/** Gateways of Gateway API. */
export function apiGateways(cluster: ClusterView): readonly KubernetesObjectFact[] {
  return cluster.ofKind('Gateway').filter((it) => it.apiVersion.startsWith('gateway.networking.k8s.io/'));
}

/** Does anything show that the workspace uses a mesh of Istio? */
export function usesIstio(cluster: ClusterView): boolean {
  return (
    [...cluster.apiVersions].some((it) => isIstio({ apiVersion: it })) ||
    cluster.ofKind('Namespace').some((it) => meshLabels.some((label) => it.labels[label] !== undefined))
  );
}

const meshLabels = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];

/** The labels that an object of Istio selects workloads by; undefined when it selects none in particular. */
export function selectionOf({ kind, spec }: KubernetesObjectFact): Labels | undefined {
  const labels =
    kind === 'Sidecar' || kind === 'EnvoyFilter'
      ? dig(spec, 'workloadSelector', 'labels')
      : kind === 'Gateway'
        ? dig(spec, 'selector')
        : dig(spec, 'selector', 'matchLabels');
  const found = textMapOf(labels);
  return Object.keys(found).length > 0 ? found : undefined;
}

/** Route to those labels. */
export function selectionRoute(kind: string): readonly string[] {
  if (kind === 'Gateway') return ['spec', 'selector'];
  return kind === 'Sidecar' || kind === 'EnvoyFilter' ? ['spec', 'workloadSelector'] : ['spec', 'selector'];
}

/** The workloads whose proxies serve a Gateway: in any namespace. */
export function gatewayPods(lookup: Lookup, gateway: KubernetesObjectFact): readonly ClusterWorkload[] {
  const selector = selectionOf(gateway);
  return selector ? lookup.labelled(selector, undefined) : [];
}

/** The gateway that Istio installs by default, which manifests of applications take as given. */
export function isDefaultGateway(selector: Labels): boolean {
  return /^(?:istio-)?(?:ingress|egress|eastwest)gateway$/.test(selector['istio'] ?? selector['app'] ?? '');
}

/** The namespaces to which an object of Istio shows itself; `*` is all. */
export function exportsOf(list: readonly string[], own: Space): readonly (Space | '*')[] {
  return list.length === 0 ? ['*'] : list.map((it) => (it === '.' ? own : it));
}

export function isVisibleFrom(exports: readonly (Space | '*')[], space: Space): boolean {
  return exports.some((it) => it === '*' || mayShare(it, space));
}

/** `name`, `name.namespace`, `name.namespace.svc` and the whole name of a Service; undefined for a host that cannot be one. */
export function serviceName(host: string, space: Space): { readonly name: string; readonly space: Space } | undefined {
  const match = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9-]+)*)?)?$/.exec(host);
  if (!match?.[1]) return undefined;
  if (match[2] === undefined) return { name: match[1], space };
  // "example.com" has the form of a name and a namespace; so do hosts outside, which only a service entry tells apart.
  return { name: match[1], space: match[2] };
}

/** True for a name that only a Service of a cluster can have. */
export function isClusterHost(host: string): boolean {
  return /^[a-z0-9-]+$/.test(host) || /^[a-z0-9-]+\.[a-z0-9-]+\.svc(?:\.|$)/.test(host);
}

/** Does a host, maybe with a wildcard in front, cover the other or the other way round? */
export function hostsMeet(a: string, b: string): boolean {
  if (a === b || a === '*' || b === '*') return true;
  const under = (wide: string, narrow: string): boolean =>
    wide.startsWith('*') && narrow.endsWith(wide.slice(1)) && narrow.length >= wide.length - 1;
  return under(a, b) || under(b, a);
}

/** What answers to a host in the mesh as it is seen from a namespace. */
export interface HostAnswer {
  readonly services: readonly KubernetesObjectFact[];
  readonly entries: readonly KubernetesObjectFact[];
}

export function answersTo(lookup: Lookup, host: string, from: Space, viewers: readonly Space[]): HostAnswer {
  const named = serviceName(host, from);
  const services = named
    ? lookup.named('Service', named.space, named.name).filter((it) => {
        const exports = (it.annotations['networking.istio.io/exportTo'] ?? '')
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '');
        return viewers.some((viewer) => isVisibleFrom(exportsOf(exports, it.namespace), viewer));
      })
    : [];
  const full = named && !host.includes('.') ? [host, `${host}.${from ?? ''}.svc.cluster.local`] : [host];
  const entries = istioOf(lookup.cluster, 'ServiceEntry').filter(
    (it) =>
      namesOf(dig(it.spec, 'hosts')).some((entry) =>
        full.some((one) => entry === one || (entry.startsWith('*') && hostsMeet(entry, one))),
      ) && viewers.some((viewer) => isVisibleFrom(exportsOf(namesOf(dig(it.spec, 'exportTo')), it.namespace), viewer)),
  );
  return { services, entries };
}

/** A server of an Istio Gateway. */
export interface GatewayServer {
  readonly gateway: KubernetesObjectFact;
  readonly index: number;
  readonly port: number | null;
  readonly protocol: string;
  readonly hosts: readonly string[];
  readonly credential: string | null;
  readonly tls: unknown;
}

export function serversOf(gateway: KubernetesObjectFact): readonly GatewayServer[] {
  return listOf(dig(gateway.spec, 'servers')).map((server, index) => ({
    gateway,
    index,
    port: numberOf(dig(server, 'port', 'number')),
    protocol: (textOf(dig(server, 'port', 'protocol')) ?? '').toUpperCase(),
    hosts: namesOf(dig(server, 'hosts')),
    credential: textOf(dig(server, 'tls', 'credentialName')),
    tls: dig(server, 'tls'),
  }));
}

/** A host of a Gateway's server without the namespace in front of it. */
export function bareHost(host: string): string {
  return host.slice(host.indexOf('/') + 1);
}
