import { fixAll as fixEverything } from '../../server/src/core/fixes.ts';
import type { Workspace } from '../../server/src/core/workspace.ts';

/** The texts after applying the fix whose title contains `title` (the first, if empty) to every finding of the rule. */
export function fixAll(workspace: Workspace, rule: string, title: string): ReadonlyMap<string, string> {
  return fixEverything(workspace, workspace.files, ({ finding }) =>
    finding.rule === rule ? finding.fixes.find((it) => it.title.includes(title)) : undefined,
  ).texts;
}
