import type { Visitor } from '../rules/nouns.ts';
import { ClusterView } from './cluster.ts';
import type { Fact } from './fact.ts';
import type { ThreatModel } from './model.ts';

/** Joins the facts of all files into one system. Pure: the same facts, in whatever order, give the same model. */
export function buildModel(_facts: readonly Fact[]): ThreatModel {
  return { components: [], flows: [], boundaries: [], threats: [], looseEnds: [] };
}

/** Announces the nouns of the threat model. */
export function announceModel(_model: ThreatModel, facts: readonly Fact[], visit: Visitor): void {
  visit('model.cluster', new ClusterView(facts.filter((it) => it.fact === 'kubernetes-object')));
}
