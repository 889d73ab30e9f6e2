/** Where things are, in pixels of the picture at zoom 1; the origin is its upper left corner. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export type Direction = 'down' | 'right';

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: Readonly<Record<string, Box>>;
  readonly boundaries: Readonly<Record<string, Box>>;
  /** Corners of each edge, from its source to its target. */
  readonly edges: Readonly<Record<string, readonly Point[]>>;
}

export const EMPTY_LAYOUT: Layout = { width: 0, height: 0, nodes: {}, boundaries: {}, edges: {} };
