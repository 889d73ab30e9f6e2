import { clusterOf } from './announce.ts';
import { Boundaries } from './boundaries.ts';
import type { ClusterSource } from './cluster-index.ts';
import { Components } from './components.ts';
import { Entrances } from './entrances.ts';
import { Exposures } from './exposure.ts';
import type { Fact } from './fact.ts';
import { FlowFinder } from './flows.ts';
import { Joins } from './join.ts';
import { Ordered } from './join/difference.ts';
import { byText, makeNode, type Node } from './join/node.ts';
import { Distinct } from './distinct.ts';
import type { LooseEnd, ThreatModel } from './model.ts';
import { onceFor } from './once.ts';
import { Postures } from './posture.ts';
import { onShelves, shelvesOf } from './shelves.ts';
import { Threats } from './stride.ts';
import { Surroundings } from './surroundings.ts';

/**
 * Builds the threat model of a workspace from its facts alone: pure, and the same for the same facts in any order of
 * their files.
 */
export function buildModel(facts: readonly Fact[]): ThreatModel {
  const troubles = troublesOf(facts).flatMap((it): LooseEnd[] =>
    it.fact === 'trouble' ? [{ text: it.text, at: it.at }] : [],
  );
  try {
    const model = joinedModel(facts);
    return troubles.length === 0 ? model : { ...model, looseEnds: [...model.looseEnds, ...troubles] };
  } catch (cause) {
    // An empty picture must not read as a safe one.
    const text = `The system could not be joined (${String(cause)}). Findings of single files stand. Please report this.`;
    return {
      components: [],
      flows: [],
      boundaries: [],
      threats: [],
      posture: [],
      looseEnds: [{ text, at: null }, ...troubles],
    };
  }
}

/** What models of one workspace remember of each other. */
class Remembered {
  readonly joins = new Joins();
  readonly exposures = new Exposures(this.joins.memory, this.joins.policies);
  readonly boundaries = new Boundaries(this.joins.memory);
  readonly flows = new FlowFinder(this.joins.memory, this.boundaries);
  readonly components = new Components(this.joins.memory, this.exposures, this.boundaries);
  readonly entrances = new Entrances();
  readonly byId = new Ordered<Node>((a, b) => byText(a.id, b.id));
  readonly user = userNode();
  readonly ends = new Distinct<LooseEnd>((it) => it.text);
  readonly surroundings = new Surroundings(this.joins);
  readonly postures = new Postures(this.surroundings);
  readonly threats = new Threats(this.surroundings, this.postures);
}

/** By the index of a workspace's cluster, which outlives an edit. */
const remembered = new WeakMap<ClusterSource, Remembered>();

function joinedModel(facts: readonly Fact[]): ThreatModel {
  const { source } = clusterOf(facts);
  const memory = remembered.get(source) ?? new Remembered();
  // Whatever fails may have left half of something behind.
  remembered.delete(source);
  const model = modelOf(facts, memory);
  remembered.set(source, memory);
  return model;
}

function modelOf(facts: readonly Fact[], memory: Remembered): ThreatModel {
  const { exposures, boundaries } = memory;
  const system = memory.joins.join(inOrder(facts));
  exposures.update(system);
  const byId = memory.byId.of(system.nodes);
  const entrances = memory.entrances.of(system, exposures, byId);
  const user = entrances.size > 0 || exposures.isOpen ? memory.user : null;
  const everybody = user ? withUser(byId, user) : byId;
  boundaries.update(everybody);
  const flows = memory.flows.of(system, user, entrances);
  const components = memory.components.of(everybody);
  memory.surroundings.begin(system, exposures, flows);
  const posture = memory.postures.all(system);
  return {
    components,
    flows,
    boundaries: boundaries.all,
    threats: memory.threats.all(system, flows),
    posture,
    looseEnds: memory.ends.of(system.looseEnds),
  };
}

/** Who calls from the internet has a place among the nodes in the order of their ids. */
function withUser(byId: readonly Node[], user: Node): readonly Node[] {
  const at = byId.findIndex((it) => it.id > user.id);
  return at < 0 ? [...byId, user] : [...byId.slice(0, at), user, ...byId.slice(at)];
}

const troublesOf = onShelves((facts: readonly Fact[]) => facts.filter((it) => it.fact === 'trouble'));

/** The facts in the order of their files, which they mostly have already. */
function inOrder(facts: readonly Fact[]): readonly Fact[] {
  const shelves = shelvesOf(facts).filter((it) => it.length > 0);
  const follows = (shelf: readonly Fact[], i: number): boolean => {
    const [last, first] = [shelves[i - 1]?.at(-1), shelf[0]];
    return isOrdered(shelf) && (!last || !first || !isBefore(first, last));
  };
  return shelves.every(follows)
    ? facts
    : [...facts].sort((a, b) => byText(a.at.file, b.at.file) || a.at.chunk - b.at.chunk);
}

const isOrdered = onceFor((facts: readonly Fact[]): boolean => {
  let last = facts[0];
  for (const it of facts) {
    if (last && isBefore(it, last)) return false;
    last = it;
  }
  return true;
});

function isBefore({ at }: Fact, { at: other }: Fact): boolean {
  return at.file === other.file ? at.chunk < other.chunk : at.file < other.file;
}

function userNode(): Node {
  const node = makeNode('user');
  node.id = 'outside/user';
  node.outside = 'user';
  for (const alias of ['client', 'internet']) node.aliases.add(alias);
  return node;
}

export { announceModel } from './announce.ts';
