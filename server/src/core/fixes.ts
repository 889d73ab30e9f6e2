import { fillBlanks, type Fix, type FixSafety } from './fix/patch.ts';
import { type FixableFile, type Plan, planFix } from './fix/plan.ts';
import { type Claim, type Proof, proveFix, type Sight } from './fix/prove.ts';
import { isRefusal } from './fix/refusal.ts';
import type { Verdict } from './policy/decide.ts';
import type { Finding } from './rules/finding.ts';
import { faultsOf } from './syntax/parsed.ts';
import { applyEdits } from './text/edit.ts';
import type { Workspace } from './workspace.ts';

/** A fix that has been tried: its finding goes, nothing new comes, every file still parses. */
export interface OfferedFix {
  readonly title: string;
  readonly safety: FixSafety;
  /** Edits by file; the texts may hold blanks (see `fix/patch.ts`). */
  readonly edits: Plan;
}

/** The proven fixes of a finding, in the order in which its rule names them. */
export function offeredFixes(workspace: Workspace, verdict: Verdict): readonly OfferedFix[] {
  return verdict.finding.fixes.flatMap((fix): OfferedFix[] => {
    const proof = prove(workspace, [verdict.finding], fix.patches);
    return proof.proven ? [{ title: fix.title, safety: fix.safety, edits: proof.edits }] : [];
  });
}

/** What became of a fix: its edits when it is offered, else one sentence that says why it is not. */
export function tryFix(workspace: Workspace, verdict: Verdict, fix: Fix): Proof {
  return prove(workspace, [verdict.finding], fix.patches);
}

/** What fixing many findings came to. */
export interface FixedFiles {
  /** The whole new text of each file that changes. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many findings were fixed. */
  readonly count: number;
}

/** Rounds of fixing: a fix may make room for another one, but a circle of two rules must end. */
const maximalRounds = 10;

/**
 * Fixes all findings of the files for which `pick` names a fix, each step proven. Fixes that contradict each other are
 * done one after the other, and what cannot be proven stays.
 */
export function fixAll(
  workspace: Workspace,
  uris: readonly string[],
  pick: (verdict: Verdict) => Fix | undefined,
): FixedFiles {
  const texts = new Map<string, string>();
  let count = 0;
  const overlay = <T>(ask: () => T): T =>
    workspace.trial(
      [...texts].map(([uri, text]) => ({ uri, content: { ...workspace.content(uri), text } })),
      ask,
    );
  const hopeless = new Set<string>();
  for (let round = 0; round < maximalRounds; round++) {
    const step = overlay(() => {
      const wishes = uris
        .flatMap((uri) => workspace.verdicts(uri))
        .flatMap((verdict): Wish[] => {
          const fix = verdict.hidden === null && verdict.level !== 'off' ? pick(verdict) : undefined;
          return fix && !hopeless.has(nameOf(verdict.finding)) ? [{ finding: verdict.finding, fix }] : [];
        });
      return largestProven(workspace, wishes, hopeless);
    });
    if (!step) break;
    count += step.fixed;
    for (const [uri, text] of step.texts) texts.set(uri, text);
  }
  return { texts, count };
}

interface Wish {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** Tries all at once, then halves: the usual case costs one proof, and one bad fix does not spoil the others. */
function largestProven(
  workspace: Workspace,
  wishes: readonly Wish[],
  hopeless: Set<string>,
): { texts: ReadonlyMap<string, string>; fixed: number } | undefined {
  if (wishes.length === 0) return undefined;
  const proof = prove(
    workspace,
    wishes.map((it) => it.finding),
    wishes.flatMap((it) => it.fix.patches),
  );
  if (proof.proven)
    return {
      texts: new Map(
        [...proof.edits].map(([uri, own]) => [uri, fillBlanks(applyEdits(workspace.text(uri) ?? '', own))]),
      ),
      fixed: wishes.length,
    };
  const [only] = wishes;
  if (wishes.length === 1 && only) {
    hopeless.add(nameOf(only.finding));
    return undefined;
  }
  const half = Math.ceil(wishes.length / 2);
  return (
    largestProven(workspace, wishes.slice(0, half), hopeless) ?? largestProven(workspace, wishes.slice(half), hopeless)
  );
}

function nameOf({ rule, at, message }: Finding): string {
  return JSON.stringify([rule, at, message]);
}

/** The edits of the patches when they are proven to end these findings, else why they are not. */
function prove(workspace: Workspace, fixed: readonly Finding[], patches: Fix['patches']): Proof {
  const plan = planFix((uri) => fixable(workspace, uri), patches);
  if (isRefusal(plan)) return { proven: false, because: plan.refused };
  const text = (uri: string): string | undefined => workspace.text(uri);
  const look: Claim['look'] = (overlay) =>
    workspace.trial(
      [...overlay].map(([uri, changed]) => ({ uri, content: { ...workspace.content(uri), text: changed } })),
      () =>
        see(
          workspace,
          [...new Set([...plan.keys(), ...fixed.map((it) => it.at.file)])],
          new Set(fixed.map((it) => it.rule)),
        ),
    );
  return proveFix({ fixed, patches, plan, text, look });
}

function fixable(workspace: Workspace, uri: string): FixableFile | undefined {
  const text = workspace.text(uri);
  return text === undefined ? undefined : { text, chunks: workspace.chunks(uri) };
}

/**
 * The files as a user sees them. Hints are opinions: a fix may bring one, such as a new parameter without an example,
 * but nothing that is a note, a warning or an error. Findings of the rules being fixed always count.
 */
function see(workspace: Workspace, uris: readonly string[], always: ReadonlySet<string>): Sight {
  const files = new Map(
    uris.map((uri) => {
      const { dialects, analysed } = workspace.status(uri);
      const faults = workspace.chunks(uri).reduce((sum, { parsed }) => sum + faultsOf(parsed).length, 0);
      return [uri, { faults, speaks: `${dialects.join(' ')} ${String(analysed)}` }] as const;
    }),
  );
  const seen = uris.flatMap((uri) => workspace.verdicts(uri)).filter((it) => it.hidden === null && it.level !== 'off');
  const counts = (it: Verdict): boolean => it.level !== 'hint' || always.has(it.finding.rule);
  return {
    files,
    findings: seen.filter(counts).map((it) => it.finding),
    hints: seen.filter((it) => !counts(it)).map((it) => it.finding),
  };
}
