import { type Chunk, splitYamlStream } from './chunk.ts';

/** What a file is taken for before anything is parsed. */
export type FileForm = 'yaml' | 'json' | 'dockerfile' | 'other';

/** A file above this many UTF-16 code units is left out, and the status says so. */
export const maximalSize = 20_000_000;

/** Why a text is left alone, or undefined when it can be read. */
export function unreadable(text: string): string | undefined {
  if (text.length > maximalSize) return `larger than ${maximalSize / 1_000_000} million characters`;
  // A NUL stands in no text file; the first kilobytes tell, as they do for git.
  if (text.slice(0, 8000).includes('\0')) return 'binary';
  return undefined;
}

/** The name's extension, in lower case and without the dot. */
export function extensionOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** Cuts a text into chunks by its form. */
export function chunksOf(form: FileForm, text: string): readonly Chunk[] {
  if (form === 'yaml') return splitYamlStream(text);
  return form === 'other' ? [] : [{ syntax: form, start: 0, text }];
}
