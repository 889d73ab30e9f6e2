import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { formOf } from '../core/dialects/form.ts';
import { policyFileName } from '../core/policy/file-name.ts';
import { maximalSize } from '../core/syntax/recognise.ts';
import { isConfigFile } from '../core/threat-model/config/names.ts';
import { uriOfPath } from './uris.ts';
import { code } from './walk.ts';

/** A file's text, or why it is left out. */
export type ReadFile = { readonly text: string } | { readonly why: string };

/** Whether a file of this path can be of interest; one without an extension is looked into. */
export function isCandidate(path: string, uri = uriOfPath(path)): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const dotted = name.includes('.');
  // Most names tell at once.
  if (dotted && name !== 'package-lock.json' && formOf(uri, undefined, '') !== 'other') return true;
  if (path.endsWith(policyFileName) || isConfigFile(uri)) return true;
  return !dotted && formOf(uri, undefined, firstBytes(path)) !== 'other';
}

/** Reads UTF-8 text; what is too large, binary or unreadable comes back as the reason. */
export function readText(path: string): ReadFile {
  const read = readBytes(path);
  return 'bytes' in read ? { text: read.bytes.toString('utf8') } : read;
}

/** Reads a file whole; what is too large or unreadable comes back as the reason. */
export function readBytes(path: string): { readonly bytes: Buffer } | { readonly why: string } {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      // A character has at most three bytes per UTF-16 unit: above that the text is too large for certain.
      if (size > maximalSize * 3) return { why: `larger than ${maximalSize / 1_000_000} million characters` };
      const bytes = Buffer.allocUnsafe(size);
      // What tells no size, or has shrunk meanwhile, is read by the platform's own means.
      return { bytes: size > 0 && readSync(file, bytes, 0, size, 0) === size ? bytes : readFileSync(path) };
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    return { why: `cannot be read (${code(cause)})` };
  }
}

function firstBytes(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(512);
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
