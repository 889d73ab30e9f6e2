import type { Operator, PipePosition } from './shell-model.ts';

/** Groups and substitutions nested deeper than this are stepped over, so that no input exhausts the stack. */
export const MAX_DEPTH = 40;

/** What a group is: a subshell, braces, or a compound command by the word that its closing word answers. */
export type GroupKind = '(' | '{' | 'if' | 'do' | 'case';

/** A group that is open, and the place of the group as a whole in its pipeline. */
interface Group {
  readonly kind: GroupKind;
  readonly pipe: PipePosition;
  readonly before: Operator;
  /** Inside `case`: patterns are read, not commands. */
  patterns: boolean;
}

/** The groups that are open around the present command, and its place in their pipelines. */
export class ShellGroups {
  /** The operator before the present command. */
  before: Operator = '';
  readonly #newPipeline: () => PipePosition;
  readonly #open: Group[] = [];
  #pipe: PipePosition;
  #tooDeep = 0;

  constructor(newPipeline: () => PipePosition) {
    this.#newPipeline = newPipeline;
    this.#pipe = newPipeline();
  }

  open(kind: GroupKind): void {
    if (this.#open.length >= MAX_DEPTH) this.#tooDeep += 1;
    else this.#open.push({ kind, pipe: this.#pipe, before: this.before, patterns: false });
    this.#pipe = this.#newPipeline();
    this.before = '';
  }

  /** Closes the innermost group of this kind, with those that were left open inside it. */
  close(kind: GroupKind): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep -= 1;
      return;
    }
    let index = this.#open.length - 1;
    while (index >= 0 && this.#open[index]?.kind !== kind) index -= 1;
    const group = this.#open[index];
    if (group === undefined) return;
    this.#open.length = index;
    this.#pipe = group.pipe;
    this.before = group.before;
  }

  /** Goes on to the next command of the list. */
  advance(operator: Operator): void {
    const { pipeline, index } = this.#pipe;
    this.before = operator;
    this.#pipe = operator === '|' || operator === '|&' ? { pipeline, index: index + 1 } : this.#newPipeline();
  }

  /** The place of the present command, then those of the groups around it, innermost first. */
  get pipes(): readonly PipePosition[] {
    return this.#open.reduceRight((pipes: readonly PipePosition[], { pipe }) => [...pipes, pipe], [this.#pipe]);
  }

  /** The present command runs only under a condition, or not exactly once. */
  get conditional(): boolean {
    return this.#open.some(({ kind, before }) => before === '||' || (kind !== '(' && kind !== '{'));
  }

  /** A closing parenthesis would close one of these groups. */
  get hasParenthesis(): boolean {
    return this.#tooDeep > 0 || this.#open.some(({ kind }) => kind === '(');
  }

  /** Patterns of `case` are read now. */
  get readsPatterns(): boolean {
    return this.#open.at(-1)?.patterns === true;
  }

  /** Says whether patterns or commands come next, if the innermost group is a `case`. */
  expectPatterns(patterns: boolean): void {
    const group = this.#open.at(-1);
    if (group?.kind === 'case') group.patterns = patterns;
  }
}
