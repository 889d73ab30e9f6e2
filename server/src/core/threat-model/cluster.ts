import type { KubernetesObjectFact } from './fact.ts';

/** All Kubernetes and mesh objects of the workspace, indexed as a cluster would see them. */
export class ClusterView {
  readonly objects: readonly KubernetesObjectFact[];

  constructor(objects: readonly KubernetesObjectFact[]) {
    this.objects = objects;
  }
}
