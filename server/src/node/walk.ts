import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** A file found, or a place that could not be looked at. */
export type Found = { readonly path: string } | { readonly path: string; readonly why: string };

/** Folders that hold other people's code or build results, whatever .gitignore says. */
const never = new Set(['.git', 'node_modules', '.hg', '.svn', '.terraform', '.venv', '__pycache__']);

/** .gitignore files from the root down, each with the folder that it speaks of. */
type Filters = readonly { readonly folder: string; readonly rules: Ignore }[];

/**
 * All files below a folder, sorted by path, without what .gitignore names. A folder without rights is reported, a
 * symbolic link is followed once: a folder already being walked is not entered again.
 */
export function* walk(root: string): Generator<Found> {
  yield* walkLink(root, [], []);
}

/** A folder whose own path is not known: the first one, or one that a symbolic link leads to. */
function* walkLink(folder: string, outer: Filters, above: readonly string[]): Generator<Found> {
  let real: string;
  try {
    real = realpathSync.native(folder);
  } catch (cause) {
    yield { path: folder, why: `cannot be read (${code(cause)})` };
    return;
  }
  if (!above.includes(real)) yield* walkFolder(folder, real, outer, above);
}

/** `real` is the folder's path without links, `above` are those of the folders that are being walked around it. */
function* walkFolder(folder: string, real: string, outer: Filters, above: readonly string[]): Generator<Found> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    yield { path: folder, why: `cannot be read (${code(cause)})` };
    return;
  }
  const filters = entries.some((it) => it.name === '.gitignore') ? withIgnoreFile(folder, outer) : outer;
  const inside = [...above, real];
  const below = withSlash(folder);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below + entry.name;
    const isLink = entry.isSymbolicLink();
    const kind = isLink ? target(path) : entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';
    if (kind === 'other' || never.has(entry.name) || ignored(path, kind === 'folder', filters)) continue;
    if (kind === 'file') yield { path };
    else if (isLink) yield* walkLink(path, filters, inside);
    else yield* walkFolder(path, withSlash(real) + entry.name, filters, inside);
  }
}

function withSlash(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

function target(path: string): 'folder' | 'file' | 'other' {
  try {
    const it = statSync(path);
    return it.isDirectory() ? 'folder' : it.isFile() ? 'file' : 'other';
  } catch {
    // A link that leads nowhere is no file of this workspace.
    return 'other';
  }
}

function withIgnoreFile(folder: string, outer: Filters): Filters {
  try {
    return [...outer, { folder, rules: ignore().add(readFileSync(join(folder, '.gitignore'), 'utf8')) }];
  } catch {
    return outer;
  }
}

function ignored(path: string, isFolder: boolean, filters: Filters): boolean {
  return filters.some(({ folder, rules }) => {
    const relative = path.slice(folder.length + 1).replaceAll('\\', '/');
    return rules.ignores(isFolder ? `${relative}/` : relative);
  });
}

export function code(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
}
