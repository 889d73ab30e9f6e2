import { sameElements } from '../cells/same.ts';
import type { AnswerList } from './answer-list.ts';
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
  readonly #nodes: AnswerList<Node, Judged>;
  readonly #flows: AnswerList<Flow, Unrated | Plaintext | undefined>;
  readonly #shared = new Kept<Unrated>();
  readonly #neighbourhoods = new WeakMap<Node, { readonly found: readonly Plaintext[]; readonly threat: Unrated }>();
  readonly #rated = new WeakMap<Unrated, { readonly weight: Weight; readonly threat: Threat }>();
  readonly #sorted = new Ordered<Threat>((a, b) => byText(a.id, b.id));

  constructor({ memory, of: around, cluster, ingress, node, composeFiles }: Surroundings, postures: Postures) {
    const input = { around, cluster, ingress, posture: postures.of, node, composeFiles };
    this.#input = input;
    this.#nodes = memory.answersOf('component threats', (it) => ({
      threats: componentThreats(it, input),
      weight: ownWeight(it, around(it)),
      isStore: it.outside === 'inside' && isStore(it),
    }));
    this.#flows = memory.answersOf('flow threats', (it) => flowThreat(it, input));
  }

  /** Those of a model, which the surroundings are about by now, by their ids. */
  all({ nodes }: JoinedSystem, flows: readonly Flow[]): readonly Threat[] {
    const judged = this.#nodes.of(nodes);
    const weightOf = this.#weights(nodes, judged, flows);
    const all = new Map<string, Threat>();
    const add = (threat: Unrated, weight: Weight = nothing): void => {
      if (!all.has(threat.id)) all.set(threat.id, this.#rate(threat, weight));
    };
    nodes.forEach(({ id }, i) => {
      for (const it of judged[i]?.threats ?? []) add(it, weightOf(id));
    });
    const inside = nodes.filter((it) => it.outside === 'inside');
    const stores = nodes.filter((_, i) => judged[i]?.isStore);
    for (const it of this.#shared.keep(sharedThreats(inside, stores, this.#input))) add(it, weightOf(it.element));
    const neighbours = new Map<Node, Plaintext[]>();
    this.#flows.of(flows).forEach((found, i) => {
      const flow = flows[i];
      if (!found || !flow) return;
      if ('caller' in found) addTo(neighbours, found.to, found);
      else add(found, flowWeight(flow, weightOf(flow.from), weightOf(flow.to)));
    });
    for (const [to, found] of neighbours) {
      const [only] = found;
      const alone = only && found.length === 1;
      const weight = alone ? flowWeight(only.flow, weightOf(only.flow.from), weightOf(to.id)) : weightOf(to.id);
      add(this.#neighbourhood(to, found), weight);
    }
    return this.#sorted.of([...all.values()]);
  }

  /** What components weigh, by their ids: whoever connects to a store holds what is in it, whatever he is worth by himself. */
  #weights(
    nodes: readonly Node[],
    judged: readonly Judged[],
    flows: readonly Flow[],
  ): (id: string) => Weight | undefined {
    const stores = new Set<string>();
    judged.forEach((it, i) => {
      if (it.isStore) stores.add(nodes[i]?.id ?? '');
    });
    const behind = new Set<string>();
    if (stores.size > 0) for (const { from, to } of flows) if (stores.has(to)) behind.add(from);
    return (id) => {
      const node = this.#input.node(id);
      const weight = node && this.#nodes.get(node)?.weight;
      return weight && behind.has(id) ? { ...weight, impact: highest(weight.impact, 'medium') } : weight;
    };
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
