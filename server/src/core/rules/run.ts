import type { Fix, Patch } from '../fix/patch.ts';
import type { Anchor } from '../syntax/anchor.ts';
import type { RuleContext } from './context.ts';
import { type Finding, internalFinding } from './finding.ts';
import type { NounName, Nouns, Visitor } from './nouns.ts';
import type { AnyRule, Report, Rule } from './rule.ts';

/** Rules by the noun that they visit: one walk announces a noun to all who want it. */
export type RuleIndex = ReadonlyMap<NounName, readonly AnyRule[]>;

export function indexRules(rules: readonly AnyRule[]): RuleIndex {
  const index = new Map<NounName, AnyRule[]>();
  for (const rule of rules) {
    const names = typeof rule.visits === 'string' ? [rule.visits] : rule.visits;
    for (const name of names) index.set(name, [...(index.get(name) ?? []), rule]);
  }
  return index;
}

/** Whether a rule sees the whole workspace rather than one chunk. */
export function visitsSystem({ visits }: AnyRule): boolean {
  return [visits].flat().every((noun) => noun.startsWith('model.'));
}

/** A noun may carry the name of the object that it belongs to; findings show it. */
interface Named {
  readonly resource?: string | null;
}

/**
 * Runs the rules over what `announce` announces. Findings come in the order of announcement, groups joined. What fails
 * without a place of its own is told at `root`.
 */
export function runRules(
  index: RuleIndex,
  context: RuleContext,
  announce: (visit: Visitor) => void,
  root: Anchor = { file: '', chunk: 0, route: [] },
): readonly Finding[] {
  const findings: Finding[] = [];
  const groups = new Map<string, { reports: Report[]; findings: Finding[] }>();
  const broken = new Set<AnyRule>();
  // One reporter for all checks: they run by the thousand, one after the other.
  let running: AnyRule | undefined;
  let resource: string | null = null;
  let last: Anchor | undefined;
  const reporter = (report: Report): void => {
    last = report.at;
    if (running) add(running, report, resource);
  };
  const visit = <N extends NounName>(name: N, noun: Nouns[N]): void => {
    const rules = index.get(name);
    if (!rules) return;
    resource = (noun as Named).resource ?? null;
    for (const rule of rules) {
      if (broken.has(rule)) continue;
      running = rule;
      last = undefined;
      try {
        // The index holds a rule under a noun's name only if it visits that noun.
        (rule as unknown as Rule<N>).check(noun, reporter, context);
      } catch (cause) {
        // A rule that fails once fails again: one internal finding is enough.
        broken.add(rule);
        const at = last ?? (noun as { at?: Anchor }).at ?? root;
        findings.push(internalFinding(rule, at, cause));
      }
    }
  };
  const add = (rule: AnyRule, report: Report, object: string | null): void => {
    if (!report.group) {
      findings.push(toFinding(rule, report, object));
      return;
    }
    const where = report.group.acrossFiles ? '' : `${report.at.file} ${report.at.chunk} `;
    const key = `${rule.id} ${where}${report.group.key}`;
    const finding = toFinding(rule, report, object);
    const group = groups.get(key);
    if (group) {
      group.reports.push(report);
      group.findings.push(finding);
    } else groups.set(key, { reports: [report], findings: [finding] });
    findings.push(finding);
  };
  try {
    announce(visit);
  } catch (cause) {
    // A lens that fails hides the nouns behind it: that must be seen, and the findings before it stand.
    findings.push(internalFinding({ id: 'that reads this document' }, last ?? root, cause));
  }
  const joined = new Map<Finding, Finding | undefined>();
  for (const { reports, findings: members } of groups.values()) {
    if (reports.length < (reports[0]?.group?.from ?? 2)) continue;
    const [first, ...others] = members;
    if (first) joined.set(first, joinGroup(first, members, reports));
    for (const it of others) joined.set(it, undefined);
  }
  return findings.flatMap((finding) => (joined.has(finding) ? (joined.get(finding) ?? []) : finding));
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
