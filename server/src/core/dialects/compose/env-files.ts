import type { LensHost } from '../../rules/context.ts';
import { parseEnvFile } from '../../syntax/env-file.ts';
import type { EnvironmentVariable } from '../../threat-model/environment.ts';
import { resolvePath } from '../../threat-model/folder.ts';
import type { ComposeService } from './service.ts';
import { longest, type ProjectPlace } from './variables.ts';

/** What the `env_file` of a service gives it. */
export interface EnvFiles {
  /** URIs of the files, in the order in which they are read. */
  readonly files: readonly string[];
  /** For each file the names that a later one sets, whose value wins (Compose specification, "env_file"). */
  readonly overruled: Readonly<Record<string, readonly string[]>>;
  /** The variables that count: those of the last file that sets each, and that `environment` does not set. */
  readonly variables: readonly EnvironmentVariable[];
  /** False when some file is not in the workspace: it may hold whatever it wants. */
  readonly complete: boolean;
}

/** Reads the files of variables of a service. One that is not `required` may be missing, here as there. */
export function envFilesOf(service: ComposeService, { folder, lookup }: ProjectPlace, host: LensHost): EnvFiles {
  const listed = service.envFiles.map((it) => resolvePath(folder, it.with(lookup).value ?? '/'));
  const files = [...new Set(listed.filter((it) => it !== null))];
  const sets = new Set(service.environment.map((it) => it.key));
  const overruled: Record<string, readonly string[]> = {};
  const variables: EnvironmentVariable[] = [];
  let complete = listed.every((it) => it !== null);
  const later = new Set<string>();
  for (const file of [...files].reverse()) {
    const text = host.text?.(file);
    if (text === undefined || text.length > longest) {
      complete = false;
      continue;
    }
    const lines = new Map(parseEnvFile(text).map((it) => [it.key, it.value]));
    const lost = [...lines.keys()].filter((it) => later.has(it));
    if (lost.length > 0) overruled[file] = lost;
    for (const [key, value] of lines) {
      if (!later.has(key) && !sets.has(key))
        variables.push({ key, value: value ?? null, at: { file, chunk: 0, route: [key, 0] } });
      later.add(key);
    }
  }
  return { files, overruled, variables, complete };
}
