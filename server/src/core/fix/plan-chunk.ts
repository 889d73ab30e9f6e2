import type { DataTree, Node } from '../syntax/node.ts';
import { type ParsedChunk, parseChunk } from '../syntax/parsed.ts';
import { applyEdits, type Edit, sortEdits } from '../text/edit.ts';
import { dockerfileEdits } from './dockerfile-writer.ts';
import { jsonEdits } from './json-writer.ts';
import { type Content, contentOf, patched, sameContent } from './outcome.ts';
import { fillBlanks, hasBlank, type Patch } from './patch.ts';
import { Pieces } from './pieces.ts';
import { conflict, nodeAt, rebase, type Touch, touchOf } from './rebase.ts';
import { findEntry, keyText } from '../syntax/map-index.ts';
import { isMap } from './value.ts';
import { isRefusal, Refused } from './refusal.ts';
import { yamlEdits } from './yaml-writer.ts';

type Data = Extract<ParsedChunk, { source: unknown }>;

const unsafe = 'The text is written in a way that the fix cannot change safely.';

/** The edits of several patches of one chunk, offsets in the chunk. Throws {@link Refused}. */
export function chunkEdits(parsed: ParsedChunk, patches: readonly Patch[]): readonly Edit[] {
  return parsed.syntax === 'dockerfile' ? ofDockerfile(parsed, patches) : ofData(parsed, patches);
}

/** Instructions do not depend on each other: all edits are made against the one tree. */
function ofDockerfile(
  { text, file, tree }: Extract<ParsedChunk, { syntax: 'dockerfile' }>,
  patches: readonly Patch[],
): readonly Edit[] {
  const all = patches.flatMap((patch) => {
    const edits = dockerfileEdits(text, tree, patch);
    if (isRefusal(edits)) throw new Refused(edits.refused);
    return edits;
  });
  const sorted = sortEdits(all);
  if (!sorted) throw new Refused('Two changes of this fix contradict each other.');
  const after = parseChunk('dockerfile', fillBlanks(applyEdits(text, sorted)), file, 0);
  if (after.syntax === 'dockerfile' && after.tree.errors.length > tree.errors.length) throw new Refused(unsafe);
  return sorted;
}

/**
 * Patches that do not touch each other are written together; of those that do, the first is written, the text read
 * again, and the others written into what it has become. In the end the document must say exactly what the patches
 * ask for, and everything else as before.
 */
function ofData(parsed: Data, patches: readonly Patch[]): readonly Edit[] {
  const { syntax } = parsed;
  const { file, chunk } = parsed.source;
  let { text } = parsed;
  let { tree } = parsed.source;
  let pending = patches.flatMap((it) => refined(it, nodeAt(tree.root, it.at.route)));
  let wanted = contentOf(tree.root);
  const pieces = new Pieces(text.length);
  while (pending.length > 0) {
    const round = writeTogether(syntax, text, tree, pending);
    wanted = outcome(wanted, round.written);
    pieces.apply(round.edits);
    text = applyEdits(text, round.edits);
    if (round.edits.length > 0) tree = dataTree(syntax, text, file, chunk);
    pending = round.left.flatMap((patch) => rebaseAll(patch, round.written));
  }
  const final = hasBlank(text) ? dataTree(syntax, fillBlanks(text), file, chunk) : tree;
  if (final.faults.length > parsed.source.tree.faults.length) throw new Refused(unsafe);
  if (!sameContent(wanted, contentOf(final.root))) throw new Refused(unsafe);
  return pieces.edits();
}

/** A map that replaces a map is written key by key, so that what both have in common keeps its comments. */
function refined(patch: Patch, old: Node | undefined): readonly Patch[] {
  if (patch.op !== 'set' || !isMap(patch.value) || old?.kind !== 'map') return [patch];
  const { at, value } = patch;
  const names = old.entries.map((it) => (it.key ? keyText(it.key) : undefined));
  const common = names.some((it) => it !== undefined && Object.hasOwn(value, it));
  if (!common || names.includes(undefined) || names.includes('<<') || new Set(names).size < names.length)
    return [patch];
  const gone = names.filter((it) => it !== undefined && !Object.hasOwn(value, it));
  return [
    ...Object.entries(value).flatMap(([key, it]) =>
      refined({ op: 'set', at: { ...at, route: [...at.route, key] }, value: it }, findEntry(old, key)?.value),
    ),
    ...gone.map((key): Patch => ({ op: 'remove', at: { ...at, route: [...at.route, key ?? ''] } })),
  ];
}

interface Round {
  readonly edits: readonly Edit[];
  readonly written: readonly Patch[];
  readonly left: readonly Patch[];
}

/** Writes as many patches as do not touch each other. The first always is among them. */
function writeTogether(syntax: 'yaml' | 'json', text: string, tree: DataTree, patches: readonly Patch[]): Round {
  const edits: Edit[] = [];
  const written: Touch[] = [];
  const left: Touch[] = [];
  for (const patch of patches) {
    const touch = touchOf(tree.root, patch);
    if ([...written, ...left].some((it) => conflict(it, touch))) {
      left.push(touch);
      continue;
    }
    const made = syntax === 'yaml' ? yamlEdits(text, tree, patch) : jsonEdits(text, tree, patch);
    if (isRefusal(made)) throw new Refused(made.refused);
    if (made.some((it) => edits.some((other) => it.start <= other.end && other.start <= it.end))) {
      left.push(touch);
      continue;
    }
    edits.push(...made);
    written.push(touch);
  }
  return { edits: sortEdits(edits) ?? [], written: written.map((it) => it.patch), left: left.map((it) => it.patch) };
}

/** Removals last and from the end, so that no index moves before it is used. */
function outcome(before: Content, patches: readonly Patch[]): Content {
  const removals = patches.filter((it) => it.op === 'remove').sort((a, b) => compareRoutes(b, a));
  const others = patches.filter((it) => it.op !== 'remove');
  return [...others, ...removals].reduce(patched, before);
}

function compareRoutes({ at: { route: a } }: Patch, { at: { route: b } }: Patch): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i];
    const y = b[i];
    if (x === y) continue;
    return typeof x === 'number' && typeof y === 'number' ? x - y : String(x) < String(y) ? -1 : 1;
  }
  return a.length - b.length;
}

function rebaseAll(patch: Patch, done: readonly Patch[]): readonly Patch[] {
  let it: Patch | undefined = patch;
  // From the end, as removals are counted: each index is one of the text before the round.
  for (const other of [...done].sort((a, b) => compareRoutes(b, a))) if (it) it = rebase(it, other);
  return it ? [it] : [];
}

function dataTree(syntax: 'yaml' | 'json', text: string, file: string, chunk: number): DataTree {
  const parsed = parseChunk(syntax, text, file, chunk);
  if (parsed.syntax === 'dockerfile') throw new Error('a YAML or JSON text became a Dockerfile');
  return parsed.source.tree;
}
