import { defineRule } from '../../../rules/rule.ts';
import type { ClusterView, ClusterWorkload } from '../../../threat-model/cluster.ts';
import { dig, numberOf, textMapOf, textOf } from '../../../threat-model/plain.ts';
import { matchesSelector } from '../../../threat-model/selector.ts';
import { isFragment, resourceOf, titleOf, within } from '../cluster-objects.ts';

const missing = [
  'kube-score:deployment-has-poddisruptionbudget',
  'kube-score:statefulset-has-poddisruptionbudget',
  'kics:deployment_without_pod_disruption_budget',
  'kics:statefulset_without_pod_disruption_budget',
  'polaris:missingPodDisruptionBudget',
];
const blocking = [
  'kube-linter:pdb-min-available',
  'kyverno:require-reasonable-pdbs',
  'gatekeeper:K8sPodDisruptionBudget',
];
const aboveFloor = 'polaris:pdbMinAvailableGreaterThanHPAMinReplicas';

export default defineRule({
  id: 'kubernetes/disruption-budget-gap',
  title: 'Disruption budget does not fit the replicas',
  why: 'Without one a drain may take all instances at once; one that asks for as many as there are never lets a node be patched.',
  remedy: 'Add a PodDisruptionBudget that lets one pod go at a time.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [693], stride: ['D'] },
  equivalents: [...missing, ...blocking, aboveFloor],
  concepts: ['pdb-missing', 'pdb-blocks-eviction'],
  visits: 'model.cluster',
  check(cluster, report) {
    const budgets = cluster.ofKind('PodDisruptionBudget');
    for (const workload of cluster.workloads) {
      const { object } = workload;
      if (object.kind !== 'Deployment' && object.kind !== 'StatefulSet') continue;
      const floor = floorOf(cluster, workload);
      const replicas = numberOf(dig(object.spec, 'replicas')) ?? 1;
      // A template that misses its own selector is another rule's finding; here either of them tells what is meant.
      const meant = [workload.labels, textMapOf(dig(object.spec, 'selector', 'matchLabels'))];
      const own = budgets.filter(
        (it) =>
          it.namespace === object.namespace &&
          selectsSome(it.spec) &&
          meant.some((labels) => matchesSelector(dig(it.spec, 'selector'), labels)),
      );
      if (own.length === 0) {
        if (isFragment(workload) || (replicas < 2 && floor === undefined)) continue;
        report({
          at: object.at,
          message: `${titleOf(object)} runs several pods, and nothing keeps a drain from taking them all at once. Add a PodDisruptionBudget that lets one go at a time.`,
          resource: resourceOf(object),
          equivalents: missing,
        });
      }
      for (const budget of own) {
        const least = podsOf(dig(budget.spec, 'minAvailable'), replicas);
        if (least === undefined || least < (floor ?? replicas)) continue;
        report({
          at: within(budget, 'spec', 'minAvailable'),
          message: `${titleOf(budget)} asks for ${least} pods of ${titleOf(object)}, which ${floor === undefined ? `has ${replicas}` : `may go down to ${floor}`}: none may go, so nodes cannot be drained and their patches wait. Use maxUnavailable: 1.`,
          severity: 'warning',
          // A floor that is met exactly still scales up before a drain.
          ...(floor !== undefined && least === floor
            ? { severity: 'info', reason: 'the autoscaler may add pods first' }
            : {}),
          resource: resourceOf(budget),
          related: [{ message: titleOf(object), at: object.at }],
          equivalents: [...blocking, ...(floor !== undefined && least > floor ? [aboveFloor] : [])],
        });
      }
    }
  },
});

function selectsSome(spec: unknown): boolean {
  return dig(spec, 'selector') !== undefined;
}

/** The lowest number of pods that an autoscaler goes down to. */
function floorOf(cluster: ClusterView, { object }: ClusterWorkload): number | undefined {
  const scaler = cluster.ofKind('HorizontalPodAutoscaler').find((it) => {
    const target = dig(it.spec, 'scaleTargetRef');
    return (
      it.namespace === object.namespace &&
      textOf(dig(target, 'kind')) === object.kind &&
      textOf(dig(target, 'name')) === object.name
    );
  });
  if (!scaler) return undefined;
  const least = dig(scaler.spec, 'minReplicas');
  return least === undefined ? undefined : (numberOf(least) ?? undefined);
}

/** A number of pods, or a share of them, rounded up as the API does. */
function podsOf(value: unknown, replicas: number): number | undefined {
  const share = /^(\d+)%$/.exec(textOf(value) ?? '')?.[1];
  if (share !== undefined) return Math.ceil((Number(share) * replicas) / 100);
  return numberOf(value) ?? undefined;
}
