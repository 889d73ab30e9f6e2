import { nestsTooDeeply, tooDeep } from './nesting.ts';
import type { DataTree } from './node.ts';
import { treeWithIslands, type YamlReading } from './yaml-islands.ts';
import { type Islands, PlainReader } from './yaml-plain.ts';
import { updateYaml } from './yaml-update.ts';
import { parseWholeYaml } from './yaml-whole.ts';

/** Below this many characters there are no islands: the whole parser takes no time either. */
const islandSize = 1200;
/** A text with a fault is read whole up to this size; above, its plain parts stand, and the fault stays in its island. */
const wholeLimit = 6_000;

/** Parses one YAML document. See {@link readYaml}. */
export function parseYaml(text: string): DataTree {
  return readYaml(text).tree;
}

/**
 * Reads one YAML document: what is of the plain form directly, what is not as islands or as a whole with the whole
 * parser. With the reading of the text before an edit, only what the edit touches is read again.
 *
 * Invariant: for a text without faults the tree is the one that {@link parseWholeYaml} gives; and whatever was read
 * before, the same text has the same tree.
 */
export function readYaml(text: string, before?: YamlReading): YamlReading {
  if (text.length < islandSize) {
    const root = new PlainReader(text).document();
    return root ? { text, tree: treeWithIslands(root, [], text), islands: [] } : whole(text);
  }
  const policy = text.length > wholeLimit ? tolerant : faultless;
  const updated = before && updateYaml(before, text, policy);
  // The text before may have been so large that its faults were let stand.
  if (updated && (policy.tolerant || updated.tree.faults.length === 0)) return updated;
  const reader = new PlainReader(text, policy);
  const root = reader.document();
  return root ? { text, tree: treeWithIslands(root, reader.islands, text), islands: reader.islands } : whole(text);
}

function whole(text: string): YamlReading {
  return { text, tree: nestsTooDeeply(text) ? tooDeep(text) : parseWholeYaml(text), islands: undefined };
}

const tolerant: Islands = { parse: parseAny, tolerant: true };
const faultless: Islands = {
  parse: (text) => {
    const tree = parseAny(text);
    return tree?.faults.length === 0 ? tree : undefined;
  },
  tolerant: false,
};

function parseAny(text: string): DataTree | undefined {
  return nestsTooDeeply(text) ? undefined : parseWholeYaml(text);
}
