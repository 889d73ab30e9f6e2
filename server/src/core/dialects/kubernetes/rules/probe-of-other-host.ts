import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';
import { isNot, readText } from '../setting.ts';

const handlers: readonly (readonly string[])[] = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

export default defineRule({
  id: 'kubernetes/probe-of-other-host',
  title: 'Probe asks another host than its own pod',
  why: 'The kubelet sends the request from the network of the node, so the author of a pod makes it reach addresses that the pod itself may not.',
  remedy: 'Remove host; the request then goes to the pod.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [918], stride: ['I', 'S'] },
  equivalents: ['psa:hostProbesAndHostLifecycle', 'gatekeeper:K8sPSPHostProbesLifecycle'],
  concepts: ['probe-host-field'],
  visits: 'kubernetes.container',
  check(container, report) {
    for (const handler of handlers) {
      for (const kind of ['httpGet', 'tcpSocket']) {
        const host = readText(container.view, ...handler, kind, 'host');
        if (host.state !== 'set' || host.value === '') continue;
        // On the network of the node the loopback is the pod's own.
        if (!isNot(container.workload.hostNetwork, true) && /^(?:127\.|localhost$|::1$)/.test(host.value)) continue;
        report({
          at: host.view.anchor(),
          message: `The ${handler.at(-1) ?? ''} of ${container.title.toLowerCase()} in ${container.workload.object.title} asks ${host.value}: the kubelet sends it from the node and reaches what the pod may not. Remove host; a Host header does not need it.`,
          fixes: fixByRemoving(host.view, `Remove host: ${host.value}`),
        });
      }
    }
  },
});
