import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';
import { is } from '../setting.ts';
import { calmerInInfrastructure } from '../wording.ts';

export default defineRule({
  id: 'kubernetes/host-pid',
  title: 'Pod sees the processes of its node',
  why: 'All processes of the node become visible with their command lines and, for the same user, their environment; root in the pod may trace or stop them.',
  remedy: 'Remove hostPID; use shareProcessNamespace for containers of one pod.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [653], stride: ['I', 'E', 'T'], cis: ['Kubernetes 5.2.3'], owasp: ['K01:2022'] },
  equivalents: [
    'checkov:CKV_K8S_17',
    'trivy:KSV-0010',
    'kube-linter:host-pid',
    'kics:shared_host_pid_namespace',
    'polaris:hostPIDSet',
    'kubescape:C-0038',
    'kubescape:C-0275',
    'psa:hostNamespaces',
    'kyverno:disallow-host-namespaces',
    'gatekeeper:K8sPSPHostNamespace',
    'kubesec:HostPID',
    'rahman:activation-of-host-pid',
  ],
  concepts: ['host-pid'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const { hostPid } = workload;
    if (!is(hostPid, true)) return;
    report({
      at: hostPid.view.anchor(),
      message: `${workload.object.title} sees every process of its node, with command lines and often with the secrets in their environment, and as root it may trace or stop them. Remove hostPID, unless it is there to watch the node.`,
      ...calmerInInfrastructure(workload, 'error'),
      fixes: fixByRemoving(hostPid.view, 'Remove hostPID'),
    });
  },
});
