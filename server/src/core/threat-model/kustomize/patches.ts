import type { Anchor, Route } from '../../syntax/anchor.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { resolvePath } from '../folder.ts';
import { onceFor, onceForPair } from '../once.ts';
import { dig, listOf, mapOf, textMapOf, textOf } from '../plain.ts';
import { applyOperation, type Operation, operationOf } from './json-patch.ts';
import { type Made, placeKey } from './made.ts';
import { mergePatch } from './strategic-merge.ts';

/** A change to the objects that it is for. */
export interface Patch {
  /** What the kustomization says whom it is for; null when the patch names its object itself. */
  readonly target: unknown;
  /** A piece of an object, or the operations of a JSON Patch. */
  readonly piece: Piece | null;
  readonly operations: readonly Operation[];
  /** Where it stands: the first line, and the route that steps of the piece are below. */
  readonly at: Anchor;
  readonly root: Route;
  /** The file's own object, which is no object by itself once it has been applied. */
  readonly file: KubernetesObjectFact | null;
}

/** As much of an object as a patch says. */
export interface Piece {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: unknown;
  readonly deletes: boolean;
}

/** The kind by which a file of JSON Patch operations is told among the objects. */
export const jsonPatchKind = 'JsonPatch';

/** The patches of a kustomization in the order in which Kustomize applies them: before and after the other changes. */
export function patchesOf(
  kustomization: KubernetesObjectFact,
  folder: string,
  filesOf: (uri: string) => readonly KubernetesObjectFact[],
): { readonly early: readonly Patch[]; readonly late: readonly Patch[] } {
  const read = (key: string): readonly Patch[] =>
    listOf(dig(kustomization.spec, key)).flatMap((entry, i): readonly Patch[] => {
      const path = textOf(entry) ?? textOf(dig(entry, 'path'));
      if (path === null) return inline(kustomization).get(`${key} ${i}`) ?? [];
      const uri = resolvePath(folder, path);
      const target = dig(entry, 'target') ?? noTarget;
      return uri === null || typeof target !== 'object' || target === null
        ? []
        : filesOf(uri).map((it) => ofFile(it, target));
    });
  return { early: [...read('patchesStrategicMerge'), ...read('patches')], late: read('patchesJson6902') };
}

/** Stands for a target that is not there, as a key. */
const noTarget = {};

/** The patches that are written into a kustomization, by list and number. */
const inline = onceFor((kustomization: KubernetesObjectFact): ReadonlyMap<string, readonly Patch[]> => {
  const found = new Map<string, readonly Patch[]>();
  for (const key of ['patchesStrategicMerge', 'patches', 'patchesJson6902'])
    listOf(dig(kustomization.spec, key)).forEach((entry, i) => {
      const target = dig(entry, 'target') ?? null;
      const place = { at: { ...kustomization.at, route: [...kustomization.root, key, i] }, target };
      const root = place.at.route;
      const operations = listOf(dig(entry, 'operations')).flatMap((it) => operationOf(it) ?? []);
      const objects = operations.length > 0 ? [] : listOf(dig(entry, 'objects'));
      found.set(`${key} ${i}`, [
        ...(operations.length > 0 ? [{ ...place, root, operations, piece: null, file: null }] : []),
        ...objects.map((it) => ({ ...place, root, operations: [], piece: pieceOf(it), file: null })),
      ]);
    });
  return found;
});

const ofFile = onceForPair((file: KubernetesObjectFact, given: object): Patch => {
  const target = given === noTarget ? null : given;
  const { at, root } = file;
  if (file.kind === jsonPatchKind) {
    const operations = listOf(dig(file.spec, 'operations')).flatMap((it) => operationOf(it) ?? []);
    return { target, piece: null, operations, at, root, file };
  }
  const { $patch: directive, ...spec } = mapOf(file.spec);
  return { target, piece: { ...file, spec, deletes: directive === 'delete' }, operations: [], at, root, file };
});

function pieceOf(value: unknown): Piece {
  const { $patch: directive, ...spec } = mapOf(dig(value, 'spec'));
  return {
    kind: textOf(dig(value, 'kind')) ?? '',
    name: textOf(dig(value, 'name')) ?? '',
    namespace: textOf(dig(value, 'namespace')),
    labels: textMapOf(dig(value, 'labels')),
    annotations: textMapOf(dig(value, 'annotations')),
    spec,
    deletes: directive === 'delete',
  };
}

/** Whether a patch is for an object: by its target's patterns, else by the kind and name in the patch. */
export function isFor({ target, piece }: Patch, made: Made): boolean {
  if (target !== null) {
    const fits = (key: string, ...values: readonly (string | null)[]): boolean => {
      const pattern = textOf(dig(target, key));
      return pattern === null || pattern === '' || values.some((it) => it !== null && matchesWhole(pattern, it));
    };
    const [group, version] = groupOf(made.from.apiVersion);
    return (
      fits('kind', made.kind) &&
      fits('name', made.name, made.original) &&
      fits('namespace', made.namespace) &&
      fits('group', group) &&
      fits('version', version) &&
      selects(textOf(dig(target, 'labelSelector')), made.labels) &&
      selects(textOf(dig(target, 'annotationSelector')), made.annotations)
    );
  }
  return piece !== null && piece.kind === made.kind && (piece.name === made.original || piece.name === made.name);
}

function groupOf(apiVersion: string): readonly [group: string, version: string] {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** Patterns of names are whole regular expressions (Kustomize, "patches"); few characters of them mean anything in names. */
function matchesWhole(pattern: string, text: string): boolean {
  if (/^[\w.-]*$/.test(pattern) && !pattern.includes('.')) return pattern === text;
  // What is more than a list of wildcards is taken to fit: who is patched is then open at most.
  const words = pattern.replace(/^\^|\$$/g, '').replace(/^\((.*)\)$/, '$1');
  return words.split('|').some((word) => {
    const parts = word.split('.*');
    if (parts.some((it) => !/^[\w.-]*$/.test(it))) return true;
    let at = 0;
    for (const [i, part] of parts.entries()) {
      const found = i === 0 ? (text.startsWith(part) ? 0 : -1) : text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return parts.at(-1) === '' || text.endsWith(parts.at(-1) ?? '');
  });
}

/** `a=b,c!=d,e`; what is written otherwise is taken to fit. */
function selects(selector: string | null, labels: Readonly<Record<string, string>>): boolean {
  return (selector ?? '').split(',').every((it) => {
    const [, key = '', not, value] = /^\s*([\w./-]+)\s*(?:(!?)==?\s*([\w./-]*))?\s*$/.exec(it) ?? [];
    if (key === '') return true;
    if (value === undefined) return Object.hasOwn(labels, key);
    return (labels[key] === value) !== (not === '!');
  });
}

/** The object with a patch in it; null when the patch takes it away. */
export const applyPatch = onceForPair((made: Made, { piece, operations, at, root }: Patch): Made | null => {
  if (piece?.deletes) return null;
  const decided = new Map(made.decided);
  const note = (inPatch: (route: Route) => Route) => (route: Route) => {
    decided.set(placeKey(route), { ...at, route: inPatch(route) });
  };
  const pieces = [...made.pieces, { at, root, text: `A patch of ${made.kind} ${made.original}` }];
  if (piece) {
    const inFile = piece.spec === null ? (): Route => root : (route: Route): Route => [...root, 'spec', ...route];
    return {
      ...made,
      labels: { ...made.labels, ...piece.labels },
      annotations: { ...made.annotations, ...piece.annotations },
      spec: mergePatch(made.spec, piece.spec, made.kind, note(inFile)),
      pieces,
      decided,
    };
  }
  let document: unknown = { metadata: { labels: made.labels, annotations: made.annotations }, spec: made.spec };
  for (const operation of operations) {
    // The facts of kinds without a specification hold what stands beside the metadata.
    const bare = !/^\/(?:spec|metadata)(?:\/|$)/.test(operation.path);
    const inside = bare ? { ...operation, path: `/spec${operation.path}` } : operation;
    document = applyOperation(document, inside, (route) => {
      if (route[0] === 'spec') note(() => at.route)(route.slice(1));
    });
  }
  return {
    ...made,
    labels: textMapOf(dig(document, 'metadata', 'labels')),
    annotations: textMapOf(dig(document, 'metadata', 'annotations')),
    spec: dig(document, 'spec'),
    pieces,
    decided,
  };
});
