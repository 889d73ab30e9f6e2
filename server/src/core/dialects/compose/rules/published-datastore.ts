import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softened, softenedInDevelopment } from '../claims.ts';
import { allInterfacesEquivalents, portConcern } from '../port-concern.ts';
import { loopbackFix } from '../port-fixes.ts';

export default defineRule({
  id: 'compose/published-datastore',
  title: 'Port of a data store is published',
  why: 'A store is meant for the services on its network. Published, everybody who reaches the host can try passwords, or use a protocol that asks for none.',
  remedy: 'Do not publish it; services on the same network reach it by its name. For debugging, bind it to 127.0.0.1.',
  category: 'exposure',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668, 1327], stride: ['I', 'T', 'S'], cis: ['Docker 5.14'] },
  equivalents: allInterfacesEquivalents,
  concepts: ['datastore-port-published'],
  visits: 'compose.service',
  check(service, report) {
    if (service.networkMode === 'host') return;
    for (const port of service.ports) {
      const concern = portConcern(service, port);
      if (concern.kind !== 'store' || !service.owns(port.view) || port.reach === 'unknown') continue;
      const { store } = concern;
      const local = port.reach === 'loopback';
      report({
        at: port.view.anchor(port.syntax === 'long' ? 'whole' : 'value'),
        message: local
          ? `The port of ${store.product} in service "${service.name}" is published on the host itself. Other services do not need that: they reach it by its name.`
          : `${store.product} in service "${service.name}" is published on ${port.reach === 'all-interfaces' ? 'every interface' : `the address ${port.address ?? ''}`} of the host: whoever reaches it can try passwords there. Services on the same network reach it without; remove the port or bind it to 127.0.0.1.`,
        ...(local ? softened(service, 'hint') : softenedInDevelopment(service, 'error')),
        ...(local ? { reason: 'Only programs on the host itself reach it.' } : {}),
        equivalents: port.reach === 'all-interfaces' ? allInterfacesEquivalents : [],
        confidence: concern.sure ? 'high' : 'medium',
        fixes: local ? [] : [...loopbackFix(port), ...removeFix(port.view, `Do not publish ${store.product}`)],
      });
    }
  },
});
