import { defineRule } from '../../../rules/rule.ts';
import { softenedInDevelopment } from '../claims.ts';
import { allInterfacesEquivalents, portConcern } from '../port-concern.ts';
import { loopbackFix } from '../port-fixes.ts';

export default defineRule({
  id: 'compose/published-console',
  title: 'Management console is published',
  why: 'Consoles of databases, brokers, proxies and engines give full control, often with a default account or without any.',
  remedy: 'Bind the port to 127.0.0.1, or put the console behind a gateway that asks who is there.',
  category: 'exposure',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668, 306], stride: ['E', 'I', 'S'], cis: ['Docker 5.9'] },
  equivalents: allInterfacesEquivalents,
  concepts: ['admin-interface-published'],
  visits: 'compose.service',
  check(service, report) {
    if (service.networkMode === 'host') return;
    for (const port of service.ports) {
      const concern = portConcern(service, port);
      if (
        concern.kind !== 'console' ||
        !service.owns(port.view) ||
        port.reach === 'loopback' ||
        port.reach === 'unknown'
      )
        continue;
      report({
        at: port.view.anchor(port.syntax === 'long' ? 'whole' : 'value'),
        message: `${concern.console.product} in service "${service.name}" is published: whoever reaches the host finds ${concern.console.offers ?? 'a console that controls what it manages'}. Bind the port to 127.0.0.1.`,
        equivalents: port.reach === 'all-interfaces' ? allInterfacesEquivalents : [],
        ...softenedInDevelopment(service, 'error'),
        fixes: loopbackFix(port),
      });
    }
  },
});
