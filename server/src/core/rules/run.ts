import type { Anchor } from '../syntax/anchor.ts';
import { type Claim, ClaimTaker, joinClaims } from './claims.ts';
import type { RuleContext } from './context.ts';
import { type Finding, internalFinding } from './finding.ts';
import type { NounName, Nouns, Visitor } from './nouns.ts';
import { OutlinedRules } from './outline.ts';
import type { AnyRule } from './rule.ts';

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

/**
 * Runs the rules over what `announce` announces. Findings come in the order of announcement, groups joined. What fails
 * without a place of its own is told at `root`.
 */
export function runRules(
  index: RuleIndex,
  context: RuleContext,
  announce: (visit: Visitor) => void,
  root: Anchor = nowhere,
): readonly Finding[] {
  return joinClaims(claimsOf(index, context, announce, root));
}

const nowhere: Anchor = { file: '', chunk: 0, route: [] };

/** The claims that {@link runRules} makes findings of. */
export function claimsOf(
  index: RuleIndex,
  context: RuleContext,
  announce: (visit: Visitor) => void,
  root: Anchor = nowhere,
): readonly Claim[] {
  const claims: Claim[] = [];
  const broken = new Set<AnyRule>();
  const taker = new ClaimTaker(context, root, claims);
  const ofSchemas = outlined(index.get('openapi.schema') ?? none);
  const visit = <N extends NounName>(name: N, noun: Nouns[N]): void => {
    const rules =
      name === 'openapi.schema' ? ofSchemas.of((noun as Nouns['openapi.schema']).view.node) : (index.get(name) ?? none);
    for (const rule of rules) if (!(broken.size > 0 && broken.has(rule)) && !taker.check(rule, noun)) broken.add(rule);
  };
  try {
    announce(visit);
  } catch (cause) {
    // A lens that fails hides the nouns behind it: that must be seen, and the findings before it stand.
    const finding = internalFinding({ id: 'that reads this document' }, claims.at(-1)?.finding.at ?? root, cause);
    claims.push({ rule: undefined, finding, report: undefined });
  }
  return claims;
}

const none: readonly AnyRule[] = [];

function outlined(rules: readonly AnyRule[]): OutlinedRules {
  let known = byOutline.get(rules);
  if (!known) byOutline.set(rules, (known = new OutlinedRules(rules)));
  return known;
}

const byOutline = new WeakMap<readonly AnyRule[], OutlinedRules>();

/** What is left of claims that were made apart: a rule that has failed once says nothing more. */
export function untilFailure(claims: readonly Claim[]): readonly Claim[] {
  const broken = new Set<AnyRule>();
  return claims.filter(({ rule, failed }) => {
    if (!rule) return true;
    if (broken.has(rule)) return false;
    if (failed) broken.add(rule);
    return true;
  });
}
