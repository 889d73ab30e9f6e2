import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/missing-server',
  title: 'No server, host or protocol is stated',
  why: 'Clients fall back to wherever the file came from, so no reviewer can tell which host they reach, nor whether they encrypt.',
  remedy: 'State the https address of the API.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1059], stride: ['S'], owasp: ['API9:2023'] },
  equivalents: [
    'kics:2d8c175a-6d90-412b-8b0e-e034ea49a1fe',
    'kics:c66ebeaa-676c-40dc-a3ff-3e49395dcd5e',
    'redocly:no-empty-servers',
    'speakeasy:style-oas3-api-servers',
    'spectral:oas2-api-host',
    'spectral:oas2-api-schemes',
    'spectral:oas3-api-servers',
    'vacuum:oas2-api-host',
    'vacuum:oas2-api-schemes',
    'vacuum:oas3-api-servers',
  ],
  concepts: ['server-list-missing'],
  visits: 'openapi.document',
  check(document, report) {
    if (document.isLibrary) return;
    const { view } = document;
    if (document.is2) {
      const absent = ['host', 'schemes'].filter(
        (it) => view.lacks(it) || view.get(it).isNull || (view.get(it).isList && view.get(it).items.length === 0),
      );
      if (absent.length === 0) return;
      const patches = absent.map((it) => setKey(view, it, it === 'host' ? blank('api.mycompany.com') : ['https']));
      report({
        at: document.at,
        message: `"${document.title}" states no ${absent.join(' and no ')}: clients use whatever host and protocol the file was fetched with.`,
        fixes: [
          fix(`State ${absent.join(' and ')}`, absent.includes('host') ? 'needs-value' : 'behaviour', ...patches),
        ],
      });
      return;
    }
    const servers = view.get('servers');
    if (!(servers.missing || servers.isNull || (servers.isList && servers.items.length === 0))) return;
    if (
      document.operations.length > 0 &&
      document.served.every((it) => it.servers.length > 0) &&
      document.served.length > 0
    )
      return;
    report({
      at: servers.exists ? servers.anchor('key') : document.at,
      message: `"${document.title}" states no server: clients use whatever host and protocol the file was fetched with.`,
      fixes: [
        fix('State the server', 'needs-value', setKey(view, 'servers', [{ url: blank('https://api.mycompany.com') }])),
      ],
    });
  },
});
