import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** A file with its path below the folder that it was found in. */
export interface CorpusFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The real files below PARAPET_CORPUS (default ../shared/corpus), where there is such a folder, and of the examples:
 * tests of properties hold over both, and over what they make themselves.
 */
export function corpusFiles(name: RegExp): readonly CorpusFile[] {
  const root = join(import.meta.dirname, '..', '..');
  const corpus = resolve(process.env['PARAPET_CORPUS'] ?? join(root, '..', 'shared', 'corpus'));
  return [corpus, join(root, 'examples')].filter((it) => existsSync(it)).flatMap((folder) => files(folder, name));
}

/** The texts of {@link corpusFiles}. */
export function corpusTexts(name: RegExp): readonly string[] {
  return corpusFiles(name).map((it) => it.text);
}

const known = new Map<string, readonly CorpusFile[]>();

function files(folder: string, name: RegExp): readonly CorpusFile[] {
  const key = `${folder} ${name.source}`;
  const found =
    known.get(key) ??
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile() && name.test(it.name))
      .map((it) => join(it.parentPath, it.name))
      .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }));
  known.set(key, found);
  return found;
}
