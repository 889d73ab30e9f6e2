import { readFileSync } from 'node:fs';
import { join } from 'node:path';

let pages: Readonly<Record<string, string>> | undefined;

/** The page of a rule, as Markdown, from the file that the build lays beside the bundle; read when first asked for. */
export function rulePage(id: string): string | undefined {
  pages ??= JSON.parse(readFileSync(join(__dirname, 'rule-pages.json'), 'utf8')) as Record<string, string>;
  return Object.hasOwn(pages, id) ? pages[id] : undefined;
}
