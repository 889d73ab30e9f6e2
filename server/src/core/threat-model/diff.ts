import type { Change, ChangeKind, Compared, ModelDiff } from './change.ts';
import { diffElements } from './diff-elements.ts';
import { diffExposure } from './diff-exposure.ts';
import { diffFlows } from './diff-flows.ts';
import { diffThreats } from './diff-threats.ts';
import { identityOf, type RootedModel } from './identity.ts';

/**
 * Compares the models of two states of the files. What the earlier state showed and the later one leaves unknown counts
 * as lost: `unknown` is never safe.
 */
export function diffModels(before: RootedModel, after: RootedModel): ModelDiff {
  const compared: Compared = { before: before.model, after: after.model, same: identityOf(before, after) };
  const parts = [diffExposure(compared), diffFlows(compared), diffThreats(compared), diffElements(compared)];
  const all = (list: keyof ModelDiff): readonly Change[] =>
    parts.flatMap((it) => it[list] ?? []).sort((a, b) => order(a.kind) - order(b.kind) || (a.text < b.text ? -1 : 1));
  return { opened: all('opened'), closed: all('closed'), added: all('added'), removed: all('removed') };
}

const kinds: readonly ChangeKind[] = [
  'entry',
  'exposure',
  'crossing',
  'encryption',
  'authentication',
  'threat',
  'component',
  'flow',
];

function order(kind: ChangeKind): number {
  return kinds.indexOf(kind);
}

export type { Change, ModelDiff } from './change.ts';
