import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The texts of real files below PARAPET_CORPUS (default ../shared/corpus), where there is such a folder, and of the
 * examples: tests of properties hold over both, and over what they make themselves.
 */
export function corpusTexts(name: RegExp): readonly string[] {
  const root = join(import.meta.dirname, '..', '..');
  const corpus = resolve(process.env['PARAPET_CORPUS'] ?? join(root, '..', 'shared', 'corpus'));
  return [corpus, join(root, 'examples')].filter((it) => existsSync(it)).flatMap((folder) => texts(folder, name));
}

const known = new Map<string, readonly string[]>();

function texts(folder: string, name: RegExp): readonly string[] {
  const key = `${folder} ${name.source}`;
  const found =
    known.get(key) ??
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile() && name.test(it.name))
      .map((it) => readFileSync(join(it.parentPath, it.name), 'utf8'));
  known.set(key, found);
  return found;
}
