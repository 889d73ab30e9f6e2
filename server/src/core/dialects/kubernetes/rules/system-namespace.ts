import { defineRule } from '../../../rules/rule.ts';
import { readText } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/system-namespace',
  title: 'Workload is placed among those of the cluster',
  why: 'kube-system is left out of most policies, and its roles and secrets are those of the cluster.',
  remedy: 'Give the service a namespace of its own.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [653], stride: ['E'], cis: ['Kubernetes 5.7.1'] },
  equivalents: ['trivy:KSV-0037', 'kics:using_unrecommended_namespace'],
  concepts: ['system-namespace'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const namespace = readText(workload.object.metadata, 'namespace');
    if (namespace.state !== 'set' || !workload.isInfrastructure || isOfCluster(workload.podLabels.map((it) => it.name)))
      return;
    if (
      workload.kind === 'DaemonSet' ||
      /^system-(?:cluster|node)-critical$/.test(workload.spec.get('priorityClassName').text ?? '')
    )
      return;
    report({
      at: namespace.view.anchor(),
      message: `${workload.object.title} is placed in ${namespace.value}, which most policies leave out and where the secrets of the cluster lie. Give it a namespace of its own, unless it is part of the cluster.`,
      confidence: 'medium',
    });
  },
});

/** Labels by which clusters and their add-ons mark their own. */
function isOfCluster(labels: readonly string[]): boolean {
  return labels.some(
    (it) => it === 'k8s-app' || it === 'tier' || it === 'component' || it.startsWith('addonmanager.kubernetes.io/'),
  );
}
