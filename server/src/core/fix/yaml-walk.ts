import type { Route } from '../syntax/anchor.ts';
import type { DataTree, MapNode, Node } from '../syntax/node.ts';
import { findEntry, keyText } from '../syntax/map-index.ts';
import { View } from '../syntax/view.ts';
import { Refused } from './refusal.ts';
import { entrySlot, type Holder, itemSlot, rootSlot, type Slot } from './yaml-site.ts';

/** Where a route leads: the deepest slot that exists, and the steps for which there is nothing yet. */
export interface Site {
  readonly slot: Slot;
  readonly rest: Route;
}

/** Follows a route through the text itself: neither aliases nor merge keys, whose values stand elsewhere and serve others too. */
export function walk(text: string, tree: DataTree, route: Route): Site {
  let slot = rootSlot(text, tree);
  for (const [i, step] of route.entries()) {
    const { node } = slot;
    if (!node || isNothing(node)) return { slot, rest: route.slice(i) };
    refuseShared(tree, node);
    const holder = holderOf(slot);
    if (!holder)
      throw new Refused(`${describe(route.slice(0, i))} holds a single value, so there is nothing below it to change.`);
    const index = indexOf(tree, holder, step, route.slice(0, i));
    if (index === undefined) return { slot, rest: route.slice(i) };
    slot = holder.node.kind === 'map' ? entrySlot(text, holder, index) : itemSlot(text, holder, index);
  }
  return { slot, rest: [] };
}

/** The slot's collection as the holder of further slots. */
export function holderOf(slot: Slot): Holder | undefined {
  const { node } = slot;
  return node?.kind === 'map' || node?.kind === 'list' ? { slot, node, start: slot.start } : undefined;
}

/** Null, or nothing at all behind the colon. */
export function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null && node.tag === undefined && node.anchorName === undefined;
}

function indexOf(tree: DataTree, holder: Holder, step: string | number, route: Route): number | undefined {
  const { node } = holder;
  if (node.kind === 'list') {
    if (typeof step !== 'number') throw new Refused(`${describe(route)} is a list and has no "${step}".`);
    if (step < 0 || !Number.isInteger(step)) throw new Refused(`${describe(route)} has no item ${step}.`);
    return step < node.items.length ? step : undefined;
  }
  if (typeof step === 'number') throw new Refused(`${describe(route)} is a map and has no item ${step}.`);
  if (step === '<<') throw new Refused('A merge key (<<) is left alone.');
  const entry = findEntry(node, step);
  if (entry) return node.entries.indexOf(entry);
  refuseMerged(tree, holder, step);
  return undefined;
}

/** A key that a merge (`<<`) brings, or may bring, is not added beside it. */
function refuseMerged(tree: DataTree, { node, start }: Holder, key: string): void {
  if (node.kind !== 'map') return;
  for (const { key: name, value } of node.entries) {
    if (name?.style !== 'plain' || name.source !== '<<' || !value) continue;
    const alone: MapNode = { ...node, offset: start, entries: [{ key: name, value }] };
    if (!View.root({ file: '', chunk: 0, tree: { ...tree, root: alone } }).get(key).missing) {
      throw new Refused(`"${key}" comes here through a merge key (<<); change it where it is defined.`);
    }
  }
}

/** A node that others refer to is not changed: they would change with it. */
export function refuseShared(tree: DataTree, node: Node): void {
  if (node.kind === 'alias')
    throw new Refused(`The value comes from the alias *${node.name}; change it where &${node.name} is defined.`);
  const name = node.anchorName;
  if (name !== undefined && aliasesOf(tree.root).has(name)) {
    throw new Refused(`Others refer to &${name} by an alias and would change too; change it by hand.`);
  }
}

/** A subtree that holds an anchor which others refer to cannot go. */
export function refuseNeeded(tree: DataTree, node: Node | undefined): void {
  const names = anchorsOf(node);
  if (names.size === 0) return;
  const outside = aliasesOf(tree.root, node);
  for (const name of names) {
    if (outside.has(name)) throw new Refused(`Others refer to &${name}, which stands here; change it by hand.`);
  }
}

export function refuseTwice({ node }: Holder, key: string): void {
  if (node.kind !== 'map') return;
  if (node.entries.filter((it) => it.key && keyText(it.key) === key).length > 1) {
    throw new Refused(`The key "${key}" stands here more than once; which one is meant is not certain.`);
  }
}

function aliasesOf(node: Node | undefined, except?: Node, found: Set<string> = new Set()): ReadonlySet<string> {
  if (!node || node === except) return found;
  if (node.kind === 'alias') found.add(node.name);
  for (const child of children(node)) aliasesOf(child, except, found);
  return found;
}

function anchorsOf(node: Node | undefined, found: Set<string> = new Set()): ReadonlySet<string> {
  if (!node || node.kind === 'alias') return found;
  if (node.anchorName !== undefined) found.add(node.anchorName);
  for (const child of children(node)) anchorsOf(child, found);
  return found;
}

function children(node: Node): readonly (Node | undefined)[] {
  return node.kind === 'map' ? node.entries.map((it) => it.value) : node.kind === 'list' ? node.items : [];
}

/** A route in the user's words: `services.web.ports[0]`. */
export function describe(route: Route): string {
  if (route.length === 0) return 'The document';
  return `"${route.reduce<string>((made, step) => (typeof step === 'number' ? `${made}[${step}]` : made ? `${made}.${step}` : step), '')}"`;
}
