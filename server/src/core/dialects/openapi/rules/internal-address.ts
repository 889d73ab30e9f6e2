import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';
import { oauthUrls } from '../oauth-urls.ts';
import { hostOf, isLoopback } from '../server.ts';

export default defineRule({
  id: 'openapi/internal-address',
  title: 'Contract reveals internal addresses',
  why: 'Names and ranges of the inside are the map for whoever makes the service fetch addresses.',
  remedy: 'Keep internal servers in an internal contract.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [200, 1059], stride: ['I'], owasp: ['API9:2023'] },
  equivalents: [],
  concepts: ['internal-host-published', 'non-production-server-in-public-contract'],
  visits: 'openapi.document',
  check(document, report) {
    if (
      document.view.booleanAt('x-internal') === true ||
      /internal/.test(document.view.at('info', 'x-audience').text ?? '')
    )
      return;
    const hosts = document.allServers.map((it) => it.host ?? '');
    const isPublic = hosts.some((it) => it.includes('.') && !isInternal(it) && !isDevelopment(it, ''));
    const judge = (view: View, host: string | undefined, label: string, entry?: View): void => {
      if (host === undefined || host === '' || entry?.booleanAt('x-internal') === true) return;
      const internal = isInternal(host);
      if (!internal && !(isPublic && isDevelopment(host, label))) return;
      // A machine's own address, listed alone or labelled as such, is for developers.
      if (isLoopback(host) && (!isPublic || /local|dev|test/i.test(label))) return;
      report({
        at: view.anchor('value'),
        message: internal
          ? `${host} is an internal address: whoever reads the contract learns what is inside. Keep it in an internal contract.`
          : `${host} is a test or development host beside the real one: such hosts share data and keys and are watched less.`,
        ...(isPublic && internal
          ? { severity: 'warning' as const, reason: 'the contract names a public server, too' }
          : {}),
        fixes:
          entry && document.servers.length > 1
            ? [fix('Remove the server', 'behaviour', { op: 'remove', at: entry.anchor() })]
            : [],
      });
    };
    for (const server of document.allServers)
      judge(server.view.get('url'), server.host, server.view.textAt('description') ?? '', server.view);
    if (document.is2) judge(document.view.get('host'), hostOf(`http://${document.view.textAt('host') ?? ''}`), '');
    for (const scheme of document.schemes.values())
      for (const { view } of oauthUrls(scheme)) judge(view, hostOf(view.text ?? ''), '');
  },
});

/** Private ranges (RFC 1918, 3927, 4193) and names that no public resolver knows. */
function isInternal(host: string): boolean {
  if (isLoopback(host)) return true;
  if (/^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)\d/.test(host) || /^f[cd][0-9a-f]{2}:/.test(host))
    return true;
  if (/\.(?:local|internal|lan|corp|intranet|home|svc|cluster\.local)$/.test(host)) return true;
  return /^[a-z][a-z0-9-]*$/.test(host);
}

function isDevelopment(host: string, label: string): boolean {
  return (
    /(?:^|[.-])(?:dev|devel|test|testing|qa|uat|staging|stage|preview|preprod|ngrok)(?:[.-]|$)|ngrok/.test(host) ||
    /\b(?:development|debug)\b/i.test(label)
  );
}
