import { parseTree, printParseErrorCode, type Node as JsonNode, type ParseError } from 'jsonc-parser';
import { readPlainJson } from './json-plain.ts';
import { nestsTooDeeply, tooDeep } from './nesting.ts';
import { type DataTree, type MapEntry, type Node, type ScalarNode, type SyntaxFault, maximalDepth } from './node.ts';

/** Parses JSON; comments and trailing commas are tolerated, as editors do. Never throws. */
export function parseJson(text: string): DataTree {
  const root = readPlainJson(text);
  if (root) return { root, faults: [], anchors: new Map() };
  return nestsTooDeeply(text) ? tooDeep(text) : parseWholeJson(text);
}

/** Parses JSON with the tolerant parser, which decides what everything that is not well formed is taken for; `depth` is the text's in its document. */
export function parseWholeJson(text: string, depth = 0): DataTree {
  const errors: ParseError[] = [];
  const faults: SyntaxFault[] = [];
  let root: Node | undefined;
  try {
    const parsed = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
    root = parsed ? convert(parsed, 0, depth, text, faults) : undefined;
    for (const error of errors) {
      faults.push({ message: printParseErrorCode(error.error), start: error.offset, end: error.offset + error.length });
    }
  } catch {
    // The parser recurses and ends its stack on brackets by the ten thousand.
    faults.push({ message: 'nested too deeply to be read', start: 0, end: text.length });
  }
  return { root, faults: faults.sort((a, b) => a.start - b.start), anchors: new Map() };
}

function convert(node: JsonNode, parent: number, depth: number, text: string, faults: SyntaxFault[]): Node | undefined {
  const base = { offset: node.offset - parent, length: node.length };
  if (depth > maximalDepth) {
    faults.push({ message: 'nested too deeply to be judged', start: node.offset, end: node.offset + node.length });
    return undefined;
  }
  if (node.type === 'object') {
    const entries: MapEntry[] = (node.children ?? []).map((property) => {
      const [key, value] = property.children ?? [];
      return {
        key: key ? scalar(key, node.offset, text) : undefined,
        value: value ? convert(value, node.offset, depth + 1, text, faults) : undefined,
      };
    });
    return { ...base, kind: 'map', flow: true, entries };
  }
  if (node.type === 'array') {
    const items = (node.children ?? []).map((item) => convert(item, node.offset, depth + 1, text, faults));
    return { ...base, kind: 'list', flow: true, items };
  }
  return scalar(node, parent, text);
}

function scalar(node: JsonNode, parent: number, text: string): ScalarNode {
  const value: unknown = node.value;
  const string = typeof value === 'string';
  return {
    kind: 'scalar',
    offset: node.offset - parent,
    length: node.length,
    value: string || typeof value === 'number' || typeof value === 'boolean' ? value : null,
    source: string ? value : text.slice(node.offset, node.offset + node.length),
    style: string ? 'double' : 'plain',
  };
}
