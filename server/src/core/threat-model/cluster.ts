import { ClusterIndex, type ClusterSource, eachOf, joined } from './cluster-index.ts';
import type { KubernetesObjectFact } from './fact.ts';
import { onceFor } from './once.ts';
import { dig, textMapOf } from './plain.ts';
import { type Labels, matchesLabels, matchesSelector } from './selector.ts';
import { type ClusterWorkload, toWorkload } from './workload.ts';

export {
  type ClusterWorkload,
  containerPortsOf,
  containersOf,
  imagesOf,
  isWorkloadKind,
  type WorkloadContainer,
} from './workload.ts';

/**
 * All Kubernetes and mesh objects of the workspace, as a cluster would see them. What it is asked goes to its source by
 * key and nowhere else, so that whoever asks can be told exactly when the answer is another one.
 */
export class ClusterView {
  readonly source: ClusterSource;

  /** `objects` in the order of their files. */
  constructor(objects: readonly KubernetesObjectFact[] | ClusterSource) {
    this.source = 'bucket' in objects ? objects : new ClusterIndex(objects);
  }

  get objects(): readonly KubernetesObjectFact[] {
    return this.source.bucket('all', '');
  }

  get workloads(): readonly ClusterWorkload[] {
    return workloadsOf(this.source.bucket('workloads', ''));
  }

  /** All objects of a kind, in the order of their files. */
  ofKind(kind: string): readonly KubernetesObjectFact[] {
    return this.source.bucket('kind', kind);
  }

  /** The objects of a kind in one namespace. */
  ofKindIn(kind: string, namespace: string | null): readonly KubernetesObjectFact[] {
    return this.source.bucket('kind in namespace', joined(kind, namespace));
  }

  /** The objects of that kind and name in that namespace; several when several files declare it. */
  named(kind: string, namespace: string | null, name: string): readonly KubernetesObjectFact[] {
    return this.source.bucket('name in namespace', joined(kind, namespace, name));
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
    return this.#labelled(namespace, first).filter((it) => matchesLabels(selector, it.labels));
  }

  /** Workloads of a namespace whose pods a LabelSelector matches; an empty one matches all of them. */
  matchedBy(selector: unknown, namespace: string | null): readonly ClusterWorkload[] {
    const [first] = Object.entries(textMapOf(dig(selector, 'matchLabels')));
    const candidates = first ? this.#labelled(namespace, first) : this.workloadsOf(namespace);
    return candidates.filter((it) => matchesSelector(selector, it.labels));
  }

  /** Workloads behind a Service. */
  podsOf(service: KubernetesObjectFact): readonly ClusterWorkload[] {
    return this.selectedBy(textMapOf(dig(service.spec, 'selector')), service.namespace);
  }

  /** Namespaces that the files name, sorted; null stands for the one that is chosen when the manifests are applied. */
  get namespaces(): readonly (string | null)[] {
    return spacesOf(this.source.keys('namespace'));
  }

  /** Namespaces that hold workloads, sorted. */
  get inhabited(): readonly (string | null)[] {
    return spacesOf(this.source.keys('workloads in namespace'));
  }

  /** The kinds of all objects. */
  get kinds(): ReadonlySet<string> {
    return this.source.keys('kind');
  }

  /** The API groups with versions, such as "apps/v1", of all objects. */
  get apiVersions(): ReadonlySet<string> {
    return this.source.keys('version');
  }

  workloadsOf(namespace: string | null): readonly ClusterWorkload[] {
    return workloadsOf(this.source.bucket('workloads in namespace', namespace ?? ''));
  }

  #labelled(namespace: string | null, [key, value]: readonly [string, string]): readonly ClusterWorkload[] {
    return workloadsOf(this.source.bucket('label in namespace', joined(namespace, key, value)));
  }
}

/** The workloads of objects that all are. */
export const workloadsOf = eachOf(toWorkload);

/** The namespaces of a set of keys; a manifest without one has the empty key, or one that no name can be. */
const spacesOf = onceFor((keys: ReadonlySet<string>): readonly (string | null)[] =>
  [...keys].sort().map((it) => (it === '\n' || it === '' ? null : it)),
);
