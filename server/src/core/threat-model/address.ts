import type { Address } from './fact.ts';
import type { Tri } from './model.ts';

/** Schemes whose traffic is encrypted from the first byte. */
const secure = new Set(
  'https wss grpcs amqps rediss mqtts ldaps smtps imaps pop3s ftps sftp ssh kafka+ssl mongodb+srv nats+tls tls ssl postgresqls couchbases'.split(
    ' ',
  ),
);
/** Schemes whose traffic is plaintext unless a switch of the address says otherwise. */
const plaintext = new Set(
  'http ws grpc amqp redis mqtt ldap smtp ftp telnet syslog statsd memcached beanstalk bolt stomp'.split(' '),
);

const tlsOn =
  /(?:[?&;,]|^)(?:ssl|tls|useSSL|encrypt|sslEnabled)=(?:true|1|yes|require|required)\b|sslmode=(?:require|verify-ca|verify-full)\b/i;
const tlsOff = /(?:[?&;,]|^)(?:ssl|tls|useSSL|encrypt|sslEnabled)=(?:false|0|no)\b|sslmode=disable\b/i;

/** A placeholder without a default: nothing is known of what will stand there. */
const hole = '\uE010';

/**
 * Puts the defaults of `${NAME:default}` (Spring) and `${NAME:-default}` (Compose, shells) in their place and marks
 * what stays open. Nested placeholders are resolved from the inside.
 */
export function fillDefaults(text: string): string {
  let filled = text;
  for (let round = 0; round < 5 && filled.includes('${'); round++) {
    filled = filled.replace(/\$\{([^{}]*)\}/g, (_, inner: string) => {
      const colon = inner.indexOf(':');
      return colon < 0 ? hole : inner.slice(colon + 1).replace(/^[-=]/, '');
    });
  }
  return filled.replace(/\$\([A-Za-z_][\w.]*\)|\$[A-Za-z_]\w*|\{\{[^}]*\}\}|<[^>]*>/g, hole);
}

/** A connection string of ADO.NET: `Server=db,1433;Database=shop;User Id=sa;Password=...`. */
function parseConnectionString(text: string): Address | undefined {
  const match =
    /(?:^|;)\s*(?:server|data source|host|address|addr)\s*=\s*(?:tcp:)?([\w.-]+)(?:[,:](\d{1,5}))?\s*(?:;|$)/i.exec(
      text,
    );
  const host = match?.[1]?.toLowerCase() ?? '';
  if (!isHost(host) || !/;/.test(text)) return undefined;
  const port = portOf(match?.[2] ?? /(?:^|;)\s*port\s*=\s*(\d{1,5})/i.exec(text)?.[1]);
  const encrypted: Tri = tlsOff.test(text) ? 'no' : tlsOn.test(text) ? 'yes' : 'unknown';
  return {
    scheme: null,
    host,
    port,
    encrypted,
    credentials: /(?:^|;)\s*(?:password|pwd|user id|uid|username)\s*=/i.test(text),
  };
}

/** The addresses in a value that is nothing but an address, or a list of them by commas. None for anything else. */
export function parseAddresses(value: string): readonly Address[] {
  const text = fillDefaults(value.trim());
  if (text.length === 0 || text.length > 2000) return [];
  const whole = parseAddress(text);
  if (whole && !text.includes(',')) return [whole];
  const stringed = whole ? undefined : parseConnectionString(text);
  if (stringed) return [stringed];
  const found: Address[] = [];
  const shared = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  for (const part of text.split(/\s*[,;]\s*|\s+/)) {
    if (part === '') continue;
    const address = parseAddress(part);
    if (address) found.push(address.scheme === null && shared ? { ...address, scheme: shared.toLowerCase() } : address);
    else if (found.length === 0) return [];
  }
  return found;
}

const url =
  /^([a-z][a-z0-9+.-]*):(?:\/\/|(?=[^/]*@))(?:[^\s/?#@]*@)?(\[[0-9a-f:.]+\]|[^\s:/?#,;@[\]]+)(?::(\d{1,5}))?(?=[/?#,;]|$)/i;
const hostPort = /^([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?):(\d{1,5})(?:\/\S*)?$/i;

/** One address: a URL, or host and port. A bare word is not an address; see {@link parseHost}. */
export function parseAddress(text: string): Address | undefined {
  const stripped = text
    .replace(/^(?:optional:|configserver:|jdbc:|r2dbc:(?:pool:)?)+/i, '')
    .replace(/^oracle:thin:@(?:\/\/)?/i, 'oracle://')
    .replace(/^thin:@/i, 'oracle://');
  const match = url.exec(stripped);
  if (match) {
    const host = match[2]?.toLowerCase() ?? '';
    if (!isHost(host) && !host.startsWith('[')) return undefined;
    const scheme = (match[1] ?? '').toLowerCase();
    if (/^(?:file|classpath|data|mailto|urn|arn|unix|npipe|docker|docker-image|git\+ssh|s3|gs|fd)$/.test(scheme))
      return undefined;
    const userinfo = /^[a-z0-9+.-]+:\/\/([^\s/?#]*)@/i.exec(stripped);
    return {
      scheme,
      host,
      port: portOf(match[3]),
      encrypted: encryption(scheme, stripped),
      credentials: userinfo !== null,
    };
  }
  const plain = hostPort.exec(stripped);
  if (plain) {
    const host = plain[1]?.toLowerCase() ?? '';
    const port = portOf(plain[2]);
    if (!isHost(host) || port === null) return undefined;
    return { scheme: null, host, port, encrypted: 'unknown', credentials: false };
  }
  return undefined;
}

/** A bare host name. Any word looks like one, so it means something only where a host is expected. */
export function parseHost(text: string): Address | undefined {
  const host = fillDefaults(text.trim()).toLowerCase().replace(/\.$/, '');
  return isHost(host) ? { scheme: null, host, port: null, encrypted: 'unknown', credentials: false } : undefined;
}

function isHost(text: string): boolean {
  return (
    (/^[a-z0-9](?:[a-z0-9._-]{0,250}[a-z0-9])?$/i.test(text) && /[a-z]/i.test(text)) ||
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)
  );
}

function portOf(text: string | undefined): number | null {
  const port = text === undefined ? Number.NaN : Number(text);
  return port > 0 && port < 65536 ? port : null;
}

function encryption(scheme: string, address: string): Tri {
  if (tlsOff.test(address)) return 'no';
  if (secure.has(scheme) || tlsOn.test(address)) return 'yes';
  // Databases negotiate TLS by switches elsewhere: their bare scheme tells nothing.
  return plaintext.has(scheme) ? 'no' : 'unknown';
}

/** The machine itself: inside a container, the container. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.startsWith('127.') ||
    host === '0.0.0.0' ||
    host === '[::1]' ||
    host === '[::]' ||
    host === 'host.docker.internal'
  );
}

export function isIpAddress(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.startsWith('[');
}

/** Names that stand for nothing: documentation's domains (RFC 2606) and words such as "changeme". */
export function isPlaceholder(host: string): boolean {
  return /(?:^|\.)example(?:\.(?:com|org|net))?$|\.(?:test|invalid|example)$|^(?:your|my)[-.]|(?:^|[-.])(?:domain|changeme|placeholder)(?:[-.]|$)/.test(
    host,
  );
}
