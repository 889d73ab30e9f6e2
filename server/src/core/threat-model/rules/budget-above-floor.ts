import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { lookupIn } from '../lookup.ts';
import { dig, numberOf, textOf } from '../plain.ts';
import { autoscalersOf, floorOf } from '../scaling.ts';

const scaled = ['polaris:pdbMinAvailableGreaterThanHPAMinReplicas'];
const still = ['kube-linter:pdb-min-available', 'kyverno:require-reasonable-pdbs'];

export default defineRule({
  id: 'kubernetes/budget-above-floor',
  title: 'Disruption budget asks for all the pods there are',
  why: 'No pod may ever go, so nodes cannot be drained: their security updates wait, or somebody uses force.',
  remedy: 'Set maxUnavailable to 1 instead of minAvailable.',
  category: 'resilience',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [693], stride: ['D'] },
  equivalents: [...scaled, ...still],
  concepts: ['pdb-blocks-eviction'],
  visits: 'model.object',
  check({ cluster, object: budget }, report) {
    if (budget.kind !== 'PodDisruptionBudget') return;
    const lookup = lookupIn(cluster);
    const selector = dig(budget.spec, 'selector');
    if (selector === undefined) return;
    for (const { object } of lookup.selected(selector, budget.namespace)) {
      const [scaler] = autoscalersOf(lookup, object);
      const pods = scaler ? floorOf(scaler) : numberOf(dig(object.spec, 'replicas'));
      const least = pods === null ? null : leastOf(budget, pods);
      if (pods === null || pods < 1 || least === null || least < pods) continue;
      // All of them in per cent is the budget's own fault, whatever it selects.
      if (textOf(dig(budget.spec, 'minAvailable')) === '100%') continue;
      report({
        at: within(budget, 'spec', 'minAvailable'),
        message: `${titleOf(budget)} keeps ${least} pods of ${titleOf(object)} running, which has ${scaler ? `as few as ${pods} by ${titleOf(scaler)}` : `${pods}`}: none may go, and nodes cannot be drained. Set maxUnavailable to 1 instead.`,
        resource: resourceOf(budget),
        equivalents: scaler ? [...scaled, ...still] : still,
        related: [{ message: `${titleOf(scaler ?? object)} says how many there are.`, at: (scaler ?? object).at }],
        fixes: [
          {
            title: 'Let one pod go at a time',
            safety: 'behaviour',
            patches: [
              { op: 'remove', at: within(budget, 'spec', 'minAvailable') },
              { op: 'set', at: within(budget, 'spec', 'maxUnavailable'), value: 1 },
            ],
          },
        ],
      });
      break;
    }
  },
});

/** The pods that have to stay of so many; a share is rounded up (Kubernetes, "Specifying a Disruption Budget"). */
function leastOf(budget: KubernetesObjectFact, pods: number): number | null {
  const written = dig(budget.spec, 'minAvailable');
  const number = numberOf(written);
  if (number !== null) return number;
  const share = /^(\d+)%$/.exec(textOf(written) ?? '')?.[1];
  return share === undefined ? null : Math.ceil((Number(share) * pods) / 100);
}
