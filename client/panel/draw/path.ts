/** Paths of edges: rounded corners, and an arrowhead drawn as a shape, because not every viewer knows SVG's markers. */
import type { Box, Point } from '../layout/types.ts';

const CORNER = 7;
const HEAD = 7;

/** Half the length of the bar that stops a line, and how far before its target it stands. */
const BAR = 6;
const BAR_GAP = 7;

/** The line, ending where the arrowhead or the bar begins. */
export function linePath(points: readonly Point[]): string {
  const corners = shortened(points);
  const first = corners[0];
  if (first === undefined) return '';
  let d = `M${at(first)}`;
  for (let i = 1; i < corners.length; i++) {
    const here = corners[i];
    const before = corners[i - 1];
    const after = corners[i + 1];
    if (here === undefined || before === undefined) continue;
    if (after === undefined) d += `L${at(here)}`;
    else {
      const radius = Math.min(CORNER, distance(before, here) / 2, distance(here, after) / 2);
      d += `L${at(towards(here, before, radius))}Q${at(here)} ${at(towards(here, after, radius))}`;
    }
  }
  return d;
}

/** The triangle at the target. */
export function headPath(points: readonly Point[]): string {
  const tip = points[points.length - 1];
  const before = points[points.length - 2];
  if (tip === undefined || before === undefined) return '';
  const base = towards(tip, before, HEAD);
  const across = { x: (base.y - tip.y) * 0.5, y: (tip.x - base.x) * 0.5 };
  return `M${at(tip)}L${at({ x: base.x + across.x, y: base.y + across.y })}L${at({ x: base.x - across.x, y: base.y - across.y })}Z`;
}

/** The bar across the end of a line that does not arrive: a little before the target, so that there is a gap behind it. */
export function barPath(points: readonly Point[]): string {
  const tip = points[points.length - 1];
  const before = points[points.length - 2];
  if (tip === undefined || before === undefined) return '';
  const middle = towards(tip, before, BAR_GAP);
  const end = towards(middle, before, BAR);
  const across = { x: end.y - middle.y, y: middle.x - end.x };
  return `M${at({ x: middle.x + across.x, y: middle.y + across.y })}L${at({ x: middle.x - across.x, y: middle.y - across.y })}`;
}

/**
 * The middle of a mark of that size on the edge: on a long straight piece, clear of the boxes that are taken. Null when
 * there is no such place.
 */
export function markPoint(
  points: readonly Point[],
  width: number,
  height: number,
  taken: readonly Box[],
): Point | null {
  const pieces: { readonly a: Point; readonly b: Point }[] = [];
  points.forEach((b, index) => {
    const a = points[index - 1];
    if (a !== undefined) pieces.push({ a, b });
  });
  pieces.sort((p, q) => distance(q.a, q.b) - distance(p.a, p.b));
  for (const { a, b } of pieces) {
    for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const point = { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
      const mark = boxAround(point, width, height);
      if (!taken.some((box) => touches(mark, box))) return point;
    }
  }
  return null;
}

export function boxAround({ x, y }: Point, width: number, height: number): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function touches(a: Box, b: Box): boolean {
  const gap = 2;
  const isBeside = a.x + a.width + gap <= b.x || b.x + b.width + gap <= a.x;
  return !isBeside && a.y + a.height + gap > b.y && b.y + b.height + gap > a.y;
}

function shortened(points: readonly Point[]): readonly Point[] {
  const tip = points[points.length - 1];
  const before = points[points.length - 2];
  if (tip === undefined || before === undefined) return points;
  return [...points.slice(0, -1), towards(tip, before, HEAD - 1)];
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function at(point: Point): string {
  return `${round(point.x)} ${round(point.y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
