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

/** What is said of one noun. */
interface Said {
  readonly said: readonly Claim[];
}

type Groups = readonly (Group | undefined)[];

const none: Groups = [];

/**
 * The findings that {@link joinClaims} makes, for claims of which an edit changes few: a group with the same members is
 * the same finding, and what was said is not looked up again.
 */
export class JoinedFindings {
  #groups = new Map<string, Group>();
  /** The groups of what was said, in its order. */
  #groupsOf = new WeakMap<readonly Claim[], Groups>();
  #round = 0;

  /** How many groups are remembered. */
  get size(): number {
    return this.#groups.size;
  }

  /**
   * The findings of all claims, in their order; those of a group in the place of its first. A rule that has failed once
   * says nothing more.
   */
  join(rows: readonly (readonly Said[])[]): readonly Finding[] {
    const round = ++this.#round;
    const claims: Claim[] = [];
    const groups: (Group | undefined)[] = [];
    let broken: Set<AnyRule> | undefined;
    for (const row of rows) {
      for (const { said } of row) {
        if (said.length === 0) continue;
        const known = this.#groupsIn(said);
        for (let i = 0; i < said.length; i++) {
          const claim = said[i];
          if (!claim || (broken && claim.rule && broken.has(claim.rule))) continue;
          if (claim.failed && claim.rule) (broken ??= new Set()).add(claim.rule);
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
    this.#groupsOf = new WeakMap();
  }

  #groupsIn(said: readonly Claim[]): Groups {
    let groups = this.#groupsOf.get(said);
    if (!groups) {
      groups = said.some((it) => it.group !== undefined) ? said.map((it) => this.#groupOf(it)) : none;
      this.#groupsOf.set(said, groups);
    }
    return groups;
  }

  #groupOf({ group: key }: Claim): Group | undefined {
    if (key === undefined) return undefined;
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = { members: [], next: [], round: 0, finding: undefined }));
    return group;
  }
}
