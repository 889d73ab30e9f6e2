import type { LensHost } from '../../rules/context.ts';
import { parseEnvFile } from '../../syntax/env-file.ts';
import type { Lookup } from '../../syntax/interpolation.ts';
import { folderOf, resolvePath } from '../../threat-model/folder.ts';

/** What a Compose file belongs to. */
export interface ProjectPlace {
  /** URI of the project's folder, which relative paths of all its files start from. */
  readonly folder: string;
  /** What Compose substitutes variables by. */
  readonly lookup: Lookup;
}

/** How many folders above a Compose file are searched for a `.env` that names it. */
const levels = 3;

/**
 * The project of a Compose file: its own folder; or, where a `.env` in that folder or above it lists the file in
 * COMPOSE_FILE, the folder of the first file of the list (Compose, "Pre-defined environment variables").
 *
 * Variables are those of the `.env` file of the project's folder. The shell's own variables would come first and are not
 * known (Compose, "Environment variables precedence"); neither are files that are named when Compose is started.
 *
 * Only facts are told with these values. Rules judge what is written, and a value that stands in `.env` is not in the
 * Compose file.
 */
export function placeOf(uri: string, host: LensHost): ProjectPlace {
  const own = folderOf(uri);
  let at = own;
  for (let up = 0; up <= levels && at.includes('/'); up++) {
    const values = variablesOf(`${at}/.env`, host);
    const list = filesOf(values, at);
    const [first] = list;
    if (first !== undefined && list.includes(uri)) return { folder: folderOf(first), lookup: lookupOf(values) };
    at = folderOf(at);
  }
  return { folder: own, lookup: lookupOf(variablesOf(`${own}/.env`, host)) };
}

/** The files of COMPOSE_FILE, which are told apart by a colon, on Windows by a semicolon, or as the variables say. */
function filesOf(values: ReadonlyMap<string, string | undefined>, folder: string): readonly string[] {
  const list = values.get('COMPOSE_FILE');
  if (list === undefined || list === '') return [];
  const separator = values.get('COMPOSE_PATH_SEPARATOR') || (list.includes(';') ? ';' : ':');
  return list.split(separator).flatMap((it) => (it.trim() === '' ? [] : (resolvePath(folder, it.trim()) ?? [])));
}

function variablesOf(file: string, host: LensHost): ReadonlyMap<string, string | undefined> {
  const text = host.text?.(file);
  if (text === undefined || text.length > longest) return new Map();
  return new Map(parseEnvFile(text).map((it) => [it.key, it.value]));
}

function lookupOf(values: ReadonlyMap<string, string | undefined>): Lookup {
  return (name) => values.get(name);
}

/** A file of variables is a page; this is data. */
export const longest = 400_000;
