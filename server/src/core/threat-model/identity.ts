import { isWithin } from './folder.ts';
import { normalName } from './join/node.ts';
import type { Boundary, Component, Flow, ThreatModel } from './model.ts';

/** A model, and the URI of the folder that it was made of. */
export interface RootedModel {
  readonly model: ThreatModel;
  readonly root: string;
}

/** Which elements of two models are the same. Keys are ids of the later model, values what it was in the earlier one. */
export interface Identity {
  readonly components: ReadonlyMap<string, Component>;
  readonly boundaries: ReadonlyMap<string, Boundary>;
  readonly flows: ReadonlyMap<string, Flow>;
}

/**
 * Finds the elements of the earlier model in the later one. Ids hold the names of folders, and two checkouts lie in two
 * folders, so what counts is kind and name: first with the file (below the root) that declares it, for systems that
 * have two of a name, then without, then by the name alone for what moved between Compose and a cluster. A name that
 * several share is not guessed.
 */
export function identityOf(before: RootedModel, after: RootedModel): Identity {
  const components = new Map<string, Component>();
  const taken = new Set<string>();
  const pass = (keyOf: (it: Component, root: string) => string, inOrder: boolean): void => {
    const earlier = group(before.model.components, (it) => (taken.has(it.id) ? null : keyOf(it, before.root)));
    const later = group(after.model.components, (it) => (components.has(it.id) ? null : keyOf(it, after.root)));
    for (const [key, now] of later) {
      const then = earlier.get(key) ?? [];
      if (!inOrder && (now.length !== 1 || then.length !== 1)) continue;
      now.forEach((it, i) => {
        const was = then[i];
        if (!was) return;
        components.set(it.id, was);
        taken.add(was.id);
      });
    }
  };
  pass((it, root) => JSON.stringify([...placeOf(it), it.name, below(it.at?.file, root)]), true);
  pass((it) => JSON.stringify([...placeOf(it), it.name]), false);
  pass((it) => JSON.stringify([it.type === 'external-entity', normalName(it.name) || it.name]), false);
  return {
    components,
    boundaries: matchBoundaries(before.model, after.model, components),
    flows: matchFlows(before.model, after.model, components),
  };
}

/** Compose, cluster, program or outside, and in a cluster the namespace: the parts of an id that hold no folder. */
function placeOf({ id, boundary }: Component): readonly (string | null)[] {
  const realm = id.slice(0, id.indexOf('/'));
  return [realm, realm === 'cluster' ? boundary : null];
}

function below(file: string | undefined, root: string): string | null {
  return file === undefined ? null : isWithin(file, root) ? file.slice(root.length) : file;
}

/** Boundaries of one kind and name, and boundaries around the same component: a project is called after its folder. */
function matchBoundaries(
  before: ThreatModel,
  after: ThreatModel,
  components: ReadonlyMap<string, Component>,
): ReadonlyMap<string, Boundary> {
  const then = new Map(before.boundaries.map((it) => [it.id, it]));
  const now = new Map(after.boundaries.map((it) => [it.id, it]));
  const matched = new Map<string, Boundary>();
  const taken = new Set<string>();
  const match = (it: Boundary, was: Boundary): void => {
    if (it.kind !== was.kind || matched.has(it.id) || taken.has(was.id)) return;
    matched.set(it.id, was);
    taken.add(was.id);
  };
  for (const component of after.components) {
    const earlier = components.get(component.id);
    if (!earlier) continue;
    const around = chainOf(earlier.boundary, then);
    for (const it of chainOf(component.boundary, now))
      for (const was of around)
        if (it.kind === was.kind && (it.kind === 'host' || it.name === was.name)) match(it, was);
  }
  for (const it of after.boundaries) {
    const was = then.get(it.id);
    if (was) match(it, was);
  }
  return matched;
}

/** The boundaries around a place, the innermost first. */
function chainOf(id: string | null, all: ReadonlyMap<string, Boundary>): readonly Boundary[] {
  const chain: Boundary[] = [];
  for (let at = id === null ? undefined : all.get(id); at && !chain.includes(at); at = all.get(at.parent ?? ''))
    chain.push(at);
  return chain;
}

function matchFlows(
  before: ThreatModel,
  after: ThreatModel,
  components: ReadonlyMap<string, Component>,
): ReadonlyMap<string, Flow> {
  const earlier = new Map(before.flows.map((it) => [JSON.stringify([it.from, it.to]), it]));
  const matched = new Map<string, Flow>();
  for (const flow of after.flows) {
    const was = earlier.get(JSON.stringify([components.get(flow.from)?.id, components.get(flow.to)?.id]));
    if (was) matched.set(flow.id, was);
  }
  return matched;
}

function group(
  all: readonly Component[],
  keyOf: (it: Component) => string | null,
): ReadonlyMap<string, readonly Component[]> {
  const groups = new Map<string, Component[]>();
  for (const it of all) {
    const key = keyOf(it);
    if (key === null) continue;
    const list = groups.get(key);
    if (list) list.push(it);
    else groups.set(key, [it]);
  }
  return groups;
}
