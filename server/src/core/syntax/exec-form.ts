import { Joiner, composeJoined, sourceRange } from '../text/joined-text.ts';
import type { JoinedText } from '../text/joined-text.ts';
import type { DockerfileWord } from './dockerfile-model.ts';

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** An item of the exec form with the places of its characters, for scripts inside `["sh", "-c", "..."]`. */
export interface ExecItem {
  readonly word: DockerfileWord;
  readonly source: JoinedText;
}

/** What an argument text is: the items of a JSON array of strings, or why it is none. */
export type ExecForm = { readonly items: readonly ExecItem[] } | { readonly malformed: boolean };

/**
 * Reads an argument text as the exec form. BuildKit takes what is no JSON array of strings for a shell command, which
 * is seldom meant when it begins with `[` and ends with `]` (or never ends): that is called malformed. `[ -f x ]` and
 * `[[ ... ]]` are shell tests, not arrays.
 */
export function readExecForm(source: JoinedText): ExecForm {
  const { text } = source;
  if (!text.startsWith('[')) return { malformed: false };
  const items: ExecItem[] = [];
  let at = skip(text, 1);
  for (let first = true; text[at] !== ']'; first = false) {
    if (!first) {
      if (text[at] !== ',') return malformed(text);
      at = skip(text, at + 1);
    }
    const item = readString(source, at);
    if (item === undefined) return malformed(text);
    items.push(item.item);
    at = skip(text, item.end);
  }
  return skip(text, at + 1) === text.length ? { items } : malformed(text);
}

function malformed(text: string): ExecForm {
  return { malformed: /^\[\s*(?:["'\]]|[\w./-]+\s*[,"\]])/.test(text) && !/^\[\s+[-!]/.test(text) };
}

function skip(text: string, from: number): number {
  let at = from;
  while (/[ \t\r\n]/.test(text[at] ?? '')) at += 1;
  return at;
}

/** Reads a JSON string that begins at `start`. */
function readString(source: JoinedText, start: number): { readonly item: ExecItem; readonly end: number } | undefined {
  const { text } = source;
  if (text[start] !== '"') return undefined;
  const value = new Joiner();
  let at = start + 1;
  while (text[at] !== '"') {
    const character = text[at];
    if (character === undefined || character < ' ') return undefined;
    if (character !== '\\') {
      const from = at;
      while (at < text.length && !/["\\]/.test(text[at] ?? '') && (text[at] ?? '') >= ' ') at += 1;
      value.add(text.slice(from, at), from);
      continue;
    }
    const escaped = text[at + 1] ?? '';
    const code = /^u([0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))?.[1];
    if (code !== undefined) value.add(String.fromCharCode(Number.parseInt(code, 16)), at);
    else if ('"\\/'.includes(escaped) && escaped !== '') value.add(escaped, at + 1);
    else if (ESCAPES[escaped] !== undefined) value.add(ESCAPES[escaped], at);
    else return undefined;
    at += code === undefined ? 2 : 6;
  }
  const end = at + 1;
  const decoded = value.finish(start + 1);
  const word = { range: sourceRange(source, start, end), raw: text.slice(start, end), value: decoded.text, exec: true };
  return { item: { word, source: composeJoined(decoded, source) }, end };
}
