import type { View } from '../../syntax/view.ts';

/** What {@link identityOf} gives: equal for the same place only. */
export type Identity = View | string;

/**
 * What makes two views the same object: where it is written. There is one view for each route, so the view itself tells
 * it, unless aliases or merge keys lead to one place on several routes. Nodes are no help: the parser gives pieces of
 * equal text the same nodes, wherever they stand.
 */
export function identityOf(view: View): Identity {
  const { source, start } = view;
  if (source.tree.anchors.size === 0) return view;
  const { node } = view;
  return `${source.file} ${source.chunk} ${start} ${node?.length ?? -1} ${node?.kind ?? ''}`;
}
