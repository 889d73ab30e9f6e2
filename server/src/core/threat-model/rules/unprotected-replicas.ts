import { resourceOf, titleOf } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { lookupIn } from '../lookup.ts';
import { dig, numberOf } from '../plain.ts';
import { autoscalersOf } from '../scaling.ts';
import { matchesSelector } from '../selector.ts';

const both = ['polaris:missingPodDisruptionBudget'];
const byKind: Readonly<Record<string, readonly string[]>> = {
  Deployment: [
    'kube-score:deployment-has-poddisruptionbudget',
    'kics:deployment_without_pod_disruption_budget',
    ...both,
  ],
  StatefulSet: [
    'kube-score:statefulset-has-poddisruptionbudget',
    'kics:statefulset_without_pod_disruption_budget',
    ...both,
  ],
};

export default defineRule({
  id: 'kubernetes/unprotected-replicas',
  title: 'All pods of the workload may be evicted at once',
  why: 'A node that is drained for its updates may take every instance along.',
  remedy: 'Add a PodDisruptionBudget that selects the pods.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [693], stride: ['D'] },
  equivalents: [...new Set(Object.values(byKind).flat())],
  concepts: ['pdb-missing'],
  visits: 'model.workload',
  check({ cluster, workload }, report) {
    const lookup = lookupIn(cluster);

    const { object, labels } = workload;
    const equivalents = byKind[object.kind];
    const written = dig(object.spec, 'replicas');
    const replicas = numberOf(written);
    // A single pod is not helped by a budget: it would only keep its node from being drained.
    if (!equivalents || (replicas !== null && replicas < 2 && autoscalersOf(lookup, object).length === 0)) return;
    if (written !== undefined && replicas === null) return;
    // Where no number is written and nobody cares for budgets, one pod is what there is.
    const scaled = autoscalersOf(lookup, object).length > 0;
    if (replicas === null && !scaled && cluster.ofKind('PodDisruptionBudget').length === 0) return;
    if (dig(object.spec, 'template') === undefined) return;
    const protectedBy = lookup
      .ofKind('PodDisruptionBudget', object.namespace)
      .some((it) => dig(it.spec, 'selector') !== undefined && matchesSelector(dig(it.spec, 'selector'), labels));
    if (protectedBy) return;
    report({
      at: object.at,
      message: `${titleOf(object)} has no disruption budget: when nodes are drained, ${replicas === null || replicas < 2 ? 'all its pods may go' : `all its ${replicas} pods may go`} at once. Add a PodDisruptionBudget with maxUnavailable: 1 that selects them.`,
      resource: resourceOf(object),
      equivalents,
      ...(replicas === null ? { confidence: 'low' as const } : {}),
    });
  },
});
