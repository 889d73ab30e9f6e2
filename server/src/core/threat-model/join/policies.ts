import { sameValue } from '../../cells/same.ts';
import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { dig, listOf, mapOf, textOf } from '../plain.ts';
import { type Membership, membershipOf } from './mesh.ts';
import { type Labels, matchesAll, matchesSelector } from '../selector.ts';
import type { Memory } from '../memory.ts';
import { indexOf } from './asked-cluster.ts';
import { policiesOf } from './network-policy.ts';

/** Whom the network policies of a workload let in, at the widest. */
export interface Ingress {
  /** No policy selects the pods: everything may come. */
  readonly open: boolean;
  /** Policies that select the pods for ingress. */
  readonly policies: readonly KubernetesObjectFact[];
  /** The widest source that any rule admits. */
  readonly widest: 'anywhere' | 'cluster' | 'namespace' | 'nobody';
}

/**
 * NetworkPolicy (Kubernetes API, networking.k8s.io/v1): a pod is isolated for ingress as soon as one policy of its own
 * namespace selects it with policy type Ingress; then what any of these policies admits may come, and nothing else. An
 * empty pod selector selects every pod of the policy's namespace and of no other.
 */
export function ingressOf(cluster: ClusterView, workload: ClusterWorkload): Ingress {
  const policies = policiesOf(cluster, workload, 'Ingress');
  if (policies.length === 0) return { open: true, policies, widest: 'anywhere' };
  let widest: Ingress['widest'] = 'nobody';
  const widen = (to: Ingress['widest']): void => {
    if (order.indexOf(to) < order.indexOf(widest)) widest = to;
  };
  for (const policy of policies) {
    for (const rule of listOf(dig(policy.spec, 'ingress'))) {
      const from = listOf(dig(rule, 'from'));
      // An absent or empty `from` matches all sources.
      if (from.length === 0) widen('anywhere');
      for (const peer of from) widen(widthOf(peer));
    }
  }
  return { open: false, policies, widest };
}

const order: readonly Ingress['widest'][] = ['anywhere', 'cluster', 'namespace', 'nobody'];

function governsIngress(policy: KubernetesObjectFact): boolean {
  const types = listOf(dig(policy.spec, 'policyTypes'));
  // Ingress is governed when nothing is said (policyTypes, default).
  return types.length === 0 || types.includes('Ingress');
}

function widthOf(peer: unknown): Ingress['widest'] {
  const { podSelector, namespaceSelector, ipBlock } = mapOf(peer);
  if (ipBlock !== undefined) return 'anywhere';
  if (namespaceSelector !== undefined) return 'cluster';
  return podSelector === undefined ? 'nobody' : 'namespace';
}

/** A caller that a policy admits by its labels, which is how such policies write down who calls whom. */
export interface Admission {
  readonly policy: KubernetesObjectFact;
  readonly path: readonly (string | number)[];
  readonly from: readonly ClusterWorkload[];
  readonly to: readonly ClusterWorkload[];
}

/** More callers than this are no statement about any of them. */
const few = 6;

/** The callers that a policy names. One that admits everybody names nobody. */
export function admissionsOf(cluster: ClusterView, policy: KubernetesObjectFact): readonly Admission[] {
  const selector = dig(policy.spec, 'podSelector');
  if (!governsIngress(policy) || matchesAll(selector)) return [];
  const to = cluster.matchedBy(selector, policy.namespace);
  if (to.length === 0) return [];
  const found: Admission[] = [];
  listOf(dig(policy.spec, 'ingress')).forEach((rule, i) => {
    listOf(dig(rule, 'from')).forEach((peer, j) => {
      const pods = dig(peer, 'podSelector');
      if (pods === undefined || matchesAll(pods)) return;
      const spaces = dig(peer, 'namespaceSelector');
      const namespaces = spaces === undefined ? [policy.namespace] : matchingSpaces(cluster, spaces);
      const from = namespaces.flatMap((it) => cluster.matchedBy(pods, it));
      if (from.length > 0 && from.length <= few)
        found.push({ policy, path: ['spec', 'ingress', i, 'from', j], from, to });
    });
  });
  return found;
}

function matchingSpaces(cluster: ClusterView, selector: unknown): readonly (string | null)[] {
  const known = labelsOfSpaces(cluster, '') ?? new Map<string | null, Labels>();
  return cluster.namespaces.filter((it) => matchesSelector(selector, known.get(it) ?? {}));
}

/** The labels of all namespaces, under the one key that there is. */
const labelsOfSpaces = indexOf(
  (cluster): ReadonlyMap<string, ReadonlyMap<string | null, Labels>> =>
    new Map([['', new Map(cluster.namespaces.map((it) => [it, cluster.namespaceLabels(it)]))]]),
  (a, b) => a.size === b.size && [...a].every(([space, labels]) => sameValue(labels, b.get(space))),
);

/** The service account of a workload by which policies name it; none for one that says nothing. */
export function accountKeys({ object, pod }: ClusterWorkload): readonly string[] {
  const account = textOf(dig(pod, 'serviceAccountName'));
  return account === null ? [] : [`${object.namespace ?? ''}/${account}`];
}

/** Workloads by {@link accountKeys}. */
export type Accounts = (key: string) => readonly ClusterWorkload[];

/**
 * The callers that an authorization policy of Istio names by their service accounts:
 * `cluster.local/ns/<namespace>/sa/<name>` (Istio, "AuthorizationPolicy", principals). A policy that denies says nothing
 * about who calls.
 */
export function principalsOf(
  cluster: ClusterView,
  policy: KubernetesObjectFact,
  accounts: Accounts,
): readonly Admission[] {
  const selector = dig(policy.spec, 'selector');
  const action = textOf(dig(policy.spec, 'action')) ?? '';
  if (/^(?:DENY|AUDIT)$/.test(action) || selector === undefined || matchesAll(selector)) return [];
  const to = cluster.matchedBy(selector, policy.namespace);
  if (to.length === 0) return [];
  const found: Admission[] = [];
  listOf(dig(policy.spec, 'rules')).forEach((rule, i) => {
    listOf(dig(rule, 'from')).forEach((source, j) => {
      const from = listOf(dig(source, 'source', 'principals')).flatMap((it) => {
        const [, namespace = '', account = ''] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(textOf(it) ?? '') ?? [];
        const named = accounts(`${namespace}/${account}`);
        return named.length === 0 && namespace === 'default' ? accounts(`/${account}`) : named;
      });
      if (from.length > 0 && from.length <= few)
        found.push({ policy, path: ['spec', 'rules', i, 'from', j], from, to });
    });
  });
  return found;
}

/** What decides mutual TLS at a workload's own end. */
export interface MutualTls {
  readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
  readonly by: KubernetesObjectFact;
}

/**
 * PeerAuthentication (Istio): the one that selects the workload wins over its namespace's, and that over the mesh's in
 * the root namespace. UNSET inherits. Undefined when no file says anything.
 */
export function mutualTlsOf(cluster: ClusterView, workload: ClusterWorkload): MutualTls | undefined {
  const inNamespace = cluster.ofKindIn('PeerAuthentication', workload.object.namespace);
  const selecting = inNamespace.filter(
    (it) =>
      dig(it.spec, 'selector') !== undefined &&
      !matchesAll(dig(it.spec, 'selector')) &&
      matchesSelector(dig(it.spec, 'selector'), workload.labels),
  );
  const wide = inNamespace.filter(
    (it) => dig(it.spec, 'selector') === undefined || matchesAll(dig(it.spec, 'selector')),
  );
  const mesh = cluster
    .ofKindIn('PeerAuthentication', 'istio-system')
    .filter((it) => dig(it.spec, 'selector') === undefined);
  for (const by of [...selecting, ...wide, ...mesh]) {
    const mode = textOf(dig(by.spec, 'mtls', 'mode'));
    // A mode of its own for a port means that not all traffic is governed by the mode of the whole.
    if (mode === 'STRICT' && Object.keys(mapOf(dig(by.spec, 'portLevelMtls'))).length > 0)
      return { mode: 'PERMISSIVE', by };
    if (mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE') return { mode, by };
  }
  return undefined;
}

/** What policies decide for each workload, worked out once. */
export class Policies {
  readonly ingressOf: (workload: ClusterWorkload) => Ingress;
  readonly membershipOf: (workload: ClusterWorkload) => Membership;
  readonly mutualTlsOf: (workload: ClusterWorkload) => MutualTls | undefined;

  constructor(memory: Memory, cluster: ClusterView) {
    this.ingressOf = memory.answers('ingress', (it) => ingressOf(cluster, it));
    this.membershipOf = memory.answers('membership', (it) => membershipOf(cluster, it));
    this.mutualTlsOf = memory.answers('mutual TLS', (it) => mutualTlsOf(cluster, it));
  }
}
