import { defineRule, type Reporter, type Severity } from '../../../rules/rule.ts';
import {
  holdsRuntimeSocket,
  isKernelState,
  isCredentialPath,
  isCustomaryPath,
  isRuntimeSocket,
  isSensitivePath,
} from '../host-paths.ts';
import { fix, removeField, setField } from '../repair.ts';
import { is, readText } from '../setting.ts';
import { normalisePath } from '../volume.ts';
import { calmerInInfrastructure } from '../wording.ts';
import { isWorkload, type Workload } from '../workload.ts';

const any = [
  'trivy:KSV-0023',
  'polaris:hostPathSet',
  'kubescape:C-0048',
  'psa:hostPathVolumes',
  'kyverno:disallow-host-path',
  'gatekeeper:K8sPSPHostFilesystem',
  'gatekeeper:K8sPSPVolumeTypes',
];
const outsideSystem = ['kics:non_kube_system_pod_with_host_mount'];
const sensitive = [
  'kube-linter:sensitive-host-mounts',
  'kics:workload_mounting_with_sensitive_os_directory',
  'trivy:KSV-0121',
];
const credentials = ['kubescape:C-0020'];
const socket = ['checkov:CKV_K8S_27', 'trivy:KSV-0006', 'kubescape:C-0074', 'kyverno:disallow-cri-sock-mount'];
const persistent = ['kyverno:limit-hostpath-type-pv', 'kics:non_kube_system_pod_with_host_mount'];

export default defineRule({
  id: 'kubernetes/host-path',
  title: 'Volume is a directory of the node',
  why: "Files of the node come into reach of the service: credentials of the kubelet, logs, other pods' volumes, and with write access the node itself.",
  remedy: 'Use a persistent volume claim, a config map or an emptyDir.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668], stride: ['I', 'T', 'E'], cis: ['Kubernetes 5.2.12'], owasp: ['K01:2022'] },
  equivalents: [...new Set([...any, ...outsideSystem, ...sensitive, ...credentials, ...socket, ...persistent])],
  concepts: [
    'host-path-volume',
    'host-path-sensitive',
    'cloud-credential-path-mounted',
    'container-runtime-socket',
    'persistent-volume-host-path',
  ],
  visits: ['kubernetes.workload', 'kubernetes.resource'],
  check(noun, report) {
    if (isWorkload(noun)) return checkPod(noun, report);
    if (!noun.isA('', 'PersistentVolume')) return;
    const path = readText(noun.spec, 'hostPath', 'path');
    if (path.state !== 'set') return;
    const place = normalisePath(path.value);
    const grave = isSensitivePath(place) || holdsRuntimeSocket(place) || isCredentialPath(place);
    report({
      at: path.view.anchor(),
      message: `${noun.title} is ${place} of a node: ${grave ? harmOf(place, false, false).replace(/\.$/, '') : 'pods that claim it reach files of the node'}, and rules about pods do not see it. Use a storage class, or a local volume on a disk of its own.`,
      severity: grave ? 'error' : 'warning',
      equivalents: [...persistent, ...byPath(place)],
    });
  },
});

function checkPod(workload: Workload, report: Reporter): void {
  for (const volume of workload.volumes) {
    const { hostPath } = volume;
    if (hostPath.state !== 'set' || isRuntimeSocket(hostPath.value)) continue;
    const path = hostPath.value;
    const mounts = workload.containers.flatMap((it) => it.mounts.filter((mount) => mount.volume === volume.name));
    const readOnly = mounts.every((it) => is(it.readOnly, true));
    const harmless = isCustomaryPath(path) && readOnly;
    report({
      at: hostPath.view.anchor(),
      message: `${workload.object.title} mounts ${path} of its node: ${harmOf(path, harmless, readOnly)} Use a persistent volume claim, a config map or an emptyDir.`,
      ...(harmless
        ? { severity: 'hint' as Severity }
        : calmerInInfrastructure(workload, readOnly && isKernelState(path) ? 'warning' : 'error')),
      equivalents: [...any, ...(workload.namespace === 'kube-system' ? [] : outsideSystem), ...byPath(path)],
      related: mounts.map((it) => ({ message: 'mounted here', at: it.view.anchor() })),
      fixes: fix(
        'Use an emptyDir instead',
        'behaviour',
        [volume.view],
        [removeField(volume.view.get('hostPath')), setField(volume.view.get('emptyDir'), {})],
      ),
    });
  }
}

/** What tools ask about single places of a node. */
function byPath(path: string): readonly string[] {
  return [
    ...(isSensitivePath(path) ? sensitive : []),
    ...(isCredentialPath(path) ? credentials : []),
    ...(holdsRuntimeSocket(path) ? socket : []),
  ];
}

function harmOf(path: string, harmless: boolean, readOnly: boolean): string {
  if (harmless)
    return 'programs read it to know the time, the machine and whom to trust, and it ties the pod to its node.';
  if (isCredentialPath(path)) return 'credentials of the node or of its cloud account lie there.';
  if (holdsRuntimeSocket(path)) return 'the socket of the container runtime lies in it, and with it the whole node.';
  if (readOnly && isKernelState(path)) return 'what it tells of the node and its other processes helps an intruder on.';
  if (isSensitivePath(path)) return 'from there it is a short way to root of the node.';
  return 'files that belong to the node, and to whatever else runs on it, come into reach of the service.';
}
