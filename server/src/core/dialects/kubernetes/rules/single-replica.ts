import { defineRule } from '../../../rules/rule.ts';
import type { ClusterView } from '../../../threat-model/cluster.ts';
import type { KubernetesObjectFact } from '../../../threat-model/fact.ts';
import { dig, numberOf, textOf } from '../../../threat-model/plain.ts';
import { resourceOf, titleOf, within } from '../cluster-objects.ts';

const kinds: readonly string[] = [
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'DeploymentConfig',
  'Rollout',
];

export default defineRule({
  id: 'kubernetes/single-replica',
  title: 'Service stands on a single pod',
  why: 'One crash, or one node that is drained for its updates, takes the service away.',
  remedy: 'Run two replicas or more.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1188], stride: ['D'] },
  equivalents: [
    'kube-linter:minimum-three-replicas',
    'kube-score:deployment-replicas',
    'polaris:deploymentMissingReplicas',
    'kyverno:require-deployments-have-multiple-replicas',
    'gatekeeper:K8sReplicaLimits',
  ],
  concepts: ['single-replica'],
  visits: 'model.workload',
  check({ cluster, workload: { object } }, report) {
    if (!kinds.includes(object.kind)) return;
    const written = dig(object.spec, 'replicas');
    const replicas = numberOf(written);
    // Absent is one, but often it is the autoscaler's or an overlay's to say; only what is written out is judged.
    if (replicas !== 1 || isScaled(cluster, object) || textOf(dig(object.spec, 'strategy', 'type')) === 'Recreate')
      return;
    report({
      at: within(object, 'spec', 'replicas'),
      message: `${titleOf(object)} stands on a single pod: one crash, or a node that is drained for its updates, takes the service away. Run two or more, unless it must be alone.`,
      resource: resourceOf(object),
      fixes: [
        {
          title: 'Run two replicas',
          safety: 'behaviour',
          patches: [{ op: 'set', at: within(object, 'spec', 'replicas'), value: 2 }],
        },
      ],
    });
  },
});

/** An autoscaler of Kubernetes or KEDA decides instead. */
function isScaled(cluster: ClusterView, object: KubernetesObjectFact): boolean {
  return [...cluster.ofKind('HorizontalPodAutoscaler'), ...cluster.ofKind('ScaledObject')].some((it) => {
    const target = dig(it.spec, 'scaleTargetRef');
    const kind = textOf(dig(target, 'kind')) ?? 'Deployment';
    return it.namespace === object.namespace && kind === object.kind && textOf(dig(target, 'name')) === object.name;
  });
}
