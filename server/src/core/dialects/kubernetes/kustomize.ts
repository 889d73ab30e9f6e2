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

/** How many folders above a file are searched for kustomizations that name it. */
const levels = 3;

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
      const source = host.document(file);
      if (!source) continue;
      const root = View.root(source);
      if (isKustomization(file)) {
        if (patchPaths(root).includes(path)) patch = true;
        if (root.get('namespace').text) namespaced = true;
      }
      for (const image of isKustomization(file) ? root.get('images').items : root.at('build', 'artifacts').items) {
        const imageName = image.get(isKustomization(file) ? 'name' : 'image').text;
        if (imageName !== undefined) images.add(imageName);
      }
    }
  }
  return { patch, images, namespaced };
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
