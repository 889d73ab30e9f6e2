import type { LensHost } from '../../rules/context.ts';
import { View } from '../../syntax/view.ts';

const names: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** How many folders above a file are searched for the kustomization that names it. */
const levels = 3;

/**
 * Whether the file is a patch of a Kustomize build: a fragment of an object that another file completes. The
 * kustomization beside or above it says so; where the workspace has none, the habit of naming such files "patch" does.
 */
export function isPatchFile(uri: string, host: LensHost): boolean {
  if (/(?:^|[/._-])patch(?:es)?(?:[/._-][^/]*)?$/i.test(uri)) return true;
  const steps = uri.split('/');
  for (let up = 1; up <= levels && up < steps.length; up++) {
    const folder = steps.slice(0, -up).join('/');
    const path = steps.slice(-up).join('/');
    for (const name of names) {
      const source = host.document(`${folder}/${name}`);
      if (source && patchPaths(View.root(source)).includes(path)) return true;
    }
  }
  return false;
}

/** The files that a kustomization applies as patches, below its own folder. */
function patchPaths(kustomization: View): readonly string[] {
  const paths = [
    ...kustomization.get('patches').items.map((it) => it.get('path').text ?? it.text),
    ...kustomization.get('patchesStrategicMerge').items.map((it) => it.text),
  ];
  return paths.flatMap((it) => (it === undefined ? [] : [it.replace(/^\.\//, '')]));
}
