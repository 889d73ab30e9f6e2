import type { Fix, FixSafety, Patch } from '../../fix/patch.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import type { ShellWord } from '../../syntax/shell.ts';
import { sourceRange } from '../../text/joined-text.ts';
import type { TextRange } from '../../text/range.ts';
import type { DockerfileCommand, DockerfileInstruction } from './lens.ts';

/** The changes that rules over Dockerfiles offer, down to a word of a command or a part of one. */

export function fix(title: string, safety: FixSafety, patches: readonly Patch[]): readonly Fix[] {
  return patches.length === 0 ? [] : [{ title, safety, patches }];
}

export function remove(at: Anchor): Patch {
  return { op: 'remove', at };
}

export function replace(at: Anchor, text: string): Patch {
  return { op: 'replace', at, text };
}

/** Whole lines before an instruction; behind ONBUILD there is no such place. */
export function insertBefore(instruction: DockerfileInstruction, text: string): readonly Patch[] {
  return instruction.isOnbuild ? [] : [{ op: 'insert', at: instruction.at, where: 'before', text }];
}

/** Whole lines after an instruction. */
export function insertAfter(instruction: DockerfileInstruction, text: string): readonly Patch[] {
  return instruction.isOnbuild ? [] : [{ op: 'insert', at: instruction.at, where: 'after', text }];
}

/** The characters from `start` to `end` of a word's value, where they stand in the file. */
export function pieceOf(command: DockerfileCommand, word: ShellWord, start: number, end: number): Anchor {
  const range = sourceRange(word.source, start, end);
  return command.pieceAt(range.start, range.end);
}

/** Takes a word out of a command, with the blanks and the line ends before it. */
export function dropWord(command: DockerfileCommand, word: ShellWord): readonly Patch[] {
  const { instruction } = command;
  if (instruction.node.form === 'exec' && command.command.within === undefined) {
    const { start, end } = rangeOf(instruction, command.wordAt(word));
    const index = instruction.node.args.findIndex((it) => it.range.start <= start && end <= it.range.end);
    return index < 0 ? [] : [remove(instruction.argAt(index))];
  }
  const before = Math.max(
    ...piecesOf(command)
      .map((it) => it.end)
      .filter((end) => end <= word.start),
  );
  if (before < 0) {
    const after = Math.min(
      ...piecesOf(command)
        .map((it) => it.start)
        .filter((start) => start >= word.end),
    );
    return Number.isFinite(after) ? [replace(command.pieceAt(word.start, after), '')] : dropCommand(command);
  }
  const at = command.pieceAt(before, word.end);
  return [replace(hasComment(instruction, at) ? command.wordAt(word) : at, '')];
}

/** Takes several words out of one command. */
export function dropWords(command: DockerfileCommand, words: readonly ShellWord[]): readonly Patch[] {
  return words.flatMap((word) => dropWord(command, word));
}

/**
 * Takes a command out of a list, with the operator that joins it to its neighbour; the last one takes its instruction
 * along. Empty where commands feed, guard or nest each other, for there the list would mean something else.
 */
export function dropCommand(command: DockerfileCommand): readonly Patch[] {
  const { instruction, siblings } = command;
  if (siblings.length === 1) return [remove(instruction.at)];
  if (instruction.node.form === 'exec' || !isPlain(command)) return [];
  const own = siblings.filter((it) => it.command.within === undefined);
  const index = own.indexOf(command);
  const [before, after] = [own[index - 1], own[index + 1]];
  const [first, last] = before
    ? [before.command.end, command.command.end]
    : [command.command.start, after?.command.start];
  if (index < 0 || last === undefined || command.inside.length > 0 || (after !== undefined && !isPlain(after)))
    return [];
  const gap = before
    ? command.pieceAt(before.command.end, command.command.start)
    : command.pieceAt(command.command.end, last);
  const between = textAt(instruction, gap);
  if (!/^(?:[\s;\\`]|&&)*$/.test(between)) return [];
  return [replace(command.pieceAt(first, last), '')];
}

/** The command stands alone in its place of the list: nothing is piped, nested, grouped or conditional. */
function isPlain({ command, siblings }: DockerfileCommand): boolean {
  const [pipe] = command.pipes;
  const fed = siblings.some(
    (it) => it.command !== command && it.command.pipes.some((p) => p.pipeline === pipe?.pipeline),
  );
  return !fed && !command.conditional && command.pipes.length === 1 && ['', '&&', ';', '\n'].includes(command.before);
}

/** Everything of a command that has a place, in no order. */
function piecesOf({ command }: DockerfileCommand): readonly { readonly start: number; readonly end: number }[] {
  const named = command.nameWord === undefined ? [] : [command.nameWord];
  const wrapped = command.wrappers.flatMap((it) => [it.word, ...it.args]);
  const assigned = command.assignments.map((it) => it.word);
  return [{ start: -1, end: -1 }, ...named, ...wrapped, ...assigned, ...command.args, ...command.redirects];
}

function hasComment(instruction: DockerfileInstruction, at: Anchor): boolean {
  return /^[ \t]*#/m.test(textAt(instruction, at).replace(/^[^\n]*\n?/, ''));
}

/** Where an anchor inside an instruction leads, in offsets of the file. */
export function rangeOf({ file }: DockerfileInstruction, at: Anchor): TextRange {
  return file.tree.locate(at.route, at.part, at.span) ?? { start: 0, end: 0 };
}

export function textAt(instruction: DockerfileInstruction, at: Anchor): string {
  const { start, end } = rangeOf(instruction, at);
  return instruction.file.tree.text.slice(start, end);
}
