import type { PlainValue } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setField } from '../repair.ts';
import type { KubernetesResource } from '../resource.ts';
import { is, isEmpty, isNot, readCollection, readInteger, readText, readTruth } from '../setting.ts';
import { listed } from '../wording.ts';

interface Hole {
  readonly words: string;
  readonly equivalents: readonly string[];
  readonly at?: View | undefined;
  readonly good?: readonly [view: View, value: PlainValue];
}

export default defineRule({
  id: 'kubernetes/permissive-pod-security-policy',
  title: 'PodSecurityPolicy allows what it should refuse',
  why: 'Every account that may use the policy starts privileged or root pods; and since Kubernetes 1.25 the object protects nothing at all.',
  remedy: 'Replace it by the labels of Pod Security admission on the namespaces.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [732], stride: ['E'], cis: ['Kubernetes 5.2.1'] },
  equivalents: [
    'checkov:CKV_K8S_1',
    'kics:psp_allows_sharing_host_pid',
    'kubescape:C-0214',
    'checkov:CKV_K8S_2',
    'kics:psp_set_to_privileged',
    'kubescape:C-0213',
    'checkov:CKV_K8S_3',
    'kics:psp_allows_sharing_host_ipc',
    'kubescape:C-0215',
    'checkov:CKV_K8S_4',
    'kics:psp_containers_share_host_network_namespace',
    'kubescape:C-0216',
    'checkov:CKV_K8S_5',
    'kics:psp_allows_privilege_escalation',
    'kubescape:C-0217',
    'checkov:CKV_K8S_6',
    'kics:root_containers_admitted',
    'kubescape:C-0218',
    'checkov:CKV_K8S_7',
    'kics:net_raw_capabilities_disabled_for_psp',
    'checkov:CKV_K8S_24',
    'kics:psp_with_added_capabilities',
    'kubescape:C-0219',
    'checkov:CKV_K8S_36',
    'kics:not_limited_capabilities_for_pod_security_policy',
    'kubescape:C-0220',
    'checkov:CKV_K8S_32',
    'kics:psp_with_unrestricted_access_to_host_path',
    'kics:cluster_allows_unsafe_sysctls',
    'kics:container_runs_unmasked',
  ],
  concepts: ['pod-security-policy-permissive', 'proc-mount-unmasked'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA(['policy', 'extensions'], 'PodSecurityPolicy')) return;
    const holes = holesOf(object);
    const [first] = holes;
    if (!first) return;
    const written = holes.find((it) => it.at) ?? first;
    const patches = holes.flatMap((it) => (it.good ? [setField(...it.good)] : []));
    report({
      at: written.at?.anchor() ?? object.at,
      message: `${object.title} lets pods ${listed(holes.map((it) => it.words))}. Kubernetes 1.25 no longer reads such policies: replace it by the labels of Pod Security admission on the namespaces.`,
      equivalents: [...new Set(holes.flatMap((it) => it.equivalents))],
      related: holes.flatMap((it) => (it.at && it !== written ? [{ message: it.words, at: it.at.anchor() }] : [])),
      fixes: patches.length === holes.length ? fix('Refuse all of that', 'behaviour', [object.spec], patches) : [],
    });
  },
});

function holesOf(object: KubernetesResource): readonly Hole[] {
  const { spec } = object;
  return [...flagHoles(spec), ...userHoles(spec), ...capabilityHoles(spec), ...otherHoles(object, spec)];
}

function flagHoles(spec: View): readonly Hole[] {
  const flags: readonly (readonly [field: string, words: string, equivalents: readonly string[]])[] = [
    ['privileged', 'run privileged', ['checkov:CKV_K8S_2', 'kics:psp_set_to_privileged', 'kubescape:C-0213']],
    [
      'hostPID',
      'see the processes of the node',
      ['checkov:CKV_K8S_1', 'kics:psp_allows_sharing_host_pid', 'kubescape:C-0214'],
    ],
    [
      'hostIPC',
      'share memory with the node',
      ['checkov:CKV_K8S_3', 'kics:psp_allows_sharing_host_ipc', 'kubescape:C-0215'],
    ],
    [
      'hostNetwork',
      'share the network of the node',
      ['checkov:CKV_K8S_4', 'kics:psp_containers_share_host_network_namespace', 'kubescape:C-0216'],
    ],
  ];
  const holes: Hole[] = flags.flatMap(([field, words, equivalents]) => {
    const flag = readTruth(spec, field);
    return is(flag, true) ? [{ words, equivalents, at: flag.view, good: [flag.view, false] as const }] : [];
  });
  const escalation = readTruth(spec, 'allowPrivilegeEscalation');
  if (isNot(escalation, false)) {
    const set = escalation.state === 'set';
    holes.push({
      words: 'gain more rights',
      equivalents: ['checkov:CKV_K8S_5', 'kics:psp_allows_privilege_escalation', ...(set ? ['kubescape:C-0217'] : [])],
      at: set ? escalation.view : undefined,
      good: [escalation.view, false],
    });
  }
  return holes;
}

function userHoles(spec: View): readonly Hole[] {
  const rule = readText(spec, 'runAsUser', 'rule');
  const starts = spec.at('runAsUser', 'ranges').items.map((it) => readInteger(it, 'min'));
  const root = is(rule, 'MustRunAs')
    ? starts.length === 0 || starts.some((it) => is(it, 0))
    : isNot(rule, 'MustRunAsNonRoot');
  return root
    ? [
        {
          words: 'run as root',
          equivalents: ['checkov:CKV_K8S_6', 'kics:root_containers_admitted', 'kubescape:C-0218'],
          at: rule.state === 'set' ? rule.view : undefined,
          good: [spec.get('runAsUser'), { rule: 'MustRunAsNonRoot' }],
        },
      ]
    : [];
}

function capabilityHoles(spec: View): readonly Hole[] {
  const holes: Hole[] = [];
  const dropped = readCollection(spec, 'requiredDropCapabilities');
  const names = dropped.state === 'set' ? dropped.value.items.map((it) => it.text?.toUpperCase()) : [];
  if (dropped.state !== 'unknown' && !names.includes('ALL')) {
    holes.push({
      words: 'keep the default capabilities',
      equivalents: [
        ...(names.length === 0
          ? ['checkov:CKV_K8S_36', 'kics:not_limited_capabilities_for_pod_security_policy', 'kubescape:C-0220']
          : []),
        ...(names.includes('NET_RAW') ? [] : ['checkov:CKV_K8S_7', 'kics:net_raw_capabilities_disabled_for_psp']),
      ],
      at: dropped.state === 'set' ? dropped.view : undefined,
      good: [spec.get('requiredDropCapabilities'), ['ALL']],
    });
  }
  for (const field of ['allowedCapabilities', 'defaultAddCapabilities']) {
    const added = readCollection(spec, field);
    if (added.state !== 'set' || isEmpty(added)) continue;
    holes.push({
      words: 'add capabilities',
      equivalents: ['checkov:CKV_K8S_24', 'kics:psp_with_added_capabilities', 'kubescape:C-0219'],
      at: added.view,
      good: [added.view, []],
    });
  }
  return holes;
}

function otherHoles(object: KubernetesResource, spec: View): readonly Hole[] {
  const holes: Hole[] = [];
  const profiles =
    object.annotation('seccomp.security.alpha.kubernetes.io/allowedProfileNames') ??
    object.annotation('seccomp.security.alpha.kubernetes.io/defaultProfileName');
  if (profiles === undefined || profiles.split(',').includes('*')) {
    holes.push({ words: 'make every system call', equivalents: ['checkov:CKV_K8S_32'] });
  }
  const volumes = spec.get('volumes').items.map((it) => it.text);
  const paths = readCollection(spec, 'allowedHostPaths');
  if (paths.state === 'set' && paths.value.items.some((it) => isNot(readTruth(it, 'readOnly'), true))) {
    holes.push({
      words: 'write to the node',
      equivalents: ['kics:psp_with_unrestricted_access_to_host_path'],
      at: paths.view,
    });
  } else if (
    paths.state === 'absent' &&
    (volumes.length === 0 || volumes.includes('*') || volumes.includes('hostPath'))
  ) {
    holes.push({
      words: 'mount any directory of the node',
      equivalents: ['kics:psp_with_unrestricted_access_to_host_path'],
    });
  }
  const sysctls = readCollection(spec, 'allowedUnsafeSysctls');
  if (!isEmpty(sysctls) && sysctls.state === 'set') {
    holes.push({
      words: 'change the kernel of the node',
      equivalents: ['kics:cluster_allows_unsafe_sysctls'],
      at: sysctls.view,
      good: [sysctls.view, []],
    });
  }
  const proc = readCollection(spec, 'allowedProcMountTypes');
  if (proc.state === 'set' && proc.value.items.some((it) => it.text === 'Unmasked')) {
    holes.push({
      words: 'see /proc unmasked',
      equivalents: ['kics:container_runs_unmasked'],
      at: proc.view,
      good: [proc.view, ['Default']],
    });
  }
  return holes;
}
