import { parseTemplate, templateValue } from './interpolation.ts';

/** A line of a file of variables. */
export interface EnvLine {
  readonly key: string;
  /** Undefined when only the name is there, which takes the value from whoever starts the project, or not known. */
  readonly value: string | undefined;
}

/**
 * A file of variables as Compose reads `.env` and `env_file` (Docker, "Set, use, and manage variables in a Compose file
 * with interpolation", ".env file syntax"): quotes, comments, escapes in double quotes, and substitution of variables that
 * stand above in unquoted and double-quoted values. A value that needs a variable from elsewhere is not known.
 */
export function parseEnvFile(text: string): readonly EnvLine[] {
  const lines: EnvLine[] = [];
  const known = new Map<string, string>();
  for (const [, key = '', equals, raw = ''] of text.matchAll(line)) {
    const value = equals === undefined ? undefined : valueOf(raw, known);
    if (value === undefined) known.delete(key);
    else known.set(key, value);
    lines.push({ key, value });
  }
  return lines;
}

/** Quoted values may hold line breaks; an unquoted one ends with its line. */
const line =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:(=|:[ \t])[ \t]*('(?:\\'|[^'])*'|"(?:\\[\s\S]|[^"\\])*"|[^\r\n]*)|(?=[\r\n]|$))/gm;

function valueOf(raw: string, known: ReadonlyMap<string, string>): string | undefined {
  if (raw.length > 1 && raw.startsWith("'") && raw.endsWith("'")) return raw.slice(1, -1).replaceAll("\\'", "'");
  const quoted = raw.length > 1 && raw.startsWith('"') && raw.endsWith('"');
  const text = quoted
    ? raw.slice(1, -1).replace(/\\([nrt"\\])/g, (_, it: string) => escapes[it] ?? it)
    : raw.replace(/(?:^|[ \t])#.*$/, '').trim();
  return templateValue(parseTemplate(text), (name) => known.get(name));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
