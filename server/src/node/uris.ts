import { fileURLToPath, pathToFileURL } from 'node:url';

/** The one spelling of a file's URI: editors escape more characters than Node does, and two spellings would be two files. */
export function normaliseUri(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return pathToFileURL(fileURLToPath(uri)).href;
  } catch {
    return uri;
  }
}

/** Names that stand in a URI as they are. */
const plainName = /^[\w-][\w.-]*$/;
/** The folder asked about last: a walk asks for its files one after the other. */
let lastFolder = '';
let lastFolderUri = '';

export function uriOfPath(path: string): string {
  const cut = path.lastIndexOf('/');
  if (cut <= 0 || !path.startsWith('/') || !plainName.test(path.slice(cut + 1))) return pathToFileURL(path).href;
  const folder = path.slice(0, cut);
  if (folder !== lastFolder) {
    lastFolderUri = pathToFileURL(`${folder}/x`).href.slice(0, -1);
    lastFolder = folder;
  }
  return lastFolderUri + path.slice(cut + 1);
}

/** The path of a file URI, or undefined for other schemes and for what is no URI of this system. */
export function pathOfUri(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
