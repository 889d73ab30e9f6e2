import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { type Check, commandLineOf, mustBeAtLeast, mustBeGiven, reportFaults } from '../control-plane.ts';

const checks: readonly Check[] = [
  (line) =>
    line.flag('audit-webhook-config-file')
      ? undefined
      : mustBeGiven(
          { 'audit-log-path': blank('/var/log/kubernetes/audit.log') },
          {
            words: 'writes no audit log (--audit-log-path)',
            severity: 'info',
            equivalents: ['checkov:CKV_K8S_91', 'trivy:KCV-0019', 'kics:audit_log_path_not_set', 'kubescape:C-0130'],
          },
        )(line),
  mustBeAtLeast('audit-log-maxage', 30, {
    words: 'keeps its audit log for less than 30 days (--audit-log-maxage)',
    severity: 'info',
    equivalents: ['checkov:CKV_K8S_92', 'trivy:KCV-0020', 'kics:audit_log_maxage_not_properly_set', 'kubescape:C-0131'],
  }),
  mustBeAtLeast('audit-log-maxbackup', 10, {
    words: 'keeps fewer than 10 old audit logs (--audit-log-maxbackup)',
    severity: 'info',
    equivalents: [
      'checkov:CKV_K8S_93',
      'trivy:KCV-0021',
      'kics:audit_log_maxbackup_not_properly_set',
      'kubescape:C-0132',
    ],
  }),
  mustBeAtLeast('audit-log-maxsize', 100, {
    words: 'turns its audit log over before 100 megabytes (--audit-log-maxsize)',
    severity: 'info',
    equivalents: [
      'checkov:CKV_K8S_94',
      'trivy:KCV-0022',
      'kics:audit_log_maxsize_not_properly_set',
      'kubescape:C-0133',
    ],
  }),
  mustBeGiven(
    { 'audit-policy-file': blank('/etc/kubernetes/audit-policy.yaml') },
    {
      words: 'has no policy of what to record (--audit-policy-file)',
      severity: 'info',
      equivalents: ['kics:audit_policy_file_not_defined', 'kubescape:C-0160', 'kubescape:C-0067'],
    },
  ),
];

export default defineRule({
  id: 'kubernetes/unaudited-api-server',
  title: 'API server keeps too little of a record',
  why: 'Without an audit log nobody can tell afterwards what an intruder did, or that there was one.',
  remedy: 'Write an audit log by a policy, and keep it for a month.',
  category: 'observability',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [778], stride: ['R'], cis: ['Kubernetes 1.2.18', 'Kubernetes 3.2.1'] },
  equivalents: [
    'checkov:CKV_K8S_91',
    'trivy:KCV-0019',
    'kics:audit_log_path_not_set',
    'kubescape:C-0130',
    'checkov:CKV_K8S_92',
    'trivy:KCV-0020',
    'kics:audit_log_maxage_not_properly_set',
    'kubescape:C-0131',
    'checkov:CKV_K8S_93',
    'trivy:KCV-0021',
    'kics:audit_log_maxbackup_not_properly_set',
    'kubescape:C-0132',
    'checkov:CKV_K8S_94',
    'trivy:KCV-0022',
    'kics:audit_log_maxsize_not_properly_set',
    'kubescape:C-0133',
    'kics:audit_policy_file_not_defined',
    'kubescape:C-0160',
    'kubescape:C-0067',
  ],
  concepts: ['apiserver-audit'],
  visits: 'kubernetes.container',
  check(container, report) {
    const line = commandLineOf(container);
    reportFaults(line, 'kube-apiserver', checks, report);
  },
});
