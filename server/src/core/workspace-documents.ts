import { mayBeOurs, recognise, type Recognition } from './dialects/speak.ts';
import { type FileForm, formOf } from './dialects/form.ts';
import { sameElements, sameValue } from './cells/same.ts';
import { shared } from './cells/share.ts';
import type { QueryEngine } from './query/query.ts';
import type { LensHost } from './rules/context.ts';
import type { Anchor } from './syntax/anchor.ts';
import type { Chunk } from './syntax/chunk.ts';
import { locateIn, type ParsedChunk, parseChunk } from './syntax/parsed.ts';
import { chunksOf, unreadable } from './syntax/recognise.ts';
import { LineIndex } from './text/lines.ts';
import { isConfigFile, locateInConfig } from './threat-model/config/config.ts';
import { hostOf } from './workspace-host.ts';
import type { FileText, Place } from './workspace-types.ts';

/**
 * Characters of files that no editor holds open whose trees are kept: with its views a tree takes some fifty times the
 * memory of its text. Those that nobody asked for lately are made again when needed, which is a matter of microseconds.
 */
const mostCharacters = 150_000;

/** Where the lines of a text begin is soon found again. */
const linesKept = { weigh: () => 1, most: 200 };

/** What a text that is none of ours is recognised as. */
const nothing: Recognition = { dialects: [] };

/** See {@link documentsOf}. */
export type Documents = ReturnType<typeof documentsOf>;

/** What the texts of the files say as documents, before anything is judged: chunks, trees, dialects and places. */
export function documentsOf(engine: QueryEngine, policyUri: string) {
  const text = engine.input<FileText | null>('text', null);

  const lines = engine.query('lines', (uri: string) => new LineIndex(text.get(uri)?.text ?? ''), Object.is, linesKept);

  const form = engine.query('form', (uri: string): FileForm => {
    const content = text.get(uri);
    return content && unreadable(content.text) === undefined ? formOf(uri, content.language, content.text) : 'other';
  });

  /** The chunks of a file. */
  const parts = engine.query('chunks', (uri: string): readonly Chunk[] =>
    chunksOf(form(uri), text.get(uri)?.text ?? ''),
  );

  /** Without the chunk's start, so that a chunk that only moved is not parsed again. */
  const partText = engine.query(
    'chunkText',
    (uri: string, index: string): string | undefined => parts(uri)[Number(index)]?.text,
  );

  const parsed = engine.query(
    'parsed',
    (uri: string, index: string): ParsedChunk | undefined => {
      const content = partText(uri, index);
      const syntax = form(uri);
      return content === undefined || syntax === 'other' ? undefined : parseChunk(syntax, content, uri, Number(index));
    },
    Object.is,
    { weigh: (it, uri) => (text.get(uri)?.language === undefined ? (it?.text.length ?? 0) : 0), most: mostCharacters },
  );

  const recognition = engine.query(
    'recognition',
    (uri: string, index: string): Recognition => {
      const content = partText(uri, index);
      if (content === undefined || uri === policyUri) return nothing;
      if (form(uri) !== 'dockerfile' && !mayBeOurs(content, uri)) return nothing;
      const tree = parsed(uri, index);
      return tree ? shared(recognise(tree, uri)) : nothing;
    },
    sameValue,
  );

  const present = engine.query(
    'present',
    (folder: string, names: string) =>
      names.split(' ').flatMap((it) => (text.get(`${folder}/${it}`) ? [`${folder}/${it}`] : [])),
    sameElements,
  );

  const host: LensHost = {
    ...hostOf(
      (uri) => (text.get(uri) ? parsed(uri, '0') : undefined),
      (uri) => text.get(uri)?.text,
      (uri) => (text.get(uri) ? chunks(uri).map((it) => it.parsed) : []),
    ),
    present: (folder, names) => present(folder, names.join(' ')),
  };

  /** The chunks of a file with their trees, for fixes. */
  const chunks = (uri: string): readonly { readonly start: number; readonly parsed: ParsedChunk }[] =>
    parts(uri).flatMap(({ start }, index) => {
      const tree = parsed(uri, String(index));
      return tree ? [{ start, parsed: tree }] : [];
    });

  /** Plain configuration is no dialect and has no chunks; the threat model points into it all the same. */
  const placeInConfig = ({ file, chunk, route }: Anchor): Place | undefined => {
    const content = isConfigFile(file) ? text.get(file)?.text : undefined;
    if (content === undefined) return undefined;
    const { start, end } = locateInConfig(file, content, chunk, route);
    return { uri: file, start: lines(file).position(start), end: lines(file).position(end) };
  };

  /** Where an anchor is now; undefined when its file or chunk is gone. */
  const place = (anchor: Anchor): Place | undefined => {
    const { file } = anchor;
    const part = parts(file)[anchor.chunk];
    if (!part) return placeInConfig(anchor);
    const tree = parsed(file, String(anchor.chunk));
    const range = tree && locateIn(tree, anchor);
    const position = (offset: number): Place['start'] => lines(file).position(part.start + offset);
    return { uri: file, start: position(range?.start ?? 0), end: position(range?.end ?? 0) };
  };

  return { text, lines, parts, partText, parsed, recognition, host, chunks, place };
}
