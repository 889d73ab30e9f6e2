import { defineRule } from '../../../rules/rule.ts';

export default defineRule({
  id: 'kubernetes/low-port',
  title: 'Container listens on a port below 1024',
  why: 'Binding such a port takes root or NET_BIND_SERVICE on many nodes, which is why such services tend to run with more rights than they need.',
  remedy: 'Listen on a port above 1023 and let the Service map the well-known one to it.',
  category: 'least-privilege',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'] },
  equivalents: ['trivy:KSV-0117', 'kube-linter:privileged-ports'],
  concepts: ['privileged-container-port'],
  visits: 'kubernetes.container',
  check(container, report) {
    if (container.workload.isWindows) return;
    for (const { number } of container.ports) {
      if (number.state !== 'set' || number.value >= 1024 || number.value < 1) continue;
      report({
        at: number.view.anchor(),
        message: `${container.title} of ${container.workload.object.title} listens on port ${number.value}, for which it needs root or NET_BIND_SERVICE on many nodes. Let it listen above 1023; the Service can still offer ${number.value}.`,
      });
    }
  },
});
