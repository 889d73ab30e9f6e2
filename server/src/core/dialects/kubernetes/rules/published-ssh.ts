import { defineRule } from '../../../rules/rule.ts';
import { containerPortsOf, imagesOf } from '../../../threat-model/cluster.ts';
import { dig, listOf, numberOf, textOf } from '../../../threat-model/plain.ts';
import { resourceOf, titleOf, within } from '../cluster-objects.ts';
import { isMeantToOfferSsh } from '../ssh.ts';

export default defineRule({
  id: 'kubernetes/published-ssh',
  title: 'Service leads to SSH',
  why: 'A login daemon that the whole cluster reaches is a second way into its pods, with credentials of its own and without an audit log.',
  remedy: 'Remove the port and the daemon; kubectl exec is authorised and logged.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [749], stride: ['S', 'E'] },
  equivalents: ['kubescape:C-0042'],
  concepts: ['ssh-port-exposed'],
  visits: 'model.service',
  check({ cluster, service }, report) {
    if (service.apiVersion !== 'v1') return;
    listOf(dig(service.spec, 'ports')).forEach((port, index) => {
      if ((textOf(dig(port, 'protocol')) ?? 'TCP') !== 'TCP') return;
      const own = numberOf(dig(port, 'port'));
      const target = numberOf(dig(port, 'targetPort')) ?? own;
      const ssh = [own, target].find((it) => it === 22 || it === 2222);
      // A container that declares the port is told of by itself.
      const workload = cluster.podsOf(service).find((it) => !containerPortsOf(it).some((n) => n === 22 || n === 2222));
      if (ssh === undefined || !workload) return;
      if (isMeantToOfferSsh(service.name, workload.object.name, ...imagesOf(workload))) return;
      report({
        at: within(service, 'spec', 'ports', index, target === ssh && target !== own ? 'targetPort' : 'port'),
        message: `${titleOf(service)} ${target === ssh ? `leads to port ${ssh} of ${titleOf(workload.object)}, where SSH listens` : `offers port ${ssh}, where SSH is expected, for ${titleOf(workload.object)}`}: a second way in, with passwords or keys of its own and unknown to the audit log of the cluster. Remove the port, and use kubectl exec.`,
        resource: resourceOf(service),
        confidence: ssh === 22 ? 'high' : 'medium',
        related: [{ message: 'these pods are meant', at: workload.object.at }],
        fixes:
          listOf(dig(service.spec, 'ports')).length > 1
            ? [
                {
                  title: `Remove port ${ssh}`,
                  safety: 'behaviour',
                  patches: [{ op: 'remove', at: within(service, 'spec', 'ports', index) }],
                },
              ]
            : [],
      });
    });
  },
});
