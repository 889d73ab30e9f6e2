import { sameElements } from '../cells/same.ts';
import { clusterOf } from './announce.ts';
import { ClusterView } from './cluster.ts';
import { type ClusterSource, joined } from './cluster-index.ts';
import type {
  ApiFact,
  ComposeIncludeFact,
  ComposeNetworkFact,
  ComposeServiceFact,
  ConnectionFact,
  Fact,
  ImageFact,
  ModuleFact,
  SettingsFact,
  SettingsFile,
  TraitFact,
  WeaknessFact,
} from './fact.ts';
import { addTo } from './grouped.ts';
import { AdmissionFinder } from './join/admissions.ts';
import { AskedCluster } from './join/asked-cluster.ts';
import { Assembly } from './join/assembly.ts';
import { Contracts } from './join/contracts.ts';
import { entriesOf } from './join/entries.ts';
import { externalHosts } from './join/external-hosts.ts';
import { Chosen, Gathered } from './join/gathered.ts';
import { GuardedCluster } from './join/guarded-cluster.ts';
import { Ids } from './join/identify.ts';
import { Keyed } from './join/keyed.ts';
import type { Entry, Link } from './join/link.ts';
import {
  composeLinks,
  dependencyLinks,
  isNamesake,
  KeptLinks,
  namesakeLinks,
  proxyRoutes,
  registryRoutes,
  waitsAsProxy,
} from './join/links.ts';
import type { Modules } from './join/modules.ts';
import { NamedLinkFinder } from './join/named-links.ts';
import { Names } from './join/names.ts';
import type { Node } from './join/node.ts';
import { orphanProxies } from './join/orphan-proxies.ts';
import { Owners } from './join/owners.ts';
import { Policies } from './join/policies.ts';
import { RouteFinder } from './join/routes.ts';
import { WeaknessFinder } from './join/weaknesses.ts';
import { Memory } from './memory.ts';
import type { LooseEnd } from './model.ts';
import { onceFor, onceForText } from './once.ts';
import { shelvesOf } from './shelves.ts';

/** The facts joined: who there is, who calls whom, and where one gets in. */
export interface JoinedSystem {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
  readonly entries: readonly Entry[];
  readonly traits: ReadonlyMap<Node, readonly TraitFact[]>;
  readonly weaknesses: ReadonlyMap<Node, readonly WeaknessFact[]>;
  /** Without the guards that may not be there: what is called safe is so because of these. */
  readonly cluster: ClusterView;
  readonly everything: ClusterView;
  readonly policies: Policies;
  readonly networks: readonly ComposeNetworkFact[];
  readonly looseEnds: readonly LooseEnd[];
}

/** Facts by their kind. */
interface Sorted {
  readonly services: readonly ComposeServiceFact[];
  readonly includes: readonly ComposeIncludeFact[];
  readonly networks: readonly ComposeNetworkFact[];
  readonly images: readonly ImageFact[];
  readonly apis: readonly ApiFact[];
  readonly modules: readonly ModuleFact[];
  readonly settings: readonly SettingsFact[];
  readonly connections: readonly ConnectionFact[];
  readonly traits: readonly TraitFact[];
  readonly weaknesses: readonly WeaknessFact[];
}

/**
 * Joins all facts of a workspace, and remembers what it has joined: of the next facts only what differs is joined again.
 * Nodes, links and lists that an edit does not concern are the same objects in the next system. What cannot be joined is
 * kept as a loose end.
 */
export class Joins {
  readonly memory = new Memory();
  readonly #asked = new AskedCluster(this.memory);
  readonly #cluster = new ClusterView(this.#asked);
  readonly #guarded = new GuardedCluster(this.memory);
  readonly policies = new Policies(this.memory, this.#guarded.view);
  /** The cluster without guards that may not be there. */
  readonly guarded = this.#guarded.view;
  readonly #assembly = new Assembly(this.memory, this.#cluster);
  readonly #names = new Names(this.memory);
  readonly #owners = new Owners(this.memory);
  readonly #named = new NamedLinkFinder(this.memory, this.#owners, this.#names);
  readonly #routes = new RouteFinder(this.memory, this.#cluster, this.#names);
  readonly #admissions = new AdmissionFinder(this.memory, this.#cluster);
  readonly #composed = this.memory.answers('compose', (it: Node) => composeLinks(it, this.#owners));
  readonly #late = new KeptLinks();
  readonly #contracts = new Contracts(this.memory, this.#names);
  readonly #ids = new Ids();
  readonly #entries = new Gathered<Node, Entry>(entriesOf);
  readonly #lonely = new Gathered<Node, LooseEnd>(lonelyServices);
  readonly #inCompose = new Chosen<Node>((it) => it.compose.length > 0);
  readonly #programs = new Chosen<Node>((it) => it.modules.length > 0);
  readonly #stores = new Chosen<Node>(isNamesake);
  readonly #waiting = new Chosen<Link>(waitsAsProxy);
  /** Those that may serve contracts from before. */
  readonly #serving = new Chosen<Node>((it) => it.apis.length > 0);
  #served: readonly Node[] = [];
  #everybody: readonly Node[] = [];
  #known: readonly Link[] = [];
  /** Connections with the namespace of their owners. */
  readonly #settled = this.memory.answersOf('owner', (it: ConnectionFact) => settleOwner(it, this.#cluster));
  readonly #byUse = new Keyed<ConnectionFact>(usesOf);
  readonly #trusted = this.memory.answers('trait', ({ owner, at }: TraitFact) =>
    this.#owners.of({ owner, at, needs: null, role: 'call' }),
  );
  readonly #weaknesses = new WeaknessFinder(this.memory, this.#owners);
  #traits: ReadonlyMap<Node, readonly TraitFact[]> = new Map();
  #weak: ReadonlyMap<Node, readonly WeaknessFact[]> = new Map();
  #networks: readonly ComposeNetworkFact[] = [];
  #sorted: Sorted = nothing;

  /** Joins these facts, in the order of their files. */
  join(facts: readonly Fact[]): JoinedSystem {
    const { source } = clusterOf(facts);
    const sorted = (this.#sorted = sortFacts(facts, this.#sorted));
    // A node that is to have another id or other contracts is made anew, and all is joined with the new one.
    for (let i = 0; i < 3; i++) {
      const system = this.#joined(sorted, source);
      if (system) return system;
    }
    throw new Error('the names of components do not settle');
  }

  #joined(sorted: Sorted, source: ClusterSource): JoinedSystem | undefined {
    this.memory.begin();
    this.#asked.source = source;
    this.#guarded.follow(source);
    const cluster = this.#cluster;
    const settled = this.#settled.of(sorted.connections);
    this.#byUse.update(settled);
    const modules = this.#assembly.modulesOf(sorted, settingsFiles(sorted.settings, this.#byUse.get('settings')));
    const deployed = this.#assembly.nodesOf(sorted, modules);
    this.#owners.update(deployed, modules);
    const ofPrograms = this.#byUse.get('technology');
    const nodes = appended(deployed, orphanProxies(ofPrograms, this.#owners, this.#assembly.settled));
    this.#names.update(nodes);
    this.#owners.update(nodes, modules);
    const programs = this.#programs.of(nodes);
    this.#owners.clients = clientsOfConfiguration(programs, this.#byUse.get('configuration'), this.#owners);
    const named = this.#named.of(settled, this.#assembly.settled);
    const routed = this.#routes.of(nodes);
    const composed = this.#inCompose.of(nodes).flatMap(this.#composed);
    this.#known = kept(this.#known, appended(named.links, composed, routed.links));
    const links = this.#links(nodes, programs, modules);
    const hosts = externalHosts(cluster, named.outside, this.#assembly.settled);
    const everybody = kept(this.#everybody, appended(nodes, named.mentioned, named.outside, hosts));
    this.#everybody = everybody;
    const contracts = this.#contracts.of(sorted.apis, nodes);
    if (!this.#identify(everybody, nodes, contracts)) return undefined;
    this.#traits = keptLists(this.#traits, this.#traitsOf(sorted.traits));
    this.#weak = keptLists(this.#weak, this.#weaknesses.of(sorted.weaknesses, nodes, cluster));
    this.#networks = kept(this.#networks, sorted.networks);
    const guarded = new ClusterView(this.#guarded.view.source);
    return {
      nodes: everybody,
      links,
      entries: this.#entries.of(nodes),
      traits: this.#traits,
      weaknesses: this.#weak,
      cluster: guarded,
      everything: this.#guarded.isWhole ? guarded : new ClusterView(this.#asked),
      policies: this.policies,
      networks: this.#networks,
      looseEnds: appended(
        named.looseEnds,
        routed.looseEnds,
        (contracts.get(null) ?? none).map(looseContract),
        this.#lonely.of(nodes),
      ),
    };
  }

  /** What is known of links makes others, step by step. */
  #links(nodes: readonly Node[], programs: readonly Node[], modules: Modules): readonly Link[] {
    const first = this.#waiting.of(this.#known).length > 0 ? proxyRoutes(this.#known) : this.#known;
    const dependent = dependencyLinks(programs, first, this.#owners);
    const second = appended(first, dependent);
    const registered = registryRoutes(programs, second, modules.hasRepository);
    const admitted = this.#admissions.of(nodes);
    const third = appended(second, registered, admitted);
    const late = this.#late.keep([...dependent, ...registered, ...namesakeLinks(this.#stores.of(nodes), nodes, third)]);
    const keptDependent = late.slice(0, dependent.length);
    const keptRegistered = late.slice(dependent.length, dependent.length + registered.length);
    const namesakes = late.slice(dependent.length + registered.length);
    return appended(first, keptDependent, keptRegistered, admitted, namesakes);
  }

  /** Gives nodes their contracts and ids. False when one has others already: it will be made anew. */
  #identify(
    everybody: readonly Node[],
    nodes: readonly Node[],
    contracts: ReadonlyMap<Node | null, readonly ApiFact[]>,
  ): boolean {
    let settled = true;
    const refuse = (node: Node): void => {
      this.#assembly.settled.refuse(node);
      settled = false;
    };
    const before = [...this.#serving.of(nodes), ...this.#served];
    this.#served = [...contracts.keys()].flatMap((it) => it ?? none);
    for (const node of new Set([...this.#served, ...before])) {
      const apis = contracts.get(node) ?? none;
      // One that is no more serves nothing.
      if (apis === none && (node.apis.length === 0 || !nodes.includes(node))) continue;
      if (node.id === '') node.apis.push(...apis);
      else if (!sameElements(node.apis, apis)) refuse(node);
    }
    for (const node of this.#ids.update(everybody)) {
      const id = this.#ids.of(node);
      if (node.id === '') node.id = id;
      else if (node.id !== id) refuse(node);
    }
    return settled;
  }

  #traitsOf(traits: readonly TraitFact[]): Map<Node, TraitFact[]> {
    const found = new Map<Node, TraitFact[]>();
    for (const trait of traits) {
      const it = settleOwner(trait, this.#cluster);
      for (const node of this.#trusted(it)) addTo(found, node, it);
    }
    return found;
  }
}

const none: readonly never[] = [];

/** The list from before where it has the same elements. */
function kept<T>(before: readonly T[], now: readonly T[]): readonly T[] {
  return sameElements(before, now) ? before : now;
}

function keptLists<K, T>(
  before: ReadonlyMap<K, readonly T[]>,
  now: ReadonlyMap<K, readonly T[]>,
): ReadonlyMap<K, readonly T[]> {
  return new Map([...now].map(([key, list]) => [key, kept(before.get(key) ?? none, list)]));
}

/** Facts by their kind, without those that the cluster has already. A list that is the same as before is that list. */
/** Several lists as one; the only one that is not empty is itself. */
function appended<T>(...lists: readonly (readonly T[])[]): readonly T[] {
  const [first = none, ...others] = lists.filter((it) => it.length > 0);
  return others.length === 0 ? first : first.concat(...others);
}

function sortFacts(facts: readonly Fact[], before: Sorted): Sorted {
  const shelves = shelvesOf(facts).map(sortShelf);
  const all = <K extends keyof Sorted>(kind: K): Sorted[K] => {
    const lists = shelves.flatMap((it): readonly (readonly Fact[])[] => (it[kind].length > 0 ? [it[kind]] : none));
    const now = ([] as Fact[]).concat(...lists) as readonly Fact[] as Sorted[K];
    return sameElements<Fact>(before[kind], now) ? before[kind] : now;
  };
  return {
    services: all('services'),
    includes: all('includes'),
    networks: all('networks'),
    images: all('images'),
    apis: all('apis'),
    modules: all('modules'),
    settings: all('settings'),
    connections: all('connections'),
    traits: all('traits'),
    weaknesses: all('weaknesses'),
  };
}

const nothing: Sorted = {
  services: none,
  includes: none,
  networks: none,
  images: none,
  apis: none,
  modules: none,
  settings: none,
  connections: none,
  traits: none,
  weaknesses: none,
};

const sortShelf = onceFor((facts: readonly Fact[]): Sorted => {
  const of = <F extends Fact['fact']>(kind: F): readonly Extract<Fact, { readonly fact: F }>[] => {
    const found = facts.filter((it): it is Extract<Fact, { readonly fact: F }> => it.fact === kind);
    return found.length > 0 ? found : none;
  };
  return {
    services: of('compose-service'),
    includes: of('compose-include'),
    networks: of('compose-network'),
    images: of('image'),
    apis: of('api'),
    modules: of('module'),
    settings: of('settings'),
    connections: of('connection'),
    traits: of('trait'),
    weaknesses: of('weakness'),
  };
});

/** What else than links is found by a connection. */
function usesOf({ owner, role, external }: ConnectionFact): readonly ('settings' | 'technology' | 'configuration')[] {
  const isOwned = owner.kind === 'settings' || owner.kind === 'technology';
  return [
    ...(isOwned ? [owner.kind] : none),
    ...(role === 'configuration' && !external ? ['configuration' as const] : none),
  ];
}

function settingsFiles(
  settings: readonly SettingsFact[],
  connections: readonly ConnectionFact[],
): readonly SettingsFile[] {
  return [
    ...settings.map((it) => it.file),
    ...connections.flatMap(({ owner }) => (owner.kind === 'settings' ? owner.file : [])),
  ];
}

/** Owners are named as their file names them: without the namespace that was settled afterwards. */
function settleOwner<F extends ConnectionFact | TraitFact>(fact: F, cluster: ClusterView): F {
  const { owner } = fact;
  if (
    owner.kind !== 'object' ||
    owner.namespace !== null ||
    cluster.named(owner.objectKind, null, owner.name).length > 0
  )
    return fact;
  const [object] = cluster.source.bucket('name', joined(owner.objectKind, owner.name));
  return object?.namespace ? (ownedIn(fact).in(object.namespace) as F) : fact;
}

/** The fact of one that is in this namespace: the same each time. */
const ownedIn = onceFor((fact: ConnectionFact | TraitFact) => ({
  in: onceForText((namespace) => ({ ...fact, owner: { ...fact.owner, namespace } }) as ConnectionFact | TraitFact),
}));

/** Nodes that read their configuration from a configuration server, by library or by one of these settings. */
function clientsOfConfiguration(
  programs: readonly Node[],
  connections: readonly ConnectionFact[],
  owners: Owners,
): readonly Node[] {
  const byLibrary = programs.filter((it) => it.modules.some((module) => module.hints.has('config-client')));
  const bySetting = connections.flatMap((it) => owners.of(it));
  return [...byLibrary, ...bySetting].filter(
    (it) => !it.modules.some((module) => module.flags.has('no-config-server')),
  );
}

const looseContract = onceFor(
  (it: ApiFact): LooseEnd => ({ text: `No service is known to serve the API ${it.title ?? ''}`.trim(), at: it.at }),
);

const lonelyServices = onceFor((node: Node): readonly LooseEnd[] =>
  node.workloads.length > 0 || node.compose.length > 0 || node.outside !== 'inside'
    ? none
    : node.services.map((it) => ({ text: `Service ${it.name} selects no pod that a file declares`, at: it.at })),
);
