import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';
import { is } from '../setting.ts';
import { calmerInInfrastructure } from '../wording.ts';

export default defineRule({
  id: 'kubernetes/host-ipc',
  title: 'Pod shares the memory segments of its node',
  why: 'Shared memory, semaphores and message queues of processes on the node can be read and altered.',
  remedy: 'Remove hostIPC.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [653], stride: ['I', 'T'], cis: ['Kubernetes 5.2.4'], owasp: ['K01:2022'] },
  equivalents: [
    'checkov:CKV_K8S_18',
    'trivy:KSV-0008',
    'kube-linter:host-ipc',
    'kics:shared_host_ipc_namespace',
    'polaris:hostIPCSet',
    'kubescape:C-0038',
    'kubescape:C-0276',
    'psa:hostNamespaces',
    'kyverno:disallow-host-namespaces',
    'gatekeeper:K8sPSPHostNamespace',
    'kubesec:HostIPC',
    'rahman:activation-of-host-ipc',
  ],
  concepts: ['host-ipc'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const { hostIpc } = workload;
    if (!is(hostIpc, true)) return;
    report({
      at: hostIpc.view.anchor(),
      message: `${workload.object.title} shares memory segments, semaphores and message queues with the processes of its node and may read and change them. Remove hostIPC.`,
      ...calmerInInfrastructure(workload, 'error'),
      fixes: fixByRemoving(hostIpc.view, 'Remove hostIPC'),
    });
  },
});
