import { sameElements } from '../../cells/same.ts';
import { Aligned } from '../aligned.ts';
import type { AnswerList } from '../answer-list.ts';
import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Memory } from '../memory.ts';
import { onceFor } from '../once.ts';
import { dig, textMapOf, textOf } from '../plain.ts';
import { technologies } from '../technology/technologies.ts';
import { Chosen } from './gathered.ts';
import { Keyed } from './keyed.ts';
import { byText, makeNode, type Node, pushTo } from './node.ts';

/** What manifests alone declare of a node, and the node that it became in the last model. */
export interface Draft {
  workloads: readonly ClusterWorkload[];
  services: readonly KubernetesObjectFact[];
  /** The node without what others add, where that has to be at hand. */
  bare: Node | undefined;
  settled: Node | undefined;
  /** True when nothing was added to it. */
  plain: boolean;
}

/** A Service with the keys of the drafts that it belongs to. */
interface Placed {
  readonly service: KubernetesObjectFact;
  readonly keys: readonly string[];
  readonly isLonely: boolean;
}

/** Nodes for workloads, and for Services that nothing stands behind, kept while their parts are the same. */
export class KubernetesDrafts {
  readonly #cluster: ClusterView;
  readonly #place: AnswerList<KubernetesObjectFact, Placed>;
  readonly #workloads = new Keyed<ClusterWorkload>((it) => [groupOf(it)]);
  readonly #services = new Keyed<Placed>((it) => it.keys);
  readonly #drafts = new Map<string, Draft>();
  /** The drafts beside the first workload of each. */
  readonly #first = new Aligned<ClusterWorkload, Draft | undefined>();
  readonly #lonely = new Chosen<Placed>((it) => it.isLonely);
  #renewed: readonly Draft[] = [];

  constructor(memory: Memory, cluster: ClusterView) {
    this.#cluster = cluster;
    this.#place = memory.answersOf('backing', (service): Placed => {
      const behind = backing(cluster, wholeOf(cluster, service));
      const isLonely = behind.length === 0;
      return { service, isLonely, keys: isLonely ? [lonelyKey(service)] : [...new Set(behind.map(groupOf))] };
    });
  }

  /** The drafts that were put together of other parts when all were asked for last. */
  get renewed(): readonly Draft[] {
    return this.#renewed;
  }

  /** All drafts, in the order of the files; work is done for those alone of which a part has changed. */
  get all(): readonly Draft[] {
    const { workloads } = this.#cluster;
    const services = this.#place.of(coreServices(this.#cluster));
    const touched = new Set([...this.#workloads.update(workloads), ...this.#services.update(services)]);
    this.#renewed = [...touched].flatMap((key) => this.#renew(key) ?? []);
    const drafts: Draft[] = [];
    for (const draft of this.#beside(workloads)) if (draft) drafts.push(draft);
    for (const { service } of this.#lonely.of(services)) {
      const draft = this.#drafts.get(lonelyKey(service));
      if (draft?.workloads.length === 0 && draft.services[0] === service) drafts.push(draft);
    }
    return drafts;
  }

  /** The draft of each workload that is the first of its draft. */
  #beside(workloads: readonly ClusterWorkload[]): readonly (Draft | undefined)[] {
    const draftAt = (it: ClusterWorkload): Draft | undefined => {
      const draft = this.#drafts.get(groupOf(it));
      return draft?.workloads[0] === it ? draft : undefined;
    };
    const found = this.#first.of(workloads, draftAt);
    const others = new Map<number, Draft | undefined>();
    const look = (it: ClusterWorkload, at: number): void => {
      const draft = draftAt(it);
      if (draft !== found[at]) others.set(at, draft);
    };
    if (this.#renewed.length > few) workloads.forEach(look);
    else for (const draft of this.#renewed) for (const it of draft.workloads) look(it, workloads.indexOf(it));
    return others.size === 0 ? found : this.#first.put(others);
  }

  /** Gives the draft that has other parts now. */
  #renew(key: string): Draft | undefined {
    const workloads = this.#workloads.get(key);
    const services = this.#services.get(key).map((it) => it.service);
    const draft = this.#drafts.get(key);
    if (workloads.length + services.length === 0) {
      this.#drafts.delete(key);
      return undefined;
    }
    if (draft && sameElements(draft.workloads, workloads) && sameElements(draft.services, services)) return undefined;
    if (!draft) {
      const made = { workloads, services, bare: undefined, settled: undefined, plain: false };
      this.#drafts.set(key, made);
      return made;
    }
    Object.assign(draft, { workloads, services, bare: undefined, plain: false });
    return draft;
  }
}

/** With more drafts than these that are others now, all are gone through. */
const few = 32;

/** The node that manifests declare, without what others add. */
export function bareOf({ workloads, services, bare }: Draft): Node {
  return bare ?? (workloads.length > 0 ? workloadNode(workloads, services) : serviceNode(services));
}

/** No key of workloads has three lines. */
function lonelyKey({ namespace, name }: KubernetesObjectFact): string {
  return `${namespace ?? ''}\n${name}\n`;
}

function workloadNode(workloads: readonly ClusterWorkload[], services: readonly KubernetesObjectFact[]): Node {
  const node = makeNode('');
  node.workloads.push(...workloads);
  node.services.push(...services);
  nameWorkloads(node);
  return node;
}

/** The same Service in several files is one; an ExternalName leads out and is a name for what is there. */
function serviceNode(services: readonly KubernetesObjectFact[]): Node {
  const node = makeNode(services[0]?.name ?? '');
  for (const service of services) {
    node.services.push(service);
    if (dig(service.spec, 'type') !== 'ExternalName') continue;
    const host = textOf(dig(service.spec, 'externalName'));
    if (host?.includes('.') && !/\.(?:svc|cluster\.local|local)$/.test(host)) node.outside = 'third-party';
    if (host) node.aliases.add(host);
  }
  return node;
}

/** Services of the core group: Knative has a kind of that name too. */
export function coreServices(cluster: ClusterView): readonly KubernetesObjectFact[] {
  return coreOf(cluster.ofKind('Service'));
}

const coreOf = onceFor((services: readonly KubernetesObjectFact[]) => services.filter((it) => it.apiVersion === 'v1'));

/**
 * The Service that a piece of one completes. Two objects of one kind, name and namespace are one object in several files;
 * one that selects nothing and leads nowhere is then an overlay's patch of the other, such as another type.
 */
function wholeOf(cluster: ClusterView, service: KubernetesObjectFact): KubernetesObjectFact {
  const isPiece = (it: KubernetesObjectFact): boolean =>
    Object.keys(textMapOf(dig(it.spec, 'selector'))).length === 0 && dig(it.spec, 'type') !== 'ExternalName';
  if (!isPiece(service)) return service;
  const spaces = service.namespace === null ? cluster.namespaces : [service.namespace, null];
  const wholes = spaces.flatMap((it) =>
    cluster.named('Service', it, service.name).filter((other) => other.apiVersion === 'v1' && !isPiece(other)),
  );
  // In several namespaces there may be as many of that name, and nobody says which is meant.
  const [whole, ...others] = wholes;
  return whole && others.every((it) => it.namespace === whole.namespace) ? whole : service;
}

/** Workloads behind a Service; a Service whose manifest names no namespace may be for the only one that has such pods. */
export function backing(cluster: ClusterView, service: KubernetesObjectFact): readonly ClusterWorkload[] {
  const own = cluster.podsOf(service);
  if (own.length > 0 || service.namespace !== null) return own;
  const selector = textMapOf(dig(service.spec, 'selector'));
  const elsewhere = cluster.namespaces.filter((it) => it !== null).map((it) => cluster.selectedBy(selector, it));
  const found = elsewhere.filter((it) => it.length > 0);
  return found.length === 1 ? (found[0] ?? []) : [];
}

/** The key of the workloads that are one component: the same object in several files, and the versions of one application. */
const groupOf = onceFor((workload: ClusterWorkload): string => {
  const { namespace, name } = workload.object;
  const application = applicationOf(workload);
  const version = workload.labels['version'] ?? workload.labels['app.kubernetes.io/version'];
  const versioned = application !== null && version !== undefined && startsLike(name, application);
  return `${namespace ?? ''}\n${versioned ? `@${application}` : name}`;
});

/** "ratings-v2-mysql" of application "ratings" is a version of it; "shop-worker" of application "shop" with another image is none. */
function startsLike(name: string, application: string): boolean {
  return (
    name === application ||
    (name.startsWith(`${application}-`) &&
      /^-(?:v\d|canary|stable|blue|green|primary|baseline)/.test(name.slice(application.length)))
  );
}

function applicationOf(workload: ClusterWorkload): string | null {
  const { labels } = workload;
  return labels['app'] ?? labels['app.kubernetes.io/name'] ?? labels['k8s-app'] ?? null;
}

/** A component is called as its Service, if its workloads' names agree, else as its workload. */
function nameWorkloads(node: Node): void {
  const workloads = [...new Set(node.workloads.map((it) => it.object.name))].sort(byText);
  const services = [...new Set(node.services.map((it) => it.name))].sort((a, b) => a.length - b.length || byText(a, b));
  const [first = ''] = workloads;
  const named =
    services.find((it) => workloads.every((name) => name === it || name.startsWith(`${it}-`))) ??
    services.find((it) => workloads.includes(it));
  const version = /^(.+)-(?:v\d[\w.-]*|canary|stable|blue|green|primary)$/.exec(first)?.[1];
  node.name = named ?? version ?? first;
  const deployed = [...node.workloads.map((it) => it.object), ...node.services].flatMap(
    ({ overlay }) => overlay?.names.map((it) => it.name) ?? [],
  );
  for (const name of [...workloads, ...services, ...deployed]) if (name !== node.name) node.aliases.add(name);
}

/**
 * The proxies that Gateway and Ingress objects configure. Istio Gateways with one selector share a proxy; a Gateway of
 * the Gateway API has its own; Ingresses of one class share a controller.
 */
export function gatewayNodes(cluster: ClusterView): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  const at = (key: string, name: string, technology: string): Node => {
    let node = nodes.get(key);
    if (!node) {
      node = makeNode(name);
      node.technology = technologies.get(technology) ?? null;
      node.sure = true;
      node.roles.add(technology);
      nodes.set(key, node);
    }
    return node;
  };
  const istio = new Map<string, KubernetesObjectFact[]>();
  for (const gateway of cluster.ofKind('Gateway')) {
    if (gateway.apiVersion.startsWith('networking.istio.io/')) {
      const selector = Object.entries(textMapOf(dig(gateway.spec, 'selector')))
        .map(([key, value]) => `${key}=${value}`)
        .sort(byText)
        .join(',');
      pushTo(istio, selector, gateway);
    } else if (gateway.apiVersion.startsWith('gateway.networking.k8s.io/')) {
      at(`gateway ${gateway.name}`, gateway.name, 'gateway-api').gateways.push(gateway);
    }
  }
  for (const [selector, gateways] of istio) {
    const value = /=([\w.-]+)/.exec(selector)?.[1];
    const name = value === 'ingressgateway' || value === undefined ? 'istio-ingressgateway' : value;
    const same = gateways.map((it) => nodes.get(`gateway ${it.name}`)).find((it) => it !== undefined);
    const node = same ?? at(`istio ${selector}`, name, 'istio-gateway');
    node.gateways.push(...gateways);
    node.aliases.add(name);
  }
  for (const ingress of cluster.ofKind('Ingress')) {
    const name =
      textOf(dig(ingress.spec, 'ingressClassName')) ?? ingress.annotations['kubernetes.io/ingress.class'] ?? '';
    const node = at(`ingress ${name}`, 'ingress', 'ingress');
    node.gateways.push(ingress);
    if (name !== '') node.aliases.add(`${name} ingress controller`);
  }
  for (const node of nodes.values()) {
    for (const { kind, name } of node.gateways) if (kind === 'Gateway' && name !== node.name) node.aliases.add(name);
    node.aliases.delete(node.name);
  }
  return nodes;
}
