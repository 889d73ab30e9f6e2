import { defineRule } from '../../../rules/rule.ts';
import type { ComposePort } from '../ports.ts';
import type { ComposeService } from '../service.ts';

interface Use {
  readonly service: ComposeService;
  readonly port: ComposePort;
}

export default defineRule({
  id: 'compose/duplicate-host-port',
  title: 'Two services publish the same host port',
  why: 'Only one of them starts, and which one depends on the order: requests may reach the wrong service.',
  remedy: 'Publish another port for one of them.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [694], stride: ['D', 'S'] },
  equivalents: ['dclint:no-duplicate-exported-ports'],
  concepts: ['published-port-duplicated'],
  visits: 'compose.project',
  check(project, report) {
    const uses: Use[] = project.services
      .filter((it) => it.networkMode !== 'host')
      .flatMap((service) =>
        service.ports.filter((port) => port.published && service.owns(port.view)).map((port) => ({ service, port })),
      );
    uses.forEach((use, index) => {
      const earlier = uses.slice(0, index).find((it) => clash(it, use));
      if (!earlier) return;
      const at = use.port.view.anchor(use.port.syntax === 'long' ? 'whole' : 'value');
      report({
        at,
        message: `Services "${earlier.service.name}" and "${use.service.name}" publish the same port of the host (${use.port.label}): only one of them can start. Publish another port for one of them.`,
        related: [{ message: `"${earlier.service.name}" publishes it here`, at: earlier.port.view.anchor() }],
      });
    });
  },
});

function clash(one: Use, other: Use): boolean {
  if (one.service === other.service && one.port.view === other.port.view) return false;
  const [a, b] = [one.port, other.port];
  if (!a.published || !b.published || a.protocol !== b.protocol) return false;
  // Ranges are handed out by the engine, which looks for a free one.
  if (a.published.from !== a.published.to || b.published.from !== b.published.to) return false;
  if (a.published.from !== b.published.from || a.reach === 'unknown' || b.reach === 'unknown') return false;
  if (a.reach !== 'all-interfaces' && b.reach !== 'all-interfaces' && a.address !== b.address) return false;
  return startTogether(one.service, other.service);
}

/** Without profiles a service always starts; otherwise two start together when they share one. */
function startTogether(one: ComposeService, other: ComposeService): boolean {
  if (one.profiles.length === 0 || other.profiles.length === 0) return true;
  return one.profiles.some((it) => other.profiles.includes(it));
}
