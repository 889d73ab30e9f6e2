import { sameElements, sameValue } from '../../cells/same.ts';
import type { KubernetesObjectFact, ObjectPiece } from '../fact.ts';
import { folderOf, baseName } from '../folder.ts';
import { onceForPair } from '../once.ts';
import { dig, listOf, mapOf, textOf } from '../plain.ts';
import { anyOnShelves } from '../shelves.ts';
import { isWorkloadKind } from '../workload.ts';
import { type Build, buildsOf, isKustomizationFact } from './build.ts';
import type { Made } from './made.ts';
import { jsonPatchKind } from './patches.ts';

/**
 * The objects as Kustomize builds them. An object that several kustomizations deploy stays one, because it is one
 * component with several deployments, and is as open as the most open of them: what only one of them closes is not
 * closed. Objects that no kustomization reads are as they are written, and so are patches of what is not here.
 */
export function withOverlays(objects: readonly KubernetesObjectFact[]): readonly KubernetesObjectFact[] {
  if (!speaks(objects)) return objects;
  const builds = buildsOf(objects);
  const applied = new Set(builds.flatMap((it) => [...it.applied]));
  const read = new Set(builds.flatMap((it) => [...it.read]));
  const components = new Set(objects.filter((it) => it.kind === 'Component').map((it) => folderOf(it.at.file)));
  const deployments = new Map<KubernetesObjectFact, { readonly build: Build; readonly made: Made }[]>();
  for (const build of builds)
    for (const made of build.made) {
      const list = deployments.get(made.from) ?? [];
      list.push({ build, made });
      deployments.set(made.from, list);
    }
  const doubtful = doubtfulGuards(builds, deployments);
  return objects.flatMap((object): readonly KubernetesObjectFact[] => {
    if (object.kind === jsonPatchKind || (applied.has(object) && !read.has(object))) return [];
    const all = deployments.get(object);
    // What every kustomization that reads it takes away is deployed by nobody.
    if (!all) return read.has(object) ? [] : [optional(object, components.has(folderOf(object.at.file)))];
    const [first, ...others] = all;
    if (!first) return [object];
    const joined = others.reduce((one, { made }) => wider(one, made), first.made);
    return [result(object, joined, all, doubtful.has(object))];
  });
}

/** Does any of the objects tell how others are built? */
const speaks = anyOnShelves((it: KubernetesObjectFact) => isKustomizationFact(it) || it.kind === jsonPatchKind);

const optionals = new WeakMap<KubernetesObjectFact, KubernetesObjectFact>();

function optional(object: KubernetesObjectFact, is: boolean): KubernetesObjectFact {
  if (!is || isKustomizationFact(object)) return object;
  const known = optionals.get(object) ?? { ...object, overlay: { ...nothing, optional: true } };
  optionals.set(object, known);
  return known;
}

const nothing = { names: [], pieces: [], decided: {}, optional: false } as const;

/** Results by the object that they were made of: the same again while they are equal, for who remembers by identity. */
const results = new WeakMap<KubernetesObjectFact, Result>();

interface Result {
  readonly made: Made;
  readonly doubtful: boolean;
  readonly kustomizations: readonly KubernetesObjectFact[];
  readonly deployed: readonly Made[];
  readonly value: KubernetesObjectFact;
}

function result(
  object: KubernetesObjectFact,
  made: Made,
  all: readonly { readonly build: Build; readonly made: Made }[],
  isDoubtful: boolean,
): KubernetesObjectFact {
  const kustomizations = all.map((it) => it.build.kustomization);
  const deployed = all.map((it) => it.made);
  const known = results.get(object);
  const same =
    known?.made === made &&
    known.doubtful === isDoubtful &&
    sameElements(known.kustomizations, kustomizations) &&
    sameElements(known.deployed, deployed);
  if (known && same) return known.value;
  const named = all.map((it) => ({ name: it.made.name, namespace: it.made.namespace }));
  const names = [...new Map(named.map((it) => [`${it.namespace ?? ''}/${it.name}`, it])).values()].filter(
    (it) => it.name !== object.name || it.namespace !== made.namespace,
  );
  const notes = isWorkloadKind(object.kind) ? all.map((it) => deployment(it.build, it.made)) : [];
  const plain = all.length === 1 && made.pieces.length === 0 && names.length === 0 && !isDoubtful;
  const value: KubernetesObjectFact = {
    ...object,
    namespace: made.namespace,
    labels: made.labels,
    annotations: made.annotations,
    spec: specOf(made),
    overlay: {
      names,
      pieces: distinct([...(plain ? [] : notes), ...all.flatMap((it) => it.made.pieces)]),
      decided: Object.fromEntries(made.decided),
      optional: isDoubtful,
    },
  };
  const result = known && sameValue(known.value, value) ? known.value : value;
  results.set(object, { made, doubtful: isDoubtful, kustomizations, deployed, value: result });
  return result;
}

/** A name for what is outside selects nothing (Kubernetes API, "ExternalName"), whatever an overlay leaves of it. */
function specOf({ kind, spec }: Made): unknown {
  return kind === 'Service' && dig(spec, 'type') === 'ExternalName' ? { ...mapOf(spec), selector: {} } : spec;
}

function deployment({ kustomization }: Build, { kind, name, namespace }: Made): ObjectPiece {
  const where = namespace === null ? '' : ` in namespace ${namespace}`;
  const folder = baseName(folderOf(kustomization.at.file));
  return {
    text: `Kustomization ${folder} deploys ${kind} ${name}${where}`,
    at: kustomization.at,
    root: [...kustomization.root, 'kind'],
  };
}

function distinct(pieces: readonly ObjectPiece[]): readonly ObjectPiece[] {
  return [...new Map(pieces.map((it) => [JSON.stringify([it.text, it.at]), it])).values()].slice(0, 20);
}

const widest: readonly (string | null)[] = ['LoadBalancer', 'NodePort'];

/** Two deployments of one object as one that is as open as either. */
const wider = onceForPair((one: Made, other: Made): Made => {
  const labels = common(one.labels, other.labels);
  const annotations = common(one.annotations, other.annotations);
  // Deployed into several, they stay together in the one that their files name, if these name one.
  const namespace = one.namespace === other.namespace ? one.namespace : one.from.namespace;
  const rest = { labels, annotations, namespace, decided: new Map([...other.decided, ...one.decided]) };
  if (sameValue(one.spec, other.spec)) return { ...one, ...rest };
  if (one.kind === 'Service') {
    const [mine, its] = [typeOf(one), typeOf(other)];
    const open = widest.find((it) => it === mine || it === its) ?? mine;
    const spec = { ...mapOf(one.spec), ...(open === null ? {} : { type: open }), ports: portsOf(one, other) };
    const decided = open === mine ? rest.decided : new Map([...one.decided, ...other.decided]);
    return { ...one, ...rest, decided, spec };
  }
  if (isWorkloadKind(one.kind)) return { ...one, ...rest, spec: widerPods(one.spec, other.spec) };
  if (/^(?:Cluster)?RoleBinding$/.test(one.kind)) {
    const subjects = [...listOf(dig(one.from.spec, 'subjects')), ...listOf(dig(one.spec, 'subjects'))];
    return {
      ...one,
      ...rest,
      spec: { ...mapOf(one.spec), subjects: [...subjects, ...listOf(dig(other.spec, 'subjects'))] },
    };
  }
  return { ...one, ...rest };
});

function common(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(one).filter(([key, value]) => other[key] === value));
}

function typeOf({ spec }: Made): string | null {
  return textOf(dig(spec, 'type'));
}

function portsOf(one: Made, other: Made): readonly unknown[] {
  const mine = listOf(dig(one.spec, 'ports'));
  return [...mine, ...listOf(dig(other.spec, 'ports')).filter((it) => !mine.some((own) => sameValue(own, it)))];
}

function nameOf(container: unknown): string | null {
  return textOf(dig(container, 'name'));
}

/** Labels that all carry, ports that any opens, and the node's network where any is on it. */
function widerPods(one: unknown, other: unknown): unknown {
  const [a, b] = [mapOf(one), mapOf(other)];
  const out: Record<string, unknown> = { ...a };
  for (const key of ['template', 'jobTemplate', 'spec', 'metadata'])
    if (a[key] !== undefined) out[key] = widerPods(a[key], b[key]);
  for (const key of ['labels', 'annotations'])
    if (a[key] !== undefined)
      out[key] = common(mapOf(a[key]) as Record<string, string>, mapOf(b[key]) as Record<string, string>);
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) if (b[key] !== undefined && !a[key]) out[key] = b[key];
  if (Array.isArray(a['containers'])) {
    const its = listOf(b['containers']);
    const mine = listOf(a['containers']);
    out['containers'] = [
      ...mine.map((it) => {
        const twin = its.find((that) => nameOf(that) === nameOf(it));
        const ports = listOf(dig(it, 'ports'));
        const more = listOf(dig(twin, 'ports')).filter((that) => !ports.some((own) => sameValue(own, that)));
        return more.length === 0 ? it : { ...mapOf(it), ports: [...ports, ...more] };
      }),
      ...its.filter((it) => !mine.some((that) => nameOf(that) === nameOf(it))),
    ];
  }
  return out;
}

/**
 * Guards that not every deployment of the same programs has, or not in the same words. The namespaces of two deployments
 * may be known to nobody here, and then the guard of one must not speak for the other.
 */
function doubtfulGuards(
  builds: readonly Build[],
  deployments: ReadonlyMap<KubernetesObjectFact, readonly { readonly build: Build; readonly made: Made }[]>,
): ReadonlySet<KubernetesObjectFact> {
  const found = new Set<KubernetesObjectFact>();
  if (builds.length < 2) return found;
  const workloads = new Map(
    builds.map((build) => [build, new Set(build.made.filter((it) => isWorkloadKind(it.kind)).map((it) => it.from))]),
  );
  const akin = onceForPair((a: Build, b: Build): boolean => {
    const [mine, its] = [workloads.get(a), workloads.get(b)];
    return mine !== undefined && its !== undefined && [...mine].some((it) => its.has(it));
  });
  for (const [object, all] of deployments) {
    if (isWorkloadKind(object.kind) || object.kind === 'Service') continue;
    const [first] = all;
    const having = new Set(all.map((it) => it.build));
    const differs = all.some((it) => !sameValue(it.made.spec, first?.made.spec));
    const lacking = builds.some((it) => !having.has(it) && [...having].some((that) => akin(it, that)));
    if (differs || lacking) found.add(object);
  }
  return found;
}
