import type { KubernetesObjectFact } from './fact.ts';
import type { Lookup } from './lookup.ts';
import { dig, numberOf, textOf } from './plain.ts';

/** The autoscalers of Kubernetes and KEDA that scale the object. */
export function autoscalersOf(lookup: Lookup, object: KubernetesObjectFact): readonly KubernetesObjectFact[] {
  return [
    ...lookup.ofKind('HorizontalPodAutoscaler', object.namespace),
    ...lookup.ofKind('ScaledObject', object.namespace),
  ].filter(
    (it) =>
      textOf(dig(it.spec, 'scaleTargetRef', 'name')) === object.name &&
      (textOf(dig(it.spec, 'scaleTargetRef', 'kind')) ?? 'Deployment') === object.kind,
  );
}

/** The fewest pods that an autoscaler leaves: minReplicas, or minReplicaCount of KEDA. */
export function floorOf({ kind, spec }: KubernetesObjectFact): number {
  const written = numberOf(dig(spec, kind === 'ScaledObject' ? 'minReplicaCount' : 'minReplicas'));
  return written ?? (kind === 'ScaledObject' ? 0 : 1);
}
