import type { Known } from './lens-model.ts';

/** Other names that BuildKit takes for the same option. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['src', 'source'],
  ['dst', 'target'],
  ['destination', 'target'],
  ['ro', 'readonly'],
  ['rw', 'readwrite'],
]);

/**
 * The options of `RUN --mount=type=secret,id=npm,...` by their names in lower case; an option without `=` is "true".
 * The type is `bind` when it is not written. Undefined when the value is unknown.
 */
export function mountOptions(value: Known): ReadonlyMap<string, string> | undefined {
  if (value === undefined) return undefined;
  const options = new Map<string, string>([['type', 'bind']]);
  for (const field of value.split(',')) {
    const equals = field.indexOf('=');
    const name = (equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase();
    const given = equals < 0 ? 'true' : field.slice(equals + 1).trim();
    options.set(ALIASES.get(name) ?? name, given.replace(/^"(.*)"$/, '$1'));
  }
  return options;
}
