import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { dig, textMapOf } from '../plain.ts';

/** Annotations, and the object that carries them. */
export interface PodMarks {
  readonly marks: Readonly<Record<string, string>>;
  readonly by: KubernetesObjectFact;
}

/** The annotations that count for a workload's pods, the strongest first: the pod's own, then its namespace's. */
export function marksOf(cluster: ClusterView, { object }: ClusterWorkload): readonly PodMarks[] {
  const path = object.kind === 'CronJob' ? ['jobTemplate', 'spec', 'template'] : ['template'];
  const own =
    object.kind === 'Pod' ? object.annotations : textMapOf(dig(object.spec, ...path, 'metadata', 'annotations'));
  const space = object.namespace === null ? [] : cluster.named('Namespace', null, object.namespace);
  return [{ marks: own, by: object }, ...space.map((by) => ({ marks: by.annotations, by }))];
}
