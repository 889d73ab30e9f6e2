import { writeFileSync } from 'node:fs';
import { fixAll } from '../core/fixes.ts';
import type { FileChange, Workspace } from '../core/workspace.ts';
import { pathOfUri } from '../node/uris.ts';
import { fileOf } from './report.ts';

/** Applies the safe fixes of all findings to the files on disk, and says what was done. */
export function applyFixes(
  files: readonly FileChange[],
  make: (files: readonly FileChange[]) => Workspace,
  isolated: boolean,
  say: (line: string) => void,
): void {
  for (const group of isolated ? files.map((it) => [it]) : [files]) {
    const { texts, count } = fixAll(
      make(group),
      group.map((it) => it.uri),
      ({ finding }) => finding.fixes.find((it) => it.safety === 'safe'),
    );
    for (const [uri, text] of texts) {
      const path = pathOfUri(uri);
      if (path !== undefined) writeFileSync(path, text);
    }
    if (count > 0)
      say(`fixed ${count} ${count === 1 ? 'finding' : 'findings'} in ${[...texts.keys()].map(fileOf).join(', ')}`);
  }
}
