import { sameElements } from '../../cells/same.ts';
import { ClusterView } from '../cluster.ts';
import { type ClusterSource, type Family, type KeyFamily } from '../cluster-index.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Answer, Memory } from '../memory.ts';
import { onceFor } from '../once.ts';

/** A cluster whose lists are questions: an answer that asked for one counts while it is the same list. */
export class AskedCluster implements ClusterSource {
  readonly #memory: Memory;
  readonly #buckets = new Map<Family, (key: string) => readonly KubernetesObjectFact[]>();
  readonly #keys: (family: KeyFamily) => ReadonlySet<string>;
  readonly #indexes = new Map<unknown, (key: object | string) => unknown>();
  #source: ClusterSource | undefined;

  constructor(memory: Memory) {
    this.#memory = memory;
    const keys = memory.question((family) => this.#from.keys(family as KeyFamily), sameSet);
    this.#keys = (family) => keys(family);
  }

  /** Where the objects are in this model: to be told before the first question. */
  set source(source: ClusterSource) {
    this.#source = source;
  }

  get #from(): ClusterSource {
    if (!this.#source) throw new Error('A cluster is asked before it is there');
    return this.#source;
  }

  bucket(family: Family, key: string): readonly KubernetesObjectFact[] {
    let ask = this.#buckets.get(family);
    if (!ask) this.#buckets.set(family, (ask = this.#memory.question((it) => this.#from.bucket(family, it))));
    return ask(key);
  }

  keys(family: KeyFamily): ReadonlySet<string> {
    return this.#keys(family);
  }

  /** What an index of this cluster holds under a key; see {@link indexOf}. */
  indexed<K extends object | string, V>(index: Index<K, V>, key: K): V | undefined {
    let ask = this.#indexes.get(index);
    if (!ask) this.#indexes.set(index, (ask = this.#asking(index) as (key: object | string) => unknown));
    return ask(key) as V | undefined;
  }

  #asking<K extends object | string, V>({ build, same }: Index<K, V>): (key: K) => V | undefined {
    let answer: Answer<ReadonlyMap<K, V>> | undefined;
    const load = (key: K): V | undefined => {
      const before = answer;
      answer = this.#memory.answer('index', before, () => {
        const lists = build(new ClusterView(this));
        const old = before?.value;
        if (!old) return lists;
        return new Map(
          [...lists].map(([at, it]) => {
            const was = old.get(at);
            return [at, was !== undefined && same(was, it) ? was : it] as const;
          }),
        );
      });
      return answer.value.get(key);
    };
    const byWord = this.#memory.question((key: string) => load(key as K));
    const byObject = this.#memory.questionAbout((key: object) => load(key as K));
    return (key) => (typeof key === 'string' ? byWord(key) : byObject(key));
  }
}

interface Index<K, V> {
  readonly build: (cluster: ClusterView) => ReadonlyMap<K, V>;
  readonly same: (a: V, b: V) => boolean;
}

/**
 * Makes an index of a whole cluster that is asked by key, so that who asks depends on what is under that key and not on
 * the whole. `same` tells whether that is what it was.
 */
export function indexOf<K extends object | string, V>(
  build: (cluster: ClusterView) => ReadonlyMap<K, V>,
  same: (a: V, b: V) => boolean,
): (cluster: ClusterView, key: K) => V | undefined {
  const index = { build, same };
  const plain = onceFor(build);
  return (cluster, key) =>
    cluster.source instanceof AskedCluster ? cluster.source.indexed(index, key) : plain(cluster).get(key);
}

/** An index of lists. */
export function listsOf<K extends object | string, T>(
  build: (cluster: ClusterView) => ReadonlyMap<K, readonly T[]>,
): (cluster: ClusterView, key: K) => readonly T[] {
  const ask = indexOf<K, readonly T[]>(build, sameElements);
  return (cluster, key) => ask(cluster, key) ?? [];
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a === b || (a.size === b.size && [...a].every((it) => b.has(it)));
}
