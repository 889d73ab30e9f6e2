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
  if (!text.includes('parapet-ignore')) return [];
  const lines = text.split(/\r\n|\r|\n/);
  const found: IgnoreComment[] = [];
  lines.forEach((content, line) => {
    const match = content.length < 2000 ? pattern.exec(content) : null;
    if (!match) return;
    const [, file, rules = '', reason = ''] = match;
    const alone = content.slice(0, match.index).trim() === '';
    const target = file ? undefined : alone ? nextLine(lines, line) : line;
    found.push({ line, target, rules: rules.split(/\s*,\s*/), reason });
  });
  return found;
}

function nextLine(lines: readonly string[], from: number): number {
  let line = from + 1;
  while (line < lines.length && /^\s*(#.*|\/\/.*)?$/.test(lines[line] ?? '')) line++;
  return line;
}

/** Whether a pattern such as `kubernetes/privileged-container` or `kubernetes/*` names the rule. */
export function namesRule(pattern: string, rule: string): boolean {
  if (pattern === '*' || pattern === rule) return true;
  return pattern.endsWith('/*') && rule.startsWith(pattern.slice(0, -1));
}
