import type { ClusterView } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { LooseEnd } from '../model.ts';
import { dig, listOf, numberOf, textOf } from '../plain.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import type { Node } from './node.ts';

/** What the routes of gateways and Ingresses lead to, one function per kind of route. */
export function clusterRoutes(
  cluster: ClusterView,
  nodes: readonly Node[],
  names: Names,
): { readonly links: readonly Link[]; readonly looseEnds: readonly LooseEnd[] } {
  const proxies = new Map<KubernetesObjectFact, Node>();
  const byGateway = new Map<string, Node>();
  for (const node of nodes) {
    for (const gateway of node.gateways) {
      proxies.set(gateway, node);
      if (gateway.kind === 'Gateway')
        byGateway.set(gatewayKey(gateway.apiVersion, gateway.namespace, gateway.name), node);
    }
  }
  const links: Link[] = [];
  const looseEnds: LooseEnd[] = [];
  const route = (
    from: Node | undefined,
    object: KubernetesObjectFact,
    path: readonly (string | number)[],
    host: string,
    port: number | null,
    kind: 'service' | 'host',
  ): void => {
    const at = { ...object.at, route: [...object.root, ...path] };
    const [first] = from?.gateways ?? [];
    // Hosts of a route are seen from the route's own namespace, not from the gateway's.
    const targets =
      kind === 'service' ? names.service(...split(host, object.namespace)) : hostTargets(names, host, object.namespace);
    if (!from) return;
    if (targets.length === 0)
      looseEnds.push({ text: `${object.kind} ${object.name} leads to ${host}, which no file declares`, at });
    for (const to of targets) {
      if (to === from || first === undefined) continue;
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
  };
  for (const ingress of cluster.ofKind('Ingress'))
    ingressRoutes(ingress, (path, name, port) => route(proxies.get(ingress), ingress, path, name, port, 'service'));
  for (const kind of ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute']) {
    for (const object of cluster.ofKind(kind)) {
      const parents = listOf(dig(object.spec, 'parentRefs')).flatMap((it) => {
        // A parent of kind Service is a route inside the mesh (GAMMA), not one from outside.
        if (textOf(dig(it, 'kind')) === 'Service') return [];
        return (
          byGateway.get(
            gatewayKey(
              'gateway.networking.k8s.io/',
              textOf(dig(it, 'namespace')) ?? object.namespace,
              textOf(dig(it, 'name')) ?? '',
            ),
          ) ?? []
        );
      });
      for (const from of parents)
        backendRefs(object, (path, name, port) => route(from, object, path, name, port, 'service'));
    }
  }
  for (const object of cluster.ofKind('VirtualService')) {
    const gateways = listOf(dig(object.spec, 'gateways')).flatMap((it) => {
      const name = textOf(it) ?? '';
      if (name === 'mesh') return [];
      const [namespace, own] = name.includes('/') ? name.split('/') : [object.namespace, name];
      return byGateway.get(gatewayKey('networking.istio.io/', namespace ?? null, own ?? '')) ?? [];
    });
    for (const from of gateways)
      destinations(object, (path, host, port) => route(from, object, path, host, port, 'host'));
  }
  return { links, looseEnds };
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
