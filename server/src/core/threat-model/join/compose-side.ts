import type { Anchor } from '../../syntax/anchor.ts';
import { folderOf, isWithin } from '../folder.ts';
import type { Node } from './node.ts';

/**
 * Whether a line speaks of two components as Compose runs them, although Kubernetes runs them too: the boundaries of the
 * cluster are none of its business. A line belongs to the deployment that is declared nearest to it; where a folder
 * holds both, only a line of the Compose file itself is certain.
 */
export function isComposeSide(from: Node, to: Node, at: Anchor | null): boolean {
  if (!at || (from.workloads.length === 0 && to.workloads.length === 0)) return false;
  const projects = from.compose.map((it) => it.at.file);
  const together = projects.filter((file) => to.compose.some((it) => folderOf(it.at.file) === folderOf(file)));
  if (together.length === 0) return false;
  if (together.includes(at.file)) return true;
  const manifests = [from, to].flatMap((it) => [...it.workloads.map(({ object }) => object), ...it.services]);
  return (
    nearness(together, at.file) >
    nearness(
      manifests.map((it) => it.at.file),
      at.file,
    )
  );
}

/** Length of the longest folder of one of the files that holds the given file too; -1 when none does. */
function nearness(files: readonly string[], file: string): number {
  let nearest = -1;
  for (const folder of files.map((it) => folderOf(it)))
    if (folder.length > nearest && isWithin(file, folder)) nearest = folder.length;
  return nearest;
}
