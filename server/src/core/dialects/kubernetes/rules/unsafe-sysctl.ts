import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';
import { readText } from '../setting.ts';

/** Parameters that are namespaced and isolated, as of Kubernetes 1.32 ("Safe and Unsafe Sysctls"). */
const safe: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  ...[
    'ip_local_port_range',
    'tcp_syncookies',
    'ping_group_range',
    'ip_unprivileged_port_start',
    'ip_local_reserved_ports',
    'tcp_keepalive_time',
    'tcp_fin_timeout',
    'tcp_keepalive_intvl',
    'tcp_keepalive_probes',
    'tcp_rmem',
    'tcp_wmem',
  ].map((it) => `net.ipv4.${it}`),
]);

export default defineRule({
  id: 'kubernetes/unsafe-sysctl',
  title: 'Kernel parameter outside the safe set',
  why: 'Such a parameter acts on the whole node, or can starve it, and so weakens the pods beside this one.',
  remedy: 'Remove it, or set it on dedicated nodes.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250], stride: ['D', 'T'], cis: ['Kubernetes 5.7.3'] },
  equivalents: [
    'trivy:KSV-0026',
    'kube-linter:unsafe-sysctls',
    'kics:cluster_allows_unsafe_sysctls',
    'psa:sysctls',
    'kyverno:restrict-sysctls',
    'kyverno:prevent-cr8escape',
    'kubescape:set-sysctls-params',
  ],
  concepts: ['sysctl-unsafe'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    for (const item of workload.securityContext.get('sysctls').items) {
      const name = readText(item, 'name');
      // Slashes are the other way to write the separators (since 1.20).
      if (name.state !== 'set' || safe.has(name.value.replaceAll('/', '.'))) continue;
      report({
        at: name.view.anchor(),
        message: `${workload.object.title} sets the kernel parameter ${name.value}, which is not among those that stay inside a pod: it can weaken or starve every pod on the node. Remove it, or set it on nodes that are kept for this workload.`,
        fixes: fixByRemoving(item, `Remove the kernel parameter ${name.value}`),
      });
    }
  },
});
