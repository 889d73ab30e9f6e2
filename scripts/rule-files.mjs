// Where rules live: every page `<rule>.md` in a `rules` folder of the core has its rule beside it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const core = fileURLToPath(new URL('../server/src/core/', import.meta.url));

/** @returns {string[]} the rule files, sorted */
export function ruleFiles() {
  const dialects = readdirSync(join(core, 'dialects'), { withFileTypes: true }).filter((it) => it.isDirectory());
  const folders = [
    ...dialects.map((it) => join(core, 'dialects', it.name, 'rules')),
    join(core, 'threat-model', 'rules'),
  ];
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((it) => it.endsWith('.md'))
        .map((it) => join(folder, it.replace(/\.md$/, '.ts'))),
    )
    .toSorted();
}
