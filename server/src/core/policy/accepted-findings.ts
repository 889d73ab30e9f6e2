import type { Finding } from '../rules/finding.ts';
import { namesRule } from '../syntax/ignore.ts';
import type { Component } from '../threat-model/model.ts';
import { matches } from './globs.ts';
import type { OpenedThreat } from '../threat-model/opened-threats.ts';
import type { AcceptedRisk, Policy } from './policy.ts';

/** A finding with what else decides whether somebody has accepted it. */
export interface Accused {
  readonly finding: Finding;
  /** Path of its file relative to the policy, with forward slashes. */
  readonly path: string;
  readonly component: Component | undefined;
  readonly opens: readonly OpenedThreat[];
}

/** Who takes the risk, or whose acceptance has ended; undefined when nobody spoke of it. */
export interface Acceptances {
  readonly valid: AcceptedRisk | undefined;
  readonly ended: AcceptedRisk | undefined;
}

/**
 * The entries that accept a finding: one that names its rule, or, where none does, one for each threat that it opens. A
 * finding that opens a second threat is not accepted with the first.
 */
export function acceptancesOf(accused: Accused, policy: Policy, today: string): Acceptances {
  const { opens } = accused;
  const entries = (policy.accepted ?? []).filter((it) => isAbout(it, accused));
  const byRule = entries.filter((it) => it.rule !== undefined);
  const byThreat = opens.map(({ id }) => entries.filter((it) => it.rule === undefined && it.threat === id));
  const holds = (it: AcceptedRisk): boolean => it.until >= today;
  const all = byThreat.length > 0 && byThreat.every((those) => those.some(holds));
  return {
    valid: byRule.find(holds) ?? (all ? byThreat.flat().find(holds) : undefined),
    ended: [...byRule, ...byThreat.flat()].findLast((it) => !holds(it)),
  };
}

function isAbout(entry: AcceptedRisk, { finding, path, component, opens }: Accused): boolean {
  const opened = opens.filter((it) => it.id === entry.threat);
  if (entry.rule === undefined) {
    if (opened.length === 0) return false;
  } else {
    if (!namesRule(entry.rule, finding.rule)) return false;
    const ofComponent = component !== undefined && entry.threat?.startsWith(`${component.id} `) === true;
    if (entry.threat !== undefined && opened.length === 0 && !ofComponent) return false;
  }
  const named = [component?.name, component?.id, ...(entry.rule === undefined ? opened.map((it) => it.element) : [])];
  return (
    (entry.component === undefined || named.includes(entry.component)) &&
    (entry.resource === undefined || entry.resource === finding.resource) &&
    (entry.paths === undefined || matches(entry.paths, path))
  );
}
