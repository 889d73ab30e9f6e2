import type { Anchor } from '../../syntax/anchor.ts';
import type { View } from '../../syntax/view.ts';
import type { KubernetesResource } from '../kubernetes/resource.ts';
import type { DataNoun } from '../noun.ts';

/** Who gives the object its meaning. */
export type MeshSystem = 'istio' | 'gateway-api' | 'linkerd';

/** The system that an API group belongs to; undefined for every other group. */
export function meshSystemOf(group: string): MeshSystem | undefined {
  if (group === 'gateway.networking.k8s.io') return 'gateway-api';
  if (/(?:^|\.)istio\.io$/.test(group)) return 'istio';
  // Linkerd keeps a copy of HTTPRoute and GRPCRoute in its own group (Linkerd reference, "HTTPRoute").
  return /(?:^|\.)linkerd\.io$/.test(group) ? 'linkerd' : undefined;
}

export function isMeshGroup(group: string): boolean {
  return meshSystemOf(group) !== undefined;
}

/** An object of Istio, Linkerd or Gateway API, in the words of its own reference. */
export class MeshResource implements DataNoun {
  readonly object: KubernetesResource;
  readonly system: MeshSystem | undefined;

  constructor(object: KubernetesResource) {
    this.object = object;
    this.system = meshSystemOf(object.group);
  }

  get view(): View {
    return this.object.view;
  }

  get spec(): View {
    return this.object.spec;
  }

  get at(): Anchor {
    return this.object.at;
  }

  get resource(): string {
    return this.object.resource;
  }

  get title(): string {
    return this.object.title;
  }

  isIstio(...kinds: readonly string[]): boolean {
    return this.system === 'istio' && kinds.includes(this.object.kind);
  }

  isGatewayApi(...kinds: readonly string[]): boolean {
    return this.system === 'gateway-api' && kinds.includes(this.object.kind);
  }

  isLinkerd(...kinds: readonly string[]): boolean {
    return this.system === 'linkerd' && kinds.includes(this.object.kind);
  }

  /** The TLS settings of a DestinationRule: for the host, for one of its ports, for a subset, for a subset's port. */
  get clientTls(): readonly View[] {
    if (!this.isIstio('DestinationRule')) return [];
    const policies = [
      this.spec.get('trafficPolicy'),
      ...this.spec.get('subsets').items.map((it) => it.get('trafficPolicy')),
    ];
    return policies
      .flatMap((it) => [it.get('tls'), ...it.get('portLevelSettings').items.map((port) => port.get('tls'))])
      .filter((it) => it.isMap);
  }

  /** The servers of an Istio Gateway. */
  get servers(): readonly View[] {
    return this.isIstio('Gateway') ? this.spec.get('servers').items : [];
  }

  /** The listeners of a Gateway of Gateway API. */
  get listeners(): readonly View[] {
    return this.isGatewayApi('Gateway') ? this.spec.get('listeners').items : [];
  }

  /** The rules of an Istio AuthorizationPolicy. */
  get rules(): readonly View[] {
    return this.isIstio('AuthorizationPolicy') ? this.spec.get('rules').items : [];
  }
}
