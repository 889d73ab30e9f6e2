import { sameElements, sameValue } from './cells/same.ts';
import type { FilePlaces } from './threat-model/opened-threats.ts';
import { type QueryEngine } from './query/query.ts';
import { byFile } from './rules/by-file.ts';
import { type Claim, joinClaims } from './rules/claims.ts';
import type { RuleContext } from './rules/context.ts';
import type { Finding } from './rules/finding.ts';
import type { Visitor } from './rules/nouns.ts';
import type { AnyRule } from './rules/rule.ts';
import { claimsOf, indexRules, untilFailure } from './rules/run.ts';
import { announceObject, announceSystem, keepCluster, objectsOf } from './threat-model/announce.ts';
import { ClusterView } from './threat-model/cluster.ts';
import {
  ClusterIndex,
  type ClusterSource,
  type Family,
  type KeyFamily,
  keyFamilies,
  placeOf,
} from './threat-model/cluster-index.ts';
import type { Fact, KubernetesObjectFact } from './threat-model/fact.ts';
import { settleNamespaces } from './threat-model/join/namespaces.ts';
import type { ThreatModel } from './threat-model/model.ts';
import { onceFor } from './threat-model/once.ts';

/** After so many changes of facts, what was asked about names and labels that are gone is forgotten. */
const sweeping = 500;
const swept: ReadonlySet<string> = new Set(['cluster', 'objectClaims']);

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

/**
 * The findings of the rules that see the whole system, as answers that follow one edit: of ten thousand objects only
 * those are judged again that asked the cluster something whose answer is another one now.
 *
 * The cluster's objects stand in an index beside the engine, which takes over new facts when {@link update} is called
 * and tells the engine under which keys other objects are found. Rules ask through a view that records the keys.
 */
export class SystemFindings {
  readonly #inputs: SystemInputs;
  readonly #index = new ClusterIndex([]);
  readonly #engine: QueryEngine;
  #facts: readonly Fact[] | undefined;
  #updates = 0;
  readonly #bucket;
  readonly #keys;
  /** The claims of one rule about the cluster as a whole. */
  readonly #ofRule;
  /** The claims of all rules about one object. */
  readonly #ofObject;
  readonly #ofCluster;
  readonly #ofSystem;
  readonly #byFile;

  constructor(engine: QueryEngine, rules: readonly AnyRule[], inputs: SystemInputs) {
    this.#inputs = inputs;
    this.#engine = engine;
    const index = indexRules(rules);
    const wide = (index.get('model.cluster') ?? []).map((rule) => [rule.id, indexRules([rule])] as const);
    const wideById = new Map(wide);
    this.#bucket = engine.source('cluster', (family: string, key: string) => this.#index.bucket(family as Family, key));
    this.#keys = engine.source('clusterKeys', (family: string) => this.#index.keys(family as KeyFamily), sameSet);
    const source: ClusterSource = {
      bucket: (family, key) => this.#bucket.get(family, key),
      keys: (family) => this.#keys.get(family),
    };
    // A view of its own for each answer: what others remember for a view has been asked for by that answer then.
    const look = (): ClusterView => new ClusterView(source);
    const run = (of: typeof index, announce: (visit: Visitor) => void): readonly Claim[] =>
      claimsOf(of, inputs.context(), announce);
    this.#ofRule = engine.query(
      'ruleClaims',
      (id: string): readonly Claim[] => {
        const of = wideById.get(id);
        // Before there is any object there is no cluster to speak of.
        if (!of || source.keys('version').size === 0) return [];
        return run(of, (visit) => visit('model.cluster', look()));
      },
      sameValue,
    );
    this.#ofObject = engine.query(
      'objectClaims',
      (place: string): readonly Claim[] => {
        const [object] = source.bucket('place', place);
        return object ? run(index, (visit) => announceObject(object, look(), visit)) : [];
      },
      sameValue,
    );
    this.#ofCluster = engine.query(
      'clusterClaims',
      (): readonly Claim[] => [
        ...wide.flatMap(([id]) => this.#ofRule(id)),
        ...source.bucket('all', '').flatMap((it) => this.#ofObject(placeOfOnce(it))),
      ],
      sameElements,
    );
    this.#ofSystem = engine.query(
      'systemClaims',
      () => run(index, (visit) => announceSystem(inputs.model(), inputs.facts(), visit)),
      sameValue,
    );
    this.#byFile = engine.query('systemFindings', () =>
      byFile(joinClaims(untilFailure([...this.#ofCluster(), ...this.#ofSystem()]))),
    );
  }

  /** Takes over the facts as they are now. To be called before questions, outside of queries; costs what has changed. */
  update(): void {
    const facts = this.#inputs.facts();
    const before = this.#facts;
    if (facts === before) return;
    this.#facts = facts;
    const changed: [Family, string][] = [];
    this.#index.update(settleNamespaces(objectsOf(facts)), (family, key) => changed.push([family, key]));
    for (const [family, key] of changed) this.#bucket.reload(family, key);
    for (const family of keyFamilies) this.#keys.reload(family);
    if (++this.#updates % sweeping === 0) this.#engine.sweep(swept);
    keepCluster(facts, new ClusterView(this.#index), before);
  }

  /** All findings by file. */
  byFile(): ReadonlyMap<string, readonly Finding[]> {
    return this.#byFile();
  }
}

const placeOfOnce = onceFor((object: KubernetesObjectFact) => placeOf(object));

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((it) => b.has(it));
}
