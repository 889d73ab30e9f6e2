import { defineRule } from '../../../rules/rule.ts';
import { isKernelPath, isRuntimeSocket } from '../host-paths.ts';
import { fixBySetting } from '../repair.ts';
import { isNot } from '../setting.ts';
import { systemDirectories } from '../volume.ts';
import { calmerInInfrastructure } from '../wording.ts';

const overSystem = 'kics:volume_mount_with_os_directory_write_permissions';

export default defineRule({
  id: 'kubernetes/writable-host-path',
  title: 'Directory of the node is mounted writable',
  why: 'A file planted on the node, such as a unit, a cron entry or a key, survives the pod and runs as root.',
  remedy: 'Add readOnly: true to the mount.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [732], stride: ['T', 'E'], cis: ['Kubernetes 5.2.12'], owasp: ['K01:2022'] },
  equivalents: ['kube-linter:writable-host-mount', 'kubescape:C-0045', 'kyverno:ensure-readonly-hostpath', overSystem],
  concepts: ['host-path-writable', 'mount-over-os-directory-writable'],
  visits: 'kubernetes.container',
  check(container, report) {
    const { workload } = container;
    for (const mount of container.mounts) {
      const path = workload.volumes.find((it) => it.name === mount.volume)?.hostPath;
      if (path?.state !== 'set' || !isNot(mount.readOnly, true) || isRuntimeSocket(path.value)) continue;
      report({
        at: mount.readOnly.state === 'set' ? mount.readOnly.view.anchor() : mount.view.get('mountPath').anchor(),
        message: `${container.title} of ${workload.object.title} may write to ${path.value} of its node: ${isKernelPath(path.value) ? 'through it an intruder talks to devices and changes settings of the kernel' : 'what an intruder plants there survives the pod'}. Mount it with readOnly: true.`,
        ...calmerInInfrastructure(workload, 'error'),
        equivalents: this.equivalents.filter((it) => it !== overSystem || systemDirectories.has(mount.path ?? '')),
        related: [{ message: `the volume "${mount.volume}"`, at: path.view.anchor() }],
        fixes: fixBySetting(mount.view.get('readOnly'), true, 'Mount it read-only'),
      });
    }
  },
});
