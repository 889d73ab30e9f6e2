import type { DataTree, Node } from '../syntax/node.ts';
import { column, lineStart } from './line.ts';
import type { Quote } from './yaml-scalar.ts';

/** How a document is written near some place; numbers are columns. */
export interface YamlStyle {
  /** From a key to the keys of the map behind it. */
  readonly step: number;
  /** From a key to the dashes of the list behind it: 0 when they stand at the key's own column. */
  readonly listOffset: number;
  /** From a dash to what it holds. */
  readonly gap: number;
  readonly quote: Quote;
  /** Texts over several lines may become block scalars. */
  readonly blocks: boolean;
}

interface Sample<T> {
  readonly at: number;
  readonly value: T;
}

interface Samples {
  readonly step: Sample<number>[];
  readonly listOffset: Sample<number>[];
  readonly gap: Sample<number>[];
  readonly quote: Sample<Quote>[];
}

const known = new WeakMap<DataTree, Samples>();

/** The style of the nearest neighbour that shows it; two columns, indented lists and double quotes where none does. */
export function styleAt(text: string, tree: DataTree, at: number): YamlStyle {
  let samples = known.get(tree);
  if (!samples) {
    samples = { step: [], listOffset: [], gap: [], quote: [] };
    if (tree.root) collect(text, tree.root, 0, undefined, samples);
    known.set(tree, samples);
  }
  const step = nearest(samples.step, at) ?? 2;
  return {
    step,
    listOffset: nearest(samples.listOffset, at) ?? step,
    gap: nearest(samples.gap, at) ?? 2,
    quote: nearest(samples.quote, at) ?? 'double',
    blocks: true,
  };
}

/** Indented comments and blanks on the lines from `at` on would become lines of a block scalar above them. */
export function styleAbove(text: string, at: number, style: YamlStyle): YamlStyle {
  const below = text.slice(at, at + 2000);
  return /^(?:[ \t]*\r?\n)*[ \t]+#/.test(below) || /^(?:\r?\n)*[ \t]+(?:\r?\n|$)/.test(below)
    ? { ...style, blocks: false }
    : style;
}

function collect(text: string, node: Node, base: number, keyColumn: number | undefined, samples: Samples): void {
  const start = base + node.offset;
  if (node.kind === 'scalar') {
    if (node.style === 'single' || node.style === 'double') samples.quote.push({ at: start, value: node.style });
    return;
  }
  if (node.kind === 'alias') return;
  const own = column(text, start);
  const block = !node.flow && isBlockStart(text, start);
  if (block && keyColumn !== undefined) {
    if (node.kind === 'map' && own > keyColumn) samples.step.push({ at: start, value: own - keyColumn });
    if (node.kind === 'list' && own >= keyColumn) samples.listOffset.push({ at: start, value: own - keyColumn });
  }
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      if (key && (key.style === 'single' || key.style === 'double'))
        samples.quote.push({ at: start + key.offset, value: key.style });
      if (value) collect(text, value, start, block ? own : undefined, samples);
    }
    return;
  }
  for (const item of node.items) {
    if (!item) continue;
    const gap = block
      ? /(?:^|[ ])-( +)$/.exec(text.slice(lineStart(text, start + item.offset), start + item.offset))
      : null;
    if (gap?.[1] && item.length > 0) samples.gap.push({ at: start + item.offset, value: gap[1].length + 1 });
    collect(text, item, start, undefined, samples);
  }
}

/** Only spaces and dashes before it: the column is one that lines below can share. */
export function isBlockStart(text: string, at: number): boolean {
  return /^ *(?:- +)*$/.test(text.slice(lineStart(text, at), at));
}

/** The sample nearest to a place; they are in the order of the text. */
function nearest<T>(samples: readonly Sample<T>[], at: number): T | undefined {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const before = samples[low - 1];
  const behind = samples[low];
  if (!before || !behind) return (before ?? behind)?.value;
  return behind.at - at < at - before.at ? behind.value : before.value;
}
