import { defineRule } from '../../../rules/rule.ts';
import { type Check, type CommandLine, commandLineOf, type Fault, reportFaults } from '../control-plane.ts';

const name = 'authorization-mode';

function modes(
  claim: Pick<Fault, 'words' | 'severity' | 'equivalents'>,
  bad: (modes: readonly string[]) => boolean,
): Check {
  return (line: CommandLine) => {
    const given = line.items(name);
    // Since 1.30 a configuration file can take the flag's place.
    if (given === undefined || line.flag('authorization-config') || !bad(given)) return undefined;
    const flag = line.flag(name);
    // Some tools do not know the default.
    const equivalents = flag ? claim.equivalents : claim.equivalents.filter((it) => it !== 'checkov:CKV_K8S_74');
    return { ...claim, equivalents, ...(flag ? { at: flag.view } : {}), repair: { flag: name, value: 'Node,RBAC' } };
  };
}

const checks: readonly Check[] = [
  modes(
    {
      words: 'allows everything to everybody (AlwaysAllow, which is also the default)',
      severity: 'error',
      equivalents: [
        'checkov:CKV_K8S_74',
        'trivy:KCV-0007',
        'kics:authorization_mode_set_to_always_allow',
        'kubescape:C-0118',
      ],
    },
    (it) => it.length === 0 || it.includes('AlwaysAllow'),
  ),
  modes(
    {
      words: 'does not limit nodes to what belongs to them (Node)',
      severity: 'warning',
      equivalents: ['checkov:CKV_K8S_75', 'trivy:KCV-0008', 'kics:authorization_mode_node_not_set', 'kubescape:C-0119'],
    },
    (it) => !it.includes('Node'),
  ),
  modes(
    {
      words: 'does not ask what roles say (RBAC)',
      severity: 'error',
      equivalents: [
        'checkov:CKV_K8S_77',
        'trivy:KCV-0009',
        'kics:authorization_mode_rbac_not_set',
        'kubescape:C-0120',
        'kubescape:C-0088',
      ],
    },
    (it) => !it.includes('RBAC'),
  ),
];

export default defineRule({
  id: 'kubernetes/lax-api-server-authorization',
  title: 'API server allows more than roles say',
  why: 'With AlwaysAllow, or without RBAC, every caller may do everything; without Node each node may read the secrets of all others.',
  remedy: 'Set --authorization-mode to Node,RBAC.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [862], stride: ['E'], cis: ['Kubernetes 1.2.6'] },
  equivalents: [
    'checkov:CKV_K8S_74',
    'trivy:KCV-0007',
    'kics:authorization_mode_set_to_always_allow',
    'kubescape:C-0118',
    'checkov:CKV_K8S_75',
    'trivy:KCV-0008',
    'kics:authorization_mode_node_not_set',
    'kubescape:C-0119',
    'checkov:CKV_K8S_77',
    'trivy:KCV-0009',
    'kics:authorization_mode_rbac_not_set',
    'kubescape:C-0120',
    'kubescape:C-0088',
  ],
  concepts: ['apiserver-authorization'],
  visits: 'kubernetes.container',
  check(container, report) {
    const line = commandLineOf(container);
    reportFaults(line, 'kube-apiserver', checks, report);
  },
});
