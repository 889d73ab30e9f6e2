import { defineRule } from '../../../rules/rule.ts';
import { equivalentsOfFamily, reportPowers } from '../powerful-roles.ts';

export default defineRule({
  id: 'kubernetes/takeover-role',
  title: 'Role can be grown into administrator',
  why: 'Its holder can give himself, or take from others, every right in the cluster: one stolen token is all of it.',
  remedy: 'Remove the right, or limit it to names by resourceNames.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: {
    cwe: [269],
    stride: ['S', 'E'],
    cis: ['Kubernetes 5.1.8', 'Kubernetes 5.1.10', 'Kubernetes 5.1.11', 'Kubernetes 5.1.12', 'Kubernetes 5.1.13'],
    owasp: ['K03:2022'],
  },
  equivalents: equivalentsOfFamily('takeover'),
  concepts: [
    'rbac-impersonate',
    'rbac-bind-escalate',
    'rbac-manage-rbac',
    'rbac-webhook-config',
    'rbac-csr-approval',
    'rbac-token-create',
    'rbac-node-proxy',
  ],
  visits: 'kubernetes.resource',
  check(object, report) {
    reportPowers(
      object,
      'takeover',
      'That is the way to every right in the cluster. Remove it, or limit it by resourceNames.',
      report,
    );
  },
});
