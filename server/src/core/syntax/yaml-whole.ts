import { Composer, isAlias, isMap, isScalar, isSeq, Parser, type ParsedNode, type Document } from 'yaml';
import {
  type AnchorDefinition,
  type DataTree,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Node,
  type ScalarNode,
  type ScalarStyle,
  type SyntaxFault,
  maximalDepth,
} from './node.ts';

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** Parses one YAML document (no stream) in one go. Never throws: whatever the text, there is a tree, and faults that say why it is partial. */
export function parseWholeYaml(text: string): DataTree {
  const faults: SyntaxFault[] = [];
  const anchors = new Map<string, AnchorDefinition>();
  let root: Node | undefined;
  try {
    const composer = new Composer({
      strict: false,
      uniqueKeys: false,
      merge: false,
      version: '1.2',
      prettyErrors: false,
      logLevel: 'silent',
    });
    let document: Document.Parsed | undefined;
    // A chunk holds one document; a second one could only come from a fault of the splitter and is not looked at.
    for (const parsed of composer.compose(new Parser().parse(text), true, text.length))
      document ??= parsed as Document.Parsed;
    for (const error of document?.errors ?? []) {
      faults.push({ message: error.message, start: error.pos[0], end: Math.max(error.pos[0], error.pos[1]) });
    }
    root = document?.contents ? convert(document.contents, 0, [], 0, anchors, faults, text) : undefined;
  } catch (cause) {
    // The parser recurses: a document nested by the thousand ends its stack. Nothing in it is judged.
    faults.push({
      message: cause instanceof RangeError ? 'nested too deeply to be read' : `cannot be read: ${String(cause)}`,
      start: 0,
      end: text.length,
    });
  }
  return { root, faults: faults.sort((a, b) => a.start - b.start), anchors };
}

type Route = readonly (string | number)[];

function convert(
  node: ParsedNode,
  parent: number,
  route: Route,
  depth: number,
  anchors: Map<string, AnchorDefinition>,
  faults: SyntaxFault[],
  text: string,
): Node | undefined {
  endAtHead(node, text);
  const [start, valueEnd] = node.range;
  const base = {
    offset: start - parent,
    length: valueEnd - start,
    ...(node.tag && isExplicit(node) ? { tag: node.tag } : {}),
  };
  if (depth > maximalDepth) {
    faults.push({ message: 'nested too deeply to be judged', start, end: valueEnd });
    return undefined;
  }
  if (isAlias(node)) return { ...base, kind: 'alias', name: node.source };
  const named = node.anchor ? { ...base, anchorName: node.anchor } : base;
  let made: MapNode | ListNode | ScalarNode;
  if (isScalar(node)) {
    made = scalar(node as ParsedNode & { value: unknown; source?: string; type?: string }, named);
  } else if (isMap(node)) {
    const entries: MapEntry[] = [];
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? scalar(pair.key as never, span(pair.key as ParsedNode, start)) : undefined;
      const step = key ? [...route, String(key.value ?? key.source)] : route;
      entries.push({
        key,
        value: pair.value
          ? convert(pair.value as ParsedNode, start, step, depth + 1, anchors, faults, text)
          : undefined,
      });
    }
    made = { ...named, kind: 'map', flow: node.flow === true, entries };
  } else if (isSeq(node)) {
    made = {
      ...named,
      kind: 'list',
      flow: node.flow === true,
      items: node.items.map((item, index) =>
        convert(item as ParsedNode, start, [...route, index], depth + 1, anchors, faults, text),
      ),
    };
  } else {
    return undefined;
  }
  if (made.kind !== 'scalar' && !made.flow) made = { ...made, length: contentEnd(node) - start };
  if (made.anchorName) anchors.set(made.anchorName, { node: { ...made, offset: 0 }, start, route });
  return made;
}

/**
 * A block scalar without content ends with the line of its head: which of the blank lines behind it the parser counts
 * depends on whether something follows.
 */
function endAtHead(node: ParsedNode, text: string): void {
  if (!isScalar(node) || node.source !== '' || (node.type !== 'BLOCK_FOLDED' && node.type !== 'BLOCK_LITERAL')) return;
  const [start, end, last] = node.range;
  const line = text.indexOf('\n', start) + 1;
  if (line > 0 && line < end) node.range = [start, line, last];
}

/** A block collection ends with its last child: the parser's own range runs on into the comments and blanks that follow. */
function contentEnd(node: ParsedNode): number {
  let last: ParsedNode | undefined = node;
  let end = node.range[1];
  while (last) {
    end = last.range[1];
    if (isMap(last) && !last.flow) {
      const pair: { key: unknown; value: unknown } | undefined = last.items.at(-1);
      last = (pair?.value ?? pair?.key ?? undefined) as ParsedNode | undefined;
    } else last = isSeq(last) && !last.flow ? (last.items.at(-1) as ParsedNode | undefined) : undefined;
  }
  return end;
}

function scalar(
  node: { value: unknown; source?: string; type?: string },
  base: { offset: number; length: number; anchorName?: string; tag?: string },
): ScalarNode {
  const { value } = node;
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return {
    ...base,
    kind: 'scalar',
    value: plain,
    source: node.source ?? '',
    style: styles[node.type ?? 'PLAIN'] ?? 'plain',
  };
}

function span(node: ParsedNode, parent: number): { offset: number; length: number } {
  return { offset: node.range[0] - parent, length: node.range[1] - node.range[0] };
}

/** The composer fills in `tag:yaml.org,2002:` tags of its own; only what the author wrote is kept. */
function isExplicit(node: ParsedNode): boolean {
  return node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:');
}
