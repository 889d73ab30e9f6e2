import type { Fix, Patch } from '../fix/patch.ts';
import type { Anchor } from '../syntax/anchor.ts';
import type { RuleContext } from './context.ts';
import { type Finding, internalFinding } from './finding.ts';
import type { NounName, Nouns } from './nouns.ts';
import type { AnyRule, Report, Rule } from './rule.ts';

/** What a rule said of one noun, before the claims of a group become one finding. */
export interface Claim {
  /** Undefined when it was not a rule that failed. */
  readonly rule: AnyRule | undefined;
  readonly finding: Finding;
  /** Only of those that want to be grouped. */
  readonly report: Report | undefined;
  /** The rule threw here. */
  readonly failed?: true;
}

/** Lets a rule look at a noun and takes down its claims; false when it threw, which is a claim of its own. */
export function check(
  rule: AnyRule,
  noun: Nouns[NounName],
  context: RuleContext,
  root: Anchor,
  claims: Claim[],
): boolean {
  // A noun may carry the name of the object that it belongs to; findings show it.
  const resource = (noun as { readonly resource?: string | null }).resource ?? null;
  let last: Anchor | undefined;
  const reporter = (report: Report): void => {
    last = report.at;
    claims.push({
      rule,
      finding: toFinding(rule, report, resource),
      report: report.group ? report : undefined,
    });
  };
  try {
    // The index holds a rule under a noun's name only if it visits that noun.
    (rule as unknown as Rule).check(noun, reporter, context);
    return true;
  } catch (cause) {
    // A rule that fails once fails again: one internal finding is enough.
    const at = last ?? (noun as { readonly at?: Anchor }).at ?? root;
    claims.push({ rule, finding: internalFinding(rule, at, cause), report: undefined, failed: true });
    return false;
  }
}

/** The findings in the order of the claims; those of a group become one, in the place of the first. */
export function joinClaims(claims: readonly Claim[]): readonly Finding[] {
  const groups = new Map<string, { reports: Report[]; findings: Finding[] }>();
  for (const { rule, report, finding } of claims) {
    if (!report?.group || !rule) continue;
    const where = report.group.acrossFiles ? '' : `${report.at.file} ${report.at.chunk} `;
    const key = `${rule.id} ${where}${report.group.key}`;
    const group = groups.get(key);
    if (group) {
      group.reports.push(report);
      group.findings.push(finding);
    } else groups.set(key, { reports: [report], findings: [finding] });
  }
  const joined = new Map<Finding, Finding | undefined>();
  for (const { reports, findings: members } of groups.values()) {
    if (reports.length < (reports[0]?.group?.from ?? 2)) continue;
    const [first, ...others] = members;
    if (first) joined.set(first, joinGroup(first, members, reports));
    for (const it of others) joined.set(it, undefined);
  }
  return claims.flatMap(({ finding }) => (joined.has(finding) ? (joined.get(finding) ?? []) : finding));
}

function toFinding(rule: AnyRule, report: Report, resource: string | null): Finding {
  return {
    rule: rule.id,
    message: report.message,
    at: report.at,
    severity: report.severity ?? rule.severity,
    reason: report.reason ?? null,
    confidence: report.confidence ?? 'high',
    equivalents: report.equivalents ?? rule.equivalents,
    related: report.related ?? [],
    fixes: report.fixes ?? [],
    resource: report.resource ?? resource,
  };
}

/** Related places shown of a group; the message says how many there are in all. */
const shownPlaces = 100;

function joinGroup(first: Finding, members: readonly Finding[], reports: readonly Report[]): Finding {
  const others = reports.slice(1);
  const patches = new Map<string, { fix: Fix; all: Patch[] }>();
  for (const fix of reports.flatMap((it) => it.fixes ?? [])) {
    const known = patches.get(fix.title);
    if (known) known.all.push(...fix.patches);
    else patches.set(fix.title, { fix, all: [...fix.patches] });
  }
  const fixes = [...patches.values()].map(({ fix, all }): Fix => ({ ...fix, patches: all }));
  const count = reports.length;
  const [head] = reports;
  return {
    ...first,
    message: head?.group?.message(count) ?? first.message,
    // The group answers whatever one of its members answers.
    equivalents: [...new Set(members.flatMap((it) => it.equivalents))],
    related: [...first.related, ...others.slice(0, shownPlaces).map((it) => ({ message: it.message, at: it.at }))],
    fixes: fixes.map((fix) => (fix.patches.length > 1 ? { ...fix, title: `${fix.title} (in ${count} places)` } : fix)),
  };
}
