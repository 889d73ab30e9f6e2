import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { type Check, commandLineOf, mustBe, mustBeGiven, reportFaults } from '../control-plane.ts';

const checks: readonly Check[] = [
  mustBeGiven(
    {
      'cert-file': blank('/etc/kubernetes/pki/etcd/server.crt'),
      'key-file': blank('/etc/kubernetes/pki/etcd/server.key'),
    },
    {
      words: 'serves without a certificate (--cert-file, --key-file)',
      severity: 'error',
      equivalents: [
        'checkov:CKV_K8S_116',
        'trivy:KCV-0042',
        'kics:etcd_tls_certificate_files_not_properly_set',
        'kubescape:C-0153',
      ],
    },
  ),
  mustBe('client-cert-auth', 'true', 'absent is bad', {
    words: 'lets clients in without a certificate (--client-cert-auth)',
    severity: 'error',
    equivalents: [
      'checkov:CKV_K8S_117',
      'trivy:KCV-0043',
      'kics:etcd_client_certificate_authentication_set_to_false',
      'kubescape:C-0154',
    ],
  }),
  mustBe('auto-tls', 'false', 'absent is fine', {
    words: 'makes its own certificate for clients (--auto-tls)',
    severity: 'warning',
    equivalents: ['checkov:CKV_K8S_118', 'trivy:KCV-0044', 'kics:auto_tls_set_to_true', 'kubescape:C-0155'],
  }),
  mustBeGiven(
    {
      'peer-cert-file': blank('/etc/kubernetes/pki/etcd/peer.crt'),
      'peer-key-file': blank('/etc/kubernetes/pki/etcd/peer.key'),
    },
    {
      words: 'meets its peers without a certificate (--peer-cert-file, --peer-key-file)',
      severity: 'error',
      equivalents: [
        'checkov:CKV_K8S_119',
        'trivy:KCV-0045',
        'kics:etcd_peer_tls_certificate_files_not_properly_set',
        'kubescape:C-0156',
      ],
    },
  ),
  mustBe('peer-client-cert-auth', 'true', 'absent is bad', {
    words: 'lets peers in without a certificate (--peer-client-cert-auth)',
    severity: 'error',
    equivalents: [
      'checkov:CKV_K8S_121',
      'trivy:KCV-0046',
      'kics:etcd_peer_client_certificate_authentication_set_to_false',
      'kubescape:C-0157',
    ],
  }),
  mustBe('peer-auto-tls', 'false', 'absent is fine', {
    words: 'makes its own certificate for peers (--peer-auto-tls)',
    severity: 'warning',
    equivalents: ['trivy:KCV-0047', 'kics:peer_auto_tls_set_to_true', 'kubescape:C-0158'],
  }),
];

export default defineRule({
  id: 'kubernetes/open-etcd',
  title: 'The store of the cluster does not prove who it talks to',
  why: 'etcd holds every secret of the cluster; whoever may connect reads and writes all of it.',
  remedy: 'Give it certificates, and demand them of clients and peers.',
  category: 'transport',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306, 295], stride: ['I', 'T', 'S'], cis: ['Kubernetes 2.1'] },
  equivalents: [
    'checkov:CKV_K8S_116',
    'trivy:KCV-0042',
    'kics:etcd_tls_certificate_files_not_properly_set',
    'kubescape:C-0153',
    'checkov:CKV_K8S_117',
    'trivy:KCV-0043',
    'kics:etcd_client_certificate_authentication_set_to_false',
    'kubescape:C-0154',
    'checkov:CKV_K8S_118',
    'trivy:KCV-0044',
    'kics:auto_tls_set_to_true',
    'kubescape:C-0155',
    'checkov:CKV_K8S_119',
    'trivy:KCV-0045',
    'kics:etcd_peer_tls_certificate_files_not_properly_set',
    'kubescape:C-0156',
    'checkov:CKV_K8S_121',
    'trivy:KCV-0046',
    'kics:etcd_peer_client_certificate_authentication_set_to_false',
    'kubescape:C-0157',
    'trivy:KCV-0047',
    'kics:peer_auto_tls_set_to_true',
    'kubescape:C-0158',
  ],
  concepts: ['etcd-tls'],
  visits: 'kubernetes.container',
  check(container, report) {
    const line = commandLineOf(container);
    reportFaults(line, 'etcd', checks, report);
  },
});
