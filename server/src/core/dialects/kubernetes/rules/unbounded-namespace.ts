import { defineRule } from '../../../rules/rule.ts';
import type { ClusterWorkload } from '../../../threat-model/cluster.ts';
import { isFragment, resourceOf, titleOf } from '../cluster-objects.ts';
import { addTo } from '../../../threat-model/grouped.ts';

const quota = ['kics:pod_or_container_without_resource_quota'];
const range = ['kics:pod_or_container_without_limit_range'];

export default defineRule({
  id: 'kubernetes/unbounded-namespace',
  title: 'Namespace may use up the cluster',
  why: 'One runaway or abused service takes the capacity of all others, and containers that say nothing stay without a limit.',
  remedy: 'Add a ResourceQuota and a LimitRange.',
  category: 'resource-limits',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [770], stride: ['D'] },
  equivalents: [...quota, ...range],
  concepts: ['namespace-no-quota', 'namespace-no-limit-range'],
  visits: 'model.cluster',
  check(cluster, report) {
    const placed = new Map<string, ClusterWorkload[]>();
    for (const workload of cluster.workloads) {
      if (isFragment(workload)) continue;
      const name = workload.object.namespace ?? 'default';
      addTo(placed, name, workload);
    }
    const has = (kind: string, namespace: string): boolean =>
      cluster.ofKind(kind).some((it) => (it.namespace ?? 'default') === namespace);
    for (const [name, workloads] of placed) {
      const [first] = workloads;
      const missing = [
        ...(has('ResourceQuota', name) ? [] : ['ResourceQuota']),
        ...(has('LimitRange', name) ? [] : ['LimitRange']),
      ];
      if (!first || missing.length === 0) continue;
      report({
        at: first.object.at,
        message: `The namespace "${name}" of ${titleOf(first.object)}${workloads.length > 1 ? ` and ${workloads.length - 1} more` : ''} has no ${missing.join(' and no ')} in this workspace: one service that runs wild takes what all others need. Add ${missing.length > 1 ? 'them' : 'one'}, unless the platform brings it.`,
        confidence: 'low',
        resource: resourceOf(first.object),
        equivalents: [
          ...(missing.includes('ResourceQuota') ? quota : []),
          ...(missing.includes('LimitRange') ? range : []),
        ],
      });
    }
  },
});
