import type { KubernetesObjectFact } from './fact.ts';
import { onceFor } from './once.ts';
import { dig, listOf, mapOf, numberOf, textMapOf, textOf } from './plain.ts';
import type { Labels } from './selector.ts';

/** An object that makes pods. */
export interface ClusterWorkload {
  readonly object: KubernetesObjectFact;
  readonly labels: Labels;
  /** The pod's specification, and the route to it from the object's root. */
  readonly pod: unknown;
  readonly podRoute: readonly string[];
}

/** Where the pod template stands in each kind (Kubernetes API; OpenShift and Argo use the Deployment's form). */
const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['template'],
  StatefulSet: ['template'],
  DaemonSet: ['template'],
  ReplicaSet: ['template'],
  ReplicationController: ['template'],
  DeploymentConfig: ['template'],
  Rollout: ['template'],
  Job: ['template'],
  CronJob: ['jobTemplate', 'spec', 'template'],
};

/** True for a kind that makes pods. */
export function isWorkloadKind(kind: string): boolean {
  return Object.hasOwn(templates, kind);
}

/** A container, with the route to it from the object's root. */
export interface WorkloadContainer {
  readonly container: unknown;
  readonly route: readonly (string | number)[];
}

/** One workload for each fact, so that what is known of it is known in the next model too. */
export const toWorkload = onceFor((object: KubernetesObjectFact): ClusterWorkload => {
  const path = templates[object.kind] ?? [];
  if (path.length === 0) return { object, labels: object.labels, pod: object.spec, podRoute: ['spec'] };
  const template = dig(object.spec, ...path);
  return {
    object,
    labels: textMapOf(dig(template, 'metadata', 'labels')),
    pod: mapOf(dig(template, 'spec')),
    podRoute: ['spec', ...path, 'spec'],
  };
});

/** The labels that the pods of an object carry, for one that makes pods. */
export function podLabelsOf(object: KubernetesObjectFact): Labels {
  return toWorkload(object).labels;
}

/** Containers of a pod that keep running, with the route to each from the object's root. */
export const containersOf = onceFor((workload: ClusterWorkload): readonly WorkloadContainer[] =>
  listOf(dig(workload.pod, 'containers')).map((container, index) => ({
    container,
    route: [...workload.podRoute, 'containers', index],
  })),
);

/** Ports that the containers of a pod declare. */
export const containerPortsOf = onceFor((workload: ClusterWorkload): readonly number[] =>
  containersOf(workload).flatMap(({ container }) =>
    listOf(dig(container, 'ports')).flatMap((port) => numberOf(dig(port, 'containerPort')) ?? []),
  ),
);

export const imagesOf = onceFor((workload: ClusterWorkload): readonly string[] =>
  containersOf(workload).flatMap(({ container }) => textOf(dig(container, 'image')) ?? []),
);
