import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';

const taints: ReadonlySet<string> = new Set([
  'node-role.kubernetes.io/control-plane',
  'node-role.kubernetes.io/master',
]);

export default defineRule({
  id: 'kubernetes/control-plane-toleration',
  title: 'Workload may run on control-plane nodes',
  why: 'It shares a kernel with the API server and etcd there; an escape is not one node but the cluster.',
  remedy: 'Remove the toleration or the node selector.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [653], stride: ['E'] },
  equivalents: ['kyverno:restrict-controlplane-scheduling'],
  concepts: ['control-plane-scheduling'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    // An agent runs on every node by its nature.
    if (workload.kind === 'DaemonSet' || workload.isInfrastructure) return;
    const named = workload.object.title;
    for (const toleration of workload.spec.get('tolerations').items) {
      const key = toleration.get('key');
      const effect = toleration.get('effect').text;
      const everything =
        toleration.isMap &&
        (key.missing || key.isNull || key.text === '') &&
        toleration.get('operator').text === 'Exists';
      if (
        (!everything && !taints.has(key.text ?? '')) ||
        effect === 'PreferNoSchedule' ||
        (everything && effect === 'NoExecute')
      )
        continue;
      report({
        at: everything ? toleration.get('operator').anchor() : key.anchor(),
        message: `${named} ${everything ? 'tolerates every taint, that of the control plane too' : 'tolerates the taint of the control plane'}, so it may run beside the API server and etcd, and an escape from it would reach them. Remove the toleration.`,
        fixes: fixByRemoving(toleration, 'Remove the toleration'),
      });
    }
    const selector = workload.spec.get('nodeSelector').entries.find(([name]) => taints.has(name));
    if (!selector) return;
    report({
      at: selector[1].anchor('key'),
      message: `${named} asks for nodes of the control plane and so runs beside the API server and etcd; an escape from it would reach them. Remove the node selector.`,
      fixes: fixByRemoving(selector[1], 'Remove the node selector'),
    });
  },
});
