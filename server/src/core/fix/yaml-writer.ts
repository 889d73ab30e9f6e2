import { type Edit, sortEdits } from '../text/edit.ts';
import type { Route } from '../syntax/anchor.ts';
import type { DataTree } from '../syntax/node.ts';
import { findEntry, keyText } from '../syntax/map-index.ts';
import { isTemplate } from '../syntax/template.ts';
import { skipBlank } from './flow-text.ts';
import { flowRemove } from './flow-writer.ts';
import { nextLine } from './line.ts';
import { isSameValue } from './outcome.ts';
import type { Patch, PlainValue } from './patch.ts';
import { type Refusal, Refused, refusing } from './refusal.ts';
import { settled, wrapped } from './value.ts';
import { insertEntry, insertItem, removeSlot } from './yaml-block.ts';
import { fillSlot } from './yaml-fill.ts';
import { flowEntry, flowFill, flowItem, flowValue } from './yaml-flow.ts';
import { firstLines } from './yaml-start.ts';
import { rewriteScalar } from './yaml-rewrite.ts';
import { quoteOf } from './siblings.ts';
import { type Quote, yamlScalar } from './yaml-scalar.ts';
import { type Slot, slotEnd } from './yaml-site.ts';
import { styleAt } from './yaml-style.ts';
import {
  describe,
  holderOf,
  isNothing,
  refuseNeeded,
  refuseShared,
  refuseTwice,
  type Site,
  walk,
} from './yaml-walk.ts';

/**
 * The edits that make a patch true in a YAML chunk: sorted, disjoint, offsets in the chunk, none when it is true
 * already. Touches only the bytes that change. Refuses what it cannot do without guessing: aliases, merge keys, shared
 * anchors, template holes, keys that are collections, places that do not exist, and everything behind a syntax fault.
 */
export function yamlEdits(chunkText: string, tree: DataTree, patch: Patch): readonly Edit[] | Refusal {
  return refusing(() => {
    if (isTemplateTree(chunkText, tree))
      throw new Refused('The file is a template; what stands here is not known before it is rendered.');
    return checked(chunkText, tree, write(chunkText, tree, patch));
  });
}

const templates = new WeakMap<DataTree, boolean>();

/** Many patches of one text ask the same. */
function isTemplateTree(text: string, tree: DataTree): boolean {
  const known = templates.get(tree) ?? isTemplate(text);
  templates.set(tree, known);
  return known;
}

/** Nothing is known about what stands behind a fault, so nothing there is changed. */
export function checked(text: string, tree: DataTree, edits: readonly Edit[]): readonly Edit[] {
  const sorted = sortEdits(edits);
  if (!sorted) throw new Refused('The change contradicts itself.');
  const fault = tree.faults[0];
  if (fault && sorted.some((it) => nextLine(text, it.end) >= fault.start))
    throw new Refused('There is a syntax error above this place; repair it first.');
  return sorted;
}

function write(text: string, tree: DataTree, patch: Patch): readonly Edit[] {
  const { route } = patch.at;
  if (patch.op === 'set') return set(text, tree, route, patch.value);
  if (patch.op === 'append') return append(text, tree, route, patch.value);
  if (patch.op === 'remove') return remove(text, tree, route);
  if (patch.op === 'rename') return rename(text, tree, route, patch.key);
  if (patch.op === 'rewrite') {
    const slot = existing(text, tree, route);
    refuseHole(text, slot);
    return rewriteScalar(text, tree, slot, patch.text, patch.at.span);
  }
  throw new Refused('This kind of change does not exist in YAML.');
}

function set(text: string, tree: DataTree, route: Route, value: PlainValue): readonly Edit[] {
  if (route.length === 0) throw new Refused('A whole document is not replaced.');
  const site = walk(text, tree, route);
  if (site.rest.length > 0) return add(text, tree, site, value);
  const { slot } = site;
  if (slot.node && isSameValue(slot.node, settled(value)) && slotEnd(text, slot) > slot.after) return [];
  if (slot.node) refuseShared(tree, slot.node);
  refuseNeeded(tree, slot.node);
  refuseHole(text, slot);
  return fill(text, tree, slot, value);
}

/** Gives a slot another value, in the style of what is around it. */
function fill(text: string, tree: DataTree, slot: Slot, value: PlainValue): readonly Edit[] {
  if (slot.inside?.node.flow) return flowFill(text, tree, slot, value);
  const style = styleAt(text, tree, slot.from);
  const { node } = slot;
  const full = (node?.kind === 'map' && node.entries.length > 0) || (node?.kind === 'list' && node.items.length > 0);
  if (full && node?.flow && !text.slice(slot.start, slot.start + node.length).includes('\n')) {
    return [{ start: slot.start, end: slot.start + node.length, text: flowValue(value, style.quote, false) }];
  }
  if (slot.kind === 'root' && !node) return firstLines(text, value, style);
  return fillSlot(text, slot, value, style);
}

/** Adds what the route lacks to the deepest thing that there is. */
function add(text: string, tree: DataTree, { slot, rest }: Site, value: PlainValue): readonly Edit[] {
  const all = wrapped(rest, value);
  const [step] = rest;
  const inner = wrapped(rest.slice(1), value);
  const holder = holderOf(slot);
  if (!holder) {
    if (all === undefined) throw new Refused('A list cannot begin with an item other than the first.');
    return fill(text, tree, slot, all);
  }
  if (inner === undefined || step === undefined)
    throw new Refused('A list cannot begin with an item other than the first.');
  refuseShared(tree, holder.node);
  const { node } = holder;
  const empty = node.kind === 'map' ? node.entries.length === 0 : node.items.length === 0;
  if (node.kind === 'list' && step !== node.items.length)
    throw new Refused(`The list has ${node.items.length} items and cannot get one at ${String(step)}.`);
  if (empty && !slot.inside?.node.flow) {
    if (
      skipBlank(text, slot.start + 1, 'yaml') !== slot.start + node.length - 1 ||
      text.slice(slot.start, slot.start + node.length).includes('#')
    ) {
      throw new Refused('The empty collection holds a comment; add the value by hand.');
    }
    return fill(text, tree, slot, typeof step === 'string' ? Object.fromEntries([[step, inner]]) : [inner]);
  }
  if (typeof step === 'string')
    return node.flow ? flowEntry(text, tree, holder, step, inner) : insertEntry(text, tree, holder, step, inner);
  return node.flow ? flowItem(text, tree, holder, inner) : insertItem(text, tree, holder, inner);
}

function append(text: string, tree: DataTree, route: Route, value: PlainValue): readonly Edit[] {
  const site = walk(text, tree, route);
  if (site.rest.length > 0) return add(text, tree, site, [value]);
  const { node } = site.slot;
  if (!node || isNothing(node)) return fill(text, tree, site.slot, [value]);
  refuseShared(tree, node);
  if (node.kind !== 'list') throw new Refused(`${describe(route)} is not a list.`);
  return add(text, tree, { slot: site.slot, rest: [node.items.length] }, value);
}

function remove(text: string, tree: DataTree, route: Route): readonly Edit[] {
  const slot = existing(text, tree, route);
  const holder = slot.inside;
  if (!holder) throw new Refused('A whole document is not removed.');
  if (slot.key) refuseTwice(holder, keyText(slot.key));
  refuseNeeded(tree, slot.node);
  return holder.node.flow ? flowRemove(text, holder, slot.index, 'yaml') : removeSlot(text, slot);
}

function rename(text: string, tree: DataTree, route: Route, key: string): readonly Edit[] {
  const slot = existing(text, tree, route);
  const old = slot.key;
  const map = slot.inside?.node;
  if (!old || map?.kind !== 'map') throw new Refused(`${describe(route)} is no entry with a key.`);
  const name = keyText(old);
  if (name === key) return [];
  if (findEntry(map, key)) throw new Refused(`There is a key "${key}" already.`);
  refuseTwice({ slot, node: map, start: slot.start }, name);
  const before = text.slice(Math.max(0, slot.from - 2), slot.from);
  if (/\?\s$/.test(before)) throw new Refused('A key here is written with a question mark; such maps are left alone.');
  const own = quoteOf(old);
  const quote: Quote = own ?? styleAt(text, tree, slot.from).quote;
  return [
    {
      start: slot.from,
      end: slot.from + old.length,
      text: yamlScalar(key, { flow: map.flow, quote, always: own !== undefined }),
    },
  ];
}

/** The slot of a route that must lead somewhere. */
function existing(text: string, tree: DataTree, route: Route): Slot {
  const { slot, rest } = walk(text, tree, route);
  if (rest.length > 0) throw new Refused(`${describe(route)} is not there.`);
  return slot;
}

function refuseHole(text: string, slot: Slot): void {
  if (slot.node?.kind === 'alias')
    throw new Refused(
      `The value comes from the alias *${slot.node.name}; change it where &${slot.node.name} is defined.`,
    );
  if (text.slice(slot.start, slotEnd(text, slot)).includes('{{'))
    throw new Refused('The value is filled in by a template; it is not changed.');
}
