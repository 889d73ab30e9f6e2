/** Annotations by which clouds keep a load balancer inside their network. */
const internal: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^service\.beta\.kubernetes\.io\/aws-load-balancer-internal$/, /^(?!false$)/i],
  [/^service\.beta\.kubernetes\.io\/aws-load-balancer-scheme$/, /^internal$/i],
  [/^(?:cloud\.google\.com|networking\.gke\.io)\/load-balancer-type$/, /^internal$/i],
  [/^service\.beta\.kubernetes\.io\/azure-load-balancer-internal$/, /^true$/i],
  [/^service\.beta\.kubernetes\.io\/(?:oci|openstack|cce)-.*internal.*$/, /^true$/i],
  [/^service\.beta\.kubernetes\.io\/alibaba-cloud-loadbalancer-address-type$/, /^intranet$/i],
  [/^service\.kubernetes\.io\/ibm-load-balancer-cloud-provider-ip-type$/, /^private$/i],
  [/^service\.kubernetes\.io\/qcloud-loadbalancer-internal-subnetid$/, /./],
];

/** An annotation keeps the load balancer of a Service inside; one whose value is not known may. */
export function isInternalBalancer(name: string, value: string | undefined): boolean {
  return internal.some(([key, wanted]) => key.test(name) && (value === undefined || wanted.test(value)));
}

/** True where some of these addresses are every address; without any, every address may come. */
export function letsAnyoneIn(sources: readonly (string | undefined)[]): boolean {
  return sources.length === 0 || sources.some((it) => it === '0.0.0.0/0' || it === '::/0');
}
