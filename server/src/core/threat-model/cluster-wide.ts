/** Kinds that stand beside namespaces, not in them. */
export function isClusterWide(kind: string): boolean {
  return /^(?:Cluster|Namespace$|PersistentVolume$|StorageClass|CustomResourceDefinition|GatewayClass|IngressClass|Kustomization|Component$)/.test(
    kind,
  );
}
