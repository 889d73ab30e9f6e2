import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { type ClusterWorkload, workloadsOf } from '../cluster.ts';
import { joined } from '../cluster-index.ts';
import { isOpenText } from '../lookup.ts';
import { dig, textOf } from '../plain.ts';

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
  visits: 'model.workload',
  check({ workload, cluster }, report) {
    const account = textOf(dig(workload.pod, 'serviceAccountName'));
    if (account === null || account === '' || account === 'default' || isOpenText(account)) return;
    const { namespace } = workload.object;
    const workloads = workloadsOf(cluster.source.bucket('account in namespace', joined(namespace, account)));
    // The first one speaks for all.
    if (workloads[0]?.object !== workload.object) return;
    const applications = new Set(workloads.map(applicationOf));
    if (applications.size < 2) return;
    report({
      at: within(workload.object, ...workload.podRoute, 'serviceAccountName'),
      message: `${applications.size} workloads run as service account "${account}" (${workloads
        .slice(0, 4)
        .map((it) => it.object.name)
        .join(
          ', ',
        )}${workloads.length > 4 ? ', ...' : ''}): each has the rights of all, and no policy can tell them apart. Give each an account of its own.`,
      resource: resourceOf(workload.object),
      related: workloads.slice(1, 50).map((it) => ({
        message: `${titleOf(it.object)} runs as "${account}" too.`,
        at: within(it.object, ...it.podRoute, 'serviceAccountName'),
      })),
    });
  },
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
