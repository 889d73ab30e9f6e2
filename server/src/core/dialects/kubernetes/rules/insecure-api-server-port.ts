import { defineRule } from '../../../rules/rule.ts';
import { type Check, commandLineOf, mustBe, mustNotBeGiven, reportFaults } from '../control-plane.ts';

const checks: readonly Check[] = [
  mustBe('kubelet-https', 'true', 'absent is fine', {
    words: 'talks to kubelets without encryption (--kubelet-https)',
    severity: 'error',
    equivalents: ['checkov:CKV_K8S_71', 'trivy:KCV-0004', 'kics:kubelet_https_set_to_false'],
  }),
  mustNotBeGiven('insecure-bind-address', {
    words: 'binds its unprotected port to an address (--insecure-bind-address)',
    severity: 'error',
    equivalents: ['checkov:CKV_K8S_86', 'kics:insecure_bind_address_set'],
  }),
  mustBe('insecure-port', '0', 'absent is fine', {
    words: 'serves without authentication and encryption on a port of its own (--insecure-port)',
    severity: 'error',
    equivalents: ['checkov:CKV_K8S_88', 'kics:insecure_port_not_properly_set', 'kubescape:C-0005'],
  }),
  (line) =>
    line.flag('secure-port')?.value === '0'
      ? {
          words: 'does not serve its protected port (--secure-port=0)',
          severity: 'error',
          equivalents: ['checkov:CKV_K8S_89', 'trivy:KCV-0017', 'kics:secure_port_set_to_zero', 'kubescape:C-0128'],
          at: line.flag('secure-port')?.view,
          repair: { flag: 'secure-port', value: '6443' },
        }
      : undefined,
];

export default defineRule({
  id: 'kubernetes/insecure-api-server-port',
  title: 'API server offers a port without protection',
  why: 'The insecure port knows no authentication and no encryption: whoever reaches it is administrator.',
  remedy: 'Remove the flag, or set the port to 0.',
  category: 'transport',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [319, 306], stride: ['S', 'I', 'E'], cis: ['Kubernetes 1.2.16'] },
  equivalents: [
    'checkov:CKV_K8S_71',
    'trivy:KCV-0004',
    'kics:kubelet_https_set_to_false',
    'checkov:CKV_K8S_86',
    'kics:insecure_bind_address_set',
    'checkov:CKV_K8S_88',
    'kics:insecure_port_not_properly_set',
    'kubescape:C-0005',
    'checkov:CKV_K8S_89',
    'trivy:KCV-0017',
    'kics:secure_port_set_to_zero',
    'kubescape:C-0128',
  ],
  concepts: ['apiserver-insecure-endpoint'],
  visits: 'kubernetes.container',
  check(container, report) {
    const line = commandLineOf(container);
    reportFaults(line, 'kube-apiserver', checks, report);
  },
});
