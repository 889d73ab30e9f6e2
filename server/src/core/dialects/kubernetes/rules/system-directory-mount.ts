import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import { isNot } from '../setting.ts';
import { systemDirectories } from '../volume.ts';

/** Volumes that outlive the pod or are shared: who controls them controls what the container runs. */
const privateSources: ReadonlySet<string> = new Set([
  'emptyDir',
  'configMap',
  'secret',
  'downwardAPI',
  'projected',
  'hostPath',
]);

export default defineRule({
  id: 'kubernetes/system-directory-mount',
  title: 'Volume is mounted writable over a system directory',
  why: 'Programs and their configuration come from the volume, and whoever may write to it, through this service or another, replaces them.',
  remedy: 'Mount it elsewhere, or with readOnly: true.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [732], stride: ['T'] },
  equivalents: ['kics:volume_mount_with_os_directory_write_permissions'],
  concepts: ['mount-over-os-directory-writable'],
  visits: 'kubernetes.container',
  check(container, report) {
    const { workload } = container;
    for (const mount of container.mounts) {
      const source = workload.volumes.find((it) => it.name === mount.volume)?.source;
      if (mount.path === undefined || !systemDirectories.has(mount.path) || !isNot(mount.readOnly, true)) continue;
      if (
        source === undefined ? workload.kind !== 'StatefulSet' && workload.kind !== 'Pod' : privateSources.has(source)
      )
        continue;
      report({
        at: mount.view.get('mountPath').anchor(),
        message: `${container.title} of ${workload.object.title} takes ${mount.path} from the volume "${mount.volume}" and may write to it: what is replaced there is run and read as part of the system, also after a restart. Mount it elsewhere or read-only.`,
        fixes: fixBySetting(mount.view.get('readOnly'), true, 'Mount it read-only'),
      });
    }
  },
});
