import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';

export default defineRule({
  id: 'kubernetes/host-alias',
  title: 'Pod overrides names in /etc/hosts',
  why: 'A fixed address for a name passes every policy of DNS by and can point a trusted name somewhere else.',
  remedy: 'Remove hostAliases and give the name a Service or a DNS record.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [350], stride: ['S'] },
  equivalents: ['trivy:KSV-0007', 'kubesec:HostAliases'],
  concepts: ['host-aliases'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const list = workload.spec.get('hostAliases');
    if (list.items.length === 0) return;
    report({
      at: list.anchor(),
      message: `${workload.object.title} writes names into its own /etc/hosts: they pass DNS by, and nobody notices when the address behind such a name belongs to somebody else. Remove hostAliases and use a Service or a DNS record.`,
      fixes: fixByRemoving(list, 'Remove hostAliases'),
    });
  },
});
