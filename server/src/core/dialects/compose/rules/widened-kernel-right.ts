import { defineRule, type Severity } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { removeFix, softened } from '../claims.ts';
import type { ComposeService } from '../service.ts';
import { textOf, valueOf } from '../text.ts';

interface Widened {
  readonly view: View;
  readonly what: string;
  readonly severity: Severity;
}

export default defineRule({
  id: 'compose/widened-kernel-right',
  title: 'Kernel settings or foreign containers are opened to the service',
  why: "Forwarding turns a container into a router, and joining another container's network, groups or volumes takes down the wall between the two.",
  remedy: 'Remove the setting.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250, 668], stride: ['E', 'S'], cis: ['Docker 5.25'] },
  equivalents: [],
  concepts: ['sysctl-or-cgroup-rights-widened'],
  visits: 'compose.service',
  check(service, report) {
    for (const { view, what, severity } of widened(service)) {
      report({
        at: view.anchor(),
        message: `Service "${service.name}" ${what}. Remove it unless the service cannot do its work without.`,
        ...softened(service, severity),
        fixes: removeFix(view, 'Remove it'),
      });
    }
  },
});

const router = /vpn|wireguard|openvpn|tailscale|router|gluetun|pihole|firewall/i;

function widened(service: ComposeService): readonly Widened[] {
  const found: Widened[] = [];
  const own = service.view;
  const sysctls = own.get('sysctls');
  const named = [
    ...sysctls.entries.map(([key, view]) => ({ key, value: valueOf(view), view })),
    ...sysctls.items.map((view) => ({
      key: valueOf(view)?.split('=')[0] ?? '',
      value: valueOf(view)?.split('=')[1],
      view,
    })),
  ];
  for (const { key, value, view } of named) {
    if (value === undefined || value.trim() === '0') continue;
    const forwards = /^net\.ipv[46]\.(?:ip_forward|conf\.(?:all|default)\.forwarding)$/.test(key);
    if (!forwards && !key.startsWith('kernel.')) continue;
    const meant = router.test(`${service.name} ${service.imageReference?.shortName ?? ''}`);
    found.push({
      view,
      severity: meant ? 'hint' : 'warning',
      what: forwards
        ? 'forwards packets like a router, between networks that are meant to be apart'
        : `changes the kernel setting ${key}`,
    });
  }
  for (const view of own.get('group_add').items) {
    if (/^(?:docker|0|root|disk|sudo|wheel)$/.test(valueOf(view) ?? ''))
      found.push({
        view,
        severity: 'warning',
        what: `joins the group ${valueOf(view) ?? ''}, which opens the engine or the host's files`,
      });
  }
  for (const view of own.get('volumes_from').items) {
    if (textOf(view)?.source.startsWith('container:'))
      found.push({ view, severity: 'warning', what: "mounts all volumes of another project's container" });
  }
  const mode = own.get('network_mode');
  if (valueOf(mode)?.startsWith('container:'))
    found.push({ view: mode, severity: 'info', what: "shares the network of another project's container" });
  return found;
}
