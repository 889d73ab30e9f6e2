import type { Anchor } from '../syntax/anchor.ts';
import { Boundaries } from './boundaries.ts';
import { clusterOf } from './announce.ts';
import type { ClusterSource } from './cluster-index.ts';
import { entrancesOf } from './entrances.ts';
import { exposuresOf, type Reach } from './exposure.ts';
import type { ComposeServiceFact, Fact } from './fact.ts';
import { flowsOf } from './flows.ts';
import { joinFacts } from './join.ts';
import { byText, makeNode, type Node } from './join/node.ts';
import { Kept } from './keep.ts';
import type { Boundary, Component, ComponentType, Evidence, Flow, LooseEnd, ThreatModel } from './model.ts';
import { onceFor } from './once.ts';
import { Postures } from './posture.ts';
import { Threats } from './stride.ts';
import { Surroundings } from './surroundings.ts';
import { isStore } from './join/technology.ts';

/**
 * Builds the threat model of a workspace from its facts alone: pure, and the same for the same facts in any order of
 * their files.
 */
export function buildModel(facts: readonly Fact[]): ThreatModel {
  const troubles = facts.flatMap((it): LooseEnd[] => (it.fact === 'trouble' ? [{ text: it.text, at: it.at }] : []));
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

/** What models of one workspace have in common, for as long as the index of its cluster lives. */
const memoryOf = onceFor((_: ClusterSource) => {
  const surroundings = new Surroundings();
  const postures = new Postures(surroundings);
  return {
    components: new Kept<Component>(),
    flows: new Kept<Flow>(),
    boundaries: new Kept<Boundary>(),
    surroundings,
    postures,
    threats: new Threats(surroundings, postures),
  };
});

function joinedModel(facts: readonly Fact[]): ThreatModel {
  const memory = memoryOf(clusterOf(facts).source);
  const system = joinFacts(inOrder(facts));
  const reaches = exposuresOf(system);
  const entrances = entrancesOf(system, reaches);
  const user =
    entrances.size > 0 || [...reaches].some(([node, it]) => it.exposure === 'internet' && node.outside === 'inside')
      ? userNode()
      : null;
  const everybody = user ? [...system.nodes, user] : system.nodes;
  const boundaries = new Boundaries(everybody);
  const flows = memory.flows.keep(flowsOf(system, user, entrances, boundaries));
  const components = memory.components.keep(
    everybody
      .map((node) => componentOf(node, reaches.get(node), boundaries.of(node)))
      .sort((a, b) => byText(a.id, b.id)),
  );
  memory.surroundings.begin(system, reaches, flows);
  const posture = memory.postures.all(system);
  return {
    components,
    flows,
    boundaries: memory.boundaries.keep(boundaries.all),
    threats: memory.threats.all(system, flows),
    posture,
    looseEnds: distinctEnds(system.looseEnds),
  };
}

/** The facts in the order of their files, which they mostly have already. */
function inOrder(facts: readonly Fact[]): readonly Fact[] {
  const compare = (a: Fact, b: Fact): number => byText(a.at.file, b.at.file) || a.at.chunk - b.at.chunk;
  let last: Fact | undefined;
  for (const fact of facts) {
    if (last && compare(last, fact) > 0) return [...facts].sort(compare);
    last = fact;
  }
  return facts;
}

function userNode(): Node {
  const node = makeNode('user');
  node.id = 'outside/user';
  node.outside = 'user';
  for (const alias of ['client', 'internet']) node.aliases.add(alias);
  return node;
}

function componentOf(node: Node, reach: Reach | undefined, boundary: string | null): Component {
  const type: ComponentType = node.outside !== 'inside' ? 'external-entity' : isStore(node) ? 'data-store' : 'process';
  const [at, ...parts] = partsOf(node);
  return {
    id: node.id,
    name: node.name,
    aliases: [...node.aliases].filter((it) => it !== node.name).sort(byText),
    type,
    technology: node.sure ? (node.technology?.name ?? null) : null,
    exposure: reach?.exposure ?? 'internet',
    exposedBy: node.outside === 'inside' && reach?.exposure === 'internet' ? reach.path : [],
    boundary,
    at: at?.at ?? null,
    parts,
  };
}

/** Everything that declares a node, the deployment first. */
function partsOf(node: Node): readonly { readonly text: string; readonly at: Anchor }[] {
  const parts = [
    ...node.compose.map((it) => ({ text: `Compose service ${it.name}`, at: it.at })),
    ...node.workloads.map((it) => ({ text: `${it.object.kind} ${it.object.name}`, at: it.object.at })),
    ...node.services.map((it) => ({ text: `Service ${it.name}`, at: it.at })),
    ...node.gateways.map((it) => ({ text: `${it.kind} ${it.name}`, at: it.at })),
    ...node.modules.flatMap((it) => [
      ...it.images.map((image) => ({ text: 'Dockerfile', at: image.at })),
      ...(it.at ? [{ text: 'Program', at: it.at }] : []),
    ]),
    ...node.apis.map((it) => ({ text: `API contract ${it.title ?? ''}`.trim(), at: it.at })),
    ...node.compose.flatMap((it) => profileNote(it)),
    ...node.evidence.flatMap((it: Evidence) => (it.at ? [{ text: it.text, at: it.at }] : [])),
  ];
  return parts.slice(0, 40);
}

/** That a service is not always there is no part of it, but whoever looks at it has to know. */
function profileNote({ profiles, at }: ComposeServiceFact): readonly { readonly text: string; readonly at: Anchor }[] {
  if (profiles.length === 0) return [];
  return [
    { text: `Starts only with the ${profiles.length === 1 ? 'profile' : 'profiles'} ${profiles.join(', ')}`, at },
  ];
}

function distinctEnds(ends: readonly LooseEnd[]): readonly LooseEnd[] {
  const seen = new Map<string, LooseEnd>();
  for (const end of ends) if (!seen.has(end.text)) seen.set(end.text, end);
  return [...seen.values()].sort((a, b) => byText(a.text, b.text));
}

export { announceModel } from './announce.ts';
