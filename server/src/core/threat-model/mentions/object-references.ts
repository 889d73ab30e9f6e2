import { type ClusterWorkload, isWorkloadKind } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { isOpenText, type Space } from '../lookup.ts';
import { isIstio, serviceName } from '../mesh-objects.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { ingressBackends, routeBackends } from '../references.ts';

type Path = readonly (string | number)[];

/** That an object names another one: of which kind, where, and by which word of the text there. */
export interface ObjectReference {
  readonly kind: string;
  readonly space: Space;
  readonly name: string;
  /** The part of the text that names it; null when the whole value does. */
  readonly token: string | null;
  /** Route from the object's root. */
  readonly path: Path;
}

type Found = (kind: string, name: unknown, path: Path, space?: Space, token?: string) => void;

/** The objects that an object names by kind and name: what it is filled from, runs as, leads to or is bound to. */
export function objectReferences(
  object: KubernetesObjectFact,
  workload: ClusterWorkload | undefined,
): readonly ObjectReference[] {
  const references: ObjectReference[] = [];
  const found: Found = (kind, value, path, space = object.namespace, token) => {
    const name = textOf(value);
    if (name !== null && name !== '' && !isOpenText(name))
      references.push({ kind, name, path, space, token: token ?? null });
  };
  if (workload) ofPod(workload, found);
  if (object.kind === 'StatefulSet') found('Service', dig(object.spec, 'serviceName'), ['spec', 'serviceName']);
  if (isWorkloadKind(object.kind)) return references;
  ofRoute(object, found);
  ofGateway(object, found);
  if (isIstio(object)) ofMesh(object, found);
  if (object.kind.endsWith('RoleBinding')) ofBinding(object, found);
  const scaled = dig(object.spec, 'scaleTargetRef');
  const kind = textOf(dig(scaled, 'kind'));
  if (kind !== null) found(kind, dig(scaled, 'name'), ['spec', 'scaleTargetRef', 'name']);
  return references;
}

function ofPod({ pod, podRoute }: ClusterWorkload, found: Found): void {
  const source = (value: unknown, path: Path): void => {
    for (const [key, kind, name] of sources)
      if (dig(value, key) !== undefined) found(kind, dig(value, key, name), [...path, key, name]);
  };
  for (const list of ['containers', 'initContainers']) {
    listOf(dig(pod, list)).forEach((container, i) => {
      const here = [...podRoute, list, i];
      listOf(dig(container, 'env')).forEach((it, j) => source(dig(it, 'valueFrom'), [...here, 'env', j, 'valueFrom']));
      listOf(dig(container, 'envFrom')).forEach((it, j) => source(it, [...here, 'envFrom', j]));
    });
  }
  listOf(dig(pod, 'volumes')).forEach((volume, i) => {
    const here = [...podRoute, 'volumes', i];
    source(volume, here);
    listOf(dig(volume, 'projected', 'sources')).forEach((it, j) => source(it, [...here, 'projected', 'sources', j]));
  });
  for (const key of ['serviceAccountName', 'serviceAccount'])
    found('ServiceAccount', dig(pod, key), [...podRoute, key]);
}

/** How containers and volumes name what fills them: key, kind, and the key of the name. */
const sources = [
  ['secretKeyRef', 'Secret', 'name'],
  ['configMapKeyRef', 'ConfigMap', 'name'],
  ['secretRef', 'Secret', 'name'],
  ['configMapRef', 'ConfigMap', 'name'],
  ['secret', 'Secret', 'secretName'],
  ['secret', 'Secret', 'name'],
  ['configMap', 'ConfigMap', 'name'],
  ['persistentVolumeClaim', 'PersistentVolumeClaim', 'claimName'],
] as const;

/** Ingresses and the routes of Gateway API: backends, gateways and certificates. */
function ofRoute(object: KubernetesObjectFact, found: Found): void {
  const { kind, spec } = object;
  const backends = kind === 'Ingress' ? ingressBackends(object) : kind.endsWith('Route') ? routeBackends(object) : [];
  for (const it of backends) found('Service', it.name, it.at, it.space);
  if (kind === 'Ingress') {
    listOf(dig(spec, 'tls')).forEach((it, i) =>
      found('Secret', dig(it, 'secretName'), ['spec', 'tls', i, 'secretName']),
    );
  }
  if (!kind.endsWith('Route')) return;
  listOf(dig(spec, 'parentRefs')).forEach((it, i) => {
    const space = textOf(dig(it, 'namespace')) ?? object.namespace;
    found(textOf(dig(it, 'kind')) ?? 'Gateway', dig(it, 'name'), ['spec', 'parentRefs', i, 'name'], space);
  });
}

/** Certificates of gateways, of Gateway API and of Istio. */
function ofGateway({ kind, spec, namespace }: KubernetesObjectFact, found: Found): void {
  if (kind !== 'Gateway') return;
  listOf(dig(spec, 'servers')).forEach((it, i) =>
    // Istio reads the credential beside the proxy, wherever that runs.
    found('Secret', dig(it, 'tls', 'credentialName'), ['spec', 'servers', i, 'tls', 'credentialName'], null),
  );
  listOf(dig(spec, 'listeners')).forEach((listener, i) => {
    listOf(dig(listener, 'tls', 'certificateRefs')).forEach((it, j) => {
      const space = textOf(dig(it, 'namespace')) ?? namespace;
      const path = ['spec', 'listeners', i, 'tls', 'certificateRefs', j, 'name'];
      found(textOf(dig(it, 'kind')) ?? 'Secret', dig(it, 'name'), path, space);
    });
  });
}

/** Istio: gateways of a VirtualService, hosts of destinations, identities of callers. */
function ofMesh({ kind, spec, namespace }: KubernetesObjectFact, found: Found): void {
  const host = (value: unknown, path: Path): void => {
    const text = textOf(value);
    const service = text === null ? undefined : serviceName(text, namespace);
    if (service && text !== null) found('Service', service.name, path, service.space, text);
  };
  if (kind === 'VirtualService') {
    listOf(dig(spec, 'gateways')).forEach((it, i) => {
      const text = textOf(it);
      if (text === null || text === 'mesh') return;
      const slash = text.indexOf('/');
      const space = slash < 0 || text.startsWith('./') ? namespace : text.slice(0, slash);
      found('Gateway', text.slice(slash + 1), ['spec', 'gateways', i], space);
    });
    for (const list of ['http', 'tls', 'tcp']) {
      listOf(dig(spec, list)).forEach((rule, i) => {
        const here = ['spec', list, i];
        const routes = listOf(dig(rule, 'route'));
        routes.forEach((it, j) => host(dig(it, 'destination', 'host'), [...here, 'route', j, 'destination', 'host']));
        host(dig(rule, 'mirror', 'host'), [...here, 'mirror', 'host']);
      });
    }
  }
  if (kind === 'DestinationRule') host(dig(spec, 'host'), ['spec', 'host']);
  if (kind !== 'AuthorizationPolicy') return;
  listOf(dig(spec, 'rules')).forEach((rule, i) => {
    listOf(dig(rule, 'from')).forEach((from, j) => {
      listOf(dig(from, 'source', 'principals')).forEach((it, k) => {
        const [, space, name] = /\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(textOf(it) ?? '') ?? [];
        const path = ['spec', 'rules', i, 'from', j, 'source', 'principals', k];
        if (space !== undefined && name !== undefined) found('ServiceAccount', name, path, space);
      });
    });
  });
}

/** Role bindings: who gets which role. Their specification stands beside the metadata. */
function ofBinding({ spec, namespace }: KubernetesObjectFact, found: Found): void {
  listOf(dig(spec, 'subjects')).forEach((it, i) => {
    if (dig(it, 'kind') === 'ServiceAccount')
      found('ServiceAccount', dig(it, 'name'), ['subjects', i, 'name'], textOf(dig(it, 'namespace')) ?? namespace);
  });
  const kind = textOf(dig(spec, 'roleRef', 'kind'));
  if (kind !== null)
    found(kind, dig(spec, 'roleRef', 'name'), ['roleRef', 'name'], kind === 'ClusterRole' ? null : namespace);
}
