import type { Gap } from './hardening.ts';

/** What other tools call the gaps; kept here because the rule that reports all gaps at once answers for each of them. */
export const gapEquivalents: Readonly<Record<Gap, readonly string[]>> = {
  'privilege-escalation': [
    'checkov:CKV_K8S_20',
    'trivy:KSV-0001',
    'polaris:privilegeEscalationAllowed',
    'kics:privilege_escalation_allowed',
    'kubescape:C-0016',
    'psa:allowPrivilegeEscalation',
    'kyverno:disallow-privilege-escalation',
    'gatekeeper:K8sPSPAllowPrivilegeEscalationContainer',
  ],
  'root-user': [
    'checkov:CKV_K8S_23',
    'kube-linter:run-as-non-root',
    'kics:containers_running_as_root',
    'polaris:runAsRootAllowed',
    'kubescape:C-0013',
    'gatekeeper:K8sPSPAllowedUsers',
    'trivy:KSV-0012',
    'psa:runAsNonRoot',
    'kyverno:require-run-as-nonroot',
    'kyverno:service-mesh-require-run-as-nonroot',
    'kubesec:RunAsNonRoot',
  ],
  capabilities: [
    'checkov:CKV_K8S_37',
    'trivy:KSV-0003',
    'trivy:KSV-0106',
    'polaris:insecureCapabilities',
    'psa:capabilities_restricted',
    'kyverno:disallow-capabilities-strict',
    'kyverno:require-drop-all',
    'gatekeeper:K8sPSPCapabilities.capabilities-restricted',
    'kubesec:CapDropAll',
  ],
  'root-filesystem': [
    'checkov:CKV_K8S_22',
    'trivy:KSV-0014',
    'kube-linter:no-read-only-root-fs',
    'kube-score:container-security-context-readonlyrootfilesystem',
    'kics:root_container_not_mounted_as_read_only',
    'polaris:notReadOnlyRootFilesystem',
    'kubescape:C-0017',
    'kyverno:require-ro-rootfs',
    'gatekeeper:K8sPSPReadOnlyRootFilesystem',
    'kubesec:ReadOnlyRootFilesystem',
  ],
  seccomp: [
    'checkov:CKV_K8S_31',
    'trivy:KSV-0030',
    'trivy:KSV-0104',
    'kube-score:container-seccomp-profile',
    'kics:seccomp_profile_is_not_configured',
    'kubescape:C-0210',
    'kubescape:set-seccomp-profile',
    'psa:seccompProfile_restricted',
    'kyverno:restrict-seccomp-strict',
    'gatekeeper:K8sPSPSeccompV2.seccomp-restricted',
    'kubesec:SeccompAny',
  ],
};

/** The drop list is empty or absent. */
export const nothingDropped: readonly string[] = [
  'trivy:KSV-0004',
  'kics:no_drop_capabilities_for_containers',
  'kubesec:CapDropAny',
];

/** NET_RAW stays in the set. */
export const netRawKept: readonly string[] = [
  'checkov:CKV_K8S_28',
  'kics:net_raw_capabilities_not_being_dropped',
  'kyverno:require-drop-cap-net-raw',
  'kubescape:drop-capability-netraw',
];

/** No mechanism of the kernel confines the container. */
export const noKernelFence: readonly string[] = ['polaris:linuxHardening', 'kubescape:C-0055'];

/** The container has no security context of its own. */
export const noContainerContext: readonly string[] = ['checkov:CKV_K8S_30'];

/** The pod has none. */
export const noPodContext: readonly string[] = ['checkov:CKV_K8S_29', 'kics:pod_or_container_without_security_context'];

/** The allowed user ids begin at 10000: those below belong to accounts that nodes have too. */
export const lowUser: readonly string[] = [
  'checkov:CKV_K8S_40',
  'trivy:KSV-0020',
  'kics:containers_run_with_low_uid',
  'kube-score:container-security-context-user-group-id',
  'kubesec:RunAsUser',
];

/** The same for groups. */
export const lowGroup: readonly string[] = ['trivy:KSV-0021', 'kubesec:RunAsGroup'];

export const noAppArmor: readonly string[] = ['kics:missing_app_armor_config', 'kubesec:ApparmorAny'];

/** Single fields of the security context that tools ask for one by one. */
export const noContextFields: readonly string[] = [
  'kubescape:set-fsgroup-value',
  'kubescape:set-fsgroupchangepolicy-value',
  'kubescape:set-supplementalgroups-values',
  'kubescape:set-seLinuxOptions',
];

/** An image without a digest. */
export const unpinned: readonly string[] = [
  'checkov:CKV_K8S_43',
  'kics:image_without_digest',
  'kubescape:C-0306',
  'kyverno:require-image-checksum',
  'gatekeeper:K8sImageDigests',
];

/** Asks for more than that nothing is cached: only where the tag floats does it matter to this one. */
export const latestOnly = 'kubescape:C-0075';

/** Who asks that nodes ask the registry each time. */
export const imagePolicyIds = [
  'checkov:CKV_K8S_15',
  'kube-score:container-image-pull-policy',
  'kics:image_pull_policy_of_container_is_not_always',
  'polaris:pullPolicyNotAlways',
  latestOnly,
  'kyverno:imagepullpolicy-always',
];
