export type ChunkSyntax = 'yaml' | 'json' | 'dockerfile';

/** The largest piece of a file that parses alone: a document of a YAML stream, a JSON file, a Dockerfile. */
export interface Chunk {
  readonly syntax: ChunkSyntax;
  /** Offset of the chunk in the file. */
  readonly start: number;
  readonly text: string;
}

/**
 * Cuts a YAML stream at its document markers (YAML 1.2.2, 9.1.2: `---` and `...` at a line's start end a document
 * wherever they stand, even inside a scalar). Comments and directives before a marker belong to the document after it.
 */
export function splitYamlStream(text: string): readonly Chunk[] {
  // Nearly every text holds no marker but on its first line, which a search tells faster than the pattern.
  if (!beginsLine(text, '---') && !beginsLine(text, '...') && !text.includes('\r'))
    return [{ syntax: 'yaml', start: 0, text }];
  const starts = [0];
  const marker = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;
  let ended = false;
  for (let match = marker.exec(text); match; match = marker.exec(text)) {
    const last = starts[starts.length - 1] ?? 0;
    if (match[0] === '...') {
      ended = true;
      continue;
    }
    const between = text.slice(last, match.index);
    if (!ended && isPreamble(between)) continue;
    starts.push(match.index);
    ended = false;
  }
  return starts.map((start, i) => ({ syntax: 'yaml', start, text: text.slice(start, starts[i + 1] ?? text.length) }));
}

/** Whether a line but the first begins with a word. The word is rarer than the ends of lines. */
function beginsLine(text: string, word: string): boolean {
  for (let at = text.indexOf(word, 1); at >= 0; at = text.indexOf(word, at + 1)) if (text[at - 1] === '\n') return true;
  return false;
}

/** Nothing but blank lines, comments and directives: no document of its own. */
function isPreamble(text: string): boolean {
  return /^\uFEFF?(?:[ \t]*(?:#.*|%.*)?(?:\r\n|\r|\n))*[ \t]*$/.test(text);
}
