import type { Patch } from '../../fix/patch.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import type { ShellWord } from '../../syntax/shell.ts';
import type { DockerfileCommand, DockerfileInstruction } from './lens.ts';
import { dropCommand, dropWord, remove } from './repair.ts';

/** A variable that is set, wherever that happens: ENV, ARG, before a command, or by export. */
export interface Setting {
  readonly name: string;
  /** Undefined when it is not known. */
  readonly value: string | undefined;
  readonly at: Anchor;
  /** `env` lasts while the container runs; `arg` and `run` are over when the image is built. */
  readonly kind: 'env' | 'arg' | 'run';
  /** Takes it away. */
  readonly removal: () => readonly Patch[];
}

/** The variables that an instruction (ENV, ARG) or a command sets. */
export function settingsOf(noun: DockerfileInstruction | DockerfileCommand): readonly Setting[] {
  return 'command' in noun ? settingsOfCommand(noun) : settingsOfInstruction(noun);
}

function settingsOfInstruction(instruction: DockerfileInstruction): readonly Setting[] {
  const { keyword } = instruction;
  if (keyword !== 'ENV' && keyword !== 'ARG') return [];
  return instruction.pairs.map(({ name, value, at }) => ({
    name,
    value: value ?? undefined,
    at,
    kind: keyword === 'ENV' ? 'env' : 'arg',
    removal: () => [remove(at)],
  }));
}

function settingsOfCommand(command: DockerfileCommand): readonly Setting[] {
  const made = (word: ShellWord, name: string, value: string | undefined, alone: boolean): Setting => ({
    name,
    value,
    at: command.wordAt(word),
    kind: 'run',
    removal: () => (alone ? dropCommand(command) : dropWord(command, word)),
  });
  const assigned = command.command.assignments.map((it) =>
    made(
      it.word,
      it.name,
      it.dynamic ? undefined : it.value,
      command.command.nameWord === undefined && command.command.assignments.length === 1,
    ),
  );
  if (!/^(?:export|declare|typeset|setenv)$/.test(command.name)) return assigned;
  const names = command.args.filter((it) => !it.value.startsWith('-'));
  const exported = names.flatMap((word) => {
    const match = /^([A-Za-z_]\w*)=([^]*)$/.exec(word.value);
    return match === null ? [] : [made(word, match[1] ?? '', word.dynamic ? undefined : match[2], names.length === 1)];
  });
  return [...assigned, ...exported];
}
