import type { LensHost } from './rules/context.ts';
import type { ParsedChunk } from './syntax/parsed.ts';

/**
 * Documents that another one refers to, by their first chunks: a `$ref` knows no streams (RFC 6901, RFC 3986).
 * `first` parses it, or says undefined for a file that is not in the workspace; `text` gives the text of any file, `all`
 * all of its chunks.
 */
export function hostOf(
  first: (uri: string) => ParsedChunk | undefined,
  text?: (uri: string) => string | undefined,
  all?: (uri: string) => readonly ParsedChunk[],
): LensHost {
  return {
    document: (uri) => {
      const parsed = first(uri);
      return parsed && parsed.syntax !== 'dockerfile' ? parsed.source : undefined;
    },
    dockerfile: (uri) => {
      const parsed = first(uri);
      return parsed?.syntax === 'dockerfile' ? parsed.tree : undefined;
    },
    ...(text ? { text } : {}),
    ...(all ? { documents: (uri) => all(uri).flatMap((it) => (it.syntax === 'dockerfile' ? [] : [it.source])) } : {}),
  };
}
