import type { Route } from '../syntax/anchor.ts';
import type { DataTree, MapNode } from '../syntax/node.ts';
import { findEntry, keyText } from '../syntax/map-index.ts';
import type { Edit } from '../text/edit.ts';
import { partsOf } from './flow-text.ts';
import { flowInsert, flowRemove, isSpread } from './flow-writer.ts';
import { jsonStyle, type JsonStyle, jsonString, jsonValue } from './json-value.ts';
import { indentation, lineBreak } from './line.ts';
import { isSameValue } from './outcome.ts';
import type { Patch, PlainValue } from './patch.ts';
import { type Refusal, Refused, refusing } from './refusal.ts';
import { settled, wrapped } from './value.ts';
import { rewritten } from './yaml-rewrite.ts';
import type { Holder, Slot } from './yaml-site.ts';
import { describe, holderOf, isNothing, refuseTwice, type Site, walk } from './yaml-walk.ts';
import { checked } from './yaml-writer.ts';

/**
 * The edits that make a patch true in a JSON text; the same operations, promises and refusals as for YAML. Comments and
 * trailing commas, which editors tolerate, stay. A collection that stood in one line goes on in one line.
 */
export function jsonEdits(text: string, tree: DataTree, patch: Patch): readonly Edit[] | Refusal {
  return refusing(() => checked(text, tree, write(text, tree, patch)));
}

function write(text: string, tree: DataTree, patch: Patch): readonly Edit[] {
  const { route } = patch.at;
  if (!tree.root) throw new Refused('The file is empty.');
  if (patch.op === 'set') return set(text, tree, route, patch.value);
  if (patch.op === 'append') return append(text, tree, route, patch.value);
  if (patch.op === 'remove') {
    const slot = existing(text, tree, route);
    if (!slot.inside) throw new Refused('A whole document is not removed.');
    if (slot.key) refuseTwice(slot.inside, keyText(slot.key));
    return flowRemove(text, slot.inside, slot.index, 'json');
  }
  if (patch.op === 'rename') return rename(existing(text, tree, route), patch.key);
  if (patch.op !== 'rewrite') throw new Refused('This kind of change does not exist in JSON.');
  const slot = existing(text, tree, route);
  if (slot.node?.kind !== 'scalar') throw new Refused('There is no text here to change.');
  const value = rewritten(slot.node.source, patch.text, patch.at.span);
  if (value === slot.node.source) return [];
  const bare = slot.node.style === 'plain' && isJsonWord(value);
  return [{ start: slot.start, end: slot.start + slot.node.length, text: bare ? value : jsonString(value) }];
}

function isJsonWord(value: string): boolean {
  return /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(value);
}

function set(text: string, tree: DataTree, route: Route, value: PlainValue): readonly Edit[] {
  if (route.length === 0) throw new Refused('A whole document is not replaced.');
  const site = walk(text, tree, route);
  if (site.rest.length > 0) return add(text, tree, site, value);
  if (site.slot.node && isSameValue(site.slot.node, settled(value))) return [];
  return fill(text, tree, site.slot, value);
}

function append(text: string, tree: DataTree, route: Route, value: PlainValue): readonly Edit[] {
  const site = walk(text, tree, route);
  if (site.rest.length > 0) return add(text, tree, site, [value]);
  const { node } = site.slot;
  if (!node || isNothing(node)) return fill(text, tree, site.slot, [value]);
  if (node.kind !== 'list') throw new Refused(`${describe(route)} is not a list.`);
  return add(text, tree, { slot: site.slot, rest: [node.items.length] }, value);
}

function fill(text: string, tree: DataTree, slot: Slot, value: PlainValue): readonly Edit[] {
  const { node } = slot;
  if (!node) throw new Refused('There is nothing here that could be replaced.');
  const style = jsonStyle(text, tree, slot.inside?.node);
  const end = slot.start + node.length;
  const line = node.kind !== 'scalar' && node.length > 2 && !text.slice(slot.start, end).includes('\n');
  const indent = line || !hasOwnLines(text, slot.inside, style) ? undefined : indentation(text, slot.start);
  return [{ start: slot.start, end, text: jsonValue(value, style, indent, lineBreak(text, slot.start)) }];
}

function add(text: string, tree: DataTree, { slot, rest }: Site, value: PlainValue): readonly Edit[] {
  const [step] = rest;
  const all = wrapped(rest, value);
  const inner = wrapped(rest.slice(1), value);
  const holder = holderOf(slot);
  if (all === undefined && !holder) throw new Refused('A list cannot begin with an item other than the first.');
  if (!holder) return fill(text, tree, slot, all ?? null);
  if (inner === undefined || step === undefined)
    throw new Refused('A list cannot begin with an item other than the first.');
  const { node } = holder;
  if (node.kind === 'list' && step !== node.items.length)
    throw new Refused(`The list has ${node.items.length} items and cannot get one at ${String(step)}.`);
  const style = jsonStyle(text, tree, node);
  const spread = hasOwnLines(text, slot.inside, style);
  const layout = { comments: 'json', step: style.step, spread, space: style.comma } as const;
  return flowInsert(text, holder, layout, ({ indent }) => {
    const made = jsonValue(inner, style, indent, lineBreak(text, slot.start));
    return typeof step === 'string' ? jsonString(step) + style.colon + made : made;
  });
}

/** Whether what a collection holds stands on lines of its own; the root's does unless the file is one line. */
function hasOwnLines(text: string, holder: Holder | undefined, style: JsonStyle): boolean {
  return holder ? isSpread(text, holder, partsOf(text, holder, 'json')) : style.lines;
}

function rename(slot: Slot, key: string): readonly Edit[] {
  const map = slot.inside?.node as MapNode | undefined;
  if (!slot.key || !map) throw new Refused('This is no entry with a key.');
  const name = keyText(slot.key);
  if (name === key) return [];
  if (findEntry(map, key)) throw new Refused(`There is a key "${key}" already.`);
  refuseTwice({ slot, node: map, start: slot.start }, name);
  return [{ start: slot.from, end: slot.from + slot.key.length, text: jsonString(key) }];
}

function existing(text: string, tree: DataTree, route: Route): Slot {
  const { slot, rest } = walk(text, tree, route);
  if (rest.length > 0) throw new Refused(`${describe(route)} is not there.`);
  return slot;
}
