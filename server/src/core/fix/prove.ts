import type { Finding } from '../rules/finding.ts';
import type { Anchor, Route } from '../syntax/anchor.ts';
import { applyEdits } from '../text/edit.ts';
import { fillBlanks, hasBlank, type Patch, type PlainValue } from './patch.ts';
import type { Plan } from './plan.ts';
import { startsWith } from './rebase.ts';

/** What an analysis says about the files that a fix changes. */
export interface Sight {
  /** For each changed file how many syntax faults it has, and what it is: its dialects, and whether it was judged. */
  readonly files: ReadonlyMap<string, { readonly faults: number; readonly speaks: string }>;
  /** The findings that a user sees in the changed files, those of the whole system included. */
  readonly findings: readonly Finding[];
  /** Those that are told as hints only: a fix may bring one of them. */
  readonly hints?: readonly Finding[];
}

/** What is to be proven. */
export interface Claim {
  /** The findings that the fix says it ends. */
  readonly fixed: readonly Finding[];
  readonly patches: readonly Patch[];
  readonly plan: Plan;
  /** The text of a file as it is now, undefined for one that is created. */
  readonly text: (uri: string) => string | undefined;
  /** Analyses with some texts in place of others; no text replaced: as it is now. Undone when it returns. */
  readonly look: (overlay: ReadonlyMap<string, string>) => Sight;
}

export type Proof =
  | { readonly proven: true; readonly edits: Plan }
  /** `brings` is the finding that is in the way, where there is one. */
  | { readonly proven: false; readonly because: string; readonly brings?: Finding };

/**
 * Tries a fix before it is offered, its blanks filled in by their own proposals. It is proven when each changed file
 * still parses and still is what it was, each finding that it claims to end is gone, and no other has come.
 *
 * A finding has come when it has no partner from before: one of the same rule, file and place, where list indices and
 * instruction numbers do not count, since lines above may have come or gone, and renamed keys are followed. Partners
 * are told apart by their messages first; a message alone may change, such as a count in it. What the fix claims to
 * end is nobody's partner.
 */
export function proveFix({ fixed, patches, plan, text, look }: Claim): Proof {
  if (plan.size === 0) return { proven: false, because: 'There is nothing left to change.' };
  const before = look(new Map());
  const after = look(new Map([...plan].map(([uri, edits]) => [uri, fillBlanks(applyEdits(text(uri) ?? '', edits))])));
  for (const uri of plan.keys()) {
    const was = before.files.get(uri);
    const is = after.files.get(uri);
    if (!is || is.faults > (was?.faults ?? 0)) return { proven: false, because: 'The file would not parse any more.' };
    if (was && text(uri) !== undefined && was.speaks !== is.speaks)
      return { proven: false, because: 'The file would not be recognised for what it is any more.' };
  }
  const moved = renames(patches);
  const come = withoutPartners(after.findings, remaining(before.findings, fixed), moved);
  const blanks = blankPlaces(patches);
  const targets = patches.flatMap((it) => (it.op === 'set' && it.refersTo ? [it.refersTo] : []));
  const hinted = new Set((before.hints ?? []).map((it) => placeOf(it, moved(it.at))));
  const unpaired = come.find(
    (it) =>
      !isUncovered(it, fixed) &&
      !isReached(it, fixed, targets) &&
      !isRaised(it, fixed, hinted) &&
      !isAboutBlank(it, fixed, blanks),
  );
  if (unpaired === undefined) return { proven: true, edits: plan };
  const place = placeOf(unpaired, unpaired.at.route);
  const same = fixed.some((it) => placeOf(it, moved(it.at)) === place);
  return {
    proven: false,
    because: same ? 'The finding would still be there.' : `It would bring another finding: ${unpaired.message}`,
    brings: unpaired,
  };
}

const ranks = { hint: 0, info: 1, warning: 2, error: 3 } as const;

/**
 * A grave finding may stand in for lesser ones of the same object: whoever runs privileged is not also told to drop
 * capabilities. What such a fix uncovers was there before, so it is no harm done: another rule's finding, less severe,
 * about the same object or a part around the place that was fixed.
 */
function isUncovered(it: Finding, fixed: readonly Finding[]): boolean {
  return fixed.some(
    (was) =>
      it.rule !== was.rule &&
      ranks[it.severity] < ranks[was.severity] &&
      it.at.file === was.at.file &&
      it.at.chunk === was.at.chunk &&
      ((it.resource !== null && it.resource === was.resource) || startsWith(was.at.route, it.at.route)),
  );
}

/**
 * A reference that is corrected leads to what stood there all the time, and was not judged because nothing led to it.
 * What is found there now, and is no graver than the broken reference, is no reason to leave it broken.
 */
function isReached(it: Finding, fixed: readonly Finding[], targets: readonly Anchor[]): boolean {
  return (
    fixed.some((was) => was.rule !== it.rule && ranks[it.severity] <= ranks[was.severity]) &&
    targets.some(
      ({ file, chunk, route }) => it.at.file === file && it.at.chunk === chunk && startsWith(it.at.route, route),
    )
  );
}

/**
 * What was a hint may weigh more for what the fix adds: a scheme with static keys, once operations rely on it. It was
 * there before, and is less than what the fix ends.
 */
function isRaised(it: Finding, fixed: readonly Finding[], hinted: ReadonlySet<string>): boolean {
  return (
    hinted.has(placeOf(it, it.at.route)) &&
    fixed.some((was) => was.rule !== it.rule && ranks[it.severity] < ranks[was.severity])
  );
}

/** The places of the blanks that the fix leaves to the user, as {@link placeOf} writes routes. */
function blankPlaces(patches: readonly Patch[]): ReadonlySet<string> {
  const places = new Set<string>();
  const add = (file: string, route: Route, value: PlainValue): void => {
    if (typeof value === 'string') {
      if (hasBlank(value)) places.add(JSON.stringify([file, withoutNumbers(route)]));
    } else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value))
        add(file, [...route, Array.isArray(value) ? Number(key) : key], inner);
  };
  for (const patch of patches) {
    if (patch.op === 'set') add(patch.at.file, patch.at.route, patch.value);
    else if (patch.op === 'append') add(patch.at.file, [...patch.at.route, 0], patch.value);
  }
  return places;
}

/**
 * A proposal for a blank is no more than that: whoever leaves "api.example.com" in it is rightly told that it is a
 * sample. Such a lesser finding of another rule about the blank itself is no reason to withhold the fix.
 */
function isAboutBlank(it: Finding, fixed: readonly Finding[], blanks: ReadonlySet<string>): boolean {
  return (
    ranks[it.severity] <= ranks.info &&
    fixed.every((was) => was.rule !== it.rule) &&
    blanks.has(JSON.stringify([it.at.file, withoutNumbers(it.at.route)]))
  );
}

/** The findings from before that are expected to stay. */
function remaining(findings: readonly Finding[], fixed: readonly Finding[]): readonly Finding[] {
  const ended = new Map<string, number>();
  const exact = (it: Finding): string =>
    JSON.stringify([it.rule, it.at.file, it.at.chunk, it.at.route, it.at.span, it.message]);
  for (const it of fixed) ended.set(exact(it), (ended.get(exact(it)) ?? 0) + 1);
  return findings.filter((it) => {
    const left = ended.get(exact(it)) ?? 0;
    if (left > 0) ended.set(exact(it), left - 1);
    return left === 0;
  });
}

type Move = (at: Anchor) => Route;

/** The findings of `after` that have no partner, each partner serving once. */
function withoutPartners(after: readonly Finding[], before: readonly Finding[], moved: Move): readonly Finding[] {
  const worded = (it: Finding, route: Route): string => `${placeOf(it, route)} ${it.message}`;
  const byWords = bag(before.map((it) => worded(it, moved(it.at))));
  const found: string[] = [];
  const reworded: Finding[] = [];
  for (const it of after) {
    const key = worded(it, it.at.route);
    if (take(byWords, key)) found.push(key);
    else reworded.push(it);
  }
  // Those from before that found no partner of their own words wait at their places.
  const used = bag(found);
  const waiting = before.filter((it) => !take(used, worded(it, moved(it.at))));
  // A group stands at the first of its members; when that one is mended, another one carries it, or each stands alone.
  const byPlace = bag(
    waiting.flatMap((it) => [it, ...it.related].map(({ at }) => placeOf({ rule: it.rule, at }, moved(at)))),
  );
  return reworded.filter((it) => !take(byPlace, placeOf(it, it.at.route)));
}

/** Rule, file and route without numbers. */
function placeOf({ rule, at }: Pick<Finding, 'rule' | 'at'>, route: Route): string {
  return JSON.stringify([rule, at.file, withoutNumbers(route)]);
}

function withoutNumbers(route: Route): Route {
  return route.map((step) => (typeof step === 'number' ? 0 : step));
}

function renames(patches: readonly Patch[]): Move {
  const list = patches.flatMap((it) => (it.op === 'rename' ? [it] : []));
  return ({ file, chunk, route }) =>
    list.reduce<Route>(
      (made, { at, key }) =>
        at.file === file && at.chunk === chunk && startsWith(made, at.route)
          ? [...at.route.slice(0, -1), key, ...made.slice(at.route.length)]
          : made,
      route,
    );
}

function bag(keys: readonly string[]): Map<string, number> {
  const made = new Map<string, number>();
  for (const key of keys) made.set(key, (made.get(key) ?? 0) + 1);
  return made;
}

function take(from: Map<string, number>, key: string): boolean {
  const left = from.get(key) ?? 0;
  if (left > 0) from.set(key, left - 1);
  return left > 0;
}
