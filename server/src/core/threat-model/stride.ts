import { sameElements } from '../cells/same.ts';
import { Ordered } from './join/difference.ts';
import { addTo } from './grouped.ts';
import type { JoinedSystem } from './join.ts';
import { byText, type Node } from './join/node.ts';
import { isStore } from './join/technology.ts';
import { Kept } from './keep.ts';
import type { Flow, Threat } from './model.ts';
import type { Postures } from './posture.ts';
import { componentThreats, sharedThreats } from './stride/components.ts';
import { flowThreat, neighbourhood, type Plaintext } from './stride/flows.ts';
import type { ThreatInput, Unrated } from './stride/input.ts';
import { highest, rated, type Weight } from './stride/rate.ts';
import { flowWeight, ownWeight } from './stride/weights.ts';
import type { Surroundings } from './surroundings.ts';

/** What is known of one component for itself. */
interface Judged {
  readonly threats: readonly Unrated[];
  readonly weight: Weight;
  readonly isStore: boolean;
}

/**
 * What can go wrong with this very system, per component and per flow (Shostack, Threat Modeling, ch. 3, "STRIDE per
 * element"). Only what the files show: open with the lines that open it, or mitigated with the lines that do. What was
 * said of an element is said again in the next model while nothing around it is another.
 */
export class Threats {
  readonly #input: ThreatInput;
  readonly #ofNode: (node: Node) => Judged;
  readonly #ofFlow: (flow: Flow) => Unrated | Plaintext | undefined;
  readonly #shared = new Kept<Unrated>();
  readonly #neighbourhoods = new WeakMap<Node, { readonly found: readonly Plaintext[]; readonly threat: Unrated }>();
  readonly #rated = new WeakMap<Unrated, { readonly weight: Weight; readonly threat: Threat }>();
  readonly #sorted = new Ordered<Threat>((a, b) => byText(a.id, b.id));

  constructor({ memory, of: around, cluster, node, composeFiles }: Surroundings, postures: Postures) {
    const input = { around, cluster, posture: postures.of, node, composeFiles };
    this.#input = input;
    this.#ofNode = memory.answers('component threats', (it: Node) => ({
      threats: componentThreats(it, input),
      weight: ownWeight(it, around(it)),
      isStore: isStore(it),
    }));
    this.#ofFlow = memory.answers('flow threats', (it: Flow) => flowThreat(it, input));
  }

  /** Those of a model, which the surroundings are about by now, by their ids. */
  all({ nodes }: JoinedSystem, flows: readonly Flow[]): readonly Threat[] {
    const judged = new Map(nodes.map((it) => [it.id, this.#ofNode(it)]));
    const weights = weightsOf(judged, nodes, flows);
    const all = new Map<string, Threat>();
    const add = (threat: Unrated, weight: Weight | undefined): void => {
      if (!all.has(threat.id)) all.set(threat.id, this.#rate(threat, weight ?? nothing));
    };
    for (const [id, { threats }] of judged) for (const it of threats) add(it, weights.get(id));
    const inside = nodes.filter((it) => it.outside === 'inside');
    for (const it of this.#shared.keep(sharedThreats(inside, this.#input))) add(it, weights.get(it.element));
    const neighbours = new Map<Node, Plaintext[]>();
    const flowById = new Map<string, Flow>();
    for (const flow of flows) {
      const found = this.#ofFlow(flow);
      if (!found) continue;
      flowById.set(flow.id, flow);
      if ('caller' in found) addTo(neighbours, found.to, found);
      else add(found, flowWeight(flow, weights.get(flow.from), weights.get(flow.to)));
    }
    for (const [to, found] of neighbours) {
      const threat = this.#neighbourhood(to, found);
      const flow = flowById.get(threat.element);
      const weight = flow && flowWeight(flow, weights.get(flow.from), weights.get(flow.to));
      add(threat, weight ?? weights.get(threat.element));
    }
    return this.#sorted.of([...all.values()]);
  }

  #neighbourhood(to: Node, found: readonly Plaintext[]): Unrated {
    let known = this.#neighbourhoods.get(to);
    if (!known || !sameElements(known.found, found))
      this.#neighbourhoods.set(to, (known = { found, threat: neighbourhood(to, found) }));
    return known.threat;
  }

  /** The threat as it was rated before, where it weighs the same. */
  #rate(threat: Unrated, weight: Weight): Threat {
    let known = this.#rated.get(threat);
    if (!known || known.weight.likelihood !== weight.likelihood || known.weight.impact !== weight.impact)
      this.#rated.set(threat, (known = { weight, threat: rated(threat, weight) }));
    return known.threat;
  }
}

const nothing: Weight = { likelihood: 'low', impact: 'low' };

/** Whoever connects to a store holds what is in it, whatever he is worth by himself. */
function weightsOf(
  judged: ReadonlyMap<string, Judged>,
  nodes: readonly Node[],
  flows: readonly Flow[],
): ReadonlyMap<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const [id, { weight }] of judged) weights.set(id, weight);
  const stores = new Set<string>();
  for (const { id, outside } of nodes) if (outside === 'inside' && judged.get(id)?.isStore) stores.add(id);
  for (const { from, to } of flows) {
    const weight = stores.has(to) ? weights.get(from) : undefined;
    if (weight) weights.set(from, { ...weight, impact: highest(weight.impact, 'medium') });
  }
  return weights;
}
