import picomatch from 'picomatch';
import type { Finding } from '../rules/finding.ts';
import type { RuleMeta, Severity } from '../rules/rule.ts';
import { namesRule } from '../syntax/ignore.ts';
import type { Component } from '../threat-model/model.ts';
import type { Policy } from './policy.ts';

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
}

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
  const same = { level: severity, reason, path: [] };
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
  return { level: 'warning', reason: lowered, path: [] };
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
): Verdict {
  const reach = byReach(finding, rule, component);
  const { path: way } = reach;
  let { level, reason } = reach;
  if (rule?.status === 'nursery' && level !== 'hint' && level !== 'off')
    level = order[order.indexOf(level) - 1] ?? level;
  const set = levelOf(policy, rule?.id ?? finding.rule, rule?.category, path);
  if (set !== undefined && set !== level) {
    level = set;
    reason = "Set by the team's policy (.parapet.yaml).";
  }
  if (level === 'off')
    return { finding, level, reason, hidden: { by: 'policy', reason: 'switched off in .parapet.yaml' }, path: way };
  for (const entry of policy.accepted ?? []) {
    const fits =
      entry.rule !== undefined &&
      namesRule(entry.rule, finding.rule) &&
      (entry.threat === undefined || (component && entry.threat.startsWith(`${component.id} `))) &&
      (entry.component === undefined || entry.component === component?.name || entry.component === component?.id) &&
      (entry.resource === undefined || entry.resource === finding.resource) &&
      (entry.paths === undefined || matches(entry.paths, path));
    if (!fits) continue;
    if (entry.until >= today)
      return {
        finding,
        level,
        reason,
        hidden: { by: 'accepted', reason: `${entry.reason} (${entry.owner}, until ${entry.until})` },
        path: way,
      };
    reason = `The acceptance by ${entry.owner} ended on ${entry.until}.`;
  }
  return { finding, level, reason, hidden: null, path: way };
}

function levelOf(policy: Policy, rule: string, category: string | undefined, path: string): Level | undefined {
  let found: Level | undefined;
  const holders = [policy, ...(policy.overrides ?? []).filter((it) => matches(it.paths, path))];
  for (const holder of holders) {
    const byCategory = category === undefined ? undefined : holder.categories?.[category];
    const byDialect = holder.rules?.[`${rule.slice(0, rule.indexOf('/'))}/*`];
    found = holder.rules?.[rule] ?? byDialect ?? byCategory ?? found;
  }
  return found;
}

/** Whether a path relative to the policy matches one of the globs. */
export function matches(globs: readonly string[], path: string): boolean {
  return globs.some((glob) => matcherOf(glob)(path));
}

/** Globs made ready; a policy has few, and every file and finding asks. */
const matchers = new Map<string, (path: string) => boolean>();

function matcherOf(glob: string): (path: string) => boolean {
  const known = matchers.get(glob);
  if (known) return known;
  if (matchers.size > 500) matchers.clear();
  const made = picomatch(glob, { dot: true });
  matchers.set(glob, made);
  return made;
}

/** A finding that is shown as it is: the policy has no say about its own mistakes. */
export function undecided(finding: Finding): Verdict {
  return { finding, level: finding.severity, reason: null, hidden: null, path: [] };
}
