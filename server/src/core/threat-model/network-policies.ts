import type { ClusterWorkload } from './cluster.ts';
import type { KubernetesObjectFact } from './fact.ts';
import type { Lookup, Space } from './lookup.ts';
import { dig, listOf, mapOf, textMapOf, textOf } from './plain.ts';
import { matchesAll, matchesSelector } from './selector.ts';

/** Which way traffic is judged. */
export interface Fence {
  readonly ingress: boolean;
  readonly egress: boolean;
}

/** Kinds whose selectors are written in a language of their own, or that stand above namespaces: they may be about any pod. */
const opaqueKinds = [
  'GlobalNetworkPolicy',
  'GlobalNetworkSet',
  'StagedNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
];

/** The network policies of a cluster: Kubernetes' own, Cilium's, and whether others may exist that cannot be read here. */
export class NetworkPolicies {
  readonly #lookup: Lookup;
  /** Some policy may select any pod: nothing is claimed about absence. */
  readonly opaque: boolean;

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
    const { cluster } = lookup;
    this.opaque =
      opaqueKinds.some((kind) => cluster.ofKind(kind).length > 0) ||
      cluster.ofKind('NetworkPolicy').some((it) => it.apiVersion.includes('projectcalico.org'));
  }

  /** Kubernetes' own policies that may stand in the namespace. */
  own(space: Space): readonly KubernetesObjectFact[] {
    return this.#lookup
      .ofKind('NetworkPolicy', space)
      .filter((it) => /^(?:networking\.k8s\.io|extensions)\//.test(it.apiVersion));
  }

  /** Is there any policy in the namespace, or one above namespaces that is about all of them? */
  covers(space: Space): boolean {
    return (
      this.opaque ||
      this.own(space).length > 0 ||
      this.#lookup.ofKind('CiliumNetworkPolicy', space).some((it) => ciliumSpecs(it).length > 0) ||
      this.#lookup.cluster
        .ofKind('CiliumClusterwideNetworkPolicy')
        .some((it) => ciliumSpecs(it).some((spec) => matchesAll(dig(spec, 'endpointSelector'))))
    );
  }

  /** Which directions of the workload's traffic some policy judges; undefined where no policy selects it. */
  fenceOf(workload: ClusterWorkload): Fence | undefined {
    const fences: Fence[] = [];
    for (const policy of this.own(workload.object.namespace)) {
      if (matchesSelector(dig(policy.spec, 'podSelector'), workload.labels)) fences.push(fenceOf(policy));
    }
    const cilium = [
      ...this.#lookup.ofKind('CiliumNetworkPolicy', workload.object.namespace),
      ...this.#lookup.cluster.ofKind('CiliumClusterwideNetworkPolicy'),
    ];
    for (const spec of cilium.flatMap(ciliumSpecs)) {
      if (!selectsEndpoint(dig(spec, 'endpointSelector'), workload)) continue;
      const names = Object.keys(mapOf(spec));
      fences.push({
        ingress: names.some((it) => it.startsWith('ingress')),
        egress: names.some((it) => it.startsWith('egress')),
      });
    }
    if (fences.length === 0) return undefined;
    return { ingress: fences.some((it) => it.ingress), egress: fences.some((it) => it.egress) };
  }
}

/** policyTypes; left out, Ingress always and Egress where there is an egress section (Kubernetes API, NetworkPolicySpec). */
function fenceOf({ spec }: KubernetesObjectFact): Fence {
  const types = listOf(dig(spec, 'policyTypes')).map(textOf);
  if (types.length > 0) return { ingress: types.includes('Ingress'), egress: types.includes('Egress') };
  return { ingress: true, egress: listOf(dig(spec, 'egress')).length > 0 };
}

/** Cilium takes one specification or a list of them. */
function ciliumSpecs({ spec }: KubernetesObjectFact): readonly unknown[] {
  const list = listOf(dig(spec, 'specs'));
  return list.length > 0 ? list : dig(spec, 'endpointSelector') === undefined ? [] : [spec];
}

/** Cilium's labels may carry their source ("k8s:app"), and the namespace is one of them. */
function selectsEndpoint(selector: unknown, { labels, object }: ClusterWorkload): boolean {
  const plain = (key: string): string => key.replace(/^(?:k8s|any)[:.]/, '');
  const known: Record<string, string> = { ...labels };
  if (object.namespace !== null) known['io.kubernetes.pod.namespace'] = object.namespace;
  const wanted = Object.entries(textMapOf(dig(selector, 'matchLabels')));
  const expressions = listOf(dig(selector, 'matchExpressions')).map((it) => ({
    ...mapOf(it),
    key: plain(textOf(dig(it, 'key')) ?? ''),
  }));
  return matchesSelector(
    { matchLabels: Object.fromEntries(wanted.map(([key, it]) => [plain(key), it])), matchExpressions: expressions },
    known,
  );
}

/** Namespaces of the cluster's own machinery, which its makers look after. */
export function isInfrastructure(space: Space): boolean {
  return space !== null && /^(?:kube-system|kube-public|kube-node-lease)$/.test(space);
}
