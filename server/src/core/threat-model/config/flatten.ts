import { parseYaml } from '../../syntax/yaml.ts';
import { splitYamlStream } from '../../syntax/chunk.ts';
import { View } from '../../syntax/view.ts';
import type { ConfigEntry } from './entry.ts';

/** Entries of one YAML document or of one properties file. */
export type ConfigDocument = readonly ConfigEntry[];

/** Scalars beyond this number are not read: a configuration file has hundreds, a data file thousands. */
const most = 5000;

/** Every scalar of every document of a YAML stream (JSON is YAML) with its key path. */
export function flattenYaml(text: string): readonly ConfigDocument[] {
  return splitYamlStream(text).map((chunk, index) => {
    const entries: ConfigEntry[] = [];
    walk(View.root({ file: '', chunk: index, tree: parseYaml(chunk.text) }), '', index, entries, 0);
    return entries;
  });
}

function walk(view: View, key: string, chunk: number, entries: ConfigEntry[], depth: number): void {
  if (depth > 40 || entries.length >= most) return;
  if (view.isMap) {
    for (const [name, value] of view.entries)
      walk(value, key === '' ? name : `${key}.${name}`, chunk, entries, depth + 1);
  } else if (view.isList) {
    view.items.forEach((item, index) => walk(item, `${key}[${index}]`, chunk, entries, depth + 1));
  } else if (view.isScalar) {
    entries.push({ key, value: view.text ?? '', chunk, route: view.route });
  }
}

/** A Java properties file: `key = value`, `key: value`, continuation by a backslash, comments by # and !. */
export function flattenProperties(text: string): readonly ConfigDocument[] {
  const entries: ConfigEntry[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (let i = 0; i < lines.length && entries.length < most; i++) {
    let line = (lines[i] ?? '').trimStart();
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
    while (/(?:^|[^\\])(?:\\\\)*\\$/.test(line) && i + 1 < lines.length)
      line = line.slice(0, -1) + (lines[++i] ?? '').trimStart();
    const match = /^((?:\\.|[^=:\s\\])+)\s*[=:\s]\s*(.*)$/.exec(line);
    const key = match?.[1];
    if (key !== undefined) entries.push({ key, value: (match?.[2] ?? '').trim(), chunk: 0, route: [key, 0] });
  }
  return [entries];
}
