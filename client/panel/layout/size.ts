/** Sizes of nodes. Few and quantised: a badge never changes them and a word rarely, so that edits do not move the picture. */
import type { GraphNode } from '../model/graph.ts';
import { textWidth } from '../draw/measure.ts';

export const NODE_HEIGHT = 42;
export const NAME_SIZE = 13;
export const CAPTION_SIZE = 11;
/** Names are bold, and some fonts are wider than the estimate. */
export const BOLDER = 1.08;
/** Space left of the texts (the icon's) and right of them (the numbers of threats and findings). */
export const TEXT_LEFT = 34;
export const TEXT_RIGHT = 46;
/** Height of a boundary's header line. */
export const BOUNDARY_HEADER = 26;

const WIDTHS: readonly number[] = [120, 144, 168, 192, 224];

export function nodeSize(node: GraphNode): { readonly width: number; readonly height: number } {
  const text = Math.max(
    textWidth(node.name.slice(0, 60), NAME_SIZE * BOLDER),
    textWidth(node.caption.slice(0, 60), CAPTION_SIZE),
  );
  const wanted = text + TEXT_LEFT + TEXT_RIGHT;
  return { width: WIDTHS.find((it) => it >= wanted) ?? 224, height: NODE_HEIGHT };
}
