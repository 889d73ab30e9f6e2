import { hasHole } from '../../syntax/template.ts';
import type { View } from '../../syntax/view.ts';
import type { KubernetesResource } from './resource.ts';

export function isIngress(object: KubernetesResource): boolean {
  return object.isA(['networking.k8s.io', 'extensions'], 'Ingress');
}

/** The hosts that the rules of an Ingress name, without holes. */
export function ingressHosts(object: KubernetesResource): readonly { readonly host: string; readonly view: View }[] {
  return object.spec.get('rules').items.flatMap((it) => {
    const view = it.get('host');
    const host = view.text;
    return host === undefined || host === '' || hasHole(host) ? [] : [{ host, view }];
  });
}

/** Annotations by which a load balancer in front brings the certificate, and the short-lived routes of ACME. */
const elsewhere: readonly RegExp[] = [
  /^alb\.ingress\.kubernetes\.io\/(?:certificate-arn|listen-ports)$/,
  /^ingress\.gcp\.kubernetes\.io\/pre-shared-cert$/,
  /^networking\.gke\.io\/(?:managed-certificates|pre-shared-certs)$/,
  /^appgw\.ingress\.kubernetes\.io\/appgw-ssl-certificate$/,
  /^traefik\.ingress\.kubernetes\.io\/router\.tls$/,
];

/** TLS ends in front of the Ingress, or it is no route of the service at all. */
export function terminatesElsewhere(object: KubernetesResource): boolean {
  if (object.labels.some((it) => it.name === 'acme.cert-manager.io/http01-solver')) return true;
  return object.annotations.some(({ name, value }) => {
    if (name === 'alb.ingress.kubernetes.io/listen-ports') return /HTTPS/.test(value ?? 'HTTPS');
    if (name === 'traefik.ingress.kubernetes.io/router.tls') return value !== 'false';
    return elsewhere.some((it) => it.test(name));
  });
}

/** Every path of the rules, with its address. */
export function ingressPaths(object: KubernetesResource): readonly View[] {
  return object.spec.get('rules').items.flatMap((rule) => rule.at('http', 'paths').items.map((it) => it.get('path')));
}
