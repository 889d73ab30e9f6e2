import { defineRule } from '../../../rules/rule.ts';
import { isRuntimeSocket } from '../host-paths.ts';
import { fix, removeField } from '../repair.ts';
import { isNot } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/runtime-socket',
  title: 'Socket of the container runtime is mounted',
  why: 'Whoever may talk to the runtime starts privileged containers at will and so owns the node; a read-only mount does not help.',
  remedy: 'Remove the mount; build images with a builder that needs no daemon.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250], stride: ['E', 'T', 'I'], cis: ['Kubernetes 5.2.12'], owasp: ['K01:2022'] },
  equivalents: [
    'checkov:CKV_K8S_27',
    'trivy:KSV-0006',
    'kube-linter:docker-sock',
    'kics:docker_daemon_socket_is_exposed_to_containers',
    'kubescape:C-0074',
    'kyverno:disallow-cri-sock-mount',
    'kubesec:DockerSock',
    'rahman:docker-socket-mounting',
    // The socket is a path of the host as well; this finding answers for the rules about those.
    'trivy:KSV-0023',
    'polaris:hostPathSet',
    'kubescape:C-0048',
    'psa:hostPathVolumes',
    'kyverno:disallow-host-path',
    'gatekeeper:K8sPSPHostFilesystem',
    'gatekeeper:K8sPSPVolumeTypes',
    'kics:non_kube_system_pod_with_host_mount',
    'kics:workload_mounting_with_sensitive_os_directory',
    'kube-linter:writable-host-mount',
    'kubescape:C-0045',
    'kyverno:ensure-readonly-hostpath',
  ],
  concepts: ['container-runtime-socket', 'host-path-volume', 'host-path-writable'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    for (const volume of workload.volumes) {
      const path = volume.hostPath;
      if (path.state !== 'set' || !isRuntimeSocket(path.value)) continue;
      const mounts = workload.containers.flatMap((container) =>
        container.mounts.filter((it) => it.volume === volume.name).map((mount) => ({ container, mount })),
      );
      const writable = mounts.some(({ mount }) => isNot(mount.readOnly, true));
      report({
        at: path.view.anchor(),
        message: `${workload.object.title} mounts ${path.value}, the socket of the container runtime: whoever takes over the service starts a privileged container and owns the node. Remove the volume; a read-only mount does not help.`,
        equivalents: this.equivalents.filter(
          (it) =>
            (writable ||
              !['kube-linter:writable-host-mount', 'kubescape:C-0045', 'kyverno:ensure-readonly-hostpath'].includes(
                it,
              )) &&
            (workload.namespace !== 'kube-system' || it !== 'kics:non_kube_system_pod_with_host_mount'),
        ),
        related: mounts.map(({ container, mount }) => ({
          message: `mounted into ${container.title.toLowerCase()}`,
          at: mount.view.anchor(),
        })),
        fixes: fix(
          `Remove the volume "${volume.name}" and its mounts`,
          'behaviour',
          [volume.view, ...mounts.map((it) => it.mount.view)],
          [removeField(volume.view), ...mounts.map((it) => removeField(it.mount.view))],
        ),
      });
    }
  },
});
