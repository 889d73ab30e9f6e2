import { isClusterWide } from '../cluster-wide.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { folderOf, resolvePath } from '../folder.ts';
import { withOverlays } from '../kustomize/overlays.ts';
import { onceFor, onceForText } from '../once.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { anyOnShelves } from '../shelves.ts';

/**
 * The objects as a cluster gets them: built by the kustomizations that deploy them, and each in its namespace. Gives
 * objects without namespace the one that is surely theirs: the only one that a Kustomization sets for their file,
 * or the only one in which another file declares the same object. All others stay open.
 */
export function settleNamespaces(written: readonly KubernetesObjectFact[]): readonly KubernetesObjectFact[] {
  const objects = withOverlays(written);
  if (!isOpen(objects)) return objects;
  const byFile = kustomizedNamespaces(objects);
  const named = objects.map((object) => {
    const [only, ...others] =
      object.namespace === null && !isClusterWide(object.kind) ? [...(byFile.get(object.at.file) ?? [])] : [];
    return only !== undefined && others.length === 0 ? placedIn(object).in(only) : object;
  });
  const spaces = new Map<string, Set<string>>();
  for (const { kind, name, namespace } of named) {
    if (namespace === null) continue;
    const key = `${kind}\n${name}`;
    spaces.set(key, (spaces.get(key) ?? new Set()).add(namespace));
  }
  return named.map((object) => {
    const known = object.namespace === null ? spaces.get(`${object.kind}\n${object.name}`) : undefined;
    const [only] = known ?? [];
    return known?.size === 1 && only !== undefined ? placedIn(object).in(only) : object;
  });
}

/** Has any of the objects no namespace? */
const isOpen = anyOnShelves((it: KubernetesObjectFact) => it.namespace === null);

/** The object in one namespace or another: the same each time, so that what is known of it is known in the next model too. */
const placedIn = onceFor((object: KubernetesObjectFact) => ({
  in: onceForText((namespace) => ({ ...object, namespace })),
}));

/** How many Kustomizations may stand on top of each other. */
const deepest = 8;

/** The namespaces that Kustomizations (`namespace:`) set for each file, through the folders that they include. */
function kustomizedNamespaces(objects: readonly KubernetesObjectFact[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byFolder = new Map(
    objects
      .filter((it) => it.kind === 'Kustomization' || it.kind === 'Component')
      .map((it) => [folderOf(it.at.file), it]),
  );
  const found = new Map<string, Set<string>>();
  const spread = (folder: string, namespace: string, depth: number): void => {
    const kustomization = byFolder.get(folder);
    if (!kustomization || depth > deepest) return;
    for (const key of ['resources', 'bases', 'components']) {
      for (const item of listOf(dig(kustomization.spec, key))) {
        const path = resolvePath(folder, textOf(item) ?? '/');
        if (path === null) continue;
        if (byFolder.has(path)) spread(path, namespace, depth + 1);
        else found.set(path, (found.get(path) ?? new Set()).add(namespace));
      }
    }
  };
  for (const [folder, { spec }] of byFolder) {
    const namespace = textOf(dig(spec, 'namespace'));
    if (namespace !== null) spread(folder, namespace, 0);
  }
  return found;
}
