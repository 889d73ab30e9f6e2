import type { Route } from '../syntax/anchor.ts';
import type { Node } from '../syntax/node.ts';
import { findEntry } from '../syntax/map-index.ts';
import type { Patch } from './patch.ts';
import { Refused } from './refusal.ts';
import { isMap } from './value.ts';

/** All patches of a fix speak of the text that was analysed. This says which may be written together, and what one means after another. */

/** The route to the deepest thing on a patch's way that exists: what the patch adds to. */
export function reached(root: Node | undefined, route: Route): Route {
  let node = root;
  for (const [i, step] of route.entries()) {
    const next = childAt(node, step);
    if (!next) return route.slice(0, i);
    node = next.value;
  }
  return route;
}

/** The node at a route, in the text itself: through no alias and no merge. */
export function nodeAt(root: Node | undefined, route: Route): Node | undefined {
  return route.reduce<Node | undefined>((node, step) => childAt(node, step)?.value, root);
}

function childAt(node: Node | undefined, step: string | number): { readonly value: Node | undefined } | undefined {
  if (node?.kind === 'map' && typeof step === 'string') return findEntry(node, step);
  if (node?.kind === 'list' && typeof step === 'number' && step < node.items.length) return { value: node.items[step] };
  return undefined;
}

/** What a patch touches, for {@link conflict}. */
export interface Touch {
  readonly patch: Patch;
  /** It adds to the collection at this route; otherwise it changes the thing at this route. */
  readonly adds: boolean;
  readonly route: Route;
}

export function touchOf(root: Node | undefined, patch: Patch): Touch {
  const { route } = patch.at;
  if (patch.op === 'append') return { patch, adds: true, route: reached(root, route) };
  const there = reached(root, route);
  return patch.op === 'set' && there.length < route.length
    ? { patch, adds: true, route: there }
    : { patch, adds: false, route };
}

/** True when one of the two must be written first, and the text be read again before the other. */
export function conflict(a: Touch, b: Touch): boolean {
  if (a.adds && b.adds) return sameRoute(a.route, b.route);
  return governs(a, b) || governs(b, a);
}

function governs(a: Touch, b: Touch): boolean {
  if (a.adds) return false;
  const other = b.patch.at.route;
  if (startsWith(other, a.route) || startsWith(b.route, a.route)) return true;
  const parent = a.route.slice(0, -1);
  // What is left of a collection, and its commas, hang on each item that goes.
  if (a.patch.op === 'remove')
    return b.adds ? sameRoute(b.route, parent) : b.patch.op === 'remove' && sameRoute(other.slice(0, -1), parent);
  return a.patch.op === 'rename' && startsWith(other, [...parent, a.patch.key]);
}

/** What a patch means after another one has been written; undefined when nothing is left to do. */
export function rebase(patch: Patch, done: Patch): Patch | undefined {
  const { route } = done.at;
  if (done.op === 'remove') return afterRemoval(patch, route);
  if (done.op === 'rename' && startsWith(patch.at.route, route)) {
    if (patch.op === 'rename' && patch.at.route.length === route.length) throw contradiction();
    const moved = [...route.slice(0, -1), done.key, ...patch.at.route.slice(route.length)];
    return { ...patch, at: { ...patch.at, route: moved } };
  }
  if (done.op === 'rewrite' && patch.op === 'rewrite' && sameRoute(route, patch.at.route))
    return afterRewrite(patch, done);
  return patch;
}

type Rewrite = Extract<Patch, { op: 'rewrite' }>;

function afterRewrite(patch: Rewrite, done: Rewrite): Patch {
  const mine = patch.at.span;
  const other = done.at.span;
  if (!mine || !other) throw contradiction();
  if (mine[1] <= other[0]) return patch;
  if (mine[0] < other[1]) throw contradiction();
  const shift = done.text.length - (other[1] - other[0]);
  return { ...patch, at: { ...patch.at, span: [mine[0] + shift, mine[1] + shift] } };
}

function afterRemoval(patch: Patch, gone: Route): Patch | undefined {
  const { route } = patch.at;
  const index = gone.at(-1);
  const parent = gone.slice(0, -1);
  const step = route[parent.length];
  if (!startsWith(route, parent) || step === undefined) return patch;
  if (step === index) {
    if (patch.op === 'remove') return undefined;
    // A key may be set again where it was removed; an item is gone for good.
    if (typeof index === 'string' && (patch.op === 'set' || patch.op === 'append')) return patch;
    throw contradiction();
  }
  if (typeof step !== 'number' || typeof index !== 'number' || step < index) return patch;
  return { ...patch, at: { ...patch.at, route: [...parent, step - 1, ...route.slice(parent.length + 1)] } };
}

function contradiction(): Refused {
  return new Refused('Two changes of this fix contradict each other.');
}

/**
 * Patches without those that are there twice; refuses two that set one place to different values, and one that sets a key
 * of a map which another one sets as a whole, without that key.
 */
export function withoutRepeats(patches: readonly Patch[]): readonly Patch[] {
  const seen = new Set<string>();
  const places = new Set<string>();
  const maps = new Map<string, Extract<Patch, { op: 'set' }>>();
  for (const patch of patches)
    if (patch.op === 'set' && isMap(patch.value))
      maps.set(JSON.stringify([patch.at.file, patch.at.chunk, patch.at.route]), patch);
  return patches.filter((patch) => {
    const { at } = patch;
    // Only what is replaced depends on the part that is meant.
    const text = JSON.stringify({ ...patch, at: { ...at, part: patch.op === 'replace' ? at.part : undefined } });
    if (seen.has(text)) return false;
    seen.add(text);
    const place = JSON.stringify([at.file, at.chunk, at.route]);
    if (patch.op === 'set' && places.has(place)) throw contradiction();
    const key = at.route.at(-1);
    const whole = patch.op === 'set' && maps.get(JSON.stringify([at.file, at.chunk, at.route.slice(0, -1)]));
    if (whole && isMap(whole.value) && typeof key === 'string' && !Object.hasOwn(whole.value, key))
      throw contradiction();
    if (patch.op === 'set') places.add(place);
    return true;
  });
}

export function startsWith(route: Route, start: Route): boolean {
  return start.length <= route.length && start.every((step, i) => step === route[i]);
}

export function sameRoute(a: Route, b: Route): boolean {
  return a.length === b.length && startsWith(a, b);
}
