import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Tri } from '../model.ts';
import { dig, textMapOf } from '../plain.ts';

/** Whether the pods of a workload have a proxy of a mesh, and what says so. */
export interface Membership {
  readonly state: Tri;
  readonly by: KubernetesObjectFact | null;
}

/** API groups whose objects mean nothing without a mesh. */
const meshGroups = /^(?:networking|security|telemetry)\.istio\.io\/|^(?:policy|linkerd)\.linkerd\.io\/|^linkerd\.io\//;

/**
 * Istio: label `istio-injection` or `istio.io/rev` of the namespace, `istio.io/dataplane-mode` of ambient mode, label or
 * annotation `sidecar.istio.io/inject` of the pod; Linkerd: annotation `linkerd.io/inject` of either. What the pod says
 * wins. A namespace whose manifest is not here may be labelled elsewhere, as soon as there is a mesh at all.
 */
export function membershipOf(cluster: ClusterView, workload: ClusterWorkload): Membership {
  const { object } = workload;
  const annotations = textMapOf(dig(object.spec, 'template', 'metadata', 'annotations'));
  const own = decide({ ...object.annotations, ...annotations, ...workload.labels });
  if (own !== undefined) return { state: own, by: object };
  const space = object.namespace === null ? undefined : cluster.named('Namespace', null, object.namespace)[0];
  const shared = space && decide({ ...space.annotations, ...space.labels });
  if (space && shared !== undefined) return { state: shared, by: space };
  return { state: [...cluster.apiVersions].some((it) => meshGroups.test(it)) ? 'unknown' : 'no', by: null };
}

function decide(marks: Readonly<Record<string, string>>): Tri | undefined {
  const inject = marks['sidecar.istio.io/inject'] ?? marks['linkerd.io/inject'];
  if (inject !== undefined) return /^(?:true|enabled|ingress)$/.test(inject) ? 'yes' : 'no';
  if (marks['istio.io/dataplane-mode'] === 'ambient') return 'yes';
  const namespace = marks['istio-injection'];
  if (namespace !== undefined) return namespace === 'enabled' ? 'yes' : 'no';
  return marks['istio.io/rev'] === undefined ? undefined : 'yes';
}
