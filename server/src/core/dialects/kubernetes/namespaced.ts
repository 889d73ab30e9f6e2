/** Kinds of Kubernetes itself that belong to no namespace. */
const clusterKinds: ReadonlySet<string> = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'StorageClass',
  'VolumeAttachment',
  'CSIDriver',
  'CSINode',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'APIService',
  'PriorityClass',
  'IngressClass',
  'RuntimeClass',
  'FlowSchema',
  'PriorityLevelConfiguration',
  'CertificateSigningRequest',
  'PodSecurityPolicy',
  'ComponentStatus',
  'GatewayClass',
]);

/** Groups whose namespaced kinds are known here; others may be either. */
const builtInGroups =
  /^(?:|apps|batch|extensions|policy|autoscaling|networking\.k8s\.io|rbac\.authorization\.k8s\.io|storage\.k8s\.io|discovery\.k8s\.io|coordination\.k8s\.io|gateway\.networking\.k8s\.io|apps\.openshift\.io|serving\.knative\.dev|argoproj\.io)$/;

export function isNamespaced(group: string, kind: string): boolean {
  return builtInGroups.test(group) && !clusterKinds.has(kind);
}
