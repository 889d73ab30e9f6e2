import type { ImageFact } from '../fact.ts';
import type { Node } from './node.ts';

/** What a node's own image is: that of the last stage, or of the one that Compose builds up to. */
export interface BuiltImage {
  /** The image that it stands on; null when it is scratch or not known. */
  readonly base: string | null;
  readonly exposes: readonly number[];
}

/** The images that are built for a node, each up to the stage that is asked for (`build.target`). */
export function builtImagesOf(node: Node): readonly BuiltImage[] {
  return node.modules.flatMap((it) => it.images.flatMap((image) => upToTarget(image, node)));
}

function upToTarget(image: ImageFact, { compose }: Node): readonly BuiltImage[] {
  const builds = compose.flatMap(({ build }) => (build?.dockerfile === image.file ? [build.target] : []));
  if (builds.length === 0 || image.stages === undefined) return [image];
  return [...new Set(builds)].map(
    // A name that no stage has fails to build, or is the last one's own.
    (target) =>
      image.stages?.find((it) => it.name !== null && it.name.toLowerCase() === target?.toLowerCase()) ?? image,
  );
}
