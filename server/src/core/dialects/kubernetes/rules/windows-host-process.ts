import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';
import { is } from '../setting.ts';
import { calmerInInfrastructure } from '../wording.ts';

export default defineRule({
  id: 'kubernetes/windows-host-process',
  title: 'Container runs as a process of the Windows host',
  why: 'It has the file system, the network and the accounts of the host; there is no container left to escape from.',
  remedy: 'Remove hostProcess.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Kubernetes 5.2.11'], owasp: ['K01:2022'] },
  equivalents: [
    'trivy:KSV-0103',
    'polaris:hostProcess',
    'psa:windowsHostProcess',
    'kyverno:disallow-host-process',
    'gatekeeper:K8sPSPHostProcess',
    'kubescape:set-hostprocess-true',
  ],
  concepts: ['host-process-windows'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const seen = new Set<string>();
    for (const { hostProcess, title } of workload.containers) {
      const key = JSON.stringify(hostProcess.view.route);
      if (!is(hostProcess, true) || seen.has(key)) continue;
      seen.add(key);
      report({
        at: hostProcess.view.anchor(),
        message: `${title} of ${workload.object.title} runs as a process of the Windows host, with its files and accounts: whoever takes over the service has the node. Remove hostProcess.`,
        ...calmerInInfrastructure(workload, 'error'),
        fixes: fixByRemoving(hostProcess.view, 'Remove hostProcess'),
      });
    }
  },
});
