/** Paths inside URIs: the core knows files by URI only. */

/** The folder of a file or folder, without a slash at its end. */
export function folderOf(uri: string): string {
  const slash = uri.lastIndexOf('/');
  return slash < 0 ? '' : uri.slice(0, slash);
}

/** The last element of a path. */
export function baseName(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** A file's name without its last ending. */
export function stemOf(uri: string): string {
  return baseName(uri).replace(/\.[^.]*$/, '');
}

/** A relative path seen from a folder; null for an absolute one, which leads out of what the workspace knows. */
export function resolvePath(folder: string, path: string): string | null {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|~|[A-Za-z]:\\)/.test(path) || path.includes('$')) return null;
  const steps = folder.split('/');
  for (const step of path.split(/[/\\]/)) {
    if (step === '' || step === '.') continue;
    if (step === '..') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}

/** True for the folder itself and everything below it. */
export function isWithin(uri: string, folder: string): boolean {
  return uri === folder || uri.startsWith(`${folder}/`);
}
