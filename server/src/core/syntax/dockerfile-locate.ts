import type { TextRange } from '../text/range.ts';
import type { Part, Route } from './anchor.ts';
import type { DockerfileComment, DockerfileDirective, InstructionNode } from './dockerfile-model.ts';

interface Located {
  readonly text: string;
  readonly directives: readonly DockerfileDirective[];
  readonly comments: readonly DockerfileComment[];
  readonly instructions: readonly InstructionNode[];
}

/**
 * Where a route leads in a Dockerfile. The steps:
 *
 * - `[]` the file, `['directives', k]`, `['comments', k]`
 * - `[i]` instruction `i`: part `key` is its keyword, `value` its text, otherwise keyword to end
 * - `[i, 'keyword']`, `[i, 'text']` what follows keyword and flags
 * - `[i, 'flags', k]`, `[i, 'flags', k, 'value']`
 * - `[i, 'args', k]`; the items of an exec form are args too
 * - `[i, 'pairs', k]`, `[i, 'pairs', k, 'key' | 'value']` of ENV, ARG and LABEL
 * - `[i, 'heredocs', k]` the opening, `[i, 'heredocs', k, 'body']`
 * - `[i, 'onbuild', ...]` the same steps in the instruction that is put off
 *
 * A span counts characters of the file from where the argument text begins, and may reach into here-documents.
 */
export function locateInDockerfile(
  tree: Located,
  route: Route,
  part?: Part,
  span?: readonly [start: number, end: number],
): TextRange | undefined {
  const [first, ...steps] = route;
  if (first === undefined) return { start: 0, end: tree.text.length };
  const index = steps[0];
  if (first === 'directives') return typeof index === 'number' ? tree.directives[index]?.range : undefined;
  if (first === 'comments') return typeof index === 'number' ? tree.comments[index]?.range : undefined;
  const instruction = typeof first === 'number' ? tree.instructions[first] : undefined;
  return instruction === undefined ? undefined : locateInInstruction(instruction, steps, part, span);
}

function locateInInstruction(
  instruction: InstructionNode,
  steps: Route,
  part: Part | undefined,
  span: readonly [start: number, end: number] | undefined,
): TextRange | undefined {
  const [step, index, detail] = steps;
  const { onbuild, range, textRange } = instruction;
  if (step === 'onbuild')
    return onbuild === null ? undefined : locateInInstruction(onbuild, steps.slice(1), part, span);
  if (span !== undefined) {
    const start = Math.min(textRange.start + Math.max(0, span[0]), range.end);
    return { start, end: Math.min(Math.max(start, textRange.start + span[1]), range.end) };
  }
  if (step === undefined) return part === 'key' ? instruction.keywordRange : part === 'value' ? textRange : range;
  if (step === 'keyword') return instruction.keywordRange;
  if (step === 'text') return textRange;
  if (typeof index !== 'number') return undefined;
  if (step === 'args') return instruction.args[index]?.range;
  if (step === 'flags') {
    const flag = instruction.flags[index];
    return detail === 'value' || part === 'value' ? (flag?.valueRange ?? flag?.range) : flag?.range;
  }
  if (step === 'pairs') {
    const pair = instruction.pairs[index];
    if (detail === 'key' || part === 'key') return pair?.key.range;
    return detail === 'value' || part === 'value' ? (pair?.value?.range ?? pair?.range) : pair?.range;
  }
  if (step !== 'heredocs') return undefined;
  const heredoc = instruction.heredocs[index];
  return detail === 'body' ? heredoc?.bodyRange : heredoc?.range;
}
