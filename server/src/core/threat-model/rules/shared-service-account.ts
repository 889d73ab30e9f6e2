import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { ClusterWorkload } from '../cluster.ts';
import { isOpenText } from '../lookup.ts';
import { onceFor } from '../once.ts';
import { dig, textOf } from '../plain.ts';
import { addTo } from '../grouped.ts';

export default defineRule({
  id: 'kubernetes/shared-service-account',
  title: 'Several workloads share one service account',
  why: 'Each of them has the rights of all, and no policy of a mesh or a cloud can tell them apart.',
  remedy: 'Give each workload an account of its own.',
  category: 'authorization',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [653, 250], stride: ['E', 'S'], cis: ['Kubernetes 5.1.5'] },
  equivalents: ['kics:shared_service_account'],
  concepts: ['service-account-shared'],
  visits: 'model.cluster',
  check(cluster, report) {
    const byAccount = new Map<string, ClusterWorkload[]>();
    for (const workload of cluster.workloads) {
      const key = accountOf(workload);
      if (key !== null) addTo(byAccount, key, workload);
    }
    for (const [key, workloads] of byAccount) {
      if (workloads.length < 2) continue;
      const [first] = workloads;
      const applications = new Set(workloads.map(applicationOf));
      if (!first || applications.size < 2) continue;
      const account = key.slice(key.indexOf('/') + 1);
      report({
        at: within(first.object, ...first.podRoute, 'serviceAccountName'),
        message: `${applications.size} workloads run as service account "${account}" (${workloads
          .slice(0, 4)
          .map((it) => it.object.name)
          .join(
            ', ',
          )}${workloads.length > 4 ? ', ...' : ''}): each has the rights of all, and no policy can tell them apart. Give each an account of its own.`,
        resource: resourceOf(first.object),
        related: workloads.slice(1, 50).map((it) => ({
          message: `${titleOf(it.object)} runs as "${account}" too.`,
          at: within(it.object, ...it.podRoute, 'serviceAccountName'),
        })),
      });
    }
  },
});

/** The account that a workload names, as "namespace/name". */
const accountOf = onceFor(({ object, pod }: ClusterWorkload): string | null => {
  const name = textOf(dig(pod, 'serviceAccountName'));
  if (name === null || name === '' || name === 'default' || isOpenText(name)) return null;
  return `${object.namespace ?? ''}/${name}`;
});

/** Parts of one application, such as its canary or the job that prepares its database, may be one to the cluster. */
function applicationOf({ labels, object }: ClusterWorkload): string {
  return (
    labels['app.kubernetes.io/instance'] ??
    labels['app.kubernetes.io/name'] ??
    labels['app'] ??
    object.name.replace(/-(?:canary|primary|stable|migrate|migration|v\d+)$/, '')
  );
}
