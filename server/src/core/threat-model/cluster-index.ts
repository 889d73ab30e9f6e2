import { sameElements } from '../cells/same.ts';
import type { KubernetesObjectFact } from './fact.ts';
import { addTo } from './grouped.ts';
import { dig, textMapOf, textOf } from './plain.ts';
import { isWorkloadKind, podLabelsOf, toWorkload } from './workload.ts';

/**
 * By what objects are found. Every question about a cluster is one of these with a key, so that whoever keeps answers
 * knows which objects an answer depends on.
 */
export type Family =
  /** Everything; the key is empty. */
  | 'all'
  /** What makes pods; the key is empty. */
  | 'workloads'
  | 'kind'
  | 'kind in namespace'
  | 'name in namespace'
  | 'name'
  /** Workloads by a label of their pods. */
  | 'label in namespace'
  | 'label'
  | 'workloads in namespace'
  /** Workloads by the service account that they name. */
  | 'account in namespace'
  /** Services by the first label that they select. */
  | 'selects'
  /** The one object at a place. */
  | 'place'
  | 'version'
  | 'namespace';

/** Families whose keys themselves are asked for. */
export const keyFamilies = [
  'version',
  'kind',
  'namespace',
  'workloads in namespace',
] as const satisfies readonly Family[];
export type KeyFamily = (typeof keyFamilies)[number];

/** Where a cluster's objects come from. */
export interface ClusterSource {
  /** The objects under a key, in the order of their files. */
  bucket(family: Family, key: string): readonly KubernetesObjectFact[];
  /** All keys of a family, in no order. */
  keys(family: KeyFamily): ReadonlySet<string>;
}

const keysOf: Readonly<Record<Family, (object: KubernetesObjectFact) => readonly string[]>> = {
  all: () => everything,
  workloads: ({ kind }) => (isWorkloadKind(kind) ? everything : nothing),
  kind: ({ kind }) => [kind],
  'kind in namespace': ({ kind, namespace }) => [joined(kind, namespace)],
  'name in namespace': ({ kind, namespace, name }) => [joined(kind, namespace, name)],
  name: ({ kind, name }) => [joined(kind, name)],
  'label in namespace': (object) => {
    const namespace = object.namespace ?? '';
    return isWorkloadKind(object.kind)
      ? Object.entries(podLabelsOf(object)).map(([key, value]) => joined(namespace, key, value))
      : nothing;
  },
  label: (object) =>
    isWorkloadKind(object.kind) ? Object.entries(podLabelsOf(object)).map((it) => joined(...it)) : nothing,
  'workloads in namespace': ({ kind, namespace }) => (isWorkloadKind(kind) ? [namespace ?? ''] : nothing),
  'account in namespace': (object) => {
    const account = isWorkloadKind(object.kind) ? textOf(dig(toWorkload(object).pod, 'serviceAccountName')) : null;
    return account === null ? nothing : [joined(object.namespace, account)];
  },
  selects: ({ kind, spec }) => {
    const [first] = kind === 'Service' ? Object.entries(textMapOf(dig(spec, 'selector'))) : [];
    return first ? [joined(...first)] : nothing;
  },
  place: (object) => [placeOf(object)],
  version: ({ apiVersion }) => [apiVersion],
  namespace: ({ kind, namespace }) => (kind === 'Namespace' || isClusterScoped(kind) ? nothing : [namespace ?? '\n']),
};

const nothing: readonly never[] = [];
const everything = [''];

/** The parts of a key; null and the empty text are one, as in a manifest. */
export function joined(...parts: readonly (string | null)[]): string {
  return parts.map((it) => it ?? '').join('\n');
}

/** Where an object stands. Two objects never share a place. */
export function placeOf({ at, root }: KubernetesObjectFact): string {
  return `${at.file}\n${at.chunk}\n${root.join('/')}`;
}

function isClusterScoped(kind: string): boolean {
  return /^(?:Cluster|Namespace|PersistentVolume$|StorageClass|CustomResource|Node$|GatewayClass|IngressClass|PriorityClass|ValidatingWebhook|MutatingWebhook|APIService)/.test(
    kind,
  );
}

type Buckets = Map<string, readonly KubernetesObjectFact[]>;

/** Objects by all that they are found by. A family is indexed when it is first asked for, and kept up to date from then on. */
export class ClusterIndex implements ClusterSource {
  #objects: readonly KubernetesObjectFact[];
  readonly #families = new Map<Family, Buckets>();
  readonly #keys = new Map<Family, ReadonlySet<string>>();
  #version = 0;
  #changes: (readonly [Family, string])[] = [];

  /** `objects` in the order of their files. */
  constructor(objects: readonly KubernetesObjectFact[]) {
    this.#objects = objects;
  }

  bucket(family: Family, key: string): readonly KubernetesObjectFact[] {
    return family === 'all' ? this.#objects : (this.#family(family).get(key) ?? nothing);
  }

  keys(family: KeyFamily): ReadonlySet<string> {
    let keys = this.#keys.get(family);
    if (!keys) this.#keys.set(family, (keys = new Set(this.#family(family).keys())));
    return keys;
  }

  #family(family: Family): Buckets {
    let buckets = this.#families.get(family);
    if (!buckets) {
      const growing = new Map<string, KubernetesObjectFact[]>();
      for (const object of this.#objects) {
        for (const key of keysOf[family](object)) {
          const list = growing.get(key);
          if (list) list.push(object);
          else growing.set(key, [object]);
        }
      }
      this.#families.set(family, (buckets = growing));
    }
    return buckets;
  }

  /**
   * Takes over other objects, and says under which keys others are found now. Lists that hold the same objects as before
   * stay the same lists. The work is that of what differs, and of the longest lists that it is in.
   */
  update(objects: readonly KubernetesObjectFact[], changed: (family: Family, key: string) => void): void {
    const { gone, come } = difference(this.#objects, objects);
    if (gone.size === 0 && come.length === 0) return;
    this.#objects = objects;
    this.#keys.clear();
    this.#version++;
    this.#changes = [];
    const tell = (family: Family, key: string): void => {
      this.#changes.push([family, key]);
      changed(family, key);
    };
    tell('all', '');
    for (const [family, buckets] of this.#families) {
      const [old, fresh] = [byKey(gone, family), byKey(come, family)];
      for (const key of new Set([...old.keys(), ...fresh.keys()])) {
        const before = buckets.get(key) ?? nothing;
        let after = replaced(before, old.get(key) ?? nothing, fresh.get(key) ?? nothing);
        if (!after) {
          after = merged(
            before.filter((it) => !gone.has(it)),
            fresh.get(key) ?? nothing,
          );
          if (sameElements(after, before)) continue;
        }
        if (after.length === 0) buckets.delete(key);
        else buckets.set(key, after);
        tell(family, key);
      }
    }
  }

  /** The lists that are others since the time of this number, by their families and keys; undefined where that is too long ago. */
  changesSince(version: number): readonly (readonly [Family, string])[] | undefined {
    if (version === this.#version) return [];
    return version === this.#version - 1 ? this.#changes : undefined;
  }

  /** Another number after each update that changed anything. */
  get version(): number {
    return this.#version;
  }
}

/** What stands in one list and not in the other: an edit changes few objects of many, all beside each other. */
function difference(
  before: readonly KubernetesObjectFact[],
  after: readonly KubernetesObjectFact[],
): { readonly gone: ReadonlySet<KubernetesObjectFact>; readonly come: readonly KubernetesObjectFact[] } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const old = new Set(before.slice(start, before.length - end));
  const come = after.slice(start, after.length - end).filter((it) => !old.delete(it));
  return { gone: old, come };
}

function byKey(objects: Iterable<KubernetesObjectFact>, family: Family): ReadonlyMap<string, KubernetesObjectFact[]> {
  const found = new Map<string, KubernetesObjectFact[]>();
  for (const object of objects) for (const key of keysOf[family](object)) addTo(found, key, object);
  return found;
}

/** The usual edit: an object is another one where it was. Undefined when it is not so simple. */
function replaced(
  list: readonly KubernetesObjectFact[],
  gone: readonly KubernetesObjectFact[],
  come: readonly KubernetesObjectFact[],
): readonly KubernetesObjectFact[] | undefined {
  const [old, now] = [gone[0], come[0]];
  if (gone.length !== 1 || come.length !== 1 || !old || !now || inOrder(old, now) !== 0) return undefined;
  const at = placeIn(list, old);
  // Objects of one place that came with it would have to be put in order.
  if (at < 0 || isAt(list[at - 1], now) || isAt(list[at + 1], now)) return undefined;
  const after = list.slice();
  after[at] = now;
  origins.delete(list);
  origins.set(after, { before: list, at });
  return after;
}

/** What a list was before one of its objects was replaced; of the last replacement alone, or all lists would stay. */
const origins = new WeakMap<readonly KubernetesObjectFact[], Origin>();

interface Origin {
  readonly before: readonly KubernetesObjectFact[];
  /** The place of the object that was replaced. */
  readonly at: number;
}

/**
 * Makes a list of what follows from each object of a list, which is asked for again after an edit: where one object was
 * replaced, only what follows from that one is put in its place.
 */
export function eachOf<V>(
  find: (object: KubernetesObjectFact) => V,
): (objects: readonly KubernetesObjectFact[]) => readonly V[] {
  const known = new WeakMap<readonly KubernetesObjectFact[], readonly V[]>();
  return (objects) => {
    let found = known.get(objects);
    if (found) return found;
    const origin = origins.get(objects);
    const before = origin && known.get(origin.before);
    const object = origin && objects[origin.at];
    if (before && object) found = before.with(origin.at, find(object));
    else found = objects.map(find);
    known.set(objects, found);
    return found;
  };
}

/** The place of an object in a list in the order of files; -1 when it is not where it would be looked for. */
function placeIn(list: readonly KubernetesObjectFact[], object: KubernetesObjectFact): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = list[middle];
    if (other !== undefined && inOrder(other, object) < 0) low = middle + 1;
    else high = middle;
  }
  return list[low] === object ? low : list.indexOf(object);
}

function isAt(object: KubernetesObjectFact | undefined, other: KubernetesObjectFact): boolean {
  return object !== undefined && inOrder(object, other) === 0;
}

/** Two lists in the order of their files as one. */
function merged(
  left: readonly KubernetesObjectFact[],
  right: readonly KubernetesObjectFact[],
): readonly KubernetesObjectFact[] {
  if (right.length === 0) return left;
  const all: KubernetesObjectFact[] = [];
  let at = 0;
  for (const object of right) {
    for (let next = left[at]; next && inOrder(next, object) < 0; next = left[++at]) all.push(next);
    all.push(object);
  }
  return at === 0 ? [...all, ...left] : all.concat(left.slice(at));
}

/** The order of objects in files, and of the items of a List. */
export function inOrder(a: KubernetesObjectFact, b: KubernetesObjectFact): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1;
  if (a.at.chunk !== b.at.chunk) return a.at.chunk - b.at.chunk;
  for (let i = 0; i < Math.min(a.root.length, b.root.length); i++) {
    const [one, other] = [a.root[i], b.root[i]];
    if (typeof one === 'number' && typeof other === 'number' && one !== other) return one - other;
  }
  return a.root.length - b.root.length;
}
