import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softenedInDevelopment } from '../claims.ts';
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
      if (concern.kind !== 'store' || !service.owns(port.view) || port.reach === 'unknown' || port.reach === 'loopback')
        continue;
      const { store } = concern;
      report({
        at: port.view.anchor(port.syntax === 'long' ? 'whole' : 'value'),
        message: `${store.product} in service "${service.name}" is published on ${port.reach === 'all-interfaces' ? 'every interface' : `the address ${port.address ?? ''}`} of the host: whoever reaches the host talks to it directly, with a guessed password or without any. Services on the same network need no published port; remove the port or bind it to 127.0.0.1.`,
        ...softenedInDevelopment(service, 'error'),
        equivalents: port.reach === 'all-interfaces' ? allInterfacesEquivalents : [],
        confidence: concern.sure ? 'high' : 'medium',
        fixes: [...loopbackFix(port), ...removeFix(port.view, `Do not publish ${store.product}`)],
      });
    }
  },
});
