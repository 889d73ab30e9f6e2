import { defineRule } from '../../../rules/rule.ts';
import { type Check, commandLineOf, type Component, reportFaults } from '../control-plane.ts';

const byComponent: Readonly<Partial<Record<Component, readonly string[]>>> = {
  'kube-controller-manager': [
    'kics:bind_address_not_properly_set',
    'checkov:CKV_K8S_113',
    'trivy:KCV-0039',
    'kubescape:C-0150',
  ],
  'kube-scheduler': ['kics:bind_address_not_properly_set', 'checkov:CKV_K8S_115', 'trivy:KCV-0041', 'kubescape:C-0152'],
};

const checks: readonly Check[] = [
  (line) => {
    const flag = line.flag('bind-address') ?? line.flag('address');
    const local = flag
      ? flag.value === undefined || /^(?:127\.|::1|localhost)/.test(flag.value)
      : !line.lacks('bind-address');
    if (local) return undefined;
    return {
      words: 'listens on every address of its node (--bind-address)',
      severity: 'info',
      equivalents: byComponent[line.component] ?? [],
      ...(flag ? { at: flag.view } : {}),
      repair: { flag: flag?.name ?? 'bind-address', value: '127.0.0.1' },
    };
  },
];

export default defineRule({
  id: 'kubernetes/control-plane-listener',
  title: 'Control plane listens beyond its own machine',
  why: 'Metrics and health of the component become reachable for whoever reaches the node.',
  remedy: 'Set --bind-address=127.0.0.1.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1327], stride: ['I'], cis: ['Kubernetes 1.3.7', 'Kubernetes 1.4.2'] },
  equivalents: [
    'kics:bind_address_not_properly_set',
    'checkov:CKV_K8S_113',
    'trivy:KCV-0039',
    'kubescape:C-0150',
    'checkov:CKV_K8S_115',
    'trivy:KCV-0041',
    'kubescape:C-0152',
  ],
  concepts: ['control-plane-bind-address'],
  visits: 'kubernetes.container',
  check(container, report) {
    const line = commandLineOf(container);
    reportFaults(line, 'kube-controller-manager', checks, report);
    reportFaults(line, 'kube-scheduler', checks, report);
  },
});
