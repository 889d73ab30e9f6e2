import type { Reach } from '../exposure.ts';
import type { JoinedSystem } from '../join.ts';
import type { Node } from '../join/node.ts';
import type { Evidence, Flow, Stride, Threat } from '../model.ts';

/** What threats are worked out from. */
export interface ThreatInput {
  readonly system: JoinedSystem;
  readonly reaches: ReadonlyMap<Node, Reach>;
  readonly flows: readonly Flow[];
}

/** A threat before anybody weighed or accepted it. */
export type Unrated = Omit<Threat, 'likelihood' | 'impact' | 'accepted'>;

/** A threat of an element; `kind` tells the threats of one element and letter apart. */
export function makeThreat(
  stride: Stride,
  element: string,
  kind: string,
  title: string,
  state: 'open' | 'mitigated',
  evidence: readonly Evidence[],
  rule: string | null = null,
  against: readonly Evidence[] = [],
): Unrated {
  return {
    id: `${element} ${stride} ${kind}`,
    stride,
    element,
    title,
    state,
    evidence: evidence.slice(0, 20),
    against: against.slice(0, 20),
    rule,
  };
}
