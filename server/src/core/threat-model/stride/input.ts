import type { ClusterView } from '../cluster.ts';
import type { Node } from '../join/node.ts';
import type { Ingress } from '../join/policies.ts';
import type { Evidence, Posture, Stride, Threat } from '../model.ts';
import type { Around } from '../surroundings.ts';

/** What threats are worked out from, as questions: what was asked of one element counts in the next model. */
export interface ThreatInput {
  readonly around: (node: Node) => Around;
  readonly cluster: ClusterView;
  /** Whom network policies let in, for each workload of a node. */
  readonly ingress: (node: Node) => readonly Ingress[];
  /** What the files show about the defence of a component. */
  readonly posture: (node: Node) => Posture | undefined;
  /** The node of an id. */
  readonly node: (id: string) => Node | undefined;
  /** Files that declare Compose services. */
  readonly composeFiles: () => ReadonlySet<string>;
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
