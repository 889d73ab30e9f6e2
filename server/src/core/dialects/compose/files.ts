import { resolveReference } from '../../syntax/uri.ts';

/** Names of files and relative addresses, as far as Compose gives them a meaning. */

const automatic = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const override = /^(?:docker-)?compose\.override\.ya?ml$/i;
const variant = /^(?:docker-)?compose[._-].+\.ya?ml$/i;
const compose = /(?:^|[._-])compose(?:[._-].*)?\.(?:ya?ml|json)$/i;

export function fileName(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** `compose.yaml`, `docker-compose.prod.yml`, `shop.compose.yml` and the like. */
export function isComposeName(uri: string): boolean {
  return compose.test(fileName(uri));
}

/** Compose merges `compose.override.yaml` over `compose.yaml` without being asked. */
export function isOverrideName(uri: string): boolean {
  return override.test(fileName(uri));
}

/** A file that is usually given beside a base file: `compose.prod.yaml`, `docker-compose-dev.yml`. */
export function isVariantName(uri: string): boolean {
  return variant.test(fileName(uri));
}

/** A file for a developer's own machine or for tests, by its name. */
export function isDevelopmentName(uri: string): boolean {
  return /(?:^|[._-])(?:dev|devel|development|debug|local|test|tests|testing|e2e|ci|override)(?=[._-])/i.test(
    fileName(uri),
  );
}

/** Where the base file of an override or variant may be. */
export function baseFilesOf(uri: string): readonly string[] {
  return automatic.map((name) => siblingOf(uri, name)).filter((it) => it !== uri);
}

/** The files that Compose merges over this one without being asked; none for files that it does not find by itself. */
export function overrideFilesOf(uri: string): readonly string[] {
  const name = fileName(uri);
  if (!automatic.includes(name)) return [];
  const stem = name.slice(0, name.lastIndexOf('.'));
  return ['.override.yml', '.override.yaml'].map((ending) => siblingOf(uri, stem + ending));
}

/**
 * The file at `path`, seen from another file. Undefined for absolute paths, home folders and addresses with a scheme of
 * their own: none of them is part of the workspace.
 */
export function resolveFrom(uri: string, path: string): string | undefined {
  const clean = path.replaceAll('\\', '/');
  if (clean === '' || /^(?:\/|~|[A-Za-z][A-Za-z0-9+.-]*:)/.test(clean)) return undefined;
  return resolveReference(uri, clean)?.file;
}

function siblingOf(uri: string, name: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1) + name;
}
