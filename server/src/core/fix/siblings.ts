import type { Node } from '../syntax/node.ts';
import type { Quote } from './yaml-scalar.ts';

/** The quotes of a node, or undefined when it is no quoted string. */
export function quoteOf(node: Node | undefined): Quote | undefined {
  return node?.kind === 'scalar' && (node.style === 'single' || node.style === 'double') ? node.style : undefined;
}

/** True when at least so many strings stand side by side and all of them are in quotes. */
export function allQuoted(nodes: readonly (Node | undefined)[], atLeast: number): boolean {
  const strings = nodes.filter((it) => it?.kind === 'scalar' && typeof it.value === 'string');
  return strings.length >= atLeast && strings.every((it) => quoteOf(it) !== undefined);
}

/** The quotes of the last quoted neighbour. */
export function lastQuote(nodes: readonly (Node | undefined)[]): Quote | undefined {
  for (let i = nodes.length - 1; i >= 0; i--) {
    const quote = quoteOf(nodes[i]);
    if (quote) return quote;
  }
  return undefined;
}
