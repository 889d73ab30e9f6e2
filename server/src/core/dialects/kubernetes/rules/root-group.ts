import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { lowGroup } from '../equivalents.ts';
import { fixBySetting } from '../repair.ts';
import { readInteger } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/root-group',
  title: 'Container belongs to the group root',
  why: 'Many files of images and of nodes are writable for group 0, so membership undoes much of running as another user.',
  remedy: 'Choose another group id, 10000 or more.',
  category: 'least-privilege',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Kubernetes 5.7.3'] },
  equivalents: [
    'trivy:KSV-0116',
    'kyverno:require-non-root-groups',
    'kyverno:check-supplemental-groups',
    'kube-linter:run-as-non-root',
    'kubescape:C-0013',
    ...lowGroup,
  ],
  concepts: ['root-group'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (workload.isWindows || workload.hasUserNamespace) return;
    // Images for OpenShift, where any user id may come, belong to group 0 by design.
    if (workload.object.annotations.some((it) => it.name.startsWith('openshift.io/'))) return;
    const pod = workload.securityContext;
    const fields: readonly View[] = [
      pod.get('runAsGroup'),
      pod.get('fsGroup'),
      ...pod.get('supplementalGroups').items,
      ...workload.containers.map((it) => it.securityContext.get('runAsGroup')),
    ];
    for (const field of fields) {
      const group = readInteger(field);
      if (group.state !== 'set' || group.value !== 0) continue;
      report({
        at: field.anchor(),
        message: `${workload.object.title} belongs to the group root by ${field.key ?? 'supplementalGroups'}: many files of the image and of the node are writable for it. Choose a group of its own, 10000 or more.`,
        equivalents: this.equivalents.filter((it) => field.key === 'runAsGroup' || !lowGroup.includes(it)),
        fixes: fixBySetting(field, 10_001, 'Use group 10001'),
      });
    }
  },
});
