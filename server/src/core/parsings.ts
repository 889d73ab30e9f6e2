import { type FileForm, formOf } from './dialects/form.ts';
import type { Anchor } from './syntax/anchor.ts';
import type { Chunk } from './syntax/chunk.ts';
import { locateIn, type ParsedChunk, parseChunk } from './syntax/parsed.ts';
import { chunksOf, unreadable } from './syntax/recognise.ts';
import { LineIndex } from './text/lines.ts';
import { isConfigFile, locateInConfig } from './threat-model/config/config.ts';
import type { Place } from './workspace-types.ts';

/** Characters of text whose trees are kept: a tree takes some ten times the memory of its text. */
const keptCharacters = 6_000_000;

/** A file on its way through the chain, each step taken when it is first asked for. */
export class FileParsing {
  readonly uri: string;
  readonly text: string;
  /** Why nothing of it is read, or undefined. */
  readonly unreadable: string | undefined;
  readonly form: FileForm;
  readonly chunks: readonly Chunk[];
  readonly #parsed = new Map<number, ParsedChunk>();
  #lines: LineIndex | undefined;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.text = text;
    this.unreadable = unreadable(text);
    this.form = this.unreadable === undefined ? formOf(uri, undefined, text) : 'other';
    this.chunks = chunksOf(this.form, text);
  }

  parsed(index: number): ParsedChunk | undefined {
    const chunk = this.chunks[index];
    if (!chunk || this.form === 'other') return undefined;
    const known = this.#parsed.get(index);
    if (known) return known;
    const parsed = parseChunk(this.form, chunk.text, this.uri, index);
    this.#parsed.set(index, parsed);
    return parsed;
  }

  get lines(): LineIndex {
    return (this.#lines ??= new LineIndex(this.text));
  }
}

/** The files of one run that stand still, parsed once as long as memory allows. */
export class Parsings {
  readonly #text: (uri: string) => string | undefined;
  readonly #files = new Map<string, FileParsing>();
  #characters = 0;

  constructor(text: (uri: string) => string | undefined) {
    this.#text = text;
  }

  file(uri: string): FileParsing | undefined {
    const known = this.#files.get(uri);
    if (known) return known;
    const text = this.#text(uri);
    if (text === undefined) return undefined;
    const file = new FileParsing(uri, text);
    this.#files.set(uri, file);
    this.#characters += text.length;
    return file;
  }

  /** Lets trees go when they have become many; called between two files, because a lens compares nodes by identity. */
  trim(): void {
    if (this.#characters <= keptCharacters) return;
    this.#files.clear();
    this.#characters = 0;
  }

  /** Where an anchor is; undefined when there is no such file or chunk. The same answer as the workspace's. */
  place({ file: uri, chunk, route, part, span }: Anchor): Place | undefined {
    const file = this.file(uri);
    const at = file?.chunks[chunk];
    if (!file) return undefined;
    if (!at) {
      if (!isConfigFile(uri)) return undefined;
      const { start, end } = locateInConfig(uri, file.text, chunk, route);
      return { uri, start: file.lines.position(start), end: file.lines.position(end) };
    }
    const parsed = file.parsed(chunk);
    const anchor = { file: uri, chunk, route, ...(part && { part }), ...(span && { span }) };
    const range = parsed && locateIn(parsed, anchor);
    const start = at.start + (range?.start ?? 0);
    return { uri, start: file.lines.position(start), end: file.lines.position(at.start + (range?.end ?? 0)) };
  }
}
