import { defineRule } from '../../../rules/rule.ts';
import { isMeantToOfferSsh } from '../ssh.ts';
import { fixByRemoving } from '../repair.ts';

export default defineRule({
  id: 'kubernetes/ssh-port',
  title: 'Container offers SSH',
  why: 'A login daemon in a workload is a second way in, with credentials of its own and without the audit log of the cluster.',
  remedy: 'Remove the daemon; kubectl exec is authorised and logged.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [749], stride: ['S', 'E'] },
  equivalents: ['kube-linter:ssh-port', 'kubescape:C-0042'],
  concepts: ['ssh-port-exposed'],
  visits: 'kubernetes.container',
  check(container, report) {
    if (isMeantToOfferSsh(container.imageReference?.shortName, container.workload.name)) return;
    for (const { number, protocol, view } of container.ports) {
      if (protocol !== 'TCP' || number.state !== 'set' || (number.value !== 22 && number.value !== 2222)) continue;
      report({
        at: number.view.anchor(),
        message: `${container.title} of ${container.workload.object.title} offers port ${number.value}, where SSH listens: a second way in, with passwords or keys of its own and unknown to the audit log of the cluster. Remove the daemon and use kubectl exec.`,
        equivalents: number.value === 22 ? this.equivalents : ['kubescape:C-0042'],
        confidence: number.value === 22 ? 'high' : 'medium',
        fixes: fixByRemoving(view, `Remove port ${number.value}`),
      });
    }
  },
});
