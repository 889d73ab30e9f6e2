import type { Anchor } from '../syntax/anchor.ts';

/**
 * A stable name of a finding: 16 hexadecimal digits over rule, path, object and route. It survives
 * edits above and reformatting, and changes when the finding's own place changes its address.
 */
export function fingerprint(rule: string, path: string, resource: string | null, at: Anchor): string {
  // An object is found by its name wherever in the stream it stands.
  const chunk = resource === null ? at.chunk : 0;
  return hash64([rule, path, resource ?? '', chunk, ...at.route, ...(at.span ?? [])].join('\u0000'));
}

/** Two FNV-1a hashes of 32 bits (draft-eastlake-fnv) over the UTF-16 code units, from two offsets, as 16 hexadecimal digits. */
export function hash64(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9dc5811c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit ^ (i & 0xff), 0x01000193);
  }
  return hex(a) + hex(b);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** The route as a JSON pointer (RFC 6901); empty for a Dockerfile's own routes, which point into no JSON. */
export function jsonPointer(at: Anchor): string {
  return at.route.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
