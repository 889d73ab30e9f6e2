import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';

export default defineRule({
  id: 'kubernetes/unmasked-proc',
  title: 'The whole of /proc is shown',
  why: 'The masks hide keys, memory and timers of the kernel; without them a container reads data of the host and changes its settings.',
  remedy: 'Remove procMount.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668], stride: ['I', 'E'], cis: ['Kubernetes 5.7.3'], owasp: ['K01:2022'] },
  equivalents: [
    'trivy:KSV-0027',
    'kube-linter:unsafe-proc-mount',
    'kics:container_runs_unmasked',
    'polaris:procMount',
    'psa:procMount',
    'psa:procMount_restricted',
    'kyverno:disallow-proc-mount',
    'gatekeeper:K8sPSPProcMount',
    'kubesec:ProcMount',
  ],
  concepts: ['proc-mount-unmasked'],
  visits: 'kubernetes.container',
  check(container, report) {
    const { procMount, workload } = container;
    if (procMount.state !== 'set' || procMount.value === 'Default' || workload.isWindows) return;
    // The baseline profile allows it since 1.35 for a pod with a user namespace of its own.
    const contained = workload.hasUserNamespace;
    report({
      at: procMount.view.anchor(),
      message: `${container.title} of ${workload.object.title} sees /proc without the masks that hide keys, memory and settings of the kernel. Remove procMount.`,
      ...(contained ? { severity: 'info', reason: 'the pod has a user namespace of its own' } : {}),
      fixes: fixByRemoving(procMount.view, `Remove procMount: ${procMount.value}`),
    });
  },
});
