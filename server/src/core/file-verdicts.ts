import type { Verdict } from './policy/decide.ts';
import { undecided as shown } from './policy/decide.ts';
import { unusedIgnoreFinding } from './policy/own-findings.ts';
import { type FilePlaces, openedBy } from './threat-model/opened-threats.ts';
import type { Policy } from './policy/policy.ts';
import { judge } from './policy/verdicts.ts';
import type { Finding } from './rules/finding.ts';
import type { RuleMeta } from './rules/rule.ts';
import type { Anchor } from './syntax/anchor.ts';
import type { IgnoreComment } from './syntax/ignore.ts';
import { comparePositions } from './text/lines.ts';
import { ownerOf } from './threat-model/owner.ts';
import type { Place } from './workspace-types.ts';

/** What judging the findings of a file takes from whoever holds the workspace. */
export interface FileCourt {
  readonly uri: string;
  readonly path: string;
  readonly policy: Policy;
  readonly today: string;
  readonly ignores: readonly IgnoreComment[];
  readonly rule: (id: string) => RuleMeta | undefined;
  /** The places of the file that declare components or open threats. */
  readonly places: FilePlaces;
  readonly placeOf: (at: Anchor) => Place | undefined;
}

/** The findings of a file judged, in the order of their places, and the ignore comments that hide nothing. */
export function verdictsOf(findings: readonly Finding[], court: FileCourt): readonly Verdict[] {
  const { uri, ignores, places, placeOf } = court;
  if (findings.length === 0 && ignores.length === 0) return [];
  const { verdicts, unusedIgnores } = judge(findings, {
    path: court.path,
    policy: court.policy,
    today: court.today,
    ignores,
    rule: court.rule,
    component: ({ at }) => ownerOf(places.components, at),
    opens: (finding) => openedBy(places.threats, finding),
    line: ({ at }) => placeOf(at)?.start.line ?? -1,
  });
  const starts = new Map(verdicts.map((it) => [it, placeOf(it.finding.at)?.start]));
  const sorted = [...verdicts].sort((a, b) => comparePositions(starts.get(a), starts.get(b)));
  return [...sorted, ...unusedIgnores.map((it) => shown(unusedIgnoreFinding(uri, it)))];
}
