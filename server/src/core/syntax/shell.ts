import type { JoinedText } from '../text/joined-text.ts';
import type { ShellCommand, ShellScript, ShellWord } from './shell-model.ts';
import { readArguments, readScript } from './shell-reader.ts';
import { ShellRecord } from './shell-record.ts';

export type {
  Operator,
  PipePosition,
  ShellAssignment,
  ShellCommand,
  ShellError,
  ShellRedirect,
  ShellScript,
  ShellWrapper,
  Within,
} from './shell-model.ts';
export type { ShellWord } from './shell-words.ts';

/** What the caller knows about the script before it is read. */
export interface ShellOptions {
  /** Values of variables that are known to be set, such as ARG and ENV; what the script assigns itself is unknown. */
  readonly lookup?: (name: string) => string | undefined;
}

const POSIX_INTERPRETER = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-S[ \t]+)?(?:\S*\/)?)?(?:ba|da|a|z|k|mk)?sh(?:\s|$)/;

/**
 * Reads a script for a POSIX shell (also Bash's common additions) into its simple commands. Every text gives a script:
 * what is broken is listed in `errors`, and what stands before it is still read. Takes linear time; constructs nested
 * deeper than 40 levels are stepped over. A script whose `#!` line names another interpreter has no commands and the
 * dialect `other`.
 */
export function parseShell(text: string, options: ShellOptions = {}): ShellScript {
  if (text.startsWith('#!') && !POSIX_INTERPRETER.test(text.slice(0, 200))) return otherDialect();
  const record = new ShellRecord(options.lookup ?? (() => undefined));
  readScript(record, text);
  return { dialect: 'posix', commands: record.commands, errors: record.errors };
}

/** A script that is written for another interpreter (PowerShell, cmd, Python): nothing is known about its commands. */
export function otherDialect(): ShellScript {
  return { dialect: 'other', commands: [], errors: [] };
}

/**
 * The script of a command that runs without a shell, as in `CMD ["sh", "-c", "..."]`: one command, and those of the
 * script when the program is a shell. Each word is the decoded text with the places where its characters stand.
 */
export function shellOfWords(words: readonly JoinedText[], options: ShellOptions = {}): ShellScript {
  const record = new ShellRecord(options.lookup ?? (() => undefined));
  readArguments(record, words);
  return { dialect: 'posix', commands: record.commands, errors: record.errors };
}

/** The commands whose output goes into `command` through a pipe, nearest pipeline first. */
export function pipedInto(script: ShellScript, command: ShellCommand): readonly ShellCommand[] {
  return script.commands.filter((other) =>
    command.pipes.some((to) => other.pipes.some((from) => from.pipeline === to.pipeline && from.index < to.index)),
  );
}

/** The commands that run inside an argument of `command`: `$(...)`, backticks, `<(...)` or the script of `sh -c`. */
export function runWithin(script: ShellScript, command: ShellCommand): readonly ShellCommand[] {
  return script.commands.filter((other) => other.within?.command === command.id);
}

/** True when an argument equals `option`, or has it as the name before `=`. Words after `--` are not options. */
export function hasOption(command: ShellCommand, ...options: readonly string[]): ShellWord | undefined {
  for (const word of command.args) {
    if (word.value === '--') return undefined;
    const equals = word.value.indexOf('=');
    const name = equals > 0 && word.value.startsWith('-') ? word.value.slice(0, equals) : word.value;
    if (options.includes(name)) return word;
  }
  return undefined;
}
