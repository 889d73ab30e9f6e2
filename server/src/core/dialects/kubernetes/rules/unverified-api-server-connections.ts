import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import {
  benchmarkSuites,
  type Check,
  commandLineOf,
  isStrongSuite,
  mustBeGiven,
  reportFaults,
} from '../control-plane.ts';

const oneAuthority = ['kubescape:C-0159', 'kics:not_unique_certificate_authority'];
const strong = 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';

const checks: readonly Check[] = [
  mustBeGiven(
    {
      'kubelet-client-certificate': blank('/etc/kubernetes/pki/apiserver-kubelet-client.crt'),
      'kubelet-client-key': blank('/etc/kubernetes/pki/apiserver-kubelet-client.key'),
    },
    {
      words: 'does not show kubelets a certificate (--kubelet-client-certificate, --kubelet-client-key)',
      severity: 'warning',
      equivalents: [
        'checkov:CKV_K8S_72',
        'trivy:KCV-0005',
        'kics:kubelet_client_certificate_or_key_not_set',
        'kubescape:C-0116',
      ],
    },
  ),
  mustBeGiven(
    { 'kubelet-certificate-authority': blank('/etc/kubernetes/pki/ca.crt') },
    {
      words: 'does not verify kubelets (--kubelet-certificate-authority)',
      severity: 'warning',
      equivalents: [
        'checkov:CKV_K8S_73',
        'trivy:KCV-0006',
        'kics:kubelet_certificate_authority_not_set',
        'kubescape:C-0117',
      ],
    },
  ),
  mustBeGiven(
    {
      'etcd-certfile': blank('/etc/kubernetes/pki/apiserver-etcd-client.crt'),
      'etcd-keyfile': blank('/etc/kubernetes/pki/apiserver-etcd-client.key'),
    },
    {
      words: 'does not show etcd a certificate (--etcd-certfile, --etcd-keyfile)',
      severity: 'warning',
      equivalents: [
        'checkov:CKV_K8S_99',
        'trivy:KCV-0026',
        'kics:etcd_tls_certificate_not_properly_configured',
        'kubescape:C-0137',
      ],
    },
  ),
  mustBeGiven(
    {
      'tls-cert-file': blank('/etc/kubernetes/pki/apiserver.crt'),
      'tls-private-key-file': blank('/etc/kubernetes/pki/apiserver.key'),
    },
    {
      words: 'serves with a certificate that it made itself (--tls-cert-file, --tls-private-key-file)',
      severity: 'warning',
      equivalents: [
        'checkov:CKV_K8S_100',
        'trivy:KCV-0027',
        'kics:tls_connection_certificate_not_setup',
        'kubescape:C-0138',
      ],
    },
  ),
  mustBeGiven(
    { 'etcd-cafile': blank('/etc/kubernetes/pki/etcd/ca.crt') },
    {
      words: 'does not verify etcd (--etcd-cafile)',
      severity: 'warning',
      equivalents: [
        'checkov:CKV_K8S_102',
        'trivy:KCV-0029',
        'kics:etcd_client_certificate_file_not_defined',
        'kubescape:C-0140',
      ],
    },
  ),
  (line) => {
    const [etcd, clients] = [line.flag('etcd-cafile'), line.flag('client-ca-file')];
    if (!etcd?.value || etcd.value !== clients?.value) return undefined;
    return {
      words:
        'trusts one authority for etcd and for its own clients, whose certificates may then open etcd (--etcd-cafile)',
      severity: 'warning',
      equivalents: oneAuthority,
      at: etcd.view,
    };
  },
  (line) => {
    const suites = line.items('tls-cipher-suites');
    const flag = line.flag('tls-cipher-suites');
    if (suites?.length === 0)
      return {
        words: 'takes whatever ciphers its version takes (--tls-cipher-suites)',
        severity: 'info',
        equivalents: ['kubescape:C-0143', 'kubescape:C-0277'],
        ...(flag ? { at: flag.view } : {}),
        repair: { flag: 'tls-cipher-suites', value: strong },
      };
    if (suites === undefined || suites.every(isStrongSuite)) return undefined;
    return {
      words: 'offers weak ciphers (--tls-cipher-suites)',
      severity: 'warning',
      equivalents: [
        'checkov:CKV_K8S_105',
        'kics:weak_tls_cipher_suites',
        ...(suites.every((it) => benchmarkSuites.before.has(it)) ? [] : ['kubescape:C-0143']),
        ...(suites.every((it) => benchmarkSuites['1.10'].has(it)) ? [] : ['kubescape:C-0277']),
      ],
      ...(flag ? { at: flag.view } : {}),
      repair: {
        flag: 'tls-cipher-suites',
        value: suites.filter(isStrongSuite).join(',') || strong,
      },
    };
  },
];

export default defineRule({
  id: 'kubernetes/unverified-api-server-connections',
  title: 'API server does not prove who it talks to',
  why: 'Kubelets and etcd that are not verified, or weak ciphers, let somebody on the network read and change what controls the cluster.',
  remedy: 'Name certificates and authorities for each connection.',
  category: 'transport',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [295], stride: ['S', 'I', 'T'], cis: ['Kubernetes 1.2.4'] },
  equivalents: [
    'checkov:CKV_K8S_72',
    'trivy:KCV-0005',
    'kics:kubelet_client_certificate_or_key_not_set',
    'kubescape:C-0116',
    'checkov:CKV_K8S_73',
    'trivy:KCV-0006',
    'kics:kubelet_certificate_authority_not_set',
    'kubescape:C-0117',
    'checkov:CKV_K8S_99',
    'trivy:KCV-0026',
    'kics:etcd_tls_certificate_not_properly_configured',
    'kubescape:C-0137',
    'checkov:CKV_K8S_100',
    'trivy:KCV-0027',
    'kics:tls_connection_certificate_not_setup',
    'kubescape:C-0138',
    'checkov:CKV_K8S_102',
    'trivy:KCV-0029',
    'kics:etcd_client_certificate_file_not_defined',
    'kubescape:C-0140',
    'checkov:CKV_K8S_105',
    'kics:weak_tls_cipher_suites',
    'kubescape:C-0143',
    'kubescape:C-0277',
    ...oneAuthority,
  ],
  concepts: ['apiserver-tls', 'etcd-tls'],
  visits: 'kubernetes.container',
  check(container, report) {
    const line = commandLineOf(container);
    reportFaults(line, 'kube-apiserver', checks, report);
  },
});
