import type { Finding } from '../rules/finding.ts';
import type { RuleMeta } from '../rules/rule.ts';
import { type IgnoreComment, namesRule } from '../syntax/ignore.ts';
import type { Component } from '../threat-model/model.ts';
import { decide, type Verdict } from './decide.ts';
import { withoutEchoes } from './echoes.ts';
import type { OpenedThreat } from '../threat-model/opened-threats.ts';
import type { Policy } from './policy.ts';

/** All that judging the findings of one file needs. */
export interface Court {
  /** Path of the file relative to the policy, with forward slashes. */
  readonly path: string;
  readonly policy: Policy;
  readonly today: string;
  readonly ignores: readonly IgnoreComment[];
  readonly rule: (id: string) => RuleMeta | undefined;
  readonly component: (finding: Finding) => Component | undefined;
  readonly opens: (finding: Finding) => readonly OpenedThreat[];
  /** Zero-based first line of the finding. */
  readonly line: (finding: Finding) => number;
}

/** Which ignore comments silenced something; the others are told to the author. */
export interface Judgement {
  readonly verdicts: readonly Verdict[];
  readonly unusedIgnores: readonly IgnoreComment[];
}

/**
 * Decides the level of every finding, hides those that an ignore comment with a reason names, and leaves out what
 * another one says better.
 */
export function judge(findings: readonly Finding[], court: Court): Judgement {
  const used = new Set<IgnoreComment>();
  const verdicts = findings.map((finding) => {
    const verdict = decide(
      finding,
      court.rule(finding.rule),
      court.path,
      court.policy,
      court.component(finding),
      court.today,
      court.opens(finding),
    );
    const line = court.ignores.length > 0 ? court.line(finding) : -1;
    const ignore = court.ignores.find(
      (it) => (it.target === undefined || it.target === line) && it.rules.some((name) => namesRule(name, finding.rule)),
    );
    if (!ignore) return verdict;
    used.add(ignore);
    // Without a reason nobody can review it: it does not count, and the author is told so.
    if (ignore.reason === '')
      return {
        ...verdict,
        reason: 'The ignore comment gives no reason, so it has no effect: write ": why" behind the rule.',
      };
    return verdict.hidden ? verdict : { ...verdict, hidden: { by: 'ignore', reason: ignore.reason } as const };
  });
  return { verdicts: withoutEchoes(verdicts), unusedIgnores: court.ignores.filter((it) => !used.has(it)) };
}
