import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { selectsGatewayPods } from '../gateway-made.ts';
import { isOpenText, type Lookup, lookupIn, type Space } from '../lookup.ts';
import { dig, listOf } from '../plain.ts';
import { matchesAll, matchesSelector } from '../selector.ts';

const targets = [
  'kube-linter:dangling-networkpolicy',
  'kube-score:networkpolicy-targets-pod',
  'kics:network_policy_is_not_targeting_any_pod',
  'kubescape:C-0299',
];
const peers = ['kube-linter:dangling-networkpolicypeer-podselector'];

export default defineRule({
  id: 'kubernetes/dangling-network-policy',
  title: 'Network policy matches no pod',
  why: 'One letter too many in a label, and the pods that the policy was written for stand open while the file says otherwise.',
  remedy: 'Select the labels of the pods that are meant.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1068, 653], stride: ['I'], cis: ['Kubernetes 5.3.2'] },
  equivalents: [...targets, ...peers],
  concepts: ['network-policy-dangling'],
  visits: 'model.object',
  check({ cluster, object: policy }, report) {
    if (policy.kind !== 'NetworkPolicy') return;
    const lookup = lookupIn(cluster);
    if (!/^(?:networking\.k8s\.io|extensions)\//.test(policy.apiVersion)) return;
    const selector = dig(policy.spec, 'podSelector');
    const state = stateOf(lookup, selector, policy.namespace);
    if (state !== 'matched') {
      report({
        at: within(policy, 'spec', 'podSelector'),
        message: `${titleOf(policy)} selects no pod ${state === 'missing' ? `of ${spaceText(policy.namespace)}: what it was to close stands open. Select the labels of the pods that are meant.` : 'that these files show. If no other repository deploys it, what the policy was to close stands open.'}`,
        resource: resourceOf(policy),
        equivalents: targets,
        ...level(state),
      });
    }
    for (const [direction, side] of [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const) {
      listOf(dig(policy.spec, direction)).forEach((rule, i) => {
        listOf(dig(rule, side)).forEach((peer, j) => {
          const pods = dig(peer, 'podSelector');
          const spaces = dig(peer, 'namespaceSelector');
          const anywhere = spaces !== undefined;
          if (anywhere && !matchesAll(spaces) && !showsPodsOf(lookup, spaces)) return;
          const found = stateOf(lookup, pods, anywhere ? undefined : policy.namespace);
          if (found === 'matched') return;
          report({
            at: within(policy, 'spec', direction, i, side, j, 'podSelector'),
            message: `${titleOf(policy)} lets pods ${direction === 'ingress' ? 'in' : 'be called'} that ${found === 'missing' ? `are not to be found in ${anywhere ? 'these files' : spaceText(policy.namespace)}` : 'these files do not show'}: whoever starts a pod with these labels is let through. Name the labels of the pods that are meant.`,
            resource: resourceOf(policy),
            equivalents: peers,
            severity: found === 'missing' ? 'info' : 'hint',
            reason: 'the policy still closes, it only opens for nobody',
            confidence: found === 'missing' ? 'medium' : 'low',
          });
        });
      });
    }
  },
});

/** `unseen`: there is no workload around in which a match could have been found. */
type State = 'matched' | 'missing' | 'unseen';

function stateOf(lookup: Lookup, selector: unknown, space: Space | undefined): State {
  if (selector === undefined || selector === null || matchesAll(selector) || isOpenText(selector)) return 'matched';
  if (lookup.selected(selector, space).length > 0 || selectsGatewayPods(lookup, selector, space)) return 'matched';
  const beside = space === undefined ? lookup.cluster.workloads : lookup.beside(space);
  if (beside.length > 0) return 'missing';
  return lookup.selected(selector, undefined).length > 0 ? 'missing' : 'unseen';
}

/** Do the files show pods of a namespace that the selector chooses? Those of the cluster's own are rarely among them. */
function showsPodsOf(lookup: Lookup, selector: unknown): boolean {
  return lookup.cluster.inhabited.some((namespace) => {
    if (namespace === null) return false;
    const [labels] = lookup.named('Namespace', null, namespace).map((it) => it.labels);
    return matchesSelector(selector, { ...labels, 'kubernetes.io/metadata.name': namespace });
  });
}

function level(state: State) {
  if (state === 'missing') return { confidence: 'medium' } as const;
  return { severity: 'hint', confidence: 'low', reason: 'the files show no workload in this namespace' } as const;
}

function spaceText(space: Space): string {
  return space === null ? 'these files' : `namespace "${space}"`;
}
