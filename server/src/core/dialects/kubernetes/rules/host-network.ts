import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import type { Container } from '../container.ts';
import { fix, removeField } from '../repair.ts';
import { is, readText } from '../setting.ts';
import { calmerInInfrastructure } from '../wording.ts';

/** Host ports that are written out; with hostNetwork every port is one, so this is the decision. */
const ports = [
  'checkov:CKV_K8S_26',
  'trivy:KSV-0024',
  'kics:workload_host_port_not_specified',
  'polaris:hostPortSet',
  'kubescape:C-0044',
  'psa:hostPorts',
  'kyverno:disallow-host-ports',
];

export default defineRule({
  id: 'kubernetes/host-network',
  title: 'Pod shares the network of its node',
  why: 'The pod reaches what the node serves on its loopback and the credentials of the cloud, hears the traffic of the node, and is invisible to network policies and most sidecars.',
  remedy: 'Remove hostNetwork and publish the port by a Service.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [653], stride: ['I', 'S', 'E'], cis: ['Kubernetes 5.2.5'], owasp: ['K01:2022', 'K07:2022'] },
  equivalents: [
    'checkov:CKV_K8S_19',
    'trivy:KSV-0009',
    'kube-linter:host-network',
    'kics:shared_host_network_namespace',
    'polaris:hostNetworkSet',
    'kubescape:C-0041',
    'psa:hostNamespaces',
    'kyverno:disallow-host-namespaces',
    'gatekeeper:K8sPSPHostNetworkingPorts',
    'kubesec:HostNetwork',
    'rahman:activation-of-host-network',
    ...ports,
  ],
  concepts: ['host-network', 'host-port'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const { hostNetwork } = workload;
    if (!is(hostNetwork, true)) return;
    const dns = readText(workload.spec, 'dnsPolicy');
    report({
      at: hostNetwork.view.anchor(),
      message: `${workload.object.title} shares the network of its node: network policies do not see it, and it reaches what the node serves to itself, often the credentials of the cloud. Remove hostNetwork and publish the port by a Service.`,
      ...calmerInInfrastructure(workload, 'error'),
      equivalents: workload.containers.some((it) =>
        it.ports.some(({ hostPort }) => hostPort.state === 'set' && hostPort.value !== 0),
      )
        ? this.equivalents
        : this.equivalents.filter((it) => !ports.includes(it)),
      fixes: fix(
        'Remove hostNetwork',
        'behaviour',
        [hostNetwork.view],
        [
          removeField(hostNetwork.view),
          ...(is(dns, 'ClusterFirstWithHostNet') ? [removeField(dns.view)] : []),
          // On its own network a pod is no longer behind the loopback of the node.
          ...workload.containers.flatMap(loopbackProbes).map(removeField),
        ],
      ),
    });
  },
});

/** Hosts of probes that mean the node's own loopback. */
function loopbackProbes(container: Container): readonly View[] {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((it) => [
    container.view.at(it, 'httpGet', 'host'),
    container.view.at(it, 'tcpSocket', 'host'),
  ]);
  return probes.filter((it) => /^(?:127\.|localhost$|::1$)/.test(it.text ?? ''));
}
