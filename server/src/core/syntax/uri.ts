/** A URI taken apart (RFC 3986, appendix B). */
interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

/** Where a reference leads: the file, and the decoded fragment without its `#` ("" for the whole file). */
export interface ReferenceTarget {
  readonly file: string;
  readonly fragment: string;
}

/**
 * Resolves a reference against the file that holds it (RFC 3986, section 5.2). Pure text: whether the workspace has
 * such a file is its own question. Undefined when the reference leaves the scheme or the authority of its base: such a
 * target is never part of the workspace, and nothing is ever fetched.
 */
export function resolveReference(base: string, reference: string): ReferenceTarget | undefined {
  return plainTarget(base, reference) ?? anyTarget(base, reference);
}

/** Steps up, then plain names: what nearly all references of a contract in many files are. */
const plainPath = /^(?:\.\.?\/)*[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/** The common case of {@link anyTarget} without taking both sides apart; undefined where it is not that case. */
function plainTarget(base: string, reference: string): ReferenceTarget | undefined {
  if (base.includes('#')) return undefined;
  const hash = reference.indexOf('#');
  const fragment = hash < 0 ? '' : decode(reference.slice(hash + 1));
  if (hash === 0) return { file: base, fragment };
  let path = hash < 0 ? reference : reference.slice(0, hash);
  const root = base.indexOf('/', base.indexOf('://') + 3);
  if (!base.includes('://') || root < 0 || base.includes('?') || base.includes('/.') || base.includes('%2'))
    return undefined;
  if (!plainPath.test(path)) return undefined;
  let folder = base.lastIndexOf('/');
  while (path.startsWith('.')) {
    if (path.startsWith('../') && folder > root) folder = base.lastIndexOf('/', folder - 1);
    path = path.slice(path.indexOf('/') + 1);
  }
  return { file: base.slice(0, folder + 1) + path, fragment };
}

function anyTarget(base: string, reference: string): ReferenceTarget | undefined {
  const from = split(base);
  const to = split(encodeIllegal(reference));
  const fragment = decode(to.fragment ?? '');
  if (to.scheme !== undefined) {
    if (to.scheme.toLowerCase() !== from.scheme?.toLowerCase() || (to.authority ?? '') !== (from.authority ?? ''))
      return undefined;
    return { file: join({ ...to, path: removeDotSegments(to.path) }), fragment };
  }
  if (to.authority !== undefined) {
    if (to.authority !== from.authority) return undefined;
    return { file: join({ ...to, scheme: from.scheme, path: removeDotSegments(to.path) }), fragment };
  }
  if (to.path === '') return { file: join({ ...from, query: to.query ?? from.query }), fragment };
  const path = to.path.startsWith('/') ? to.path : merge(from, to.path);
  return { file: join({ ...from, path: removeDotSegments(path), query: to.query }), fragment };
}

/** The steps of a JSON pointer (RFC 6901), or undefined for a text that is none. */
export function pointerSteps(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function split(uri: string): UriParts {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(uri);
  return { scheme: match?.[1], authority: match?.[2], path: match?.[3] ?? '', query: match?.[4], fragment: match?.[5] };
}

function join({ scheme, authority, path, query }: Omit<UriParts, 'fragment'>): string {
  return `${scheme === undefined ? '' : `${scheme}:`}${authority === undefined ? '' : `//${authority}`}${path}${query === undefined ? '' : `?${query}`}`;
}

function merge(base: UriParts, path: string): string {
  if (base.authority !== undefined && base.path === '') return `/${path}`;
  return base.path.slice(0, base.path.lastIndexOf('/') + 1) + path;
}

/** RFC 3986, section 5.2.4: steps above the root are dropped, so that no text leads out of the tree's top. */
function removeDotSegments(path: string): string {
  const out: string[] = [];
  const segments = path.split('/');
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    const plain = segment.replace(/%2e/gi, '.');
    if (plain === '.') {
      if (last) out.push('');
    } else if (plain === '..') {
      if (out.length > 1 || (out.length === 1 && out[0] !== '')) out.pop();
      if (last) out.push('');
    } else out.push(segment);
  });
  const joined = out.join('/');
  return path.startsWith('/') && !joined.startsWith('/') ? `/${joined}` : joined;
}

/** Characters that no URI holds but authors write: spaces and everything beyond ASCII. */
function encodeIllegal(text: string): string {
  const cut = text.indexOf('#');
  const head = cut < 0 ? text : text.slice(0, cut);
  return head.replace(/[^\x21-\x7e]+/g, (run) => safely(encodeURIComponent, run)) + (cut < 0 ? '' : text.slice(cut));
}

function decode(text: string): string {
  return text.includes('%') ? safely(decodeURIComponent, text) : text;
}

/** A lone surrogate or a broken escape stays as it is. */
function safely(change: (text: string) => string, text: string): string {
  try {
    return change(text);
  } catch {
    return text;
  }
}

/** Path of a file relative to a folder, with forward slashes; the whole URI for a file outside. */
export function pathBelow(root: string, uri: string): string {
  return uri.startsWith(`${root}/`) ? safely(decodeURIComponent, uri.slice(root.length + 1)) : uri;
}
