import type { LensHost } from '../../rules/context.ts';
import { parseEnvFile } from '../../syntax/env-file.ts';
import type { Lookup } from '../../syntax/interpolation.ts';
import { resolveFrom } from './files.ts';

/**
 * What Compose substitutes variables by: the `.env` file of the project's folder, which is that of the Compose file. The
 * shell's own variables would come first and are not known (Compose, "Environment variables precedence"); neither are
 * files that are named when Compose is started.
 *
 * Only facts are told with these values. Rules judge what is written, and a value that stands in `.env` is not in the
 * Compose file.
 */
export function projectVariables(uri: string, host: LensHost): Lookup {
  const file = resolveFrom(uri, '.env');
  const text = file === undefined ? undefined : host.text?.(file);
  if (text === undefined || text.length > longest) return () => undefined;
  const values = new Map(parseEnvFile(text).map((it) => [it.key, it.value]));
  return (name) => values.get(name);
}

/** A file of variables is a page; this is data. */
const longest = 400_000;
