import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../../kubernetes/repair.ts';

export default defineRule({
  id: 'mesh/open-route-attachment',
  title: 'Every namespace may attach routes to the gateway',
  why: 'Whoever may write a route in any namespace takes over paths and names of the shared address.',
  remedy: 'Let only namespaces in that are chosen by a label, or give the listener a host name of its own.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [284, 668], stride: ['S'] },
  equivalents: [],
  concepts: ['gateway-wildcard-allowed-routes'],
  visits: 'mesh.resource',
  check(object, report) {
    for (const listener of object.listeners) {
      const from = listener.at('allowedRoutes', 'namespaces', 'from');
      if (from.text !== 'All') continue;
      const host = listener.get('hostname');
      if (!(host.missing || host.isNull || host.text === '' || host.text?.startsWith('*'))) continue;
      report({
        at: from.anchor(),
        message: `Listener "${listener.get('name').text ?? ''}" of ${object.title} takes routes from every namespace for ${host.text ? `every name below ${host.text.slice(2)}` : 'every name'}: whoever may write a route anywhere takes over paths of others. Let in only namespaces with a label (Selector), or the gateway's own (Same).`,
        fixes: fixBySetting(from, 'Same', 'Take routes of the own namespace only'),
      });
    }
  },
});
