import type { Fix, Patch } from '../fix/patch.ts';
import { sameValue } from '../cells/same.ts';
import { isRecording } from '../cells/cell.ts';
import type { Anchor } from '../syntax/anchor.ts';
import type { RuleContext } from './context.ts';
import { type Finding, internalFinding } from './finding.ts';
import type { NounName, Nouns } from './nouns.ts';
import type { AnyRule, Report, Reporter, Rule } from './rule.ts';

/** What a rule said of one noun, before the claims of a group become one finding. */
export interface Claim {
  /** Undefined when it was not a rule that failed. */
  readonly rule: AnyRule | undefined;
  readonly finding: Finding;
  /** Only of those that want to be grouped. */
  readonly report: Report | undefined;
  /** What the claims of a group have in common. */
  readonly group?: string;
  /** What the group would say of two places. */
  readonly sample?: string;
  /** The rule threw here. */
  readonly failed?: true;
}

/** Whether claims say the same, also of the groups that they would make. */
export function sameClaims(a: readonly Claim[], b: readonly Claim[]): boolean {
  return (
    a.length === b.length &&
    a.every((it, i) => {
      const other = b[i];
      return (
        other !== undefined &&
        it.rule === other.rule &&
        it.group === other.group &&
        it.sample === other.sample &&
        it.failed === other.failed &&
        it.report?.group?.from === other.report?.group?.from &&
        sameValue(it.finding, other.finding)
      );
    })
  );
}

/** Lets a rule look at a noun and takes down its claims; false when it threw, which is a claim of its own. */
export function check(
  rule: AnyRule,
  noun: Nouns[NounName],
  context: RuleContext,
  root: Anchor,
  claims: Claim[],
): boolean {
  return new ClaimTaker(context, root, claims).check(rule, noun);
}

/** Related places shown of a group; the message says how many there are in all. */
const shownPlaces = 100;

/** Takes down what rules claim. One for all rules and nouns, because of a hundred looks not one brings a claim. */
export class ClaimTaker {
  readonly #context: RuleContext;
  readonly #root: Anchor;
  readonly #claims: Claim[];
  #rule: AnyRule | undefined;
  #noun: Nouns[NounName] | undefined;
  #last: Anchor | undefined;
  readonly #report: Reporter;
  /** The last claim of each group that is open to other files, and how many of it were made. */
  readonly #groups = new Map<string, { count: number; claim: Claim }>();

  constructor(context: RuleContext, root: Anchor, claims: Claim[]) {
    this.#context = context;
    this.#root = root;
    this.#claims = claims;
    const take = (report: Report): void => {
      if (this.#rule) this.#take(this.#rule, report);
    };
    this.#report = context.namesOnly ? Object.assign(take, { counts: (key: string) => this.#counts(key) }) : take;
  }

  /** See {@link check}. */
  check(rule: AnyRule, noun: Nouns[NounName]): boolean {
    this.#rule = rule;
    this.#noun = noun;
    this.#last = undefined;
    try {
      // The index holds a rule under a noun's name only if it visits that noun.
      (rule as unknown as Rule).check(noun, this.#report, this.#context);
      return true;
    } catch (cause) {
      // A rule that fails once fails again: one internal finding is enough.
      const at = this.#last ?? (noun as { readonly at?: Anchor }).at ?? this.#root;
      this.#claims.push({ rule, finding: internalFinding(rule, at, cause), report: undefined, failed: true });
      return false;
    }
  }

  #take(rule: AnyRule, report: Report): void {
    this.#last = report.at;
    // A noun may carry the name of the object that it belongs to; findings show it.
    const resource = (this.#noun as { readonly resource?: string | null } | undefined)?.resource ?? null;
    const finding = toFinding(rule, report, resource);
    if (!report.group) {
      this.#claims.push({ rule, finding, report: undefined });
      return;
    }
    const where = report.group.acrossFiles ? '' : `${report.at.file} ${report.at.chunk} `;
    const group = `${rule.id} ${where}${report.group.key}`;
    // Only claims that are compared after an edit need to tell what their group would say.
    if (isRecording()) {
      this.#claims.push({ rule, finding, report, group, sample: report.group.message(2) });
      return;
    }
    const claim = { rule, finding, report, group };
    this.#claims.push(claim);
    if (!this.#context.namesOnly || !report.group.acrossFiles) return;
    const known = this.#groups.get(group);
    if (known) {
      known.count++;
      known.claim = claim;
    } else this.#groups.set(group, { count: 1, claim });
  }

  /** A group shows so many places and no more: for the others the last of them stands in. */
  #counts(key: string): boolean {
    const known = this.#groups.get(`${this.#rule?.id ?? ''} ${key}`);
    if (!known || known.count <= shownPlaces) return false;
    this.#claims.push(known.claim);
    return true;
  }
}

/** The findings in the order of the claims; those of a group become one, in the place of the first. */
export function joinClaims(claims: readonly Claim[]): readonly Finding[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    if (claim.group === undefined) continue;
    const group = groups.get(claim.group);
    if (group) group.push(claim);
    else groups.set(claim.group, [claim]);
  }
  const findings: Finding[] = [];
  for (const claim of claims) {
    const members = claim.group === undefined ? undefined : groups.get(claim.group);
    if (!members || members.length < (members[0]?.report?.group?.from ?? 2)) findings.push(claim.finding);
    else if (members[0] === claim) findings.push(joinGroup(members));
  }
  return findings;
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

/** The one finding of a group. */
export function joinGroup(members: readonly Claim[]): Finding {
  return { ...joined(members), message: members[0]?.report?.group?.message(members.length) ?? '' };
}

function joined(members: readonly Claim[]): Finding {
  const [first, ...others] = members.slice(0, shownPlaces + 1).map((it) => it.finding) as [Finding, ...Finding[]];
  const patches = new Map<string, { fix: Fix; all: Patch[] }>();
  const equivalents = new Set<string>();
  // Groups may have thousands of members, which have nearly everything in common.
  let answered: readonly string[] | undefined;
  let last: { fix: Fix; all: Patch[] } | undefined;
  for (const { finding } of members) {
    // The group answers whatever one of its members answers.
    if (finding.equivalents !== answered) {
      answered = finding.equivalents;
      for (const id of answered) equivalents.add(id);
    }
    for (const fix of finding.fixes) {
      if (last?.fix.title !== fix.title) {
        last = patches.get(fix.title) ?? { fix, all: [] };
        patches.set(fix.title, last);
      }
      for (const patch of fix.patches) last.all.push(patch);
    }
  }
  const fixes = [...patches.values()].map(({ fix, all }): Fix => ({ ...fix, patches: all }));
  const count = members.length;
  return {
    ...first,
    equivalents: [...equivalents],
    related: [...first.related, ...others.map((it) => ({ message: it.message, at: it.at }))],
    fixes: fixes.map((fix) => (fix.patches.length > 1 ? { ...fix, title: `${fix.title} (in ${count} places)` } : fix)),
  };
}
