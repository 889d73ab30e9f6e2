/** Reads a rule's page as its test: examples, marks under lines, and the text after the fix. */

/** A fence of a page. */
export interface PageFile {
  readonly name: string;
  /** The text without its mark lines. */
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** Carets under a line: where a finding must be. */
export interface Mark {
  /** Zero-based, in the text without mark lines. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Words that the message must contain; may be empty. */
  readonly words: string;
}

/** One section of a page with fences: a workspace of its own. */
export interface PageExample {
  readonly heading: string;
  readonly files: readonly PageFile[];
  readonly fixed: { readonly text: string; readonly name: string | undefined; readonly title: string } | undefined;
}

const extensions: Readonly<Record<string, string>> = {
  yaml: 'example.yaml',
  yml: 'example.yaml',
  json: 'example.json',
  dockerfile: 'Dockerfile',
};

export function readPage(markdown: string): readonly PageExample[] {
  const examples: { heading: string; files: PageFile[]; fixed: PageExample['fixed'] }[] = [];
  let current = { heading: '', files: [] as PageFile[], fixed: undefined as PageExample['fixed'] };
  const lines = markdown.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const heading = /^#{2,}\s+(.*)$/.exec(line);
    if (heading) {
      current = { heading: heading[1] ?? '', files: [], fixed: undefined };
      examples.push(current);
      continue;
    }
    const fence = /^(`{3,})(\w+)(.*)$/.exec(line);
    if (!fence) continue;
    const [, ticks = '```', language = '', info = ''] = fence;
    const body: string[] = [];
    for (i++; i < lines.length && !(lines[i] ?? '').startsWith(ticks); i++) body.push(lines[i] ?? '');
    const name = /file="([^"]+)"/.exec(info)?.[1];
    const fixed = /\bfixed(?:="([^"]*)")?/.exec(info);
    if (fixed) current.fixed = { text: `${body.join('\n')}\n`, name, title: fixed[1] ?? '' };
    else if (extensions[language] !== undefined || name !== undefined)
      current.files.push({ name: name ?? extensions[language] ?? language, ...unmark(body) });
  }
  return examples.filter((it) => it.files.length > 0);
}

/** Takes the mark lines out of a fence. */
function unmark(body: readonly string[]): { text: string; marks: readonly Mark[] } {
  const kept: string[] = [];
  const marks: Mark[] = [];
  for (const line of body) {
    const match = /^[ #/]*\^[\^ ]*(.*)$/.exec(line);
    if (!match || kept.length === 0) {
      kept.push(line);
      continue;
    }
    const words = (match[1] ?? '').trim();
    const carets = line.slice(0, line.length - (match[1] ?? '').length);
    for (const group of carets.matchAll(/\^+/g)) {
      marks.push({ line: kept.length - 1, start: group.index, end: group.index + group[0].length, words });
    }
  }
  return { text: `${kept.join('\n')}\n`, marks };
}
