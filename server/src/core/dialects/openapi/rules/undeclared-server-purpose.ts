import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { isClusterHost, isLoopback, shown } from '../server.ts';

const environments =
  /\b(?:local|localhost|dev|devel|development|test|testing|qa|uat|sandbox|alpha|beta|stage|staging|preprod|pre-production|prod|production|live|demo|mock)\b/i;

export default defineRule({
  id: 'openapi/undeclared-server-purpose',
  title: 'Server does not say who it is for',
  why: 'Tools pointed at an unlabelled host hit production, and internal hosts end up in public portals.',
  remedy: 'Name the environment in the description, and say with x-internal whether the server is internal.',
  category: 'hygiene',
  severity: 'hint',
  status: 'nursery',
  refs: { cwe: [1059], stride: ['I'], owasp: ['API9:2023'] },
  equivalents: [
    'spectral-owasp:owasp:api9:2023-inventory-access',
    'zally:219',
    'spectral-owasp:owasp:api9:2023-inventory-environment',
  ],
  concepts: ['server-audience-undeclared', 'server-environment-undeclared'],
  visits: 'openapi.server',
  check(server, report) {
    if (server.level !== 'document') return;
    const { view, host } = server;
    const noAudience = view.lacks('x-internal');
    // 3.2 gives servers names.
    const noEnvironment = !environments.test(`${view.textAt('name') ?? ''} ${view.textAt('description') ?? ''}`);
    if (!noAudience && !noEnvironment) return;
    const inside =
      host !== undefined &&
      (isLoopback(host) || isClusterHost(host) || !host.includes('.') || /\.(?:internal|local|lan|corp)$/.test(host));
    const guess = environments.exec(host ?? '')?.[0].toLowerCase() ?? 'production';
    report({
      at: server.at,
      message: `The server ${shown(server.url ?? '')} does not say ${noAudience ? (noEnvironment ? 'whether it is internal, nor which environment it is' : 'whether it is internal') : 'which environment it is'}.`,
      equivalents: [
        ...(noAudience ? ['spectral-owasp:owasp:api9:2023-inventory-access', 'zally:219'] : []),
        ...(noEnvironment ? ['spectral-owasp:owasp:api9:2023-inventory-environment'] : []),
      ],
      fixes: [
        fix(
          'Say what the server is for',
          'behaviour',
          ...(noEnvironment
            ? [
                setKey(
                  view,
                  'description',
                  `${view.textAt('description') ?? ''} (${guess})`.trim().replace(/^\((.*)\)$/, '$1'),
                ),
              ]
            : []),
          ...(noAudience ? [setKey(view, 'x-internal', inside)] : []),
        ),
      ],
      group: {
        key: 'server',
        acrossFiles: true,
        message: (n) =>
          `${n} servers do not say whether they are internal, or which environment they are, the first is ${shown(server.url ?? '')}.`,
      },
    });
  },
});
