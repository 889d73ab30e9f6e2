import type { Recognition } from './dialects/speak.ts';
import { unreadable } from './syntax/recognise.ts';
import type { FileStatus, FileText } from './workspace-types.ts';

/** What became of a file: said of every one, because what was not looked at must never read as safe. */
export function fileStatus(
  content: FileText | null,
  excluded: boolean,
  recognitions: () => readonly Recognition[],
): FileStatus {
  const left = (why: string): FileStatus => ({ dialects: [], analysed: false, why });
  if (!content) return left('not in the workspace');
  const bad = unreadable(content.text);
  if (bad !== undefined) return left(bad);
  if (excluded) return left('excluded by the policy');
  const all = recognitions();
  const dialects = [...new Set(all.flatMap((it) => it.dialects))];
  const why = all.find((it) => it.why !== undefined)?.why ?? null;
  return dialects.length > 0 ? { dialects, analysed: true, why } : left(why ?? 'none of our dialects');
}
