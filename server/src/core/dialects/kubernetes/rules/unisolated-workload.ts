import { sameElements } from '../../../cells/same.ts';
import { defineRule, type Severity } from '../../../rules/rule.ts';
import type { ClusterView, ClusterWorkload } from '../../../threat-model/cluster.ts';
import type { KubernetesObjectFact } from '../../../threat-model/fact.ts';
import { onceFor } from '../../../threat-model/once.ts';
import { dig, listOf } from '../../../threat-model/plain.ts';
import { matchesSelector } from '../../../threat-model/selector.ts';
import { isFragment, resourceOf, titleOf, truthOf } from '../cluster-objects.ts';
import { listed } from '../wording.ts';
import { addTo } from '../../../threat-model/grouped.ts';

const none = [
  'checkov:CKV2_K8S_6',
  'kube-linter:non-isolated-pod',
  'kube-score:pod-networkpolicy',
  'polaris:missingNetworkPolicy',
  'kubescape:C-0260',
  'kubescape:C-0030',
  'kics:pod_misconfigured_network_policy',
];
const oneWay = [
  'kube-score:pod-networkpolicy',
  'polaris:missingNetworkPolicy',
  'kics:pod_misconfigured_network_policy',
];
const namespace = ['kubescape:C-0049', 'kubescape:C-0054', 'kubescape:C-0206'];
const infrastructure: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

type Direction = 'Ingress' | 'Egress';

export default defineRule({
  id: 'kubernetes/unisolated-workload',
  title: 'Every pod of the cluster may connect',
  why: 'After one service is taken over, the attacker scans and reaches all others; nothing on the network tells them apart.',
  remedy: 'Close the namespace by a default-deny policy, and allow what is needed.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [284, 653], stride: ['S', 'I', 'E'], cis: ['Kubernetes 5.3.2'], owasp: ['K07:2022'] },
  equivalents: [...new Set([...none, ...oneWay, ...namespace])],
  concepts: ['workload-no-network-policy', 'workload-policy-one-direction', 'namespace-no-network-policy'],
  visits: 'model.cluster',
  check(cluster, report) {
    const policies = policiesOf(cluster);
    const everywhere = policies.filter((it) => it.namespace === 'every');
    const byNamespace = inNamespaces(policies);
    const bare = new Map<string | null, ClusterWorkload[]>();
    for (const workload of cluster.workloads) {
      const { object } = workload;
      if (!isOnNetwork(workload) || infrastructure.has(object.namespace ?? '')) continue;
      const own = byNamespace.get(object.namespace ?? 'default') ?? everywhere;
      if (own.length === 0) {
        addTo(bare, object.namespace, workload);
        continue;
      }
      const closed = closedWays(workload, own);
      if (closed.size === 2) continue;
      const open: Direction = closed.has('Ingress') ? 'Egress' : 'Ingress';
      report({
        at: object.at,
        message:
          closed.size === 0
            ? `No network policy selects the pods of ${titleOf(object)}, though the namespace has some: every pod of the cluster may connect to them. Check the labels, or add a policy for all.`
            : `The network policies for ${titleOf(object)} close only one way: ${open === 'Egress' ? 'what is stolen there leaves freely' : 'every pod of the cluster may connect to it'}. Add ${open} to policyTypes with the rules that are needed.`,
        severity: closed.size === 0 ? 'warning' : open === 'Egress' ? 'hint' : 'info',
        resource: resourceOf(object),
        equivalents: closed.size === 0 ? none : oneWay,
      });
    }
    for (const object of cluster.ofKind('Namespace')) {
      const empty = object.name === '' || cluster.workloadsOf(object.name).length === 0;
      if (
        !empty ||
        infrastructure.has(object.name) ||
        policies.some((it) => it.namespace === 'every' || it.namespace === object.name)
      )
        continue;
      report({
        at: object.at,
        message: `${titleOf(object)} has no network policy in this workspace: every pod of the cluster may connect to what is put there. Add a default-deny policy beside it.`,
        severity: 'hint',
        confidence: 'low',
        resource: resourceOf(object),
        equivalents: namespace,
      });
    }
    for (const [name, workloads] of bare) {
      const [first] = workloads;
      if (!first) continue;
      const partial = policies.length === 0;
      const declared = cluster.named('Namespace', null, name ?? '');
      report({
        at: first.object.at,
        message: `The namespace ${name === null ? 'that these files are applied to' : `"${name}"`} has no network policy: every pod of the cluster may connect to ${listed(workloads.slice(0, 3).map((it) => titleOf(it.object)))}${workloads.length > 3 ? ` and ${workloads.length - 3} more` : ''}. Close it by a default-deny policy and allow what is needed.`,
        // Without any policy in the workspace they may well be kept somewhere else.
        ...(partial
          ? { severity: 'info' as Severity, reason: 'the workspace holds no network policy at all', confidence: 'low' }
          : {}),
        resource: resourceOf(first.object),
        equivalents: [...none, ...(declared.length > 0 ? namespace : [])],
        related: workloads.slice(1).map(alike),
      });
    }
  },
});

/** Whether network policies are about its pods; what is a fragment shows no pods. */
const isOnNetwork = onceFor(
  (workload: ClusterWorkload): boolean => !isFragment(workload) && truthOf(dig(workload.pod, 'hostNetwork')) !== true,
);

const alike = onceFor(({ object }: ClusterWorkload) => ({ message: `${titleOf(object)} too`, at: object.at }));

/** What was found out about a workload, which counts while the policies around it are the same. */
const known = new WeakMap<
  ClusterWorkload,
  { readonly policies: readonly Policy[]; readonly closed: ReadonlySet<Direction> }
>();

/** The ways that the policies which select a workload close. */
function closedWays(workload: ClusterWorkload, policies: readonly Policy[]): ReadonlySet<Direction> {
  let found = known.get(workload);
  if (!found || !sameElements(found.policies, policies)) {
    const selecting = policies.filter((it) => it.selects(workload));
    known.set(workload, (found = { policies, closed: new Set(selecting.flatMap((it) => it.directions)) }));
  }
  return found.closed;
}

/** The policies that count in each namespace that has some; who names no namespace is most often applied to the default one. */
function inNamespaces(policies: readonly Policy[]): ReadonlyMap<string, readonly Policy[]> {
  const spaces = new Set(policies.flatMap((it) => (it.namespace === 'every' ? [] : (it.namespace ?? 'default'))));
  const found = new Map<string, Policy[]>([...spaces].map((it) => [it, []]));
  for (const policy of policies) {
    if (policy.namespace === 'every') for (const list of found.values()) list.push(policy);
    else found.get(policy.namespace ?? 'default')?.push(policy);
  }
  return found;
}

interface Policy {
  readonly namespace: string | null | 'every';
  readonly directions: readonly Direction[];
  selects(workload: ClusterWorkload): boolean;
}

const both: readonly Direction[] = ['Ingress', 'Egress'];

function policiesOf(cluster: ClusterView): readonly Policy[] {
  return [...cluster.kinds]
    .filter((it) => it.endsWith('NetworkPolicy'))
    .flatMap((it) => cluster.ofKind(it))
    .flatMap(policiesIn);
}

/** The policies that an object is: the same ones each time. */
const policiesIn = onceFor((object: KubernetesObjectFact): readonly Policy[] => {
  const group = object.apiVersion.split('/')[0] ?? '';
  if (object.kind === 'NetworkPolicy' && (group === 'networking.k8s.io' || group === 'extensions'))
    return [kubernetesPolicy(object)];
  if (group === 'cilium.io') return ciliumPolicies(object);
  // Calico's selectors are a language of their own, and admin policies select namespaces: whom they mean is not known, so they count for all.
  if (group.endsWith('projectcalico.org')) {
    const namespace = object.kind === 'NetworkPolicy' ? object.namespace : 'every';
    return [{ namespace, directions: both, selects: () => true }];
  }
  return /^(?:Baseline)?AdminNetworkPolicy$/.test(object.kind)
    ? [{ namespace: 'every', directions: both, selects: () => true }]
    : [];
});

function kubernetesPolicy({ spec, namespace: own }: KubernetesObjectFact): Policy {
  const types = listOf(dig(spec, 'policyTypes'));
  // Absent: Ingress always, Egress where the policy has such rules.
  const directions =
    types.length > 0
      ? both.filter((it) => types.includes(it))
      : both.filter((it) => it === 'Ingress' || dig(spec, 'egress') !== undefined);
  return {
    namespace: own,
    directions,
    selects: (workload) => matchesSelector(dig(spec, 'podSelector'), workload.labels),
  };
}

function ciliumPolicies(object: KubernetesObjectFact): Policy[] {
  const specs = [object.spec, ...listOf(dig(object.spec, 'specs'))];
  return specs.flatMap((spec): Policy[] => {
    const selector = dig(spec, 'endpointSelector');
    if (selector === undefined) return [];
    const directions = both.filter((it) =>
      [it.toLowerCase(), `${it.toLowerCase()}Deny`].some((key) => dig(spec, key) !== undefined),
    );
    return [
      {
        namespace: object.kind === 'CiliumClusterwideNetworkPolicy' ? 'every' : object.namespace,
        directions,
        selects: (workload) => matchesSelector(selector, workload.labels),
      },
    ];
  });
}
