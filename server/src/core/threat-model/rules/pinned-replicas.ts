import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { lookupIn } from '../lookup.ts';
import { dig, numberOf } from '../plain.ts';
import { autoscalersOf } from '../scaling.ts';

export default defineRule({
  id: 'kubernetes/pinned-replicas',
  title: 'Number of pods is fixed and scaled at once',
  why: 'Each time the manifest is applied the autoscaler is set back, perhaps in the middle of a peak or an attack.',
  remedy: 'Leave replicas out where an autoscaler decides.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: [
    'kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured',
    'kics:hpa_targeted_deployments_with_configured_replica_count',
  ],
  concepts: ['hpa-and-static-replicas'],
  visits: 'model.workload',
  check({ cluster, workload: { object } }, report) {
    const lookup = lookupIn(cluster);

    const replicas = numberOf(dig(object.spec, 'replicas'));
    if (replicas === null || !/^(?:Deployment|StatefulSet|ReplicaSet|Rollout)$/.test(object.kind)) return;
    const [scaler] = autoscalersOf(lookup, object);
    if (!scaler) return;
    report({
      at: within(object, 'spec', 'replicas'),
      message: `${titleOf(object)} is fixed at ${replicas} pods, and ${titleOf(scaler)} scales it: each time this is applied the number falls back. Leave replicas out.`,
      resource: resourceOf(object),
      related: [{ message: `${titleOf(scaler)} decides how many there are.`, at: scaler.at }],
      fixes: [
        {
          title: 'Leave the number to the autoscaler',
          safety: 'behaviour',
          patches: [{ op: 'remove', at: within(object, 'spec', 'replicas') }],
        },
      ],
    });
  },
});
