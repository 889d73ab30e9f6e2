import type { LensHost } from '../../rules/context.ts';
import { View } from '../../syntax/view.ts';

/** What a Kustomize build does to the objects of a file, as far as the kustomizations beside and above it say so. */
export interface Kustomize {
  /** The file is a fragment of an object that another file completes. */
  readonly patch: boolean;
  /** Names of images whose tag or digest a kustomization or Skaffold sets. */
  readonly images: ReadonlySet<string>;
  /** A kustomization places the objects in a namespace. */
  readonly namespaced: boolean;
}

/** A file that no kustomization speaks of. */
export const noKustomize: Kustomize = { patch: false, images: new Set(), namespaced: false };

/** Skaffold builds the images that it lists and sets their tags when it deploys. */
const builders: readonly string[] = ['skaffold.yaml', 'skaffold.yml'];

/** A file that a Kustomize build begins with; it need not say its version and kind (Kustomize, "The Kustomization File"). */
export function isKustomization(uri: string): boolean {
  return names.includes(uri.slice(uri.lastIndexOf('/') + 1));
}

const names: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** How many folders above a file are searched for what builds it. */
const levels = 8;

/** How far above a file a kustomization places its objects in a namespace, without having been read for its resources. */
const nearby = 3;

/** Where the workspace has no kustomization that names the file, the habit of calling patches "patch" tells. */
export function kustomizeOf(uri: string, host: LensHost): Kustomize {
  let patch = /(?:^|[/._-])patch(?:es)?(?:[/._-][^/]*)?$/i.test(uri);
  let namespaced = false;
  const images = new Set<string>();
  const steps = uri.split('/');
  for (let up = 1; up <= levels && up < steps.length; up++) {
    const folder = steps.slice(0, -up).join('/');
    const path = steps.slice(-up).join('/');
    for (const file of present(folder, host)) {
      if (!isKustomization(file)) {
        // A Skaffold file may be a stream of modules.
        const modules = host.documents?.(file) ?? [host.document(file) ?? []].flat();
        const artifacts = modules.flatMap((it) => View.root(it).at('build', 'artifacts').items);
        for (const it of artifacts) addName(images, it.get('image'));
        continue;
      }
      const source = host.document(file);
      if (!source) continue;
      const root = View.root(source);
      if (patchPaths(root).includes(path)) patch = true;
      if (up <= nearby && root.get('namespace').text) namespaced = true;
      for (const it of root.get('images').items) addName(images, it.get('name'));
    }
  }
  return { patch, images, namespaced };
}

function addName(names: Set<string>, { text }: View): void {
  if (text !== undefined) names.add(text);
}

/** The files of a folder that tell. */
function present(folder: string, host: LensHost): readonly string[] {
  const all = [...builders, ...names];
  return host.present?.(folder, all) ?? all.map((it) => `${folder}/${it}`);
}

/** The files that a kustomization applies as patches, below its own folder. */
function patchPaths(kustomization: View): readonly string[] {
  const paths = [
    ...kustomization.get('patches').items.map((it) => it.get('path').text ?? it.text),
    ...kustomization.get('patchesStrategicMerge').items.map((it) => it.text),
  ];
  return paths.flatMap((it) => (it === undefined ? [] : [it.replace(/^\.\//, '')]));
}
