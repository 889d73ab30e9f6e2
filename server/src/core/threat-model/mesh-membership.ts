import type { ClusterView, ClusterWorkload } from './cluster.ts';
import type { KubernetesObjectFact } from './fact.ts';
import type { Space } from './lookup.ts';
import { onceFor, onceForText } from './once.ts';
import { dig, isTrue, listOf, textMapOf, textOf } from './plain.ts';
import type { Labels } from './selector.ts';

/** How a namespace says that its pods belong to a mesh of Istio. */
export interface Injection {
  readonly injection: string | undefined;
  readonly revision: string | undefined;
  readonly ambient: boolean;
  readonly waypoint: boolean;
}

export function injectionOf({ labels }: KubernetesObjectFact): Injection {
  return {
    injection: labels['istio-injection'],
    revision: labels['istio.io/rev'],
    ambient: labels['istio.io/dataplane-mode'] === 'ambient',
    waypoint: labels['istio.io/use-waypoint'] !== undefined && labels['istio.io/use-waypoint'] !== 'none',
  };
}

/** The manifest of a namespace, if the files hold it. */
export function namespaceOf(cluster: ClusterView, space: Space): KubernetesObjectFact | undefined {
  return space === null ? undefined : cluster.named('Namespace', null, space)[0];
}

/** What is written on the pods that a workload makes. */
export interface PodMarks {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Labels and annotations of the pods that a workload makes. */
export const podMarks = onceFor(({ object, labels }: ClusterWorkload): PodMarks => {
  if (object.kind === 'Pod') return { labels, annotations: object.annotations };
  const path = object.kind === 'CronJob' ? ['jobTemplate', 'spec', 'template'] : ['template'];
  return { labels, annotations: textMapOf(dig(object.spec, ...path, 'metadata', 'annotations')) };
});

/** What the pod says about its own proxy: the label wins over the annotation (Istio, "Installing the Sidecar"). */
export function ownInjection(workload: ClusterWorkload): string | undefined {
  const { labels, annotations } = podMarks(workload);
  return labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
}

/** Does the workload get a proxy? Undefined where no file tells. */
export function isMeshed(cluster: ClusterView, workload: ClusterWorkload): boolean | undefined {
  const own = isMeshedByItself(workload);
  return own === null ? isMeshedSpace(cluster, workload.object.namespace) : own;
}

/** What the workload's own manifest says of a proxy; null where its namespace decides. */
export const isMeshedByItself = onceFor((workload: ClusterWorkload): boolean | null => {
  const own = ownInjection(workload);
  if (own !== undefined) return isTrue(own);
  return isTrue(dig(workload.pod, 'hostNetwork')) ? false : null;
});

/** Do the pods of the namespace get proxies? Undefined where no file tells. */
export function isMeshedSpace(cluster: ClusterView, space: Space): boolean | undefined {
  const document = namespaceOf(cluster, space);
  if (!document) return undefined;
  const { injection, revision, ambient } = injectionOf(document);
  if (injection !== undefined) return injection === 'enabled';
  return revision !== undefined || ambient;
}

/** True for a pod as it is read out of a cluster, with the proxy beside its own containers. */
export const carriesProxy = onceFor(({ pod }: ClusterWorkload): boolean =>
  ['containers', 'initContainers'].some((list) =>
    listOf(dig(pod, list)).some((it) => textOf(dig(it, 'name')) === 'istio-proxy'),
  ),
);

/** Namespaces of the cluster's and the mesh's own machinery. */
export const isMachinery = onceForText((name) =>
  /^(?:kube-.*|istio-.*|local-path-storage|openshift.*|cert-manager|gatekeeper-system|linkerd.*)$/.test(name),
);
