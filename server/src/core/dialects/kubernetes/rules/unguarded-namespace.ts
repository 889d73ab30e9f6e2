import type { PlainValue } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { ClusterView } from '../../../threat-model/cluster.ts';
import { dig, listOf, textOf } from '../../../threat-model/plain.ts';
import { resourceOf, titleOf, within } from '../cluster-objects.ts';

const label = 'pod-security.kubernetes.io/enforce';
const warning = 'pod-security.kubernetes.io/warn';
const none = ['kubescape:C-0192'];
const baseline = [
  'kubescape:C-0193',
  'kubescape:C-0194',
  'kubescape:C-0195',
  'kubescape:C-0196',
  'kubescape:C-0199',
  'kubescape:C-0202',
  'kubescape:C-0203',
  'kubescape:C-0204',
];
const restricted = ['kubescape:C-0197', 'kubescape:C-0198', 'kubescape:C-0200', 'kubescape:C-0201'];
const privileged = ['kyverno:deny-privileged-profile'];
const infrastructure: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

export default defineRule({
  id: 'kubernetes/unguarded-namespace',
  title: 'Namespace lets any pod in',
  why: 'Without an enforced level every pod is admitted, privileged ones too, and all other rules about pods are only advice.',
  remedy: 'Label it pod-security.kubernetes.io/enforce: baseline, and warn at restricted.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [693], stride: ['E'], cis: ['Kubernetes 5.2.1'], owasp: ['K04:2022'] },
  equivalents: [...none, ...baseline, ...restricted, ...privileged],
  concepts: ['namespace-pod-security-labels'],
  visits: 'model.cluster',
  check(cluster, report) {
    if (hasPolicyEngine(cluster)) return;
    for (const object of cluster.ofKind('Namespace')) {
      const level = object.labels[label];
      if (infrastructure.has(object.name) || (level !== undefined && level !== 'privileged' && level !== 'baseline'))
        continue;
      // Whoever is warned is on the way.
      if (level === 'baseline' && object.labels[warning] === 'restricted') continue;
      const set = (name: string, value: PlainValue) =>
        ({ op: 'set', at: within(object, 'metadata', 'labels', name), value }) as const;
      report({
        at: level === undefined ? object.at : within(object, 'metadata', 'labels', label),
        message:
          level === 'baseline'
            ? `${titleOf(object)} refuses the worst pods, but still lets them run as root and gain more rights. Move to restricted when its workloads are ready.`
            : `${titleOf(object)} ${level === undefined ? 'enforces no level of pod security' : 'lets any pod in by its label'}: privileged pods and mounts of the node are admitted. Enforce baseline, and warn at restricted.`,
        severity: level === 'baseline' ? 'hint' : 'warning',
        resource: resourceOf(object),
        equivalents:
          level === 'baseline'
            ? restricted
            : [...none, ...baseline, ...restricted, ...(level === undefined ? [] : privileged)],
        fixes: [
          level === 'baseline'
            ? { title: 'Enforce restricted', safety: 'behaviour', patches: [set(label, 'restricted')] }
            : {
                title: 'Enforce baseline and warn at restricted',
                safety: 'behaviour',
                patches: [set(label, 'baseline'), set(warning, 'restricted')],
              },
        ],
      });
    }
  },
});

/** Another mechanism looks at pods: a policy of an engine, or a webhook that is asked about them. */
function hasPolicyEngine(cluster: ClusterView): boolean {
  const engines = [...cluster.apiVersions].some((it) =>
    /^(?:kyverno\.io|constraints\.gatekeeper\.sh|policies\.kubewarden\.io)\//.test(it),
  );
  if (engines || cluster.ofKind('ValidatingAdmissionPolicy').length > 0) return true;
  const hooks = [
    ...cluster.ofKind('ValidatingWebhookConfiguration'),
    ...cluster.ofKind('MutatingWebhookConfiguration'),
  ];
  return hooks.some((it) =>
    listOf(dig(it.spec, 'webhooks')).some((hook) =>
      listOf(dig(hook, 'rules')).some((rule) => {
        const resources = listOf(dig(rule, 'resources')).map(textOf);
        return (
          textOf(dig(rule, 'scope')) !== 'Cluster' &&
          (resources.includes('pods') || resources.includes('*') || resources.includes('*/*'))
        );
      }),
    ),
  );
}
