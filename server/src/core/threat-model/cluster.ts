import type { KubernetesObjectFact } from './fact.ts';
import { dig, listOf, mapOf, numberOf, textMapOf, textOf } from './plain.ts';
import { type Labels, matchesLabels, matchesSelector } from './selector.ts';

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

/** All Kubernetes and mesh objects of the workspace, indexed as a cluster would see them. */
export class ClusterView {
  readonly objects: readonly KubernetesObjectFact[];
  readonly workloads: readonly ClusterWorkload[];
  readonly #byKind = new Map<string, KubernetesObjectFact[]>();
  readonly #byKindAndSpace = new Map<string, KubernetesObjectFact[]>();
  readonly #byName = new Map<string, KubernetesObjectFact[]>();
  /** Workloads of a namespace that carry a label: the index that keeps selectors from being tried against everything. */
  readonly #byLabel = new Map<string, ClusterWorkload[]>();
  readonly #byNamespace = new Map<string, ClusterWorkload[]>();

  constructor(objects: readonly KubernetesObjectFact[]) {
    this.objects = objects;
    for (const object of objects) {
      push(this.#byKind, object.kind, object);
      push(this.#byKindAndSpace, `${object.kind}\n${object.namespace ?? ''}`, object);
      push(this.#byName, nameKey(object.kind, object.namespace, object.name), object);
    }
    this.workloads = objects.filter((it) => isWorkloadKind(it.kind)).map(toWorkload);
    for (const workload of this.workloads) {
      const namespace = workload.object.namespace ?? '';
      push(this.#byNamespace, namespace, workload);
      for (const [key, value] of Object.entries(workload.labels))
        push(this.#byLabel, labelKey(namespace, key, value), workload);
    }
  }

  /** All objects of a kind, in the order of their files. */
  ofKind(kind: string): readonly KubernetesObjectFact[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** The objects of a kind in one namespace. */
  ofKindIn(kind: string, namespace: string | null): readonly KubernetesObjectFact[] {
    return this.#byKindAndSpace.get(`${kind}\n${namespace ?? ''}`) ?? [];
  }

  /** The objects of that kind and name in that namespace; several when several files declare it. */
  named(kind: string, namespace: string | null, name: string): readonly KubernetesObjectFact[] {
    return this.#byName.get(nameKey(kind, namespace, name)) ?? [];
  }

  /** Labels of a namespace: those of its manifest, and the name that every namespace carries since Kubernetes 1.22. */
  namespaceLabels(namespace: string | null): Labels {
    const own = namespace === null ? undefined : this.named('Namespace', null, namespace)[0];
    return { ...own?.labels, ...(namespace === null ? {} : { 'kubernetes.io/metadata.name': namespace }) };
  }

  /** Workloads of a namespace whose pods a Service's selector matches. An empty selector of a Service selects none. */
  selectedBy(selector: Labels, namespace: string | null): readonly ClusterWorkload[] {
    const [first] = Object.entries(selector);
    if (!first) return [];
    return (this.#byLabel.get(labelKey(namespace ?? '', first[0], first[1])) ?? []).filter((it) =>
      matchesLabels(selector, it.labels),
    );
  }

  /** Workloads of a namespace whose pods a LabelSelector matches; an empty one matches all of them. */
  matchedBy(selector: unknown, namespace: string | null): readonly ClusterWorkload[] {
    const [first] = Object.entries(textMapOf(dig(selector, 'matchLabels')));
    const candidates = first
      ? this.#byLabel.get(labelKey(namespace ?? '', first[0], first[1]))
      : this.#byNamespace.get(namespace ?? '');
    return (candidates ?? []).filter((it) => matchesSelector(selector, it.labels));
  }

  /** Workloads behind a Service. */
  podsOf(service: KubernetesObjectFact): readonly ClusterWorkload[] {
    return this.selectedBy(textMapOf(dig(service.spec, 'selector')), service.namespace);
  }

  /** Namespaces that the files name; null stands for the one that is chosen when the manifests are applied. */
  get namespaces(): readonly (string | null)[] {
    return [
      ...new Set(
        this.objects.filter((it) => it.kind !== 'Namespace' && !isClusterScoped(it.kind)).map((it) => it.namespace),
      ),
    ];
  }

  workloadsOf(namespace: string | null): readonly ClusterWorkload[] {
    return this.#byNamespace.get(namespace ?? '') ?? [];
  }
}

/** Containers of a pod that keep running, with the route to each from the object's root. */
export function containersOf(
  workload: ClusterWorkload,
): readonly { readonly container: unknown; readonly route: readonly (string | number)[] }[] {
  return listOf(dig(workload.pod, 'containers')).map((container, index) => ({
    container,
    route: [...workload.podRoute, 'containers', index],
  }));
}

/** Ports that the containers of a pod declare. */
export function containerPortsOf(workload: ClusterWorkload): readonly number[] {
  return containersOf(workload).flatMap(({ container }) =>
    listOf(dig(container, 'ports')).flatMap((port) => numberOf(dig(port, 'containerPort')) ?? []),
  );
}

export function imagesOf(workload: ClusterWorkload): readonly string[] {
  return containersOf(workload).flatMap(({ container }) => textOf(dig(container, 'image')) ?? []);
}

function toWorkload(object: KubernetesObjectFact): ClusterWorkload {
  const path = templates[object.kind] ?? [];
  if (path.length === 0) return { object, labels: object.labels, pod: object.spec, podRoute: ['spec'] };
  const template = dig(object.spec, ...path);
  return {
    object,
    labels: textMapOf(dig(template, 'metadata', 'labels')),
    pod: mapOf(dig(template, 'spec')),
    podRoute: ['spec', ...path, 'spec'],
  };
}

function isClusterScoped(kind: string): boolean {
  return /^(?:Cluster|Namespace|PersistentVolume$|StorageClass|CustomResource|Node$|GatewayClass|IngressClass|PriorityClass|ValidatingWebhook|MutatingWebhook|APIService)/.test(
    kind,
  );
}

function nameKey(kind: string, namespace: string | null, name: string): string {
  return `${kind}\n${namespace ?? ''}\n${name}`;
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
