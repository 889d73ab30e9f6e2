import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softenedInDevelopment } from '../claims.ts';
import { serviceTexts } from '../service-texts.ts';
import { textOf } from '../text.ts';

const metadata = /169\.254\.169\.254|metadata\.google\.internal|\bfd00:ec2::254\b/i;

export default defineRule({
  id: 'compose/host-address',
  title: 'Service is given a way to the host or to the cloud metadata',
  why: 'Who makes the service send a request of his choice reaches the services of the host, or the credentials of the machine in the cloud.',
  remedy: 'Remove the entry, and let services talk to services.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [918, 668], stride: ['I', 'S'] },
  equivalents: [],
  concepts: ['metadata-or-host-gateway-reachable'],
  visits: 'compose.service',
  check(service, report) {
    const hosts = service.view.get('extra_hosts');
    for (const view of [...hosts.items, ...hosts.entries.map(([, it]) => it)]) {
      const value = textOf(view)?.value ?? '';
      const cloud = metadata.test(value);
      if (!cloud && !/host-gateway\s*$/.test(value)) continue;
      report({
        at: view.anchor(),
        message: `Service "${service.name}" gets a name for ${cloud ? "the cloud's metadata service, which hands out credentials" : 'the host, and so reaches what listens there'}. Remove the entry unless the service needs it.`,
        ...softenedInDevelopment(service, cloud ? 'warning' : 'info'),
        fixes: removeFix(view, 'Remove the entry'),
      });
    }
    for (const { text, place, kind } of serviceTexts(service)) {
      if (kind === 'label' || !metadata.test(text.filled(() => ''))) continue;
      report({
        at: text.view.anchor(),
        message: `In service "${service.name}", ${place} names the cloud's metadata service, which hands out credentials of the machine. Give the service credentials of its own.`,
        ...softenedInDevelopment(service, 'info'),
        fixes: [],
      });
    }
  },
});
