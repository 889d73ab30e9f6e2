import { fillBlanks } from '../server/src/core/fix/patch.ts';
import type { Plan } from '../server/src/core/fix/plan.ts';
import type { Verdict } from '../server/src/core/policy/decide.ts';
import type { Finding } from '../server/src/core/rules/finding.ts';
import { faultsOf } from '../server/src/core/syntax/parsed.ts';
import { applyEdits } from '../server/src/core/text/edit.ts';
import type { FileChange, Workspace } from '../server/src/core/workspace.ts';

/** What a workspace that has never seen the file before says of it after a fix. */
export interface SecondLook {
  readonly parses: boolean;
  readonly gone: boolean;
  /** Rules with more findings than before, hints aside. */
  readonly come: readonly string[];
}

/**
 * Looks at an offered fix with other eyes: the proof asks the workspace that made it, which keeps what it knows; this one
 * is new and reads everything. A rule of which there is more afterwards counts as come, also where the proof names it a
 * lesser finding that the graver one stood in for.
 */
export function lookAgain(
  make: (files: readonly FileChange[]) => Workspace,
  files: readonly FileChange[],
  before: Workspace,
  { finding }: Verdict,
  plan: Plan,
): SecondLook {
  const changed = new Map(
    [...plan].map(([uri, edits]) => [uri, fillBlanks(applyEdits(before.text(uri) ?? '', edits))] as const),
  );
  const after = make([
    ...files.filter((it) => !changed.has(it.uri)),
    ...[...changed].map(([uri, text]) => ({ uri, content: { ...before.content(uri), text } })),
  ]);
  const uris = [...new Set([...plan.keys(), finding.at.file])];
  const same = (it: Verdict): boolean =>
    it.finding.rule === finding.rule &&
    it.finding.message === finding.message &&
    JSON.stringify(it.finding.at.route) === JSON.stringify(finding.at.route);
  const left = after.verdicts(finding.at.file).filter(same).length;
  const was = before.verdicts(finding.at.file).filter(same).length;
  // A group that becomes too small falls apart into its members: that is no more than there was.
  const more = [one, withMembers].map((weigh) => {
    const then = countByRule(before, uris, weigh);
    const now = countByRule(after, uris, weigh);
    return new Set([...now].filter(([rule, count]) => count > (then.get(rule) ?? 0)).map(([rule]) => rule));
  });
  return {
    parses: uris.every((uri) => faultCount(after, uri) <= faultCount(before, uri)),
    gone: left < was,
    come: [...(more[0] ?? [])].filter((it) => more[1]?.has(it)),
  };
}

const one = (): number => 1;
const withMembers = ({ related }: Finding): number => 1 + related.length;

function faultCount(workspace: Workspace, uri: string): number {
  return workspace.chunks(uri).reduce((sum, { parsed }) => sum + faultsOf(parsed).length, 0);
}

function countByRule(
  workspace: Workspace,
  uris: readonly string[],
  weigh: (finding: Finding) => number,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { finding, level, hidden } of uris.flatMap((uri) => workspace.verdicts(uri)))
    if (hidden === null && level !== 'off' && level !== 'hint')
      counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + weigh(finding));
  return counts;
}
