import { sameElements } from '../cells/same.ts';
import type { AnyRule } from './rule.ts';
import { type Claim, joinGroup } from './claims.ts';
import type { Finding } from './finding.ts';

/** A group of claims through the edits. */
interface Group {
  members: readonly Claim[];
  /** The members as they are being counted. */
  next: Claim[];
  round: number;
  finding: Finding | undefined;
}

/** What is said of one noun, with the groups of it in its order. */
export interface Said {
  readonly claims: readonly Claim[];
  groups: readonly (Group | undefined)[];
  /** Since when the groups are these. */
  epoch: number;
  /** A rule has failed here. */
  readonly failed: boolean;
}

/** Of claims that are looked at together; undefined for none, which is what is said of most. */
export function saidOf(claims: readonly Claim[]): Said | undefined {
  return claims.length === 0 ? undefined : { claims, groups: none, epoch: -1, failed: claims.some((it) => it.failed) };
}

const none: readonly (Group | undefined)[] = [];

/**
 * The findings that {@link joinClaims} makes, for claims of which an edit changes few: a group with the same members is
 * the same finding, and what was said is not looked up again.
 */
export class JoinedFindings {
  #groups = new Map<string, Group>();
  #round = 0;
  /** Counts how often groups were forgotten. */
  #epoch = 0;

  /** How many groups are remembered. */
  get size(): number {
    return this.#groups.size;
  }

  /**
   * The findings of all claims, in their order; those of a group in the place of its first. A rule that has failed once
   * says nothing more.
   */
  join(rows: readonly (readonly (Said | undefined)[])[]): readonly Finding[] {
    const round = ++this.#round;
    const claims: Claim[] = [];
    const groups: (Group | undefined)[] = [];
    let broken: Set<AnyRule> | undefined;
    for (const row of rows) {
      for (const said of row) {
        if (!said) continue;
        if (said.epoch !== this.#epoch) {
          said.epoch = this.#epoch;
          said.groups = this.#groupsIn(said.claims);
        }
        const known = said.groups;
        for (let i = 0; i < said.claims.length; i++) {
          const claim = said.claims[i];
          if (!claim) continue;
          // All claims are gone through after an edit: nothing is looked up in them that nobody needs.
          if (broken && claim.rule && broken.has(claim.rule)) continue;
          if (said.failed && claim.failed && claim.rule) (broken ??= new Set()).add(claim.rule);
          const group = known[i];
          claims.push(claim);
          groups.push(group);
          if (!group) continue;
          if (group.round !== round) {
            group.round = round;
            group.next = [];
          }
          group.next.push(claim);
        }
      }
    }
    this.#settle(round);
    const findings: Finding[] = [];
    for (let i = 0; i < claims.length; i++) {
      const claim = claims[i];
      const group = groups[i];
      if (!claim) continue;
      if (!group?.finding) findings.push(claim.finding);
      else if (group.members[0] === claim) findings.push(group.finding);
    }
    return findings;
  }

  /** The groups of this round; the others are forgotten once they are many. */
  #settle(round: number): void {
    let idle = 0;
    for (const group of this.#groups.values()) {
      const { members, next } = group;
      group.next = [];
      if (group.round !== round) {
        group.members = [];
        group.finding = undefined;
        idle++;
      } else if (members.length === 0 || !sameElements(members, next)) {
        group.members = next;
        const from = next[0]?.report?.group?.from ?? 2;
        group.finding = next.length < from ? undefined : joinGroup(next);
      }
    }
    if (idle <= 100 + this.#groups.size / 2) return;
    this.#groups = new Map([...this.#groups].filter(([, it]) => it.round === round));
    this.#epoch++;
  }

  #groupsIn(claims: readonly Claim[]): readonly (Group | undefined)[] {
    return claims.some((it) => it.group !== undefined) ? claims.map((it) => this.#groupOf(it)) : none;
  }

  #groupOf({ group: key }: Claim): Group | undefined {
    if (key === undefined) return undefined;
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = { members: [], next: [], round: 0, finding: undefined }));
    return group;
  }
}
