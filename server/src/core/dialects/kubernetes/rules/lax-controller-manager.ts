import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { type Check, commandLineOf, mustBe, mustBeAtLeast, mustBeGiven, reportFaults } from '../control-plane.ts';

const clearing: Check = (line) => {
  const flag = line.flag('terminated-pod-gc-threshold');
  if (flag?.value === undefined || Number(flag.value) <= 12_500) return undefined;
  return {
    words: 'lets finished pods pile up (--terminated-pod-gc-threshold)',
    severity: 'hint',
    equivalents: ['kics:terminated_pod_garbage_collector_threshold_not_properly_set', 'kubescape:C-0144'],
    at: flag.view,
    repair: { flag: 'terminated-pod-gc-threshold', value: '12500' },
  };
};

const checks: readonly Check[] = [
  clearing,
  mustBeAtLeast('terminated-pod-gc-threshold', 1, {
    words: 'does not say when finished pods are cleared away (--terminated-pod-gc-threshold)',
    severity: 'hint',
    equivalents: [
      'checkov:CKV_K8S_106',
      'trivy:KCV-0033',
      'kics:terminated_pod_garbage_collector_threshold_not_properly_set',
      'kubescape:C-0144',
    ],
  }),
  mustBe('use-service-account-credentials', 'true', 'absent is bad', {
    words: 'runs all controllers under one account (--use-service-account-credentials)',
    severity: 'warning',
    equivalents: [
      'checkov:CKV_K8S_108',
      'trivy:KCV-0035',
      'kics:use_service_account_credentials_not_set_to_true',
      'kubescape:C-0146',
    ],
  }),
  mustBeGiven(
    { 'service-account-private-key-file': blank('/etc/kubernetes/pki/sa.key') },
    {
      words: 'has no key of its own for tokens (--service-account-private-key-file)',
      severity: 'warning',
      equivalents: ['trivy:KCV-0036', 'kics:service_account_private_key_file_not_defined', 'kubescape:C-0147'],
    },
  ),
  mustBeGiven(
    { 'root-ca-file': blank('/etc/kubernetes/pki/ca.crt') },
    {
      words: 'does not tell pods how to verify the API server (--root-ca-file)',
      severity: 'warning',
      equivalents: ['trivy:KCV-0037', 'kics:root_ca_file_not_defined', 'kubescape:C-0148'],
    },
  ),
  (line) => {
    const gates = line.items('feature-gates');
    const off = gates?.includes('RotateKubeletServerCertificate=false');
    const flag = line.flag('feature-gates');
    if (!off || !flag) return undefined;
    return {
      words: 'does not renew the certificates of kubelets (RotateKubeletServerCertificate)',
      severity: 'warning',
      equivalents: [
        'checkov:CKV_K8S_112',
        'trivy:KCV-0038',
        'kics:rotate_kubelet_server_certificate_not_active',
        'kubescape:C-0149',
      ],
      at: flag.view,
      repair: {
        flag: 'feature-gates',
        value: gates?.map((it) => it.replace(/^(RotateKubeletServerCertificate)=false$/, '$1=true')).join(',') ?? '',
      },
    };
  },
];

export default defineRule({
  id: 'kubernetes/lax-controller-manager',
  title: 'Controllers share their credentials',
  why: 'One account for all controllers, and certificates that are not renewed or given out, make forged tokens easier and worth more.',
  remedy: 'Give each controller its own account and name the keys.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [287], stride: ['S', 'E'], cis: ['Kubernetes 1.3.3'] },
  equivalents: [
    'checkov:CKV_K8S_106',
    'trivy:KCV-0033',
    'kics:terminated_pod_garbage_collector_threshold_not_properly_set',
    'kubescape:C-0144',
    'checkov:CKV_K8S_108',
    'trivy:KCV-0035',
    'kics:use_service_account_credentials_not_set_to_true',
    'kubescape:C-0146',
    'trivy:KCV-0036',
    'kics:service_account_private_key_file_not_defined',
    'kubescape:C-0147',
    'trivy:KCV-0037',
    'kics:root_ca_file_not_defined',
    'kubescape:C-0148',
    'checkov:CKV_K8S_112',
    'trivy:KCV-0038',
    'kics:rotate_kubelet_server_certificate_not_active',
    'kubescape:C-0149',
  ],
  concepts: ['controller-manager-credentials'],
  visits: 'kubernetes.container',
  check(container, report) {
    const line = commandLineOf(container);
    reportFaults(line, 'kube-controller-manager', checks, report);
  },
});
