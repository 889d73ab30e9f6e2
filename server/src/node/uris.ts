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

export function uriOfPath(path: string): string {
  return pathToFileURL(path).href;
}

/** The path of a file URI, or undefined for other schemes and for what is no URI of this system. */
export function pathOfUri(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
