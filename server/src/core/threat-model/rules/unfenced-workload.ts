import { resourceOf, titleOf } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { ClusterWorkload } from '../cluster.ts';
import { folderOf } from '../folder.ts';
import { lookupIn, type Space } from '../lookup.ts';
import { isInfrastructure, NetworkPolicies } from '../network-policies.ts';
import { isTrue, dig } from '../plain.ts';

const none = [
  'checkov:CKV2_K8S_6',
  'kube-linter:non-isolated-pod',
  'kube-score:pod-networkpolicy',
  'polaris:missingNetworkPolicy',
  'kubescape:C-0260',
  'kubescape:C-0030',
  'kics:pod_misconfigured_network_policy',
];
const oneWay = ['kube-score:pod-networkpolicy', 'polaris:missingNetworkPolicy'];
const namespace = ['kubescape:C-0049', 'kubescape:C-0054', 'kubescape:C-0206'];

export default defineRule({
  id: 'kubernetes/unfenced-workload',
  title: 'No network policy is about the workload',
  why: 'Every pod of the cluster may connect to it; whoever has taken one pod looks round and reaches all services.',
  remedy: 'Add a network policy that names who may call it.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [653], stride: ['I', 'E'], cis: ['Kubernetes 5.3.2'], owasp: ['K07:2022'] },
  equivalents: [...new Set([...none, ...oneWay, ...namespace])],
  concepts: ['workload-no-network-policy', 'workload-policy-one-direction', 'namespace-no-network-policy'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    const policies = new NetworkPolicies(lookup);
    if (policies.opaque) return;
    // Pods on the node's own network are out of every policy's reach.
    const subject = cluster.workloads.filter(
      (it) => !isInfrastructure(it.object.namespace) && !isTrue(dig(it.pod, 'hostNetwork')),
    );
    const spaces = new Map<Space, ClusterWorkload[]>();
    for (const it of subject) spaces.set(it.object.namespace, [...(spaces.get(it.object.namespace) ?? []), it]);
    for (const { name } of cluster.ofKind('Namespace'))
      if (!isInfrastructure(name) && !spaces.has(name)) spaces.set(name, []);
    for (const [space, members] of spaces) {
      if (policies.covers(space)) continue;
      const workloads = members.filter((it) => policies.fenceOf(it) === undefined);
      if (members.length > 0 && workloads.length === 0) continue;
      const document = space === null ? undefined : cluster.named('Namespace', null, space)[0];
      const [first] = workloads;
      const object = document ?? first?.object;
      if (!object) continue;
      report({
        at: object.at,
        message: `${space === null ? 'No network policy is about these workloads' : `Namespace "${space}" has no network policy`}: every pod of the cluster may connect to ${workloads.length === 1 && first ? titleOf(first.object) : workloads.length === 0 ? 'what runs there' : `its ${workloads.length} workloads`}. Let pods of the namespace in and nobody else, then open what has to be open.`,
        resource: resourceOf(object),
        confidence: 'medium',
        ...(workloads.length === 0 ? { severity: 'info' as const, reason: 'no workload of it is known' } : {}),
        equivalents: [...(document ? namespace : []), ...(workloads.length > 0 ? none : [])],
        related: workloads
          .filter((it) => it.object !== object)
          .slice(0, 50)
          .map((it) => ({ message: `${titleOf(it.object)} is open to every pod.`, at: it.object.at })),
        fixes: [
          {
            title: `Add a network policy for ${space === null ? 'the namespace' : `namespace "${space}"`}`,
            safety: 'behaviour',
            patches: [
              {
                op: 'create',
                at: {
                  file: `${folderOf(object.at.file)}/${space ?? 'default'}-network-policy.yaml`,
                  chunk: 0,
                  route: [],
                },
                text: policyText(space),
              },
            ],
          },
        ],
      });
    }
    for (const workload of subject) {
      if (!policies.covers(workload.object.namespace)) continue;
      const fence = policies.fenceOf(workload);
      if (fence?.ingress && fence.egress) continue;
      report({
        at: workload.object.at,
        message: fence
          ? `${titleOf(workload.object)} is fenced in one direction only: ${fence.ingress ? 'it may call everything, so what is stolen leaves freely' : 'every pod of the cluster may call it'}. Add ${fence.ingress ? 'Egress' : 'Ingress'} to the policyTypes of its policy, with what it needs.`
          : `No network policy selects ${titleOf(workload.object)}, although its namespace has some: every pod of the cluster may connect to it. Add one that names who may call it.`,
        resource: resourceOf(workload.object),
        confidence: 'medium',
        equivalents: fence ? oneWay : none,
        ...(fence ? { severity: 'hint' as const, reason: 'a policy already judges the other direction' } : {}),
      });
    }
  },
});

/** Pods of the namespace may call each other; everybody else has to be let in by a further policy. */
function policyText(space: Space): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: same-namespace-only
${space === null ? '' : `  namespace: ${space}\n`}spec:
  podSelector: {}
  policyTypes:
    - Ingress
  ingress:
    - from:
        - podSelector: {}
`;
}
