import { defineRule } from '../../../rules/rule.ts';
import { type Check, commandLineOf, type Component, mustBe, reportFaults } from '../control-plane.ts';
import { fixBySetting } from '../repair.ts';
import { isNot, readTruth } from '../setting.ts';
import { isWorkload } from '../workload.ts';

const byComponent: Readonly<Partial<Record<Component, readonly string[]>>> = {
  'kube-apiserver': ['kics:profiling_not_set_to_false', 'checkov:CKV_K8S_90', 'trivy:KCV-0018', 'kubescape:C-0129'],
  'kube-controller-manager': [
    'kics:profiling_not_set_to_false',
    'checkov:CKV_K8S_107',
    'trivy:KCV-0034',
    'kubescape:C-0145',
  ],
  'kube-scheduler': ['kics:profiling_not_set_to_false', 'checkov:CKV_K8S_114', 'trivy:KCV-0040', 'kubescape:C-0151'],
};

const checks: readonly Check[] = [
  (line) =>
    mustBe('profiling', 'false', 'absent is bad', {
      words: 'offers its profiler (--profiling)',
      severity: 'info',
      equivalents: byComponent[line.component] ?? [],
    })(line),
];

export default defineRule({
  id: 'kubernetes/control-plane-profiling',
  title: 'Control plane offers its profiler',
  why: 'The profiler shows internals of the program and can be used to keep it busy.',
  remedy: 'Set --profiling=false.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [489], stride: ['I', 'D'], cis: ['Kubernetes 1.2.17', 'Kubernetes 1.3.2', 'Kubernetes 1.4.1'] },
  equivalents: [
    'kics:profiling_not_set_to_false',
    'checkov:CKV_K8S_90',
    'trivy:KCV-0018',
    'kubescape:C-0129',
    'checkov:CKV_K8S_107',
    'trivy:KCV-0034',
    'kubescape:C-0145',
    'checkov:CKV_K8S_114',
    'trivy:KCV-0040',
    'kubescape:C-0151',
  ],
  concepts: ['control-plane-profiling'],
  visits: ['kubernetes.workload', 'kubernetes.resource'],
  check(noun, report) {
    if (isWorkload(noun)) {
      for (const container of noun.containers) {
        const line = commandLineOf(container);
        reportFaults(line, 'kube-apiserver', checks, report);
        reportFaults(line, 'kube-controller-manager', checks, report);
        reportFaults(line, 'kube-scheduler', checks, report);
      }
      return;
    }
    const profiling = readTruth(noun.view, 'enableProfiling');
    if (!noun.isA('kubescheduler.config.k8s.io', 'KubeSchedulerConfiguration') || !isNot(profiling, false)) return;
    report({
      at: profiling.state === 'set' ? profiling.view.anchor() : noun.at,
      message: `${noun.title} offers the profiler of the scheduler, which shows its internals and can be used to keep it busy. Set enableProfiling to false.`,
      equivalents: ['kics:profiling_not_set_to_false'],
      fixes: fixBySetting(profiling.view, false, 'Set enableProfiling to false'),
    });
  },
});
