import { sameElements } from '../../cells/same.ts';
import { ClusterView } from '../cluster.ts';
import { ClusterIndex, type ClusterSource, type Family, type KeyFamily } from '../cluster-index.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Answer, Memory, Told } from '../memory.ts';
import { onceFor } from '../once.ts';

/** A cluster whose lists are questions: an answer that asked for one counts while it is the same list. */
export class AskedCluster implements ClusterSource {
  readonly #memory: Memory;
  readonly #buckets = new Map<Family, Told<string, readonly KubernetesObjectFact[]>>();
  readonly #keys: Told<KeyFamily, ReadonlySet<string>>;
  readonly #indexes = new Map<unknown, Told<unknown, unknown>>();
  #source: ClusterSource | undefined;
  /** The version of the source that was looked at last. */
  #version = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#keys = memory.told((family: KeyFamily) => this.#from.keys(family), sameSet);
  }

  /** Where the objects are in this model: to be told before the first question. */
  set source(source: ClusterSource) {
    const before = this.#source;
    const now = source instanceof AskedCluster ? source.#from : source;
    this.#source = now;
    // An index tells under which keys other objects are found, so that nobody looks at all that was ever asked.
    const changes = now === before && now instanceof ClusterIndex ? now.changesSince(this.#version) : undefined;
    this.#version = now instanceof ClusterIndex ? now.version : 0;
    if (changes) for (const [family, key] of changes) this.#buckets.get(family)?.changed(key);
    else for (const it of this.#buckets.values()) it.look();
    this.#keys.look();
    for (const it of this.#indexes.values()) it.look();
  }

  get #from(): ClusterSource {
    if (!this.#source) throw new Error('A cluster is asked before it is there');
    return this.#source;
  }

  bucket(family: Family, key: string): readonly KubernetesObjectFact[] {
    let told = this.#buckets.get(family);
    if (!told) this.#buckets.set(family, (told = this.#memory.told((it: string) => this.#from.bucket(family, it))));
    return told.ask(key);
  }

  keys(family: KeyFamily): ReadonlySet<string> {
    return this.#keys.ask(family);
  }

  /** What an index of this cluster holds under a key; see {@link indexOf}. */
  indexed<K, V>(index: Index<K, V>, key: K): V | undefined {
    let told = this.#indexes.get(index);
    if (!told) this.#indexes.set(index, (told = this.#telling(index) as Told<unknown, unknown>));
    return told.ask(key) as V | undefined;
  }

  #telling<K, V>({ build, same }: Index<K, V>): Told<K, V | undefined> {
    let lists: ReadonlyMap<K, V> | undefined;
    let answer: Answer<ReadonlyMap<K, V>> | undefined;
    const current = (): ReadonlyMap<K, V> => {
      answer = this.#memory.answer('index', answer, () => {
        const old = lists;
        const now = build(new ClusterView(this));
        if (!old) return now;
        return new Map(
          [...now].map(([at, it]) => {
            const was = old.get(at);
            return [at, was !== undefined && same(was, it) ? was : it] as const;
          }),
        );
      });
      return (lists = answer.value);
    };
    const told = this.#memory.told((key: K) => current().get(key));
    return {
      ...told,
      look: () => {
        if (lists !== current()) told.look();
      },
    };
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
export function indexOf<K, V>(
  build: (cluster: ClusterView) => ReadonlyMap<K, V>,
  same: (a: V, b: V) => boolean,
): (cluster: ClusterView, key: K) => V | undefined {
  const index = { build, same };
  const plain = onceFor(build);
  return (cluster, key) =>
    cluster.source instanceof AskedCluster ? cluster.source.indexed(index, key) : plain(cluster).get(key);
}

/** An index of lists. */
export function listsOf<K, T>(
  build: (cluster: ClusterView) => ReadonlyMap<K, readonly T[]>,
): (cluster: ClusterView, key: K) => readonly T[] {
  const ask = indexOf<K, readonly T[]>(build, sameElements);
  return (cluster, key) => ask(cluster, key) ?? [];
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a === b || (a.size === b.size && [...a].every((it) => b.has(it)));
}
