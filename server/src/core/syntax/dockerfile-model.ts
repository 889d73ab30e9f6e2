import type { JoinedText } from '../text/joined-text.ts';
import type { TextRange } from '../text/range.ts';
import type { DockerfileComment } from './dockerfile-lines.ts';

export type { DockerfileComment } from './dockerfile-lines.ts';

/** `# name=value` in the first lines of the file: `escape`, `syntax` or `check`. */
export interface DockerfileDirective {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  readonly range: TextRange;
  readonly valueRange: TextRange;
}

/** A word of an instruction. */
export interface DockerfileWord {
  readonly range: TextRange;
  /** As written; continuation lines are joined. */
  readonly raw: string;
  /** Quotes and escapes removed, `$X` left as written. For an item of the exec form: the decoded string. */
  readonly value: string;
  /** An item of the exec form, which the shell does not see. */
  readonly exec: boolean;
}

/** `--name=value` before the arguments. */
export interface DockerfileFlag {
  readonly name: string;
  /** Null when there is no `=`. */
  readonly value: string | null;
  readonly range: TextRange;
  readonly valueRange: TextRange | null;
}

/** `name=value` of ENV, ARG and LABEL; of `ENV name value` too. */
export interface DockerfilePair {
  readonly key: DockerfileWord;
  /** Null for an ARG without default. */
  readonly value: DockerfileWord | null;
  readonly range: TextRange;
}

/** The lines between `<<NAME` and `NAME`. */
export interface DockerfileHeredoc {
  readonly name: string;
  /** Where `<<NAME` stands. */
  readonly range: TextRange;
  /** The lines, with the end of the last one. */
  readonly body: string;
  readonly bodyRange: TextRange;
  /** Where the closing name stands; null when it is missing. */
  readonly endRange: TextRange | null;
  /** `<<"NAME"`: variables are left alone. */
  readonly quoted: boolean;
  /** `<<-NAME`: tabs at the beginning of lines are dropped. */
  readonly strip: boolean;
}

/** One instruction, as written. Nothing is substituted and nothing inherited; see the lens for that. */
export interface InstructionNode {
  /** Upper case, also when written otherwise; `known` says whether it is one of the language. */
  readonly keyword: string;
  readonly known: boolean;
  readonly keywordRange: TextRange;
  /** From the keyword to the end of the last line, here-documents included. */
  readonly range: TextRange;
  readonly flags: readonly DockerfileFlag[];
  /** The words; the items, in exec form; the whole text as one word for USER, WORKDIR and STOPSIGNAL. */
  readonly args: readonly DockerfileWord[];
  readonly pairs: readonly DockerfilePair[];
  /** `exec`: a JSON array of strings. Null for instructions that have no such choice. */
  readonly form: 'shell' | 'exec' | null;
  /** The items of the exec form. For HEALTHCHECK those after CMD, which is `args[0]`. */
  readonly items: readonly DockerfileWord[];
  /** It begins with `[` and ends with `]` but is no JSON array of strings, so it counts as shell form. */
  readonly malformedExec: boolean;
  readonly heredocs: readonly DockerfileHeredoc[];
  /** What follows the keyword and the flags, joined into one line; here-documents are not part of it. */
  readonly source: JoinedText;
  /** Where that text stands. */
  readonly textRange: TextRange;
  /** The part of `source` that is a command: all of it, for HEALTHCHECK what follows CMD. */
  readonly command: JoinedText;
  /** Comments since the instruction before. */
  readonly comments: readonly DockerfileComment[];
  /** The instruction that ONBUILD puts off. */
  readonly onbuild: InstructionNode | null;
}

export interface DockerfileError {
  readonly code:
    | 'directive'
    | 'unknown-instruction'
    | 'missing-argument'
    | 'name-value'
    | 'heredoc-open'
    | 'exec-form'
    | 'onbuild';
  readonly message: string;
  readonly range: TextRange;
}
