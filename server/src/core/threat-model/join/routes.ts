import type { ClusterView } from '../cluster.ts';
import { placeOf } from '../cluster-index.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Memory } from '../memory.ts';
import type { LooseEnd } from '../model.ts';
import { dig, listOf, numberOf, textOf } from '../plain.ts';
import { Chosen } from './gathered.ts';
import { Asked } from './keyed.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import type { Node } from './node.ts';

/** What one object's routes lead to. */
export interface Routes {
  readonly links: readonly Link[];
  readonly looseEnds: readonly LooseEnd[];
}

/** What the routes of gateways and Ingresses lead to; again for an object only when what it asked is another one. */
export class RouteFinder {
  readonly #cluster: ClusterView;
  readonly #names: Names;
  readonly #proxies: Asked<Node>;
  readonly #gateways = new Chosen<Node>((it) => it.gateways.length > 0);
  readonly #of: (object: KubernetesObjectFact) => Routes;

  constructor(memory: Memory, cluster: ClusterView, names: Names) {
    this.#cluster = cluster;
    this.#names = names;
    this.#proxies = new Asked(memory, wordsOf);
    this.#of = memory.answers('route', (it) => this.#routesOf(it));
  }

  of(nodes: readonly Node[]): Routes {
    this.#proxies.update(this.#gateways.of(nodes));
    const links: Link[] = [];
    const looseEnds: LooseEnd[] = [];
    for (const kind of routeKinds) {
      for (const object of this.#cluster.ofKind(kind)) {
        const found = this.#of(object);
        links.push(...found.links);
        looseEnds.push(...found.looseEnds);
      }
    }
    return { links, looseEnds };
  }

  #routesOf(object: KubernetesObjectFact): Routes {
    if (object.kind === 'Ingress') {
      const from = this.#proxies.ask(`place\n${placeOf(object)}`).at(-1);
      return this.#leading(object, 'service', from ? [from] : [], ingressRoutes);
    }
    if (object.kind === 'VirtualService') {
      const gateways = listOf(dig(object.spec, 'gateways')).flatMap((it) => {
        const name = textOf(it) ?? '';
        if (name === 'mesh') return [];
        const [namespace, own] = name.includes('/') ? name.split('/') : [object.namespace, name];
        return this.#gateway('networking.istio.io/', namespace ?? null, own ?? '');
      });
      return this.#leading(object, 'host', gateways, destinations);
    }
    const parents = listOf(dig(object.spec, 'parentRefs')).flatMap((it) => {
      // A parent of kind Service is a route inside the mesh (GAMMA), not one from outside.
      if (textOf(dig(it, 'kind')) === 'Service') return [];
      const namespace = textOf(dig(it, 'namespace')) ?? object.namespace;
      return this.#gateway('gateway.networking.k8s.io/', namespace, textOf(dig(it, 'name')) ?? '');
    });
    return this.#leading(object, 'service', parents, backendRefs);
  }

  #gateway(apiVersion: string, namespace: string | null, name: string): readonly Node[] {
    return this.#proxies.ask(gatewayKey(apiVersion, namespace, name)).slice(-1);
  }

  #leading(
    object: KubernetesObjectFact,
    kind: 'service' | 'host',
    proxies: readonly Node[],
    each: (object: KubernetesObjectFact, found: Found) => void,
  ): Routes {
    const links: Link[] = [];
    const looseEnds: LooseEnd[] = [];
    for (const from of proxies) {
      each(object, (path, host, port) => {
        const at = { ...object.at, route: [...object.root, ...path] };
        // Hosts of a route are seen from the route's own namespace, not from the gateway's.
        const targets =
          kind === 'service'
            ? this.#names.service(...split(host, object.namespace))
            : hostTargets(this.#names, host, object.namespace);
        if (targets.length === 0)
          looseEnds.push({ text: `${object.kind} ${object.name} leads to ${host}, which no file declares`, at });
        for (const to of targets) {
          if (to === from) continue;
          links.push({
            from,
            to,
            role: 'route',
            scheme: 'http',
            port,
            encrypted: 'unknown',
            authenticated: 'unknown',
            evidence: { text: `${object.kind} ${object.name} routes to ${to.name}`, at },
          });
        }
      });
    }
    return { links, looseEnds };
  }
}

const routeKinds = ['Ingress', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute', 'VirtualService'];

function wordsOf({ gateways }: Node): readonly string[] {
  return gateways.flatMap((it) => [
    `place\n${placeOf(it)}`,
    ...(it.kind === 'Gateway' ? [gatewayKey(it.apiVersion, it.namespace, it.name)] : []),
  ]);
}

type Found = (path: readonly (string | number)[], host: string, port: number | null) => void;

function ingressRoutes(ingress: KubernetesObjectFact, found: Found): void {
  const backend = (value: unknown, path: readonly (string | number)[]): void => {
    const name = textOf(dig(value, 'service', 'name')) ?? textOf(dig(value, 'serviceName'));
    if (name !== null)
      found(path, name, numberOf(dig(value, 'service', 'port', 'number')) ?? numberOf(dig(value, 'servicePort')));
  };
  for (const key of ['defaultBackend', 'backend']) backend(dig(ingress.spec, key), ['spec', key]);
  listOf(dig(ingress.spec, 'rules')).forEach((rule, i) => {
    listOf(dig(rule, 'http', 'paths')).forEach((it, j) =>
      backend(dig(it, 'backend'), ['spec', 'rules', i, 'http', 'paths', j, 'backend']),
    );
  });
}

function backendRefs(object: KubernetesObjectFact, found: Found): void {
  listOf(dig(object.spec, 'rules')).forEach((rule, i) => {
    listOf(dig(rule, 'backendRefs')).forEach((it, j) => {
      const name = textOf(dig(it, 'name'));
      const kind = textOf(dig(it, 'kind')) ?? 'Service';
      const namespace = textOf(dig(it, 'namespace'));
      if (name !== null && kind === 'Service')
        found(
          ['spec', 'rules', i, 'backendRefs', j],
          namespace === null ? name : `${name}.${namespace}`,
          numberOf(dig(it, 'port')),
        );
    });
  });
}

function destinations(object: KubernetesObjectFact, found: Found): void {
  for (const protocol of ['http', 'tls', 'tcp']) {
    listOf(dig(object.spec, protocol)).forEach((rule, i) => {
      listOf(dig(rule, 'route')).forEach((it, j) => {
        const host = textOf(dig(it, 'destination', 'host'));
        if (host !== null)
          found(
            ['spec', protocol, i, 'route', j, 'destination'],
            host,
            numberOf(dig(it, 'destination', 'port', 'number')),
          );
      });
    });
  }
}

function split(name: string, namespace: string | null): [string | null, string] {
  const dot = name.indexOf('.');
  return dot < 0 ? [namespace, name] : [name.slice(dot + 1), name.slice(0, dot)];
}

/** A destination's host: a short name means the Service in the VirtualService's own namespace (Istio, "Destination"). */
function hostTargets(names: Names, host: string, namespace: string | null): readonly Node[] {
  if (!host.includes('.')) return names.service(namespace, host);
  const [name = '', space = ''] = host.replace(/\.svc(?:\..*)?$/, '').split('.');
  const exact = names.service(space, name);
  return exact.length > 0 ? exact : namespace === null && space === 'default' ? names.service(null, name) : [];
}

/** A gateway of no namespace and one of the same name in a namespace are the same as far as anybody can tell. */
function gatewayKey(apiVersion: string, namespace: string | null, name: string): string {
  return `${apiVersion.replace(/\/.*/, '')}\n${namespace ?? ''}\n${name}`;
}
