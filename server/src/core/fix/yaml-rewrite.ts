import type { Edit } from '../text/edit.ts';
import type { DataTree, ScalarNode } from '../syntax/node.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { fillBlanks } from './patch.ts';
import { Refused } from './refusal.ts';
import { quoteOf } from './siblings.ts';
import { isPlainSafe, quoted, yamlScalar } from './yaml-scalar.ts';
import type { Slot } from './yaml-site.ts';
import { refuseShared } from './yaml-walk.ts';
import { styleAt } from './yaml-style.ts';

/** Replaces characters of a string. `span` counts in its value; without one, the whole string is replaced. */
export function rewriteScalar(
  text: string,
  tree: DataTree,
  slot: Slot,
  replacement: string,
  span: readonly [number, number] | undefined,
): readonly Edit[] {
  const { node } = slot;
  if (node?.kind !== 'scalar' || node.length === 0) throw new Refused('There is no text here to change.');
  refuseShared(tree, node);
  const value = rewritten(node.source, replacement, span);
  if (value === node.source) return [];
  const start = slot.start;
  const end = start + node.length;
  const raw = text.slice(start, end);
  const flow = slot.inside?.node.flow === true;
  if (node.style === 'literal' || node.style === 'folded' || raw.includes('\n')) {
    return [{ start, end, text: rewriteLines(raw, node, replacement, span ?? [0, node.source.length]) }];
  }
  if (node.style === 'plain' && typeof node.value !== 'string')
    return [{ start, end, text: otherThanString(node, value, flow) }];
  const quote = quoteOf(node) ?? styleAt(text, tree, start).quote;
  return [{ start, end, text: yamlScalar(value, { flow, quote, always: node.style !== 'plain' }) }];
}

/** The value with the span replaced; refuses a span that is not in it. */
export function rewritten(value: string, replacement: string, span: readonly [number, number] | undefined): string {
  const [from, to] = span ?? [0, value.length];
  if (from < 0 || to < from || to > value.length)
    throw new Refused('The text is not what it was when the fix was made.');
  return value.slice(0, from) + replacement + value.slice(to);
}

/** A number or a truth stays one if it can. */
function otherThanString(node: ScalarNode, value: string, flow: boolean): string {
  const plain = fillBlanks(value);
  const again = parseYaml(plain).root;
  const same =
    again?.kind === 'scalar' &&
    again.style === 'plain' &&
    typeof again.value === typeof node.value &&
    again.source === plain;
  return same || isPlainSafe(plain, flow) ? value : quoted(value, 'double');
}

/**
 * A string over several lines keeps its line breaks: the span is looked up in the source as the same occurrence of the
 * same characters, and what comes out is read again before it is believed.
 */
function rewriteLines(raw: string, node: ScalarNode, replacement: string, span: readonly [number, number]): string {
  const [from, to] = span[0] === span[1] ? [Math.max(0, span[0] - 1), span[1]] : span;
  const old = node.source.slice(from, to);
  const made = node.source.slice(from, span[0]) + replacement;
  const expected = node.source.slice(0, span[0]) + replacement + node.source.slice(span[1]);
  if (old === '' || old.includes('\n') || made.includes('\n'))
    throw new Refused('Text over several lines is not changed in this way.');
  const encode = (it: string): string =>
    node.style === 'plain' ? it : quoteOf(node) ? quoted(it, quoteOf(node) ?? 'double').slice(1, -1) : it;
  const before = node.source.slice(0, from).split(old).length - 1;
  const sought = encode(old);
  let at = raw.indexOf(sought);
  for (let i = 0; i < before && at >= 0; i++) at = raw.indexOf(sought, at + sought.length);
  const result = at < 0 ? raw : raw.slice(0, at) + encode(made) + raw.slice(at + sought.length);
  const again = parseYaml(`x: ${result}${result.endsWith('\n') ? '' : '\n'}`);
  const value = again.root?.kind === 'map' ? again.root.entries[0]?.value : undefined;
  if (at < 0 || again.faults.length > 0 || value?.kind !== 'scalar' || value.source !== expected) {
    throw new Refused('Text over several lines is not changed in this way.');
  }
  return result;
}
