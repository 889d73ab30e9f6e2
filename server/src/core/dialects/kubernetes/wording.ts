import type { Report } from '../../rules/rule.ts';
import type { Severity } from '../../rules/rule.ts';
import type { Container } from './container.ts';
import type { Workload } from './workload.ts';

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1] ?? ''}`;
}

/** How messages name several containers of a workload: `Container "web"`, `Containers "web" and "log"`. */
export function containersTitle(containers: readonly Container[]): string {
  const [first] = containers;
  if (first && containers.length === 1) return first.title;
  return `Containers ${listed(containers.map((it) => (it.name === '' ? String(it.index + 1) : `"${it.name}"`)))}`;
}

/** The other containers of a finding that one decision about the pod settles, as related places. */
export function otherContainers(containers: readonly Container[]): NonNullable<Report['related']> {
  return containers.slice(1).map((it) => ({ message: `${it.title} too`, at: it.at }));
}

/** Programs that watch or serve the node that they run on, by the last part of their image's name. */
const nodeAgents =
  /^(?:node-?exporter|cadvisor|fluent-?bit|fluentd(?:-.*)?|filebeat|metricbeat|auditbeat|promtail|falco|tetragon|cilium|(?:calico-)?node|flannel|weave-kube|multus(?:-cni)?|kube-proxy|node-local-dns|k8s-dns-node-cache|infrastructure(?:-.*)?|newrelic-.*|datadog-agent|agent|oneagent|dynatrace-.*|sysdig(?:-agent)?|node-problem-detector|csi-.*|.*-csi-driver|node-driver-registrar|.*-device-plugin|k8s-device-plugin|dcgm-exporter|kured|metallb-speaker|speaker)$/;

/**
 * Agents of the node live in kube-system and need parts of the host by their nature: a finding there is kept, but it
 * does not shout. Known ones that a DaemonSet runs elsewhere shout less.
 */
export function calmerInInfrastructure(workload: Workload, severity: Severity): Pick<Report, 'severity' | 'reason'> {
  if (workload.isInfrastructure)
    return {
      severity: 'info',
      reason: `${workload.namespace ?? ''} is where node agents run that need this by their nature`,
    };
  const agent =
    workload.kind === 'DaemonSet'
      ? workload.containers
          .map((it) => it.imageReference?.shortName)
          .find((it) => it !== undefined && nodeAgents.test(it))
      : undefined;
  if (severity !== 'error' || agent === undefined) return { severity };
  return { severity: 'warning', reason: `${agent} is an agent of the node that most likely needs this` };
}
