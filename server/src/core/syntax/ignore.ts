import { LineIndex } from '../text/lines.ts';

/** A comment that silences rules, with the reason that the author gives. */
export interface IgnoreComment {
  /** Zero-based line of the comment. */
  readonly line: number;
  /** Zero-based line whose findings it silences; undefined: the whole file. */
  readonly target: number | undefined;
  readonly rules: readonly string[];
  /** Empty when none was given. */
  readonly reason: string;
}

const pattern = /(?:#|\/\/)\s*parapet-ignore(-file)?\s+([a-z0-9/*-]+(?:\s*,\s*[a-z0-9/*-]+)*)\s*(?::\s*(.*?))?\s*$/;

/**
 * Reads the ignore comments of a file: `# parapet-ignore RULE[, RULE]: reason` at the end of a line silences that line,
 * on a line of its own the next line that is no comment; `# parapet-ignore-file` silences the file.
 */
export function ignoreComments(text: string): readonly IgnoreComment[] {
  let at = text.indexOf(word);
  if (at < 0) return [];
  const lines = new LineIndex(text);
  const lineText = (line: number): string => contentOf(text, lines, line);
  const found: IgnoreComment[] = [];
  while (at >= 0) {
    const { line } = lines.position(at);
    const content = lineText(line);
    const match = content.length < 2000 ? pattern.exec(content) : null;
    if (match) {
      const [, file, rules = '', reason = ''] = match;
      const alone = content.slice(0, match.index).trim() === '';
      const target = file ? undefined : alone ? nextLine(lineText, lines.lineCount, line) : line;
      found.push({ line, target, rules: rules.split(/\s*,\s*/), reason });
    }
    at = text.indexOf(word, lines.offset({ line: line + 1, character: 0 }));
  }
  return found;
}

const word = 'parapet-ignore';

/** A line without its end. */
function contentOf(text: string, lines: LineIndex, line: number): string {
  const start = lines.offset({ line, character: 0 });
  let end = lines.offset({ line: line + 1, character: 0 });
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return text.slice(start, end);
}

function nextLine(lineText: (line: number) => string, count: number, from: number): number {
  let line = from + 1;
  while (line < count && /^\s*(#.*|\/\/.*)?$/.test(lineText(line))) line++;
  return line;
}

/** Whether a pattern such as `kubernetes/privileged-container` or `kubernetes/*` names the rule. */
export function namesRule(pattern: string, rule: string): boolean {
  if (pattern === '*' || pattern === rule) return true;
  return pattern.endsWith('/*') && rule.startsWith(pattern.slice(0, -1));
}
