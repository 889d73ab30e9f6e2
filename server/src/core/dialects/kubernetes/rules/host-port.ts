import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';
import { isNot } from '../setting.ts';
import { calmerInInfrastructure } from '../wording.ts';

export default defineRule({
  id: 'kubernetes/host-port',
  title: 'Container claims a port of its node',
  why: 'The service is reachable on the address of the node, past the gateway where authentication, TLS and rate limits live, and often past network policies.',
  remedy: 'Remove hostPort and publish the port by a Service.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [668], stride: ['S', 'I'], cis: ['Kubernetes 5.2.13'], owasp: ['K07:2022'] },
  equivalents: [
    'checkov:CKV_K8S_26',
    'trivy:KSV-0024',
    'kics:workload_host_port_not_specified',
    'polaris:hostPortSet',
    'kubescape:C-0044',
    'psa:hostPorts',
    'kyverno:disallow-host-ports',
    'gatekeeper:K8sPSPHostNetworkingPorts',
  ],
  concepts: ['host-port'],
  visits: 'kubernetes.container',
  check(container, report) {
    const { workload } = container;
    // With hostNetwork the API itself copies the port; that is the other rule's decision.
    const copied = !isNot(workload.hostNetwork, true);
    for (const { hostPort, number } of container.ports) {
      if (hostPort.state !== 'set' || hostPort.value === 0) continue;
      if (copied && number.state === 'set' && number.value === hostPort.value) continue;
      report({
        at: hostPort.view.anchor(),
        message: `${container.title} of ${workload.object.title} is reachable on port ${hostPort.value} of every node that it runs on, past Services, gateways and often network policies. Remove hostPort and publish the port by a Service.`,
        ...calmerInInfrastructure(workload, 'warning'),
        fixes: fixByRemoving(hostPort.view, `Remove hostPort ${hostPort.value}`),
      });
    }
  },
});
