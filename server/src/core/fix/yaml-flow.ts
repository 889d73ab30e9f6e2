import type { Edit } from '../text/edit.ts';
import type { DataTree, MapNode } from '../syntax/node.ts';
import { partsOf } from './flow-text.ts';
import { flowInsert, type FlowStyle } from './flow-writer.ts';
import type { PlainValue } from './patch.ts';
import { allQuoted, lastQuote, quoteOf } from './siblings.ts';
import { isList, isMap } from './value.ts';
import { yamlKey } from './yaml-key.ts';
import { isScalarValue, type Quote, yamlScalar } from './yaml-scalar.ts';
import { type Holder, type Slot, slotEnd } from './yaml-site.ts';
import { properties } from './yaml-fill.ts';
import { styleAt } from './yaml-style.ts';

/** A value inside `{ }` or `[ ]`, in one line. */
export function flowValue(value: PlainValue, quote: Quote, always: boolean): string {
  if (isScalarValue(value)) return yamlScalar(value, { flow: true, quote, always });
  if (isList(value)) return `[${value.map((it) => flowValue(it, quote, always)).join(', ')}]`;
  if (!isMap(value)) return '';
  const entries = Object.entries(value).map(
    ([key, it]) => `${yamlScalar(key, { flow: true, quote, always })}: ${flowValue(it, quote, always)}`,
  );
  return `{${entries.join(', ')}}`;
}

/** Adds an entry to a `{ }`. */
export function flowEntry(
  text: string,
  tree: DataTree,
  holder: Holder,
  key: string,
  value: PlainValue,
): readonly Edit[] {
  const map = holder.node as MapNode;
  const { quote } = styleAt(text, tree, holder.start);
  const values = map.entries.map((it) => it.value);
  const always = allQuoted(values, 2);
  return flowInsert(
    text,
    holder,
    flowStyle,
    () => `${yamlKey(key, map, true, quote)}: ${flowValue(value, lastQuote(values) ?? quote, always)}`,
  );
}

/** Adds an item to a `[ ]`. */
export function flowItem(text: string, tree: DataTree, holder: Holder, value: PlainValue): readonly Edit[] {
  const items = holder.node.kind === 'list' ? holder.node.items : [];
  const quote = lastQuote(items) ?? styleAt(text, tree, holder.start).quote;
  return flowInsert(text, holder, flowStyle, () => flowValue(value, quote, allQuoted(items, 1)));
}

/** Replaces the value of an entry or item of a flow collection, or gives it one. */
export function flowFill(text: string, tree: DataTree, slot: Slot, value: PlainValue): readonly Edit[] {
  const { node } = slot;
  const holder = slot.inside;
  const part = holder ? partsOf(text, holder, 'yaml')[slot.index] : undefined;
  const quoted = quoteOf(node);
  const made = flowValue(value, quoted ?? styleAt(text, tree, slot.from).quote, quoted !== undefined);
  if (slot.kind === 'item')
    return [{ start: part?.start ?? slot.start, end: part?.end ?? slotEnd(text, slot), text: made }];
  const end = slotEnd(text, slot);
  if (node && node.length > 0) {
    const props = properties(text, slot);
    if (props === slot.after || props > slot.start) return [{ start: slot.start, end, text: made }];
    return [{ start: slot.after, end, text: ` ${made}` }];
  }
  const colon = text[slot.after - 1] === ':' && slot.key !== undefined && slot.after > slot.from + slot.key.length;
  return [
    { start: slot.after, end: Math.max(slot.after, colon ? end : slot.after), text: colon ? ` ${made}` : `: ${made}` },
  ];
}

const flowStyle: FlowStyle = { comments: 'yaml', step: '  ', spread: false, space: ' ' };
