import type { Route } from '../syntax/anchor.ts';
import type { DockerfileTree, InstructionNode } from '../syntax/dockerfile.ts';
import { type Edit, sortEdits } from '../text/edit.ts';
import type { TextRange } from '../text/range.ts';
import { removeItem, removeWord } from './dockerfile-word.ts';
import { indentation, lineBreak, lineEnd, lineStart, nextLine, previousEnd } from './line.ts';
import type { Patch } from './patch.ts';
import { type Refusal, Refused, refusing } from './refusal.ts';

/**
 * The edits that make a patch true in a Dockerfile: sorted, disjoint, offsets in the text. Instructions are inserted
 * and removed as whole lines, with their continuation lines and here-documents; comments directly above an instruction
 * belong to it, and what is inserted before it stands above them, unless they are the head of the file.
 */
export function dockerfileEdits(text: string, tree: DockerfileTree, patch: Patch): readonly Edit[] | Refusal {
  return refusing(() => {
    const edits = write(text, tree, patch);
    if (!sortEdits(edits)) throw new Refused('The change contradicts itself.');
    return edits.filter((it) => text.slice(it.start, it.end) !== it.text);
  });
}

function write(text: string, tree: DockerfileTree, patch: Patch): readonly Edit[] {
  const { route, part, span } = patch.at;
  if (patch.op === 'replace') {
    const range = tree.locate(route, part, span);
    if (!range || route.length === 0) throw new Refused('What was to be replaced is not there.');
    return [{ start: range.start, end: range.end, text: written(patch.text, text, tree, '', range.start) }];
  }
  if (patch.op === 'insert') return [insert(text, tree, instructionAt(tree, route), patch.where, patch.text)];
  if (patch.op === 'remove') return remove(text, tree, route);
  throw new Refused('This kind of change does not exist in a Dockerfile.');
}

/** The instruction that a route leads to or into. */
function instructionAt(tree: DockerfileTree, route: Route): InstructionNode {
  const [first] = route;
  const instruction = typeof first === 'number' ? tree.instructions[first] : undefined;
  if (!instruction) throw new Refused('The instruction is not there.');
  return instruction;
}

function insert(
  text: string,
  tree: DockerfileTree,
  { range, comments }: InstructionNode,
  where: 'before' | 'after',
  lines: string,
): Edit {
  const indent = indentation(text, range.start);
  const made = written(lines, text, tree, indent, range.start);
  const eol = lineBreak(text, range.start);
  if (where === 'before') {
    let at = lineStart(text, range.start);
    for (const comment of [...comments].reverse()) {
      if (nextLine(text, comment.range.end) !== at) break;
      at = lineStart(text, comment.range.start);
    }
    // Comments that reach up to the first line, or to the directives, tell about the file.
    const head = tree.directives.reduce((end, it) => Math.max(end, nextLine(text, it.range.end)), lineStart(text, 0));
    if (at <= head && comments.length > 0) at = lineStart(text, range.start);
    return { start: at, end: at, text: made + eol };
  }
  const end = lineEnd(text, range.end);
  if (isOpen(text, tree, range)) throw new Refused('The instruction before is not finished.');
  return { start: end, end, text: eol + made };
}

/** It ends in a continuation character or with an open here-document, and would swallow what follows. */
function isOpen(text: string, tree: DockerfileTree, range: TextRange): boolean {
  const rest = text.slice(lineStart(text, range.end), lineEnd(text, range.end)).trimEnd();
  const open = tree.errors.some(
    (it) => it.code === 'heredoc-open' && it.range.start >= range.start && it.range.end <= range.end,
  );
  const inside = tree.instructions.find((it) => it.range.start === range.start)?.heredocs.length ?? 0;
  return open || (inside === 0 && rest.endsWith(tree.escape));
}

/** The patch's lines with the file's line breaks, indentation and continuation character. */
function written(lines: string, text: string, tree: DockerfileTree, indent: string, at: number): string {
  const heredoc = /<<-?["']?\w/.test(lines);
  return lines
    .split('\n')
    .map((line) => (tree.escape === '\\' ? line : line.replace(/\\$/, tree.escape)))
    .map((line, i) => (line === '' || (heredoc && i > 0) ? line : indent + line))
    .join(lineBreak(text, at));
}

function remove(text: string, tree: DockerfileTree, route: Route): readonly Edit[] {
  const [first, step, index] = route;
  const range = tree.locate(route, 'whole');
  if (!range || route.length === 0) throw new Refused('What was to be removed is not there.');
  if (first === 'comments' || first === 'directives') return [removeLines(text, range)];
  const instruction = instructionAt(tree, route);
  const whole = removeLines(text, instruction.range);
  if (step === undefined || (step === 'onbuild' && index === undefined)) return [whole];
  const inner = step === 'onbuild' ? instruction.onbuild : instruction;
  const [kind, at] = step === 'onbuild' ? route.slice(2) : [step, index];
  if (!inner || typeof at !== 'number') throw new Refused('This part of an instruction is not removed alone.');
  if (kind === 'flags') return [{ start: range.start, end: behindBlanks(text, range.end), text: '' }];
  if (kind === 'pairs') return [inner.pairs.length === 1 ? whole : removeWord(text, range, tree.escape)];
  if (kind !== 'args') throw new Refused('This part of an instruction is not removed alone.');
  if (inner.args[at]?.exec) return [removeItem(inner.items, inner.args[at]?.range ?? range)];
  if (inner.heredocs.some((it) => it.range.start >= range.start && it.range.end <= range.end)) {
    throw new Refused('A here-document is not removed without its lines.');
  }
  // What follows the keyword and begins with two dashes would be read as a flag of the instruction.
  if (at === 0 && inner.args[1]?.raw.startsWith('--'))
    throw new Refused('The word behind it would become a flag of the instruction.');
  return [inner.args.length === 1 ? whole : removeWord(text, range, tree.escape)];
}

function removeLines(text: string, range: TextRange): Edit {
  const start = lineStart(text, range.start);
  const end = nextLine(text, range.end);
  const last = end === text.length && text[end - 1] !== '\n';
  return { start: last ? previousEnd(text, start) : start, end, text: '' };
}

function behindBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
