import { defineRule } from '../../../rules/rule.ts';
import { shown } from '../server.ts';
import { blank } from '../../../fix/patch.ts';
import { fix } from '../fixes.ts';
import { isAbsoluteUrl } from '../url.ts';

export default defineRule({
  id: 'openapi/malformed-server',
  title: 'Server address is relative or malformed',
  why: 'Host and protocol then depend on where the file is opened, and may be plain http.',
  remedy: 'Give the absolute https address.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1059], stride: ['S'], owasp: ['API9:2023'] },
  equivalents: [
    'kics:a0bf7382-5d5a-4224-924c-3db8466026c9',
    'speakeasy:style-oas3-api-servers',
    'vacuum:oas3-api-servers',
  ],
  concepts: ['relative-or-malformed-server-url'],
  visits: 'openapi.server',
  check(server, report) {
    const { url, address } = server;
    const view = server.view.get('url');
    // What stands in the place of a variable is decided later.
    if (url === undefined || address === undefined || !view.scalar || /^[^/]*:\/\/[^/]*\{/.test(url)) return;
    if (isAbsoluteUrl(address.replace(/^ws(s?):/i, 'http$1:')) || /^ftps?:\/\//i.test(address)) return;
    const variables = server.view.get('variables');
    const relative = address === '' || /^\.{0,2}\/(?!\/)/.test(address);
    report({
      at: view.anchor('value'),
      message: relative
        ? `The server ${shown(url)} is relative: its host and protocol are those of the place where the file is opened.`
        : `The server ${shown(url)} is no valid address, so tools disagree about the host. Give the absolute https address.`,
      ...(relative ? { severity: 'hint' as const, reason: 'relative servers are legal' } : {}),
      fixes: [
        fix(
          'State the whole address',
          'needs-value',
          {
            op: 'set',
            at: view.anchor(),
            value: blank(`https://api.mycompany.com${relative && address !== '' ? address.replace(/^\.*/, '') : '/'}`),
          },
          // The new address has no place for them.
          ...(variables.exists ? [{ op: 'remove' as const, at: variables.anchor() }] : []),
        ),
      ],
    });
  },
});
