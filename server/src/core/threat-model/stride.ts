import { sameElements } from '../cells/same.ts';
import type { AnswerList } from './answer-list.ts';
import { Distinct } from './distinct.ts';
import { addTo } from './grouped.ts';
import type { JoinedSystem } from './join.ts';
import { Chosen, Gathered } from './join/gathered.ts';
import type { Node } from './join/node.ts';
import { isStore } from './join/technology.ts';
import { Kept } from './keep.ts';
import type { Flow, Threat } from './model.ts';
import type { Postures } from './posture.ts';
import { componentThreats, sharedThreats } from './stride/components.ts';
import { provesIdentity } from './stride/machinery.ts';
import { flowThreat, neighbourhood, type Plaintext } from './stride/flows.ts';
import type { ThreatInput, Unrated } from './stride/input.ts';
import { highest, rated, type Weight } from './stride/rate.ts';
import { flowWeight, ownWeight } from './stride/weights.ts';
import type { Surroundings } from './surroundings.ts';

/** What is known of one component for itself. */
interface Judged {
  readonly id: string;
  readonly threats: readonly Unrated[];
  readonly weight: Weight;
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
  readonly #providers = new Chosen<Node>(provesIdentity);
  readonly #stores = new Chosen<Node>((it) => it.outside === 'inside' && isStore(it));
  readonly #shared = new Kept<Unrated>();
  readonly #neighbourhoods = new WeakMap<Node, { readonly found: readonly Plaintext[]; readonly threat: Unrated }>();
  readonly #rated = new WeakMap<Unrated, { readonly weight: Weight; readonly threat: Threat }>();
  readonly #distinct = new Distinct<Threat>((it) => it.id);
  #ratedNodes: { readonly behind: ReadonlySet<string>; readonly threats: Gathered<Judged, Threat> } | undefined;

  constructor({ memory, of: around, cluster, ingress, node, composeFiles }: Surroundings, postures: Postures) {
    const input = { around, cluster, ingress, posture: postures.of, node, composeFiles };
    this.#input = input;
    this.#nodes = memory.answersOf('component threats', (it) => ({
      id: it.id,
      threats: componentThreats(it, input),
      weight: ownWeight(it, around(it)),
    }));
    this.#flows = memory.answersOf('flow threats', (it) => flowThreat(it, input));
  }

  /** Those of a model, which the surroundings are about by now, by their ids. */
  all({ nodes }: JoinedSystem, flows: readonly Flow[]): readonly Threat[] {
    const judged = this.#nodes.of(nodes);
    const behind = this.#behindStores(nodes, flows);
    const weightOf = (id: string): Weight | undefined => {
      const node = this.#input.node(id);
      const known = node && this.#nodes.get(node);
      return known && raised(known, behind);
    };
    const others: Threat[] = [];
    const add = (threat: Unrated, weight: Weight = nothing): void => {
      others.push(this.#rate(threat, weight));
    };
    const shared = sharedThreats(this.#providers.of(nodes), this.#stores.of(nodes), this.#input);
    for (const it of this.#shared.keep(shared)) add(it, weightOf(it.element));
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
    return this.#distinct.of(this.#ofNodes(behind).of(judged).concat(others));
  }

  /** The rated threats of nodes by what is known of them, while the same of them are behind stores. */
  #ofNodes(behind: ReadonlySet<string>): Gathered<Judged, Threat> {
    const before = this.#ratedNodes;
    if (before && before.behind.size === behind.size && [...behind].every((it) => before.behind.has(it)))
      return before.threats;
    const threats = new Gathered((it: Judged) => it.threats.map((threat) => this.#rate(threat, raised(it, behind))));
    this.#ratedNodes = { behind, threats };
    return threats;
  }

  /** The ids of those that connect to a store. */
  #behindStores(nodes: readonly Node[], flows: readonly Flow[]): ReadonlySet<string> {
    const stores = new Set(this.#stores.of(nodes).map((it) => it.id));
    const behind = new Set<string>();
    if (stores.size > 0) for (const { from, to } of flows) if (stores.has(to)) behind.add(from);
    return behind;
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

/** Whoever connects to a store holds what is in it, whatever he is worth by himself. */
function raised({ id, weight }: Judged, behind: ReadonlySet<string>): Weight {
  return behind.has(id) ? { ...weight, impact: highest(weight.impact, 'medium') } : weight;
}

const nothing: Weight = { likelihood: 'low', impact: 'low' };
