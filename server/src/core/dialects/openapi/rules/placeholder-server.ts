import { defineRule } from '../../../rules/rule.ts';
import { blank } from '../../../fix/patch.ts';
import { fix } from '../fixes.ts';
import { hostOf, shown } from '../server.ts';
import type { View } from '../../../syntax/view.ts';

export default defineRule({
  id: 'openapi/placeholder-server',
  title: 'Server still points at a sample domain',
  why: 'Clients send real credentials to a host that the team does not own.',
  remedy: 'Give the real address.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1059], stride: ['S'], owasp: ['API9:2023'] },
  equivalents: [
    'redocly:no-server-example.com',
    'speakeasy:style-oas3-host-not-example',
    'spectral:oas2-host-not-example',
    'spectral:oas3-server-not-example.com',
    'vacuum:oas2-host-not-example',
    'vacuum:oas3-host-not-example',
  ],
  concepts: ['placeholder-server'],
  visits: ['openapi.server', 'openapi.document'],
  check(noun, report) {
    const judge = (host: string | undefined, view: View): void => {
      if (
        host === undefined ||
        !/(?:^|\.)(?:example\.(?:com|org|net)|example|test|invalid)$|your-?(?:domain|api|host|company)/.test(host)
      )
        return;
      report({
        at: view.anchor('value'),
        message: `The server ${shown(view.text ?? host)} is a sample: whoever owns it receives what clients send. Give the real address.`,
        fixes: [
          fix('Give the real address', 'needs-value', {
            op: 'set',
            at: view.anchor(),
            value: blank((view.text ?? '').replace(host, 'api.mycompany.com')),
          }),
        ],
      });
    };
    if ('level' in noun) judge(noun.host ?? hostOf(`https://${noun.url ?? ''}`), noun.view.get('url'));
    else if (noun.is2) judge(noun.view.textAt('host')?.replace(/:\d+$/, '').toLowerCase(), noun.view.get('host'));
  },
});
