import type { Anchor } from '../../syntax/anchor.ts';
import type { ShellWord } from '../../syntax/shell.ts';
import type { DockerfileCommand, DockerfileInstruction } from './lens.ts';

/** Permission modes, in octal digits or in letters. */

export interface Mode {
  readonly text: string;
  readonly at: Anchor;
  /** The command or flag works on everything below a directory. */
  readonly recursive: boolean;
  readonly command: DockerfileCommand | undefined;
  /** What the mode is given to, as far as it is known. */
  readonly targets: readonly string[];
}

/** The mode that chmod, install or mkdir sets. */
export function modeOfCommand(command: DockerfileCommand): Mode | undefined {
  const { name, args } = command;
  const recursive = args.some((it) => /^-[a-zA-Z]*R|^--recursive$/.test(it.value));
  const made = (word: ShellWord | undefined, text: string | undefined, rest: readonly ShellWord[]): Mode | undefined =>
    word === undefined || text === undefined || word.dynamic
      ? undefined
      : { text, at: command.wordAt(word), recursive, command, targets: rest.map((it) => it.value) };
  if (name === 'chmod') {
    const index = args.findIndex((it) => !/^-[a-zA-Z]*[RvcfhHLP]|^--/.test(it.value));
    const word = args[index];
    return made(word, word?.value, args.slice(index + 1));
  }
  if (name !== 'install' && name !== 'mkdir') return undefined;
  for (const [index, word] of args.entries()) {
    const inline = /^(?:-[a-zA-Z]*m=?|--mode=)(\d.*|[ugoa]*[+=].*)$/.exec(word.value)?.[1];
    if (inline !== undefined && inline === word.value.slice(-inline.length)) {
      const mode = made(word, inline, args.slice(index + 1));
      return mode && { ...mode, at: command.pieceAt(word.end - inline.length, word.end) };
    }
    if (/^-[a-zA-Z]*m$|^--mode$/.test(word.value))
      return made(args[index + 1], args[index + 1]?.value, args.slice(index + 2));
  }
  return undefined;
}

/** The mode that COPY or ADD gives to what it copies. */
export function modeOfCopy(instruction: DockerfileInstruction): Mode | undefined {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return undefined;
  const flag = instruction.flag('chmod');
  const text = flag?.value;
  if (flag === undefined || text === undefined || text === null) return undefined;
  const [target] = instruction.values.slice(-1);
  return { text, at: flag.valueAt, recursive: true, command: undefined, targets: target === undefined ? [] : [target] };
}

export interface Clause {
  readonly who: string;
  readonly operator: string;
  readonly what: string;
}

/** The clauses of a mode in letters; undefined when it is none. */
export function clausesOf(mode: string): readonly Clause[] | undefined {
  const clauses: Clause[] = [];
  for (const part of mode.split(',')) {
    const match = /^([ugoa]*)([+=-])([rwxXstugo]*)$/.exec(part);
    if (match === null) return undefined;
    clauses.push({ who: match[1] ?? '', operator: match[2] ?? '', what: match[3] ?? '' });
  }
  return clauses;
}

/** The octal digits of a mode: special, owner, group, others; undefined when it is written in letters. */
export function digitsOf(mode: string): readonly [number, number, number, number] | undefined {
  const digits = /^0*([0-7]?)([0-7])([0-7])([0-7])$/.exec(mode.length < 3 ? mode.padStart(3, '0') : mode);
  if (digits === null) return undefined;
  const [special = 0, owner = 0, group = 0, others = 0] = digits.slice(1).map(Number);
  return [special, owner, group, others];
}

export function written(clauses: readonly Clause[]): string {
  return clauses.map(({ who, operator, what }) => who + operator + what).join(',');
}
