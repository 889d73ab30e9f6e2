import { sameElements, sameValue } from './cells/same.ts';
import { PlacesByFile } from './threat-model/file-places.ts';
import type { FilePlaces } from './threat-model/opened-threats.ts';
import { type QueryEngine } from './query/query.ts';
import { ClaimBoard } from './rules/claim-board.ts';
import { type Claim, sameClaims } from './rules/claims.ts';
import type { RuleContext } from './rules/context.ts';
import type { Finding } from './rules/finding.ts';
import type { Visitor } from './rules/nouns.ts';
import type { AnyRule } from './rules/rule.ts';
import { claimsOf, indexRules, type RuleIndex } from './rules/run.ts';
import { announceObject, keepCluster, objectsOf } from './threat-model/announce.ts';
import { AskedSystem } from './threat-model/asked-system.ts';
import { ClusterView } from './threat-model/cluster.ts';
import {
  ClusterIndex,
  type ClusterSource,
  type Family,
  inOrder,
  type KeyFamily,
  keyFamilies,
} from './threat-model/cluster-index.ts';
import type { Fact, KubernetesObjectFact } from './threat-model/fact.ts';
import { settleNamespaces } from './threat-model/join/namespaces.ts';
import type { Component, Flow, ThreatModel } from './threat-model/model.ts';
import { SystemView } from './threat-model/view.ts';

/** After so many changes of facts, what was asked about names and labels that are gone is forgotten. */
const sweeping = 500;
const swept: ReadonlySet<string> = new Set(['cluster']);

/** What the system has to say about one file. */
export interface SystemAnswer {
  readonly findings: readonly Finding[];
  /** The places of the file that declare components or open threats. */
  readonly places: FilePlaces;
}

/** What the answers about the whole system are made of. */
export interface SystemInputs {
  readonly facts: () => readonly Fact[];
  readonly model: () => ThreatModel;
  readonly context: () => RuleContext;
}

/** Where those who make claims stand: rules over the cluster, its objects, rules over the model, its elements. */
interface Rank {
  readonly floor: number;
  /** The place among those of a floor that are no objects: who speaks first must not depend on who spoke before. */
  readonly turn?: number;
  readonly object?: KubernetesObjectFact;
}

/**
 * The findings of the rules that see the whole system, as answers that follow one edit: of ten thousand objects only
 * those are judged again that asked the cluster something whose answer is another one now.
 *
 * The cluster's objects stand in an index beside the engine, which takes over new facts when {@link update} is called
 * and tells the engine under which keys other objects are found. Rules ask through a view that records the keys. What
 * they claim stands on a board beside the engine, which {@link settle} brings up to date with what was said anew.
 */
export class SystemFindings {
  readonly #inputs: SystemInputs;
  readonly #index = new ClusterIndex([]);
  readonly #board = new ClaimBoard<Rank>(inRank);
  readonly #engine: QueryEngine;
  readonly #wide: readonly string[];
  readonly #overModel: readonly string[];
  #facts: readonly Fact[] | undefined;
  #updates = 0;
  /** The revision in which all was judged. */
  #settled = 0;
  /** Places of objects that came, went or became others. */
  readonly #unjudged = new Set<string>();
  readonly #doubted: () => readonly string[];
  readonly #bucket;
  readonly #keys;
  /** The claims of one rule about the cluster as a whole. */
  readonly #ofRule;
  /** The claims of all rules about one object. */
  readonly #ofObject;
  /** The claims of one rule about the model as a whole. */
  readonly #ofModel;
  /** The claims of all rules about single components and flows. */
  readonly #ofElements;
  readonly #in;
  readonly #places = new PlacesByFile();
  readonly #placesIn;

  constructor(engine: QueryEngine, rules: readonly AnyRule[], inputs: SystemInputs) {
    this.#inputs = inputs;
    this.#engine = engine;
    const index = indexRules(rules);
    const apart = (noun: 'model.cluster' | 'model.system'): ReadonlyMap<string, RuleIndex> =>
      new Map((index.get(noun) ?? []).map((rule) => [rule.id, indexRules([rule])]));
    const [wide, overModel] = [apart('model.cluster'), apart('model.system')];
    this.#wide = [...wide.keys()];
    this.#overModel = [...overModel.keys()];
    // Only a family that was asked for tells of changes.
    this.#index.bucket('place', '');
    this.#bucket = engine.source('cluster', (family: string, key: string) => this.#index.bucket(family as Family, key));
    this.#keys = engine.source('clusterKeys', (family: string) => this.#index.keys(family as KeyFamily), sameSet);
    const source: ClusterSource = {
      bucket: (family, key) => this.#bucket.get(family, key),
      keys: (family) => this.#keys.get(family),
    };
    // A view of its own for each answer: what others remember for a view has been asked for by that answer then.
    const look = (): ClusterView => new ClusterView(source);
    const run = (of: RuleIndex, announce: (visit: Visitor) => void): readonly Claim[] =>
      claimsOf(of, inputs.context(), announce);
    this.#ofRule = engine.query(
      'ruleClaims',
      (id: string): readonly Claim[] => {
        const of = wide.get(id);
        // Before there is any object there is no cluster to speak of.
        if (!of || source.keys('version').size === 0) return [];
        return run(of, (visit) => visit('model.cluster', look()));
      },
      sameClaims,
    );
    this.#ofObject = engine.query(
      'objectClaims',
      (place: string): readonly Claim[] => {
        const [object] = source.bucket('place', place);
        return object ? run(index, (visit) => announceObject(object, look(), visit)) : [];
      },
      sameClaims,
    );
    this.#doubted = engine.doubted('objectClaims');
    const system = engine.query('systemView', () => new SystemView(inputs.model(), inputs.facts()));
    this.#ofModel = engine.query(
      'systemClaims',
      (id: string): readonly Claim[] => {
        const of = overModel.get(id);
        return of ? run(of, (visit) => visit('model.system', system())) : [];
      },
      sameClaims,
    );
    const asked = new AskedSystem();
    const context = asked.memory.told(() => inputs.context());
    const ofComponents = asked.memory.answersOf('component claims', (component: Component) =>
      claimsOf(index, context.ask(''), (visit) => visit('model.component', { component, system: asked })),
    );
    const ofFlows = asked.memory.answersOf('flow claims', (flow: Flow) =>
      claimsOf(index, context.ask(''), (visit) => visit('model.flow', { flow, system: asked })),
    );
    const [visitsComponents, visitsFlows] = [index.has('model.component'), index.has('model.flow')];
    this.#ofElements = engine.query(
      'elementClaims',
      (): readonly Claim[] => {
        // What is asked on behalf of one element is read on behalf of all.
        inputs.context();
        asked.begin(system());
        context.look();
        const { components, flows } = inputs.model();
        return [
          ...(visitsComponents ? ofComponents.of(components).flat() : []),
          ...(visitsFlows ? ofFlows.of(flows).flat() : []),
        ];
      },
      sameElements,
    );
    this.#placesIn = engine.source('placesIn', (uri: string) => this.#places.in(uri), sameValue);
    this.#in = engine.source('systemFindings', (uri: string) => this.#board.in(uri), sameElements);
  }

  /** Takes over the facts as they are now. To be called before questions, outside of queries; costs what has changed. */
  update(): void {
    const facts = this.#inputs.facts();
    const before = this.#facts;
    if (facts === before) return;
    this.#facts = facts;
    const changed: [Family, string][] = [];
    this.#index.update(settleNamespaces(objectsOf(facts)), (family, key) => changed.push([family, key]));
    for (const [family, key] of changed) {
      if (family === 'place') this.#unjudged.add(key);
      this.#bucket.reload(family, key);
    }
    for (const family of keyFamilies) this.#keys.reload(family);
    if (++this.#updates % sweeping === 0) this.#engine.sweep(swept);
    keepCluster(facts, new ClusterView(this.#index), before);
  }

  /** Asks about the system as the facts are now. */
  updated<T>(ask: () => T): T {
    this.update();
    return ask();
  }

  /** Judges what has to be judged again. To be called before findings are asked for, outside of queries. */
  settle(): void {
    if (this.#engine.revision === this.#settled) return;
    this.update();
    this.#wide.forEach((id, turn) => this.#board.put(`rule ${id}`, { floor: 0, turn }, this.#ofRule(id)));
    for (const place of this.#doubted()) this.#unjudged.add(place);
    for (const place of this.#unjudged) this.#judge(place);
    this.#unjudged.clear();
    this.#overModel.forEach((id, turn) => this.#board.put(`model ${id}`, { floor: 2, turn }, this.#ofModel(id)));
    this.#board.put('elements', { floor: 3 }, this.#ofElements());
    for (const file of this.#board.changes()) this.#in.reload(file);
    for (const file of this.#places.update(this.#inputs.model())) this.#placesIn.reload(file);
    this.#settled = this.#engine.revision;
  }

  /** The findings of the system in one file, as they were settled last. */
  in(uri: string): readonly Finding[] {
    return this.#in.get(uri);
  }

  /** The places of a file that declare components or open threats, as they were settled last. */
  placesIn(uri: string): FilePlaces {
    return this.#placesIn.get(uri);
  }

  #judge(place: string): void {
    const [object] = this.#index.bucket('place', place);
    if (object) this.#board.put(`at ${place}`, { floor: 1, object }, this.#ofObject(place));
    else {
      this.#board.drop(`at ${place}`);
      this.#engine.forget(place);
    }
  }
}

function inRank(a: Rank, b: Rank): number {
  return a.floor - b.floor || (a.turn ?? 0) - (b.turn ?? 0) || (a.object && b.object ? inOrder(a.object, b.object) : 0);
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((it) => b.has(it));
}
