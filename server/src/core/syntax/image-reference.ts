/**
 * Stands for the part of a text that is not known, such as a variable without a value. It is no character of image
 * references, and a part that holds it is unknown as a whole.
 */
export const hole = '\uFFFC';

/**
 * The name of an image, cut after the grammar of github.com/distribution/reference. In every part `undefined` means
 * unknown, and `null` means absent; the two must not be confused.
 */
export interface ImageReference {
  /** As written, with holes. */
  readonly text: string;
  /** Lower case; `docker.io` when none is written. */
  readonly registry: string | undefined;
  /** Whether the registry is written. */
  readonly registryWritten: boolean;
  /** Without registry; `library/nginx` for `nginx`. */
  readonly repository: string | undefined;
  /** The last part of the repository, known more often than the whole. */
  readonly shortName: string | undefined;
  readonly tag: string | null | undefined;
  /** `sha256:...`; a digest that breaks the grammar makes the whole reference invalid. */
  readonly digest: string | null | undefined;
  /** Where tag and digest stand in `text`, with the characters before them; an empty span at the end when absent. */
  readonly tagSpan: readonly [start: number, end: number];
  readonly digestSpan: readonly [start: number, end: number];
}

const DEFAULT_REGISTRY = 'docker.io';
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const PATH_PART = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const HOST =
  /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::\d+)?$/;

/**
 * Reads the name of an image. A colon begins a tag only after the last slash, so `registry:5000/app` has none. Answers
 * undefined for a text that cannot be the name of an image whatever its holes stand for. `scratch` and the names of
 * build stages are not told apart here.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const at = text.indexOf('@');
  const beforeDigest = at < 0 ? text.length : at;
  const slash = text.lastIndexOf('/', beforeDigest);
  const colon = text.indexOf(':', slash + 1);
  const nameEnd = colon < 0 || colon > beforeDigest ? beforeDigest : colon;
  const name = text.slice(0, nameEnd);
  const tag = nameEnd === beforeDigest ? null : text.slice(nameEnd + 1, beforeDigest);
  const digest = at < 0 ? null : text.slice(at + 1);
  if (name === '' || !fits(tag, TAG) || !fits(digest, DIGEST)) return undefined;
  const parts = name.split('/');
  const written = parts.length > 1 && isHost(parts[0] ?? '');
  const path = written ? parts.slice(1) : parts;
  if (written && !fits(parts[0] ?? '', HOST)) return undefined;
  if (path.some((part) => !fits(part, PATH_PART))) return undefined;
  // What stands for a variable at the end of a part may bring the next part with it.
  const openName = name.endsWith(hole);
  const openTag = tag === null ? openName : tag.endsWith(hole);
  const firstHole = name.includes(hole) && (parts.length === 1 || (parts[0] ?? '').includes(hole));
  const registry = written ? officialRegistry((parts[0] ?? '').toLowerCase()) : DEFAULT_REGISTRY;
  const repository = `${registry === DEFAULT_REGISTRY && path.length === 1 ? 'library/' : ''}${path.join('/')}`;
  return {
    text,
    registry: firstHole ? undefined : registry,
    registryWritten: written,
    repository: name.includes(hole) ? undefined : repository,
    shortName: known(path.at(-1) ?? ''),
    tag: tag === null ? (openName ? undefined : null) : known(tag),
    digest: digest === null ? (openTag ? undefined : null) : known(digest),
    tagSpan: [nameEnd, beforeDigest],
    digestSpan: [beforeDigest, text.length],
  };
}

/** `docker.io/library/nginx`: equal for two ways to write one repository. Undefined when a part is unknown. */
export function canonicalName({ registry, repository }: ImageReference): string | undefined {
  return registry === undefined || repository === undefined ? undefined : `${registry}/${repository}`;
}

/** The full name with tag and digest; `latest` is written out when there is neither. */
export function canonicalReference(image: ImageReference): string | undefined {
  const { tag, digest } = image;
  const name = canonicalName(image);
  if (name === undefined || tag === undefined || digest === undefined) return undefined;
  const written = tag === null ? (digest === null ? ':latest' : '') : `:${tag}`;
  return `${name}${written}${digest === null ? '' : `@${digest}`}`;
}

/** True when two references surely name the same image; unknown parts never match. */
export function sameImage(one: ImageReference, other: ImageReference): boolean {
  const name = canonicalReference(one);
  return name !== undefined && name === canonicalReference(other);
}

/** The first part is a registry when it has a dot, a port or capitals, or is `localhost`; else it is a path. */
function isHost(part: string): boolean {
  return /[.:A-Z]/.test(part) || part === 'localhost' || part.startsWith('[');
}

function officialRegistry(registry: string): string {
  return registry === 'index.docker.io' || registry === 'registry-1.docker.io' ? DEFAULT_REGISTRY : registry;
}

function known(part: string): string | undefined {
  return part.includes(hole) ? undefined : part;
}

function fits(part: string | null, form: RegExp): boolean {
  return part === null || part.includes(hole) || form.test(part);
}
