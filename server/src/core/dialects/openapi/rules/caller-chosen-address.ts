import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setKey } from '../fixes.ts';
import { wordsOf } from '../words.ts';

const urlWords = ['url', 'uri', 'href', 'link', 'endpoint', 'webhook', 'callback', 'host', 'hostname'];
const fetched = [
  'callback',
  'redirect',
  'webhook',
  'return',
  'next',
  'dest',
  'destination',
  'target',
  'forward',
  'proxy',
  'feed',
  'image',
  'avatar',
];
/** Addresses that are shown, not fetched. */
const shown = ['homepage', 'website', 'canonical', 'self', 'profile', 'html', 'documentation', 'docs'];
const formats = ['uri', 'url', 'iri', 'hostname'];

export default defineRule({
  id: 'openapi/caller-chosen-address',
  title: 'Caller hands over an address to be fetched',
  why: 'A service that fetches what a caller names reaches the metadata endpoint of the cloud and everything inside the cluster.',
  remedy: 'Restrict scheme and host with a pattern or an enum, and check the resolved address.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [918], stride: ['I', 'E'], owasp: ['API7:2023'] },
  equivalents: ['spectral-owasp:owasp:api7:2023-concerning-url-parameter'],
  concepts: ['ssrf-prone-url-parameter', 'ssrf-prone-url-property'],
  visits: ['openapi.parameter', 'openapi.schema'],
  looksAt: ({ keys, types }) => types.includes('string') && !['enum', 'const', 'pattern'].some((it) => keys.has(it)),
  check(noun, report) {
    if ('location' in noun) {
      if (noun.location === 'body' || !isAddress(noun.name, noun.type)) return;
      const user = noun.operations[0];
      report({
        at: noun.at,
        message: `"${noun.name}"${user ? ` of ${user.label}` : ''} lets the caller choose an address that the service may fetch. Restrict scheme and host.`,
        equivalents: ['spectral-owasp:owasp:api7:2023-concerning-url-parameter'],
        fixes: noun.type ? restrict(noun.type) : [],
        group: {
          key: 'parameter',
          from: 5,
          acrossFiles: true,
          message: (n) =>
            `${n} parameters let the caller choose an address that the service may fetch, the first is "${noun.name}".`,
        },
      });
      return;
    }
    if (
      !noun.roles.has('request') ||
      noun.owners.size === 0 ||
      !noun.is('string') ||
      noun.view.booleanAt('readOnly') === true
    )
      return;
    const name = noun.name ?? '';
    if (!isAddress(name, noun.view) || wordsOf(name).some((it) => shown.includes(it))) return;
    report({
      at: noun.view.anchor('key'),
      message: `${noun.label} of ${noun.user?.label ?? 'a request'} lets the caller choose an address that the service may fetch. Restrict scheme and host.`,
      equivalents: [],
      fixes: restrict(noun.view),
      group: {
        key: 'property',
        from: 3,
        acrossFiles: true,
        message: (n) =>
          `${n} properties of requests let the caller choose an address that the service may fetch, the first is ${noun.label}.`,
      },
    });
  },
});

function isAddress(name: string, type: View | undefined): boolean {
  if (type && (type.has('enum') || type.has('const') || type.has('pattern'))) return false;
  const stated = type?.textAt('type');
  if (stated !== undefined && stated !== 'string') return false;
  if (formats.includes(type?.textAt('format') ?? '')) return true;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  return (
    urlWords.includes(last) ||
    (words.length > 1 && fetched.includes(words[0] ?? '') && ['url', 'uri', 'to', 'address', 'link'].includes(last)) ||
    ['redirect', 'callback', 'webhook', 'returnto', 'redirectto'].includes(words.join(''))
  );
}

function restrict(type: View) {
  return [fix('Allow https addresses only', 'behaviour', setKey(type, 'pattern', '^https://[^/@]+(?:/.*)?$'))];
}
