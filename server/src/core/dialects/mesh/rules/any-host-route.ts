import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';

export default defineRule({
  id: 'mesh/any-host-route',
  title: 'Gateway or route answers for every host',
  why: 'It takes requests for the names of other teams, and requests that name none, as scanners send them.',
  remedy: 'Name the hosts.',
  category: 'exposure',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [923, 668], stride: ['S', 'I'] },
  equivalents: ['kyverno:restrict-virtual-service-wildcard'],
  concepts: ['ingress-wildcard-host'],
  visits: 'mesh.resource',
  check(object, report) {
    const say = (host: View, what: string): void =>
      report({
        at: host.anchor(),
        message: `${object.title} ${what} every host: requests for the names of others end up here as well. Name the hosts.`,
      });
    if (object.isIstio('VirtualService')) {
      const any = object.spec.get('hosts').items.find((it) => it.text === '*');
      // Bound to gateways, these decide which hosts come.
      const bound = object.spec.get('gateways').items.length > 0;
      if (any && !bound) say(any, 'is for the calls of the whole mesh to');
      else if (any) say(any, 'routes');
    }
    for (const server of object.servers) {
      const any = server.get('hosts').items.find((it) => it.text === '*' || it.text === '*/*');
      if (any) say(any, 'answers for');
    }
  },
});
