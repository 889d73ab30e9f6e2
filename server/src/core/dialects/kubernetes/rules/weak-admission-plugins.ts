import { defineRule } from '../../../rules/rule.ts';
import { type Check, type CommandLine, commandLineOf, type Fault, reportFaults } from '../control-plane.ts';
import { is, readText } from '../setting.ts';
import { isWorkload } from '../workload.ts';

type Claim = Pick<Fault, 'words' | 'severity' | 'equivalents'>;

/** A plugin that is not on by default has to be named. */
function mustEnable(plugin: string, claim: Claim): Check {
  return (line: CommandLine) => {
    const enabled = line.items('enable-admission-plugins');
    const flag = line.flag('enable-admission-plugins');
    return enabled === undefined || enabled.includes(plugin) ? undefined : { ...claim, at: flag?.view };
  };
}

/** A plugin that is on by default may not be switched off; some tools look into an explicit list as well. */
function mustNotDisable(plugin: string, claim: Claim, elsewhere: string): Check {
  return (line: CommandLine) => {
    const flag = line.flag('disable-admission-plugins');
    if (line.items('disable-admission-plugins')?.includes(plugin))
      return { ...claim, equivalents: [...claim.equivalents, elsewhere], at: flag?.view };
    return undefined;
  };
}

const checks: readonly Check[] = [
  (line) => {
    const flag = line.flag('enable-admission-plugins') ?? line.flag('admission-control');
    if (!flag?.value?.split(',').includes('AlwaysAdmit')) return undefined;
    return {
      words: 'lets every object pass (AlwaysAdmit)',
      severity: 'error',
      equivalents: [
        'checkov:CKV_K8S_79',
        'trivy:KCV-0011',
        'kics:always_admit_admission_control_plugin_set',
        'kubescape:C-0122',
      ],
      at: flag.view,
    };
  },
  mustNotDisable(
    'ServiceAccount',
    {
      words: 'gives pods no service account (ServiceAccount is disabled)',
      severity: 'warning',
      equivalents: ['trivy:KCV-0014', 'kics:service_account_admission_control_plugin_disabled', 'kubescape:C-0125'],
    },
    'checkov:CKV_K8S_82',
  ),
  mustNotDisable(
    'NamespaceLifecycle',
    {
      words: 'lets objects into namespaces that are being deleted (NamespaceLifecycle is disabled)',
      severity: 'warning',
      equivalents: ['trivy:KCV-0015', 'kics:namespace_lifecycle_admission_control_plugin_disabled', 'kubescape:C-0126'],
    },
    'checkov:CKV_K8S_83',
  ),
  mustEnable('NodeRestriction', {
    words: 'lets nodes change objects of other nodes (NodeRestriction is not enabled)',
    severity: 'warning',
    equivalents: [
      'checkov:CKV_K8S_85',
      'trivy:KCV-0016',
      'kics:node_restriction_admission_control_plugin_not_set',
      'kubescape:C-0127',
    ],
  }),
  mustEnable('EventRateLimit', {
    words: 'takes events without a limit (EventRateLimit is not enabled)',
    severity: 'info',
    equivalents: ['trivy:KCV-0010', 'kics:event_rate_limit_admission_control_plugin_not_set', 'kubescape:C-0121'],
  }),
  mustEnable('AlwaysPullImages', {
    words: 'lets pods run private images from the cache of a node (AlwaysPullImages is not enabled)',
    severity: 'info',
    equivalents: [
      'checkov:CKV_K8S_80',
      'trivy:KCV-0012',
      'kics:always_pull_images_admission_control_plugin_not_set',
      'kubescape:C-0123',
    ],
  }),
  mustEnable('ImagePolicyWebhook', {
    words: 'asks nobody about images (ImagePolicyWebhook is not enabled)',
    severity: 'hint',
    equivalents: ['kics:image_policy_webhook_admission_control_plugin_not_set'],
  }),
  mustEnable('DenyServiceExternalIPs', {
    words: 'lets Services claim foreign addresses (DenyServiceExternalIPs is not enabled)',
    severity: 'info',
    equivalents: ['kubescape:C-0283'],
  }),
];

export default defineRule({
  id: 'kubernetes/weak-admission-plugins',
  title: 'API server leaves admission plugins out',
  why: 'The plugins close known ways to more rights; without them nodes and pods may change what is not theirs.',
  remedy: 'Enable NodeRestriction and the others that fit, and never AlwaysAdmit.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [693], stride: ['E'], cis: ['Kubernetes 1.2.9'] },
  equivalents: [
    'checkov:CKV_K8S_78',
    'trivy:KCV-0010',
    'kics:event_rate_limit_admission_control_plugin_not_set',
    'kubescape:C-0121',
    'checkov:CKV_K8S_79',
    'trivy:KCV-0011',
    'kics:always_admit_admission_control_plugin_set',
    'kubescape:C-0122',
    'checkov:CKV_K8S_80',
    'trivy:KCV-0012',
    'kics:always_pull_images_admission_control_plugin_not_set',
    'kubescape:C-0123',
    'checkov:CKV_K8S_82',
    'trivy:KCV-0014',
    'kics:service_account_admission_control_plugin_disabled',
    'kubescape:C-0125',
    'checkov:CKV_K8S_83',
    'trivy:KCV-0015',
    'kics:namespace_lifecycle_admission_control_plugin_disabled',
    'kubescape:C-0126',
    'checkov:CKV_K8S_85',
    'trivy:KCV-0016',
    'kics:node_restriction_admission_control_plugin_not_set',
    'kubescape:C-0127',
    'kubescape:C-0283',
    'kics:image_policy_webhook_admission_control_plugin_not_set',
  ],
  concepts: ['apiserver-admission-plugins'],
  visits: ['kubernetes.workload', 'kubernetes.resource'],
  check(noun, report) {
    if (isWorkload(noun)) {
      for (const container of noun.containers) reportFaults(commandLineOf(container), 'kube-apiserver', checks, report);
      return;
    }
    if (!noun.isA('apiserver.config.k8s.io', 'AdmissionConfiguration')) return;
    const plugins = noun.view.get('plugins');
    if (!plugins.isList || plugins.items.some((it) => is(readText(it, 'name'), 'EventRateLimit'))) return;
    report({
      at: plugins.anchor('key'),
      message: `${noun.title} does not configure EventRateLimit, so one pod that makes events without end can keep the API server and etcd busy. Add the plugin with a limit.`,
      severity: 'info',
      equivalents: ['checkov:CKV_K8S_78'],
    });
  },
});
