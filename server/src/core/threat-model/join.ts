import { parseAddress } from './address.ts';
import { clusterOf } from './announce.ts';
import { ClusterView } from './cluster.ts';
import type {
  ApiFact,
  ComposeIncludeFact,
  ComposeNetworkFact,
  ComposeServiceFact,
  ConnectionFact,
  Fact,
  ImageFact,
  KubernetesObjectFact,
  ModuleFact,
  SettingsFact,
  SettingsFile,
  TraitFact,
  WeaknessFact,
} from './fact.ts';
import { folderOf } from './folder.ts';
import { attachApis, attachModules, mergeDeployments, undeployedNodes } from './join/merge.ts';
import { composeNodes } from './join/compose-nodes.ts';
import { entriesOf } from './join/entries.ts';
import { externalHosts } from './join/external-hosts.ts';
import { identify } from './join/identify.ts';
import { kubernetesNodes } from './join/kubernetes-nodes.ts';
import type { Entry, Link } from './join/link.ts';
import { composeLinks, dependencyLinks, namedLinks, namesakeLinks, proxyRoutes, registryRoutes } from './join/links.ts';
import { linkerdAdmissionsOf } from './join/linkerd.ts';
import { Mentioned } from './join/mentioned.ts';
import { Modules } from './join/modules.ts';
import { Names } from './join/names.ts';
import type { Node } from './join/node.ts';
import { orphanProxies } from './join/orphan-proxies.ts';
import { Owners } from './join/owners.ts';
import { admissionsOf, Policies, principalsOf } from './join/policies.ts';
import { clusterRoutes } from './join/routes.ts';
import { recogniseNode } from './join/technology.ts';
import { weaknessesByNode } from './join/weaknesses.ts';
import type { LooseEnd } from './model.ts';

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
  readonly objects: readonly KubernetesObjectFact[];
  readonly images: readonly ImageFact[];
  readonly apis: readonly ApiFact[];
  readonly modules: readonly ModuleFact[];
  readonly settings: readonly SettingsFact[];
  readonly connections: readonly ConnectionFact[];
  readonly traits: readonly TraitFact[];
  readonly weaknesses: readonly WeaknessFact[];
}

/** Joins all facts of a workspace. What cannot be joined is kept as a loose end. */
export function joinFacts(facts: readonly Fact[]): JoinedSystem {
  const sorted = sortFacts(facts);
  const cluster = clusterOf(facts);
  const { objects } = cluster;
  const files = settingsFiles(sorted);
  const modules = new Modules(sorted.modules, sorted.settings, sorted.images, files);
  const deployed = [...composeNodes(sorted.services, sorted.includes), ...kubernetesNodes(cluster)];
  attachModules(deployed, modules);
  const merged = mergeDeployments(deployed);
  const nodes = [...merged, ...undeployedNodes(merged, modules)];
  for (const node of nodes) recogniseNode(node);
  const settled = sorted.connections.map((it) => settleOwner(it, cluster));
  const clients = new Set<Node>();
  nodes.push(...orphanProxies(settled, () => new Owners(nodes, modules, cluster, () => [])));
  const names = new Names(nodes);
  const owners = new Owners(nodes, modules, cluster, () => [...clients]);
  for (const node of clientsOfConfiguration(nodes, settled, owners)) clients.add(node);
  const mentioned = new Mentioned(nodes);
  const named = namedLinks(settled, owners, names, mentioned);
  const routed = clusterRoutes(cluster, nodes, names);
  const first = proxyRoutes([...named.links, ...composeLinks(nodes), ...routed.links]);
  const second = [...first, ...dependencyLinks(nodes, first)];
  const third = [...second, ...registryRoutes(nodes, second, modules.hasRepository), ...admissionLinks(cluster, nodes)];
  const links = [...third, ...namesakeLinks(nodes, third)];
  const everybody = [...nodes, ...mentioned.nodes, ...named.outside, ...externalHosts(cluster, named.outside)];
  const looseApis = attachApis(nodes, sorted.apis, (url) => {
    const address = parseAddress(url);
    const target = address ? names.resolve(address, null, false, false) : undefined;
    return target?.kind === 'nodes' ? target.nodes : [];
  });
  identify(everybody);
  const sure = withoutOptionalGuards(objects);
  const guarded = sure === objects ? cluster : new ClusterView(sure);
  return {
    nodes: everybody,
    links,
    entries: nodes.flatMap(entriesOf),
    traits: traitsOf(
      sorted.traits.map((it) => settleOwner(it, cluster)),
      owners,
    ),
    weaknesses: weaknessesByNode(sorted.weaknesses, nodes, cluster, owners),
    cluster: guarded,
    everything: cluster,
    policies: new Policies(guarded),
    networks: sorted.networks,
    looseEnds: [
      ...named.looseEnds,
      ...routed.looseEnds,
      ...looseApis.map((it) => ({ text: `No service is known to serve the API ${it.title ?? ''}`.trim(), at: it.at })),
      ...lonelyServices(nodes),
    ],
  };
}

function sortFacts(facts: readonly Fact[]): Sorted {
  const of = <K extends Fact['fact']>(kind: K): readonly Extract<Fact, { fact: K }>[] =>
    facts.filter((it): it is Extract<Fact, { fact: K }> => it.fact === kind);
  return {
    services: of('compose-service'),
    networks: of('compose-network'),
    includes: of('compose-include'),
    objects: of('kubernetes-object'),
    images: of('image'),
    apis: of('api'),
    modules: of('module'),
    settings: of('settings'),
    connections: of('connection'),
    traits: of('trait'),
    weaknesses: of('weakness'),
  };
}

function settingsFiles(sorted: Sorted): readonly SettingsFile[] {
  const named = sorted.connections.flatMap((it) => (it.owner.kind === 'settings' ? [it.owner.file] : []));
  return [...sorted.settings.map((it) => it.file), ...named];
}

const guards: ReadonlySet<string> = new Set([
  'NetworkPolicy',
  'PeerAuthentication',
  'AuthorizationPolicy',
  'RequestAuthentication',
]);

/**
 * Guards of a Kustomize component protect nothing before somebody includes the component, so nothing is called safe
 * because of them. What they open, and whom they name, still counts.
 */
function withoutOptionalGuards(objects: readonly KubernetesObjectFact[]): readonly KubernetesObjectFact[] {
  const optional = new Set(
    objects
      .filter((it) => it.kind === 'Component' && it.apiVersion.startsWith('kustomize.config.k8s.io/'))
      .map((it) => folderOf(it.at.file)),
  );
  return optional.size === 0
    ? objects
    : objects.filter((it) => !guards.has(it.kind) || !optional.has(folderOf(it.at.file)));
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
  const namespace = cluster.ofKind(owner.objectKind).find((it) => it.name === owner.name)?.namespace ?? null;
  return { ...fact, owner: { ...owner, namespace } };
}

/** Nodes that read their configuration from a configuration server, by library or by setting. */
function clientsOfConfiguration(
  nodes: readonly Node[],
  connections: readonly ConnectionFact[],
  owners: Owners,
): readonly Node[] {
  const byLibrary = nodes.filter((it) => it.modules.some((module) => module.hints.has('config-client')));
  const bySetting = connections
    .filter((it) => it.role === 'configuration' && !it.external)
    .flatMap((it) => owners.of(it));
  return [...byLibrary, ...bySetting].filter(
    (it) => !it.modules.some((module) => module.flags.has('no-config-server')),
  );
}

/** Policies that name callers say who calls. */
function admissionLinks(cluster: ClusterView, nodes: readonly Node[]): readonly Link[] {
  const admissions = [...admissionsOf(cluster), ...principalsOf(cluster), ...linkerdAdmissionsOf(cluster)];
  if (admissions.length === 0) return [];
  const nodeOf = new Map(nodes.flatMap((node) => node.workloads.map((it) => [it, node] as const)));
  return admissions.flatMap(({ policy, path, from, to }) =>
    from.flatMap((source) =>
      to.flatMap((target): readonly Link[] => {
        const [caller, called] = [nodeOf.get(source), nodeOf.get(target)];
        if (!caller || !called || caller === called) return [];
        const at = { ...policy.at, route: [...policy.root, ...path] };
        return [
          {
            from: caller,
            to: called,
            role: 'call',
            scheme: null,
            port: null,
            encrypted: 'unknown',
            authenticated: 'unknown',
            evidence: { text: `${policy.kind} ${policy.name} lets ${caller.name} call ${called.name}`, at },
          },
        ];
      }),
    ),
  );
}

function traitsOf(traits: readonly TraitFact[], owners: Owners): ReadonlyMap<Node, readonly TraitFact[]> {
  const found = new Map<Node, TraitFact[]>();
  for (const trait of traits) {
    for (const node of owners.of({ owner: trait.owner, at: trait.at, needs: null, role: 'call' }))
      found.set(node, [...(found.get(node) ?? []), trait]);
  }
  return found;
}

function lonelyServices(nodes: readonly Node[]): readonly LooseEnd[] {
  return nodes.flatMap((node) =>
    node.workloads.length > 0 || node.compose.length > 0 || node.outside !== 'inside'
      ? []
      : node.services.map((it) => ({ text: `Service ${it.name} selects no pod that a file declares`, at: it.at })),
  );
}
