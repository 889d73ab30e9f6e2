import { type ComposeText, hole } from './text.ts';
import { maskVariables } from './volumes.ts';

/** A peer that is talked to without encryption. */
export interface PlaintextPeer {
  readonly host: string;
  /** For messages: "redis://", "sslmode=disable". */
  readonly how: string;
  /** What to write instead, and where; undefined when there is no such scheme. */
  readonly secure: { readonly text: string; readonly span: readonly [start: number, end: number] } | undefined;
}

/** Schemes without encryption, and those with. */
const secureScheme: ReadonlyMap<string, string | undefined> = new Map([
  ['http', 'https'],
  ['ws', 'wss'],
  ['redis', 'rediss'],
  ['amqp', 'amqps'],
  ['mqtt', 'mqtts'],
  ['ldap', 'ldaps'],
  ['nats', 'tls'],
  ['stomp', 'stomps'],
  ['smtp', 'smtps'],
  ['ftp', 'ftps'],
  ['bolt', 'bolt+s'],
  ['neo4j', 'neo4j+s'],
  ['tcp', undefined],
  ['mongodb', undefined],
  ['postgres', undefined],
  ['postgresql', undefined],
  ['mysql', undefined],
  ['mariadb', undefined],
]);

/** Settings inside an address that ask for TLS. */
const asksForTls =
  /[?&;](?:tls|ssl|useSSL|encrypt|secure)=(?:true|1|yes|on|require|required|verify[_-]\w+|strict|mandatory)|sslmode=(?:require|verify-ca|verify-full)|ssl-?mode=(?:required|verify_\w+)|sslmode=VERIFY_\w+|security\.protocol=(?:SSL|SASL_SSL)|starttls/i;
const refusesTls = /\b(sslmode|ssl-mode|sslMode|useSSL|encrypt)=(disable|allow|prefer|disabled|preferred|false)\b/i;

/** Names whose value is no peer: identifiers, one's own public address, origins, proxies. */
const noPeer =
  /issuer|audience|namespace|xmlns|schema_?uri|realm|origin|cors|redirect|callback|public|external|advertised|_proxy$|^proxy|root_url|(?:^|_)(?:base|site|frontend|app)_?url$|domain|hostname$|listen|bind/i;
const noHost =
  /^(?:localhost|127\.|169\.254\.|0\.0\.0\.0$|\[?::1?\]?$|host\.docker\.internal$)|(?:^|\.)(?:w3\.org|xmlsoap\.org|schemas\.\w+|example\.(?:com|org|net)|localhost)$/i;

const address =
  /\b((?:jdbc:)?)([a-z][a-z0-9.]*(?:\+[a-z0-9]+)*):\/\/(?:[^\s/@'"]*@)?(\[[0-9a-f:]+\]|[^\s/:,?#;'"@]+)(?::\d+)?([^\s'"]*)/gi;

/** Peers that the text names in clear text; unknown hosts are left out. */
export function plaintextIn(text: ComposeText, key: string | undefined): readonly PlaintextPeer[] {
  if (key !== undefined && noPeer.test(key)) return [];
  const masked = maskVariables(text);
  const { start, source } = text.template;
  const found: PlaintextPeer[] = [];
  for (const match of masked.matchAll(address)) {
    const [, jdbc = '', scheme = '', host = '', rest = ''] = match;
    const base = (scheme.split('+')[0] ?? '').toLowerCase();
    if (!secureScheme.has(base) || host.includes(hole) || noHost.test(host) || asksForTls.test(rest)) continue;
    // What a variable appends may ask for TLS.
    if (rest.includes(hole) && /[?&;][^=]*$|\ufffc$/.test(rest)) continue;
    if (base === 'tcp' && !/(?:^|:)(?:2375|1883|6379)\b/.test(match[0])) continue;
    const at = start + match.index + jdbc.length;
    const refusal = refusesTls.exec(source.slice(match.index, match.index + match[0].length));
    if (refusal) {
      const [setting = '', name = '', value = ''] = refusal;
      const from = start + match.index + refusal.index + name.length + 1;
      const better =
        /^sslmode$/i.test(name) && /postgres/.test(base)
          ? 'verify-full'
          : /useSSL|encrypt/i.test(name)
            ? 'true'
            : 'VERIFY_IDENTITY';
      found.push({ host, how: setting, secure: { text: better, span: [from, from + value.length] } });
      continue;
    }
    const secure = secureScheme.get(base);
    const clear = scheme.toLowerCase() === base && secure !== undefined && jdbc === '';
    found.push({
      host,
      how: `${jdbc}${scheme}://`,
      secure: clear ? { text: secure, span: [at, at + scheme.length] } : undefined,
    });
  }
  return found;
}
