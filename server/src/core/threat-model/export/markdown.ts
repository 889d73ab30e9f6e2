/**
 * GitHub Flavored Markdown from hostile text. Names come from files that anybody may have written, and the result is
 * posted in pull requests: a name must neither make markup, nor mention a user, nor draw a link or an image.
 */

/** A name that fills pages helps nobody. In UTF-16 units. */
const longest = 200;

/** Prose: HTML by entities (GFM 6.10), punctuation by backslashes (GFM 2.4, "Backslash escapes"). */
export function prose(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/^(?:[#+=-]|\d+(?=[.)]))/, (it) => (/\d/.test(it) ? `${it}\\` : `\\${it}`))
    .replace(/[&<>]/g, (it) => `&#${it.charCodeAt(0)};`)
    .replace(linkedBefore, `$&${unseen}`)
    .replace(linkedAfter, `${unseen}$&`);
}

/**
 * What GitHub links after the text has been read, so that backslashes are no help: users and teams, issues, mail, and
 * bare addresses (GFM 6.9, "Autolinks (extension)"). A space of no width parts them.
 */
const linkedBefore = /@|#(?=\d)(?<!&#)|\bGH-(?=\d)/gi;
const linkedAfter = /(?<=\b(?:https?|ftp|mailto|xmpp)):|(?<=\bwww)\./gi;
const unseen = '\u200B';

/** A name as code: nothing in it is markup, and only the fence has to be longer than any in it (GFM 6.3). */
export function code(text: string): string {
  const inner = oneLine(text) || ' ';
  const runs = [...inner.matchAll(/`+/g)].map((it) => it[0].length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const padded = /^`|`$|^ .* $/.test(inner) ? ` ${inner} ` : inner;
  return `${fence}${padded}${fence}`;
}

/** A table; cells are Markdown already. A bar would end a cell even in code (GFM 4.10). */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)];
}

function cell(markdown: string): string {
  return markdown.replace(/(\\*)\|/g, (_, slashes: string) =>
    slashes.length % 2 === 1 ? `${slashes}|` : `${slashes}\\|`,
  );
}

/**
 * One line without characters that command a terminal, hide, or turn the reading direction (Unicode general categories
 * Cc, Cf and Cs; UTR 36, "Bidirectional Text Spoofing"). `padded` keeps a space at either end.
 */
export function oneLine(text: string, padded = false): string {
  const line = text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\uFFFD');
  const kept = padded ? line : line.trim();
  return kept.length <= longest ? kept : `${kept.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Where evidence stands, as code: `compose.yaml:12`. */
export interface Placed {
  readonly file: string;
  /** Counted from one, as editors do. */
  readonly line: number;
}

export function place(at: Placed | null): string {
  return at === null ? '' : code(`${at.file}:${at.line}`);
}
