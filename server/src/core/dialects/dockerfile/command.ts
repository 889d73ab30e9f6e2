import type { Anchor } from '../../syntax/anchor.ts';
import { pipedInto, runWithin } from '../../syntax/shell.ts';
import type { ShellCommand, ShellWord } from '../../syntax/shell.ts';
import { sourceRange } from '../../text/joined-text.ts';
import type { DockerfileCommand, DockerfileInstruction, DockerfileStage, Known } from './lens-model.ts';
import type { ScriptSource } from './script.ts';

/** The commands of an instruction, each with its address in the file. */
export function commandsOf(instruction: DockerfileInstruction, source: ScriptSource): readonly DockerfileCommand[] {
  const siblings: DockerfileCommand[] = [];
  for (const command of source.script.commands) siblings.push(new CommandLens(instruction, source, command, siblings));
  return siblings;
}

class CommandLens implements DockerfileCommand {
  readonly instruction: DockerfileInstruction;
  readonly command: ShellCommand;
  readonly siblings: readonly DockerfileCommand[];
  readonly #source: ScriptSource;

  constructor(
    instruction: DockerfileInstruction,
    source: ScriptSource,
    command: ShellCommand,
    siblings: readonly DockerfileCommand[],
  ) {
    this.instruction = instruction;
    this.#source = source;
    this.command = command;
    this.siblings = siblings;
  }

  get stage(): DockerfileStage | undefined {
    return this.instruction.stage;
  }

  get resource(): string | null {
    return this.instruction.resource;
  }

  get name(): string {
    return this.command.name;
  }

  get args(): readonly ShellWord[] {
    return this.command.args;
  }

  get values(): readonly Known[] {
    return this.command.args.map((word) => (word.dynamic ? undefined : word.value));
  }

  get at(): Anchor {
    return this.pieceAt(this.command.start, this.command.end);
  }

  wordAt(word: ShellWord): Anchor {
    return this.pieceAt(word.start, word.end);
  }

  pieceAt(start: number, end: number): Anchor {
    const { source } = this.#source;
    return this.instruction.spanAt(source === undefined ? { start, end } : sourceRange(source, start, end));
  }

  get pipedFrom(): readonly DockerfileCommand[] {
    return this.#lenses(pipedInto(this.#source.script, this.command));
  }

  get inside(): readonly DockerfileCommand[] {
    return this.#lenses(runWithin(this.#source.script, this.command));
  }

  #lenses(commands: readonly ShellCommand[]): readonly DockerfileCommand[] {
    return commands.flatMap(({ id }) => this.siblings[id] ?? []);
  }
}
