import type { View } from '../../syntax/view.ts';

/**
 * What makes two views the same object: where it is written. An alias is the object that it names. Nodes are no help:
 * the parser gives pieces of equal text the same nodes, wherever they stand.
 */
export function identityOf(view: View): string {
  const { node, source, start } = view;
  return `${source.file} ${source.chunk} ${start} ${node?.length ?? -1} ${node?.kind ?? ''}`;
}
