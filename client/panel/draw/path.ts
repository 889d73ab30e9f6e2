/** Paths of edges: rounded corners, and an arrowhead drawn as a shape, because not every viewer knows SVG's markers. */
import type { Point } from '../layout/types.ts';

const CORNER = 7;
const HEAD = 7;
/** Marks on edges keep this far from each other. */
const MARK = 22;

/** The line, ending where the arrowhead begins. */
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

/** Where a mark on the edge has most room: on a long straight piece, away from the marks that are there already. */
export function markPoint(points: readonly Point[], taken: readonly Point[]): Point {
  const pieces: { readonly a: Point; readonly b: Point }[] = [];
  points.forEach((b, index) => {
    const a = points[index - 1];
    if (a !== undefined) pieces.push({ a, b });
  });
  pieces.sort((p, q) => distance(q.a, q.b) - distance(p.a, p.b));
  const candidates = pieces
    .filter((it) => distance(it.a, it.b) >= MARK)
    .flatMap(({ a, b }) =>
      [0.5, 0.35, 0.65, 0.2, 0.8].map((t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t })),
    );
  const longest = pieces[0];
  const middle =
    longest === undefined ? { x: 0, y: 0 } : { x: (longest.a.x + longest.b.x) / 2, y: (longest.a.y + longest.b.y) / 2 };
  return candidates.find((it) => taken.every((other) => distance(it, other) >= MARK)) ?? middle;
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
