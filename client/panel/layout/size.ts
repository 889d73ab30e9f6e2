/** Sizes of nodes. Few and quantised: they change with a name, never with a badge, so that edits do not move the picture. */
import type { GraphNode } from '../model/graph.ts';
import { textWidth } from '../draw/measure.ts';

export const NODE_HEIGHT = 46;
export const NAME_SIZE = 13;
export const CAPTION_SIZE = 11;
/** Space left of the texts (the icon's) and right of them. */
export const TEXT_LEFT = 34;
export const TEXT_RIGHT = 14;
/** Height of a boundary's header line. */
export const BOUNDARY_HEADER = 30;

const WIDTHS: readonly number[] = [112, 136, 160, 188];

export function nodeSize(node: GraphNode): { readonly width: number; readonly height: number } {
  const wanted = textWidth(node.name.slice(0, 60), NAME_SIZE) + TEXT_LEFT + TEXT_RIGHT;
  return { width: WIDTHS.find((it) => it >= wanted) ?? 188, height: NODE_HEIGHT };
}
