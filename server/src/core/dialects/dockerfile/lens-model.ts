import type { Anchor } from '../../syntax/anchor.ts';
import type { DockerfileTree, InstructionNode } from '../../syntax/dockerfile.ts';
import type { ImageReference } from '../../syntax/image-reference.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../../syntax/shell.ts';
import type { TextRange } from '../../text/range.ts';

/** A value that may be unknown: `undefined` is neither present nor absent, and nothing follows from it. */
export type Known = string | undefined;

/** A Dockerfile in the words of its reference. */
export interface Dockerfile {
  readonly uri: string;
  readonly tree: DockerfileTree;
  /** The first instruction. */
  readonly at: Anchor;
  readonly resource: null;
  /** The ARG instructions before the first FROM. */
  readonly globalArgs: readonly DockerfileInstruction[];
  readonly stages: readonly DockerfileStage[];
  /** The stage that a build without further arguments ships: the last one. */
  readonly finalStage: DockerfileStage | undefined;
  /** All instructions, those before the first FROM included; not those inside ONBUILD. */
  readonly instructions: readonly DockerfileInstruction[];
  /** Simple commands of all stages and of ONBUILD, in document order. */
  readonly commands: readonly DockerfileCommand[];
  /** A stage by its name, in any case, or by its number; with `before`, only among the stages before that one. */
  stage(name: string, before?: number): DockerfileStage | undefined;
}

/** What a stage begins with. `unknown`: the text holds a variable without value, or is no image name. */
export type Base =
  | { readonly kind: 'image'; readonly image: ImageReference; readonly text: string }
  | { readonly kind: 'stage'; readonly stage: DockerfileStage }
  | { readonly kind: 'scratch' }
  | { readonly kind: 'unknown'; readonly text: string };

/** A FROM and what follows it. */
export interface DockerfileStage {
  readonly file: Dockerfile;
  /** Position among the stages; `--from=0` counts so too. */
  readonly index: number;
  /** As written after AS. */
  readonly name: string | null;
  /** "stage NAME" or "stage 0". */
  readonly resource: string;
  /** The image of FROM. */
  readonly at: Anchor;
  readonly from: DockerfileInstruction;
  readonly base: Base;
  /** The stage itself, the stage that it is built from, and so on. */
  readonly chain: readonly DockerfileStage[];
  /** The base of the last stage of the chain: never `stage`. */
  readonly rootBase: Exclude<Base, { kind: 'stage' }>;
  /** Those of the stage itself, without FROM. */
  readonly instructions: readonly DockerfileInstruction[];
  readonly commands: readonly DockerfileCommand[];
  readonly isFinal: boolean;
  /** The final stage needs it: by FROM, COPY --from or RUN --mount=from, also through other stages. */
  readonly isReached: boolean;
  /** It is the final stage or one that the final stage is built from, so that its files are shipped. */
  readonly isShipped: boolean;
  /** Instructions with this keyword along the chain, the deciding (latest) one first. */
  all(keyword: string): readonly DockerfileInstruction[];
  /** The USER, HEALTHCHECK, ENTRYPOINT, CMD, SHELL, ... in force at the end, looked up along the chain. */
  effective(keyword: string): DockerfileInstruction | undefined;
  /** The directory at the end; absolute, or unknown. */
  readonly workdir: Known;
  /** What ENV sets at the end, along the chain; later ones win. */
  readonly environment: ReadonlyMap<string, Variable>;
  /** The shell that reads shell forms at the end of the stage. */
  readonly shell: ShellInForce;
}

/** Who reads the shell form. */
export interface ShellInForce {
  readonly dialect: 'posix' | 'other';
  /** Program and options, such as `/bin/bash -o pipefail -c`. */
  readonly words: readonly string[];
  /** The SHELL instruction; undefined for the default. */
  readonly set: DockerfileInstruction | undefined;
}

/** A variable with the place that gives it its value. */
export interface Variable {
  readonly name: string;
  readonly kind: 'arg' | 'env';
  readonly value: Known;
  readonly instruction: DockerfileInstruction;
  /** Position among the pairs of the instruction. */
  readonly pair: number;
}

/** `name=value` after substitution. */
export interface PairValue {
  readonly name: string;
  /** Null for an ARG without default. */
  readonly value: Known | null;
  /** As written; null for an ARG without default. */
  readonly raw: string | null;
  readonly at: Anchor;
  readonly keyAt: Anchor;
  readonly valueAt: Anchor;
}

/** An instruction in its place. */
export interface DockerfileInstruction {
  readonly file: Dockerfile;
  /** Undefined before the first FROM. */
  readonly stage: DockerfileStage | undefined;
  readonly node: InstructionNode;
  /** Position in the file. */
  readonly index: number;
  readonly keyword: string;
  /** It stands behind ONBUILD: it takes effect in a child build, and changes nothing here. */
  readonly isOnbuild: boolean;
  /** The instruction behind ONBUILD. */
  readonly onbuild: DockerfileInstruction | undefined;
  readonly resource: string | null;
  /** Keyword to end. */
  readonly at: Anchor;
  readonly keywordAt: Anchor;
  /** What follows keyword and flags. */
  readonly textAt: Anchor;
  /** The words after substitution, as far as the builder substitutes there (not in RUN, CMD, ENTRYPOINT, SHELL). */
  readonly values: readonly Known[];
  readonly pairs: readonly PairValue[];
  /** The last flag of this name. `value` is unknown when it holds a variable without value, null without `=`. */
  flag(name: string): FlagValue | undefined;
  flags(name: string): readonly FlagValue[];
  argAt(index: number): Anchor;
  /** The address of a piece of the instruction, given by offsets in the file. */
  spanAt(range: TextRange): Anchor;
  /** A variable as it is just before this instruction. */
  variable(name: string): Variable | undefined;
  /** The script of RUN, CMD, ENTRYPOINT and HEALTHCHECK; undefined for other instructions. */
  readonly script: ShellScript | undefined;
  readonly commands: readonly DockerfileCommand[];
}

export interface FlagValue {
  readonly name: string;
  readonly value: Known | null;
  readonly at: Anchor;
  /** The value's address; the whole flag's when it has none. */
  readonly valueAt: Anchor;
}

/** A simple command of RUN, CMD, ENTRYPOINT or HEALTHCHECK. */
export interface DockerfileCommand {
  readonly instruction: DockerfileInstruction;
  readonly stage: DockerfileStage | undefined;
  readonly resource: string | null;
  /** All commands of the same instruction; positions equal the ids of the shell commands. */
  readonly siblings: readonly DockerfileCommand[];
  readonly command: ShellCommand;
  /** The program without directory; empty when unknown. */
  readonly name: string;
  readonly args: readonly ShellWord[];
  /** The values of the arguments; undefined for those that hold something unknown. */
  readonly values: readonly Known[];
  /** The whole command. */
  readonly at: Anchor;
  wordAt(word: ShellWord): Anchor;
  /** Where a piece of the command stands, by the offsets that its words and redirections carry. */
  pieceAt(start: number, end: number): Anchor;
  /** Commands whose output comes in through a pipe. */
  readonly pipedFrom: readonly DockerfileCommand[];
  /** Commands that run inside its arguments: substitutions, and the script of `sh -c`. */
  readonly inside: readonly DockerfileCommand[];
}
