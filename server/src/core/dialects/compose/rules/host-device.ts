import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';
import type { ComposeService } from '../service.ts';
import { textOf, valueOf } from '../text.ts';
import { normalisePath } from '../volumes.ts';

/** Disks in their many names, and the kernel's log. */
const disks =
  /^\/dev(?:$|\/(?:sd[a-z]|hd[a-z]|nvme\d|vd[a-z]|xvd[a-z]|mmcblk\d|md(?:\d|\/|$)|dm-\d|mapper(?:\/|$)|disk(?:\/|$)|loop\d|loop-control|zfs|rbd\d|bcache\d|nbd\d|kmsg))/;
/** Devices that are dangerous only in the hands of a capability. */
const withCapability: readonly (readonly [device: RegExp, capability: RegExp])[] = [
  [/^\/dev\/(?:mem|port)$/, /^(?:CAP_)?(?:SYS_RAWIO|ALL)$/i],
  [/^\/dev\/fuse$/, /^(?:CAP_)?(?:SYS_ADMIN|ALL)$/i],
];

export default defineRule({
  id: 'compose/host-device',
  title: 'Service gets a raw device of the host',
  why: "Disks and kernel memory can be read and rewritten past every file permission: the host's own files are in the container's hands.",
  remedy: 'Take the device away; mount the directory that the service needs instead.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668], stride: ['E', 'T', 'I'], cis: ['Docker 5.18'] },
  equivalents: ['compose-lint:CL-0016', 'docker-bench:5.18'],
  concepts: ['host-device-dangerous'],
  visits: 'compose.service',
  check(service, report) {
    for (const view of service.devices) {
      const text = textOf(view.isMap ? view.get('source') : view);
      const [host] = text?.holed.split(':') ?? [];
      if (host === undefined || !host.startsWith('/') || !service.owns(view)) continue;
      const path = normalisePath(host);
      if (!disks.test(path) && !isArmed(service, path)) continue;
      report({
        at: view.anchor(),
        message: `Service "${service.name}" gets the host's ${path}: it can read and change what is on it past all permissions. Remove the device unless the service is there to manage disks.`,
        ...softened(service, 'error'),
        fixes: removeFix(view, `Take ${path} away from "${service.name}"`),
      });
    }
    for (const view of service.find('device_cgroup_rules')?.items ?? []) {
      if (!service.owns(view) || !/^\s*[ab]\s+\*:\*\s/.test(`${valueOf(view) ?? ''} `)) continue;
      report({
        at: view.anchor(),
        message: `Service "${service.name}" may use every disk of the host: with this rule it makes the device files itself. Name the one device that it needs.`,
        ...softened(service, 'error'),
        fixes: removeFix(view, 'Remove the device rule'),
      });
    }
  },
});

function isArmed(service: ComposeService, path: string): boolean {
  return withCapability.some(
    ([device, capability]) =>
      device.test(path) &&
      (service.privileged === true || service.capAdd.some((it) => capability.test(it.value?.trim() ?? ''))),
  );
}
