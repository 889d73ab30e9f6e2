import type { Finding } from '../rules/finding.ts';
import type { RuleMeta, Severity } from '../rules/rule.ts';
import type { Component } from '../threat-model/model.ts';
import { acceptancesOf } from './accepted-findings.ts';
import { levelOf } from './levels.ts';
import type { OpenedThreat } from '../threat-model/opened-threats.ts';
import type { Policy } from './policy.ts';

export { matches } from './globs.ts';

export type Level = Severity | 'off';

/** A finding after policy and context. */
export interface Verdict {
  readonly finding: Finding;
  readonly level: Level;
  /** Why the level is what it is, when it is not the rule's own. */
  readonly reason: string | null;
  /** Why nobody sees it, or null when it is shown. */
  readonly hidden: { readonly by: 'ignore' | 'policy' | 'accepted'; readonly reason: string } | null;
  /** The way from outside that raised it. */
  readonly path: Component['exposedBy'];
  /** The threats of the model that it opens, which close with it. */
  readonly opens: readonly OpenedThreat[];
}

/** One empty list for all verdicts. */
const none: readonly never[] = [];

const order: readonly Severity[] = ['hint', 'info', 'warning', 'error'];

/**
 * Categories in which it matters who can knock. Hardening that is merely absent weighs the same wherever it is absent,
 * or every published service would be an error.
 */
const reachabilityMatters: ReadonlySet<string> = new Set(['authentication', 'authorization', 'transport']);

/** Where only neighbours come. `unknown` is not among them: its negation is not "no". */
const insiders: Partial<Record<Component['exposure'], string>> = {
  cluster: 'from inside the cluster',
  namespace: 'from inside its namespace',
  host: 'from its own host',
  isolated: 'by nobody',
};

/** The level that follows from who can reach the component, with the way that proves it. */
function byReach(
  finding: Finding,
  rule: RuleMeta | undefined,
  component: Component | undefined,
): Pick<Verdict, 'level' | 'reason' | 'path'> {
  const { severity, reason } = finding;
  const same = { level: severity, reason, path: none };
  if (!component || !rule || rule.outgoing || !reachabilityMatters.has(rule.category)) return same;
  const { name, exposure, exposedBy } = component;
  if (exposure === 'internet') {
    if (severity === 'error') return { ...same, path: exposedBy };
    if (severity !== 'warning') return same;
    return { level: 'error', reason: `Raised from warning: ${name} is reachable from the internet.`, path: exposedBy };
  }
  const insider = insiders[exposure];
  if (severity !== 'error' || insider === undefined || reason !== null) return same;
  const lowered = `Lowered from error: as far as these files tell, ${name} is reached only ${insider}.`;
  return { level: 'warning', reason: lowered, path: none };
}

/**
 * Severity is how bad it is; level is what the team sees. In order: the finding's severity, raised by reachability,
 * then the policy's categories, rules and overrides, then accepted risks.
 */
export function decide(
  finding: Finding,
  rule: RuleMeta | undefined,
  path: string,
  policy: Policy,
  component: Component | undefined,
  today: string,
  opens: readonly OpenedThreat[] = none,
): Verdict {
  const reach = byReach(finding, rule, component);
  const { path: way } = reach;
  let { level, reason } = reach;
  if (rule?.status === 'nursery' && level !== 'hint' && level !== 'off')
    level = order[order.indexOf(level) - 1] ?? level;
  const set = levelOf(policy, rule?.id ?? finding.rule, rule?.category, path)?.level;
  if (set !== undefined && set !== level) {
    level = set;
    reason = "Set by the team's policy (.parapet.yaml).";
  }
  if (level === 'off')
    return {
      finding,
      level,
      reason,
      hidden: { by: 'policy', reason: 'switched off in .parapet.yaml' },
      path: way,
      opens,
    };
  const { valid, ended } = acceptancesOf({ finding, path, component, opens }, policy, today);
  if (valid) {
    const hidden = { by: 'accepted', reason: `${valid.reason} (${valid.owner}, until ${valid.until})` } as const;
    return { finding, level, reason, hidden, path: way, opens };
  }
  if (ended) reason = `The acceptance by ${ended.owner} ended on ${ended.until}.`;
  return { finding, level, reason, hidden: null, path: way, opens };
}

/** A finding that is shown as it is: the policy has no say about its own mistakes. */
export function undecided(finding: Finding): Verdict {
  return { finding, level: finding.severity, reason: null, hidden: null, path: none, opens: none };
}
