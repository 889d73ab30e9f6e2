import { defineRule } from '../../../rules/rule.ts';

export default defineRule({
  id: 'kubernetes/naked-pod',
  title: 'Pod without a controller',
  why: 'It is not started again when its node is lost, and a fixed image is not rolled out to it.',
  remedy: 'Let a Deployment make it.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [693], stride: ['D'] },
  equivalents: ['kubescape:C-0073', 'kyverno:prevent-bare-pods'],
  concepts: ['naked-pod'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const { object } = workload;
    if (workload.kind !== 'Pod' || workload.partial || object.metadata.get('ownerReferences').items.length > 0) return;
    // Static pods, tests and debugging sessions are pods on purpose.
    const onPurpose =
      workload.isInfrastructure ||
      object.annotations.some((it) => it.name.startsWith('helm.sh/hook')) ||
      /(?:^|-)(?:test|debug)(?:-|$)/.test(object.name);
    const policy = workload.spec.get('restartPolicy').text;
    if (onPurpose || policy === 'Never' || policy === 'OnFailure') return;
    report({
      at: object.at,
      message: `${object.title} has no controller: when its node is lost nobody starts it again, and a fixed image is not rolled out to it. Let a Deployment make it.`,
    });
  },
});
