import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { FileChange } from '../core/workspace.ts';
import { isCandidate, readText } from './read.ts';
import { uriOfPath } from './uris.ts';
import { code, walk } from './walk.ts';

/** What a load brought: texts, and what was left out with the reason. */
export interface Loaded {
  readonly changes: readonly FileChange[];
  readonly leftOut: readonly { readonly uri: string; readonly why: string }[];
}

/** Files found, and what was left out with the reason. */
export interface Located {
  readonly files: readonly { readonly uri: string; readonly path: string }[];
  readonly leftOut: Loaded['leftOut'];
}

/** Reads the files and folders; throws an Error with a sentence for the user when one of them does not exist. */
export function load(paths: readonly string[]): Loaded {
  const { files, leftOut } = locate(paths);
  const changes: FileChange[] = [];
  const unread: { uri: string; why: string }[] = [];
  for (const { uri, path } of files) {
    const read = readText(path);
    if ('text' in read) changes.push({ uri, content: { text: read.text } });
    else unread.push({ uri, why: read.why });
  }
  return { changes, leftOut: [...leftOut, ...unread] };
}

/** Finds the files that can be of interest, without reading them; throws as {@link load} does. */
export function locate(paths: readonly string[]): Located {
  const files = new Map<string, string>();
  const leftOut: { uri: string; why: string }[] = [];
  const take = (path: string, uri: string): void => {
    if (!files.has(uri)) files.set(uri, path);
  };
  for (const path of paths) {
    const full = resolve(path);
    let isFolder: boolean;
    try {
      isFolder = statSync(full).isDirectory();
    } catch (cause) {
      throw new Error(`${path}: cannot be read (${code(cause)})`, { cause: cause });
    }
    if (!isFolder) {
      take(full, uriOfPath(full));
      continue;
    }
    for (const found of walk(full)) {
      const uri = uriOfPath(found.path);
      if ('why' in found) leftOut.push({ uri, why: found.why });
      else if (isCandidate(found.path, uri)) take(found.path, uri);
    }
  }
  return { files: [...files].map(([uri, path]) => ({ uri, path })), leftOut };
}

/** The folder that paths are told relative to: the first path itself, or the folder of a file. */
export function rootOf(paths: readonly string[]): string {
  const first = resolve(paths[0] ?? '.');
  try {
    return statSync(first).isDirectory() ? first : dirname(first);
  } catch {
    return dirname(first);
  }
}
