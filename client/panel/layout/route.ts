/**
 * One edge, routed at right angles round the nodes of a picture that must not change otherwise. A shortest path over the
 * lines beside the nodes (A*), in which bends and running along other edges cost extra.
 */
import type { Box, Point } from './types.ts';

const CLEARANCE = 11;
const BEND = 45;
const ALONG_OTHERS = 160;

interface Port {
  readonly at: Point;
  /** Where the edge is clear of its node. */
  readonly out: Point;
  readonly isVertical: boolean;
}

/** The corners of the edge from border to border, or null when the nodes leave no way. */
export function routed(
  from: Box,
  to: Box,
  nodes: readonly Box[],
  others: readonly (readonly Point[])[],
): readonly Point[] | null {
  const starts = portsOf(from);
  const ends = portsOf(to);
  const ports = [...starts, ...ends];
  const xs = lines([
    ...nodes.flatMap((it) => [it.x - CLEARANCE, it.x + it.width + CLEARANCE]),
    ...ports.map((it) => it.out.x),
  ]);
  const ys = lines([
    ...nodes.flatMap((it) => [it.y - CLEARANCE, it.y + it.height + CLEARANCE]),
    ...ports.map((it) => it.out.y),
  ]);
  const blocked = nodes.map((it) => grown(it, CLEARANCE - 2));
  const segments = others.flatMap(segmentsOf);

  const stateOf = (x: number, y: number, isVertical: boolean): number => (y * xs.length + x) * 2 + (isVertical ? 1 : 0);
  const stateAt = (port: Port): number => stateOf(xs.indexOf(port.out.x), ys.indexOf(port.out.y), port.isVertical);
  const pointOf = (state: number): Point => {
    const cell = state >> 1;
    return { x: xs[cell % xs.length] ?? 0, y: ys[Math.floor(cell / xs.length)] ?? 0 };
  };
  const goals = new Map(ends.map((it) => [stateAt(it), it]));
  const target = { x: to.x + to.width / 2, y: to.y + to.height / 2 };
  const left = (point: Point): number =>
    Math.max(0, Math.abs(point.x - target.x) + Math.abs(point.y - target.y) - to.width);

  const cost = new Map<number, number>();
  const cameFrom = new Map<number, number>();
  const beginnings = new Map<number, Port>();
  const queue = new Queue();
  for (const port of starts) {
    const state = stateAt(port);
    const price = overlaps(port.at, port.out, segments) ? ALONG_OTHERS : 0;
    if (isBlocked(port.out, port.out, blocked) || price >= (cost.get(state) ?? Number.POSITIVE_INFINITY)) continue;
    cost.set(state, price);
    beginnings.set(state, port);
    queue.push(state, price + left(port.out));
  }
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    const goal = goals.get(state);
    if (goal !== undefined) return path(state, goal, cameFrom, beginnings, pointOf);
    const here = pointOf(state);
    const cell = state >> 1;
    const x = cell % xs.length;
    const y = Math.floor(cell / xs.length);
    for (const [dx, dy] of STEPS) {
      const [nx, ny] = [x + dx, y + dy];
      if (nx < 0 || ny < 0 || nx >= xs.length || ny >= ys.length) continue;
      const isVertical = dx === 0;
      const next = stateOf(nx, ny, isVertical);
      const there = pointOf(next);
      if (isBlocked(here, there, blocked)) continue;
      const price =
        (cost.get(state) ?? 0) +
        Math.abs(there.x - here.x) +
        Math.abs(there.y - here.y) +
        (isVertical === (state % 2 === 1) ? 0 : BEND) +
        (overlaps(here, there, segments) ? ALONG_OTHERS : 0);
      if (price >= (cost.get(next) ?? Number.POSITIVE_INFINITY)) continue;
      cost.set(next, price);
      cameFrom.set(next, state);
      beginnings.delete(next);
      queue.push(next, price + left(there));
    }
  }
  return null;
}

const STEPS: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];

/** Places where an edge may leave or enter: three above and below, one on either side. */
function portsOf({ x, y, width, height }: Box): readonly Port[] {
  const middle = y + height / 2;
  return [
    ...[0.5, 0.28, 0.72].flatMap((share) => [
      {
        at: { x: x + width * share, y: y + height },
        out: { x: x + width * share, y: y + height + CLEARANCE },
        isVertical: true,
      },
      { at: { x: x + width * share, y }, out: { x: x + width * share, y: y - CLEARANCE }, isVertical: true },
    ]),
    { at: { x, y: middle }, out: { x: x - CLEARANCE, y: middle }, isVertical: false },
    { at: { x: x + width, y: middle }, out: { x: x + width + CLEARANCE, y: middle }, isVertical: false },
  ];
}

function path(
  last: number,
  goal: Port,
  cameFrom: ReadonlyMap<number, number>,
  beginnings: ReadonlyMap<number, Port>,
  pointOf: (state: number) => Point,
): readonly Point[] {
  const points: Point[] = [goal.at];
  let state: number | undefined = last;
  let first = last;
  while (state !== undefined) {
    points.unshift(pointOf(state));
    first = state;
    state = cameFrom.get(state);
  }
  const begin = beginnings.get(first);
  if (begin !== undefined) points.unshift(begin.at);
  return points.filter((it, index) => !isBetween(points[index - 1], it, points[index + 1]));
}

function isBetween(before: Point | undefined, it: Point, after: Point | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  return (before.x === it.x && it.x === after.x) || (before.y === it.y && it.y === after.y);
}

function lines(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function isBlocked(a: Point, b: Point, boxes: readonly Box[]): boolean {
  return boxes.some(
    (it) =>
      Math.max(a.x, b.x) > it.x &&
      Math.min(a.x, b.x) < it.x + it.width &&
      Math.max(a.y, b.y) > it.y &&
      Math.min(a.y, b.y) < it.y + it.height,
  );
}

/** Whether two spans of a line have more than a point in common. */
function shares(p: number, q: number, r: number, s: number): boolean {
  return Math.min(Math.max(p, q), Math.max(r, s)) - Math.max(Math.min(p, q), Math.min(r, s)) > 1;
}

interface Segment {
  readonly a: Point;
  readonly b: Point;
}

export function segmentsOf(points: readonly Point[]): readonly Segment[] {
  return points.flatMap((b, index) => {
    const a = points[index - 1];
    return a === undefined ? [] : [{ a, b }];
  });
}

/** Whether a piece runs along another one, closer than the eye can tell apart. */
function overlaps(a: Point, b: Point, segments: readonly Segment[]): boolean {
  const near = 6;
  return segments.some((it) =>
    a.x === b.x
      ? it.a.x === it.b.x && Math.abs(it.a.x - a.x) < near && shares(a.y, b.y, it.a.y, it.b.y)
      : it.a.y === it.b.y && Math.abs(it.a.y - a.y) < near && shares(a.x, b.x, it.a.x, it.b.x),
  );
}

/** A heap: the cheapest first. */
class Queue {
  readonly #items: { readonly state: number; readonly cost: number }[] = [];

  push(state: number, cost: number): void {
    const items = this.#items;
    let at = items.push({ state, cost }) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#cost(above) <= this.#cost(at)) break;
      this.#swap(at, above);
      at = above;
    }
  }

  pop(): number | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first?.state;
    items[0] = last;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (this.#cost(left) < this.#cost(least)) least = left;
      if (this.#cost(right) < this.#cost(least)) least = right;
      if (least === at) return first.state;
      this.#swap(at, least);
      at = least;
    }
  }

  #cost(index: number): number {
    return this.#items[index]?.cost ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [one, two] = [this.#items[a], this.#items[b]];
    if (one === undefined || two === undefined) return;
    this.#items[a] = two;
    this.#items[b] = one;
  }
}
