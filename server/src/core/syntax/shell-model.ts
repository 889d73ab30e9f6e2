import type { ShellWord } from './shell-words.ts';

export type { ShellWord } from './shell-words.ts';

/** What stands between a command and the one before it in the same list; empty for the first one. */
export type Operator = '' | ';' | '\n' | '&' | '&&' | '||' | '|' | '|&';

/** The place of a command in a pipeline: which one, and how many commands feed it there. */
export interface PipePosition {
  readonly pipeline: number;
  readonly index: number;
}

/** A command that runs inside a word of another one. */
export interface Within {
  /** The `id` of the outer command. */
  readonly command: number;
  /** `substitution`: its output becomes text; `process`: its output becomes a file; `script`: run by that shell. */
  readonly kind: 'substitution' | 'process' | 'script';
}

/** `NAME=value` before a command, or alone. */
export interface ShellAssignment {
  readonly name: string;
  readonly value: string;
  readonly dynamic: boolean;
  readonly word: ShellWord;
}

/** A redirection, such as `2>&1`, `> file`, `<<EOF`. */
export interface ShellRedirect {
  /** `<`, `>`, `>>`, `<<`, `<<-`, `<<<`, `<&`, `>&`, `&>`, `&>>`, `<>` or `>|`. */
  readonly operator: string;
  /** The number before the operator. */
  readonly descriptor: string;
  readonly target: ShellWord | undefined;
  /** The lines of a here-document. */
  readonly body: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** A program that only starts another one: `sudo`, `env`, `exec`, `time`, ... */
export interface ShellWrapper {
  /** Without its directory. */
  readonly name: string;
  readonly word: ShellWord;
  /** Its own options and operands; the command that it starts is not among them. */
  readonly args: readonly ShellWord[];
}

/** One simple command. */
export interface ShellCommand {
  /** Position in `ShellScript.commands`. */
  readonly id: number;
  /** The program without its directory; empty when it is not known, or when only variables are set. */
  readonly name: string;
  readonly nameWord: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  /** Those before the command and those given to `env` or `sudo`. */
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  /** Outermost first. */
  readonly wrappers: readonly ShellWrapper[];
  /** Innermost first: the pipeline of the command itself, then those of the groups around it. */
  readonly pipes: readonly PipePosition[];
  readonly within: Within | undefined;
  readonly before: Operator;
  /** The command runs only sometimes: inside `if`, `case`, a loop, or a function. */
  readonly conditional: boolean;
  readonly start: number;
  readonly end: number;
}

export interface ShellError {
  readonly message: string;
  readonly at: number;
}

/** All simple commands of a script in the order in which they begin. */
export interface ShellScript {
  /** `other`: the script is for another interpreter and was not read. */
  readonly dialect: 'posix' | 'other';
  readonly commands: readonly ShellCommand[];
  readonly errors: readonly ShellError[];
}
