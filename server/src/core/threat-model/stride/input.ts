import type { Reach } from '../exposure.ts';
import type { JoinedSystem } from '../join.ts';
import type { Node } from '../join/node.ts';
import type { Evidence, Flow, Posture, Stride, Threat } from '../model.ts';

/** What threats are worked out from. */
export interface ThreatInput {
  readonly system: JoinedSystem;
  readonly reaches: ReadonlyMap<Node, Reach>;
  readonly flows: readonly Flow[];
  /** What the files show about the defence of each component, by its id. */
  readonly posture: ReadonlyMap<string, Posture>;
}

/** A threat before anybody weighed or accepted it. */
export interface Unrated extends Omit<Threat, 'likelihood' | 'impact' | 'accepted'> {
  /** Steps by which it is likelier, and worse, than its element alone tells; default 0. */
  readonly weight?: { readonly likelihood?: number; readonly impact?: number };
}

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
    evidence: distinct(evidence),
    against: distinct(against),
    rule,
  };
}

/** Lines that a threat shows. */
const mostLines = 20;

function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  if (evidence.length < 2) return evidence;
  const seen = new Set<string>();
  return evidence
    .filter((it) => {
      const key = it.at ? `${it.text}\n${it.at.file}\n${it.at.chunk}\n${it.at.route.join('/')}` : it.text;
      return seen.has(key) ? false : (seen.add(key), true);
    })
    .slice(0, mostLines);
}
