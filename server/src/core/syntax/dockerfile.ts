import type { TextRange } from '../text/range.ts';
import type { Part, Route } from './anchor.ts';
import { readHeredocs } from './dockerfile-heredoc.ts';
import { readInstruction } from './dockerfile-instruction.ts';
import { afterByteOrderMark, commentOf, logicalLine, physicalLine, skipSpace } from './dockerfile-lines.ts';
import { locateInDockerfile } from './dockerfile-locate.ts';
import type {
  DockerfileComment,
  DockerfileDirective,
  DockerfileError,
  DockerfileHeredoc,
  InstructionNode,
} from './dockerfile-model.ts';

export type * from './dockerfile-model.ts';

/** A Dockerfile parsed. There is a tree for every text; what is wrong with it is in `errors`. */
export interface DockerfileTree {
  readonly text: string;
  /** The character that escapes and continues lines: a backslash or a backtick. */
  readonly escape: string;
  readonly directives: readonly DockerfileDirective[];
  readonly instructions: readonly InstructionNode[];
  /** Every comment line, also those between continuation lines; directives are not among them. */
  readonly comments: readonly DockerfileComment[];
  readonly errors: readonly DockerfileError[];
  /** Where a route leads; see `dockerfile-locate.ts` for the steps. */
  locate(route: Route, part?: Part, span?: readonly [start: number, end: number]): TextRange | undefined;
}

const DIRECTIVE = /^#\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(\S.*)$/;
const DIRECTIVES: ReadonlySet<string> = new Set(['escape', 'syntax', 'check']);

/**
 * Parses a Dockerfile as BuildKit does (frontend/dockerfile/parser), but never gives up: unknown and half-typed
 * instructions are kept, an open here-document takes the rest of the file. Offsets count in `text`. Linear time.
 */
export function parseDockerfile(text: string): DockerfileTree {
  const errors: DockerfileError[] = [];
  const error = (found: DockerfileError): void => void errors.push(found);
  const { directives, next } = readDirectives(text, error);
  const escape = directives.find(({ name, value }) => name === 'escape' && /^[`\\]$/.test(value))?.value ?? '\\';
  const instructions: InstructionNode[] = [];
  const comments: DockerfileComment[] = [];
  let above: DockerfileComment[] = [];
  for (let at = next; at < text.length; ) {
    const line = physicalLine(text, at);
    const comment = commentOf(text, line);
    if (comment !== undefined) {
      comments.push(comment);
      above.push(comment);
    }
    if (comment !== undefined || skipSpace(text, line.start, line.end) === line.end) {
      at = line.next;
      continue;
    }
    const logical = logicalLine(text, at, escape);
    at = logical.next;
    comments.push(...logical.comments);
    if (logical.source.text === '') continue;
    const heredocs = (): readonly DockerfileHeredoc[] => {
      const reading = readHeredocs(text, logical.source, at, escape, error);
      at = reading.next;
      return reading.heredocs;
    };
    instructions.push(readInstruction(logical.source, { escape, comments: above, heredocs, error }));
    above = [];
  }
  const parsed = { text, escape, directives, instructions, comments, errors };
  return { ...parsed, locate: (route, part, span) => locateInDockerfile(parsed, route, part, span) };
}

/** Reads the directives: they stand in the first lines, a `#!` line may come before, and each may stand once. */
function readDirectives(
  text: string,
  error: (found: DockerfileError) => void,
): { readonly directives: readonly DockerfileDirective[]; readonly next: number } {
  const directives: DockerfileDirective[] = [];
  let next = afterByteOrderMark(text);
  if (text.startsWith('#!', next)) next = physicalLine(text, next).next;
  while (next < text.length) {
    const line = physicalLine(text, next);
    const written = text.slice(line.start, line.end);
    const match = DIRECTIVE.exec(written);
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2]?.trimEnd();
    if (name === undefined || value === undefined || !DIRECTIVES.has(name)) break;
    const range = { start: line.start, end: line.start + written.trimEnd().length };
    if (directives.some((directive) => directive.name === name)) {
      error({ code: 'directive', message: `The directive ${name} stands here a second time.`, range });
    } else if (name === 'escape' && !/^[`\\]$/.test(value)) {
      error({ code: 'directive', message: 'The escape character is a backslash or a backtick.', range });
    }
    directives.push({ name, value, range, valueRange: { start: range.end - value.length, end: range.end } });
    next = line.next;
  }
  return { directives, next };
}
