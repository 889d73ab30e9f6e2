import { defineRule } from '../../../rules/rule.ts';
import { softened, softenedInDevelopment } from '../claims.ts';
import { isGateway } from '../known-images.ts';
import { allInterfacesEquivalents, portConcern } from '../port-concern.ts';
import { loopbackFix } from '../port-fixes.ts';

export default defineRule({
  id: 'compose/port-on-all-interfaces',
  title: 'Port is published on every interface of the host',
  why: "The engine's own firewall rules come before those of the host, so every network that the host is in reaches the service, whatever ufw says.",
  remedy: 'Bind the port to 127.0.0.1, or use expose when only other services need it.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1327, 668], stride: ['I', 'S', 'D'], cis: ['Docker 5.14'] },
  equivalents: allInterfacesEquivalents,
  concepts: ['port-on-all-interfaces'],
  visits: 'compose.service',
  check(service, report) {
    // The host's network has no use for published ports.
    if (service.networkMode === 'host') return;
    const gateway = isGateway(service);
    for (const port of service.ports) {
      if (port.reach !== 'all-interfaces' || !service.owns(port.view)) continue;
      if (portConcern(service, port).kind !== 'port') continue;
      const web = gateway && [80, 443].some((it) => port.published?.from === it || port.target?.from === it);
      const where = port.ephemeral
        ? `port ${port.label} of service "${service.name}" on a port that the engine picks, on every interface`
        : `port ${port.label} of service "${service.name}" on every interface`;
      report({
        at: port.view.anchor(port.syntax === 'long' ? 'whole' : 'value'),
        message: `This publishes ${where} of the host, past the host's own firewall. Bind it to 127.0.0.1 unless the outside is meant to reach it.`,
        ...(web ? softened(service, 'hint') : softenedInDevelopment(service, 'warning')),
        ...(web ? { reason: 'The service is the way in: a gateway has to publish its web ports.' } : {}),
        // What has to be reached from outside is not closed by a click.
        fixes: web ? [] : loopbackFix(port),
      });
    }
  },
});
