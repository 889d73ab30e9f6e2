import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { containerTexts } from '../container-texts.ts';
import { fix } from '../repair.ts';
import type { View } from '../../../syntax/view.ts';

/** Schemes in clear text with their encrypted pendants. */
const secure: Readonly<Record<string, string>> = {
  http: 'https',
  ws: 'wss',
  amqp: 'amqps',
  mqtt: 'mqtts',
  redis: 'rediss',
  ldap: 'ldaps',
  smtp: 'smtps',
  ftp: 'sftp',
  nats: 'tls',
};

const address = /\b(http|ws|amqp|mqtt|redis|ldap|smtp|ftp|nats):\/\/(?:[^\s/@,;]*@)?([A-Za-z0-9.-]+)/g;
/** Settings of database drivers that ask for no encryption. */
const switchedOff =
  /\bsslmode=(?:disable|allow|prefer)\b|\b(?:useSSL|ssl|tls|encrypt)=(?:false|0|no|disable)\b|\bsslMode=DISABLED\b/i;

export default defineRule({
  id: 'kubernetes/plaintext-connection',
  title: 'Connection leaves the cluster in clear text',
  why: 'Whoever is on the way reads the passwords and data that are sent, and can change them.',
  remedy: 'Use the encrypted scheme or switch encryption on.',
  category: 'transport',
  outgoing: true,
  severity: 'error',
  status: 'stable',
  refs: { cwe: [319], stride: ['I', 'T'], standard: ['RFC 9325'] },
  equivalents: [],
  concepts: ['plaintext-connection-string'],
  visits: 'kubernetes.container',
  check(container, report) {
    for (const { name, text, view, place } of containerTexts(container)) {
      if (/NO_PROXY|NAMESPACE|XMLNS|SCHEMA/i.test(name ?? '')) continue;
      for (const match of text.matchAll(address)) {
        const [whole, scheme = '', host = ''] = match;
        if (!isOutside(host)) continue;
        report({
          at: view.anchor(),
          message: `${container.title} of ${container.workload.object.title} talks to ${host} by ${scheme}, in clear text (in ${place}): whoever is on the way reads what is sent and can change it. Use ${secure[scheme] ?? 'an encrypted scheme'}.`,
          severity: /^(?:http|ws)$/.test(scheme) ? 'warning' : 'error',
          ...(/OTEL|ZIPKIN|JAEGER|METRICS|STATSD/i.test(name ?? '')
            ? { severity: 'info', reason: 'it carries measurements' }
            : {}),
          fixes: encrypt(view, match.index, scheme, whole),
        });
      }
      const off = switchedOff.exec(text)?.[0];
      if (off === undefined || !/:\/\/|;|\bhost=/.test(text)) continue;
      const host = /\/\/(?:[^\s/@]*@)?([A-Za-z0-9.-]+)|\bhost=([A-Za-z0-9.-]+)/i.exec(text);
      const outside = isOutside(host?.[1] ?? host?.[2] ?? '');
      report({
        at: view.anchor(),
        message: `${container.title} of ${container.workload.object.title} asks for no encryption (${off}, in ${place}): passwords and data cross the network readably${outside ? '' : ' unless a mesh encrypts it'}. Ask for it.`,
        ...(outside ? {} : { severity: 'info', reason: 'the other side is in the cluster, where a mesh may encrypt' }),
      });
    }
  },
});

/** A public name or address: not the cluster's own names, not private addresses, not examples in documentation. */
function isOutside(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  // Names of schemas look like addresses and are never called.
  if (/^(?:www\.w3\.org|schemas\.[a-z]+\.[a-z]+|.*\.apache\.org|java\.sun\.com)$/.test(name)) return false;
  if (!name.includes('.') || /\.(?:svc|local|internal|localhost|test|invalid)$|\.svc\./.test(name)) return false;
  if (/^(?:127|10|0)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^169\.254\./.test(name)) return false;
  // "service.namespace" has two short parts; a public name ends in a top-level domain.
  const last = name.slice(name.lastIndexOf('.') + 1);
  return /^\d+$/.test(last)
    ? true
    : name.split('.').length > 2 || /^(?:com|net|org|io|dev|app|cloud|info|biz|edu|gov|[a-z]{2})$/.test(last);
}

function encrypt(view: View, at: number, scheme: string, whole: string): readonly Fix[] {
  const better = secure[scheme];
  if (better === undefined || !whole.startsWith(scheme) || scheme === 'ftp') return [];
  return fix(
    `Use ${better}`,
    'behaviour',
    [view],
    [{ op: 'rewrite', at: { ...view.anchor('value'), span: [at, at + scheme.length] }, text: better }],
  );
}
