import { defineRule } from '../../../rules/rule.ts';
import { equivalentsOfFamily, reportPowers } from '../powerful-roles.ts';

export default defineRule({
  id: 'kubernetes/workload-creating-role',
  title: 'Role may create workloads',
  why: 'Who creates a pod chooses its service account, its mounts and its image, and so has every identity and Secret of the namespace.',
  remedy: 'Leave that to the deployment pipeline; services need the scale subresource at most.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [269], stride: ['E'], cis: ['Kubernetes 5.1.4', 'Kubernetes 5.1.9'], owasp: ['K03:2022'] },
  equivalents: equivalentsOfFamily('workloads'),
  concepts: ['rbac-workload-create', 'rbac-persistent-volume-create'],
  visits: 'kubernetes.resource',
  check(object, report) {
    reportPowers(object, 'workloads', 'Leave that to the deployment pipeline.', report);
  },
});
