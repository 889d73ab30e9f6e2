import { ClusterView } from '../cluster.ts';
import { ClusterIndex, type ClusterSource } from '../cluster-index.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Memory } from '../memory.ts';
import { AskedCluster } from './asked-cluster.ts';

const guards: ReadonlySet<string> = new Set([
  'NetworkPolicy',
  'PeerAuthentication',
  'AuthorizationPolicy',
  'RequestAuthentication',
]);

/**
 * The cluster without guards that may not be there. Those of a Kustomize component protect nothing before somebody
 * includes the component, and those of one overlay not what another deploys, so nothing is called safe because of them.
 * What they open, and whom they name, still counts.
 */
export class GuardedCluster {
  readonly view: ClusterView;
  readonly #asked: AskedCluster;
  #index: ClusterIndex | undefined;

  constructor(memory: Memory) {
    this.#asked = new AskedCluster(memory);
    this.view = new ClusterView(this.#asked);
  }

  /** True when it is the whole cluster. */
  get isWhole(): boolean {
    return this.#index === undefined;
  }

  /** Takes over the objects as they are now. */
  follow(source: ClusterSource): void {
    const sure = withoutOptionalGuards(new ClusterView(source));
    if (sure) {
      this.#index ??= new ClusterIndex([]);
      this.#index.update(sure, () => {});
    } else this.#index = undefined;
    this.#asked.source = this.#index ?? source;
  }
}

/** Undefined when all objects are there for certain. */
function withoutOptionalGuards(cluster: ClusterView): readonly KubernetesObjectFact[] | undefined {
  const isOptional = (it: KubernetesObjectFact): boolean => it.overlay?.optional === true && guards.has(it.kind);
  return [...guards].some((kind) => cluster.ofKind(kind).some(isOptional))
    ? cluster.objects.filter((it) => !isOptional(it))
    : undefined;
}
