import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { type Check, commandLineOf, mustBe, mustBeGiven, mustNotBeGiven, reportFaults } from '../control-plane.ts';

const checks: readonly Check[] = [
  // Since 1.32 a configuration file can limit anonymous callers to health checks.
  (line) =>
    line.flag('authentication-config')
      ? undefined
      : mustBe('anonymous-auth', 'false', 'absent is bad', {
          words: 'lets callers in who do not say who they are (--anonymous-auth)',
          severity: 'error',
          equivalents: [
            'checkov:CKV_K8S_68',
            'trivy:KCV-0001',
            'kics:anonymous_auth_is_not_set_to_false',
            'kubescape:C-0113',
          ],
        })(line),
  mustNotBeGiven('basic-auth-file', {
    words: 'accepts passwords from a file in plain text (--basic-auth-file)',
    severity: 'error',
    equivalents: ['checkov:CKV_K8S_69', 'kics:basic_auth_file_is_set'],
  }),
  mustNotBeGiven('token-auth-file', {
    words: 'accepts tokens from a file that never expire (--token-auth-file)',
    severity: 'error',
    equivalents: ['checkov:CKV_K8S_70', 'trivy:KCV-0002', 'kics:token_auth_file_is_set', 'kubescape:C-0114'],
  }),
  mustBe('service-account-lookup', 'true', 'absent is fine', {
    words: 'accepts tokens of accounts that were deleted (--service-account-lookup)',
    severity: 'error',
    equivalents: [
      'checkov:CKV_K8S_96',
      'trivy:KCV-0024',
      'kics:service_account_lookup_set_to_false',
      'kubescape:C-0135',
    ],
  }),
  mustBeGiven(
    { 'service-account-key-file': blank('/etc/kubernetes/pki/sa.pub') },
    {
      words: 'checks tokens of service accounts with its own serving key (--service-account-key-file)',
      severity: 'warning',
      equivalents: [
        'checkov:CKV_K8S_97',
        'trivy:KCV-0025',
        'kics:service_account_key_file_not_properly_set',
        'kubescape:C-0136',
      ],
    },
  ),
  mustBeGiven(
    { 'client-ca-file': blank('/etc/kubernetes/pki/ca.crt') },
    {
      words: 'knows no authority for client certificates (--client-ca-file)',
      severity: 'warning',
      equivalents: ['trivy:KCV-0028', 'kics:client_certificate_authentication_not_setup_properly', 'kubescape:C-0139'],
    },
  ),
  mustBe('service-account-extend-token-expiration', 'false', 'absent is bad', {
    words: 'lets tokens of pods live for a year (--service-account-extend-token-expiration)',
    severity: 'info',
    equivalents: ['kubescape:C-0290'],
  }),
];

export default defineRule({
  id: 'kubernetes/open-api-server',
  title: 'API server lets in callers it does not know',
  why: 'Whoever reaches the API server without a name, or with one that cannot be taken away, has a foot in the whole cluster.',
  remedy: 'Switch anonymous and static credentials off, and name the authorities that count.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306], stride: ['S', 'E'], cis: ['Kubernetes 1.2.1'] },
  equivalents: [
    'checkov:CKV_K8S_68',
    'trivy:KCV-0001',
    'kics:anonymous_auth_is_not_set_to_false',
    'kubescape:C-0113',
    'checkov:CKV_K8S_69',
    'kics:basic_auth_file_is_set',
    'checkov:CKV_K8S_70',
    'trivy:KCV-0002',
    'kics:token_auth_file_is_set',
    'kubescape:C-0114',
    'checkov:CKV_K8S_96',
    'trivy:KCV-0024',
    'kics:service_account_lookup_set_to_false',
    'kubescape:C-0135',
    'checkov:CKV_K8S_97',
    'trivy:KCV-0025',
    'kics:service_account_key_file_not_properly_set',
    'kubescape:C-0136',
    'trivy:KCV-0028',
    'kics:client_certificate_authentication_not_setup_properly',
    'kubescape:C-0139',
    'kubescape:C-0290',
  ],
  concepts: ['apiserver-authentication'],
  visits: 'kubernetes.container',
  check(container, report) {
    reportFaults(commandLineOf(container), 'kube-apiserver', checks, report);
  },
});
