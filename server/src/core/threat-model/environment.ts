import type { Anchor } from '../syntax/anchor.ts';
import { isPlaceholder, parseAddresses, parseHost } from './address.ts';
import type { ConfigEntry } from './config/entry.ts';
import { springTargets } from './config/spring.ts';
import type { ConnectionFact, Owner, Role, TraitFact } from './fact.ts';
import type { Tri } from './model.ts';
import { technologyOfImage } from './technology/recognise.ts';

/** A variable that a container gets. `value` is null when it comes from elsewhere. */
export interface EnvironmentVariable {
  readonly key: string;
  readonly value: string | null;
  readonly at: Anchor;
}

/** Variables of this form hold the address of a peer, even where the value is a bare word. */
const hosty =
  /(?:HOST|HOSTNAME|HOSTS|SERVER|SERVERS|URL|URI|URLS|ENDPOINT|ADDRESS|ADDR|NODES|BROKERS?|CONNECT|BACKEND|UPSTREAM|SERVICE|SERVICE_NAME|PEERS|SEEDS|CONNECTION)$/i;
/** Variables that name the container itself, or what others should call it. */
const own =
  /ADVERTISED|^HOSTNAME$|^HOST$|^SERVER_(?:ADDRESS|HOST)$|LISTEN|BIND|VIRTUAL_HOST|LETSENCRYPT|CORS|ORIGIN|REDIRECT|CALLBACK|PUBLIC|EXTERNAL_URL|^(?:APP_|SITE_|WEB_)?(?:ROOT|BASE)_URL$|NODE_NAME|CLUSTER_NAME|DISCOVERY_TYPE|SMTP_FROM|EMAIL$|JAVA_OPTS|_OPTS$/i;

/** Peers that the variables of a container name; Spring's own variables mean what its properties mean. */
export function environmentConnections(
  variables: readonly EnvironmentVariable[],
  owner: Owner,
): readonly ConnectionFact[] {
  const known = variables.filter((it) => it.value !== null && it.value !== '');
  const anchors = new Map(known.map((it) => [it.key, it.at]));
  const entries = known.map((it): ConfigEntry => ({ key: it.key, value: it.value ?? '', chunk: 0, route: [] }));
  const found = new Map<string, ConnectionFact>();
  const add = (key: string, fact: Omit<ConnectionFact, 'fact' | 'at' | 'owner' | 'key'>): void => {
    const at = anchors.get(key);
    const id = `${key} ${fact.address.host}`;
    if (at && !found.has(id)) found.set(id, { fact: 'connection', at, owner, key, ...fact });
  };
  // SPRING_RABBITMQ_HOST is spring.rabbitmq.host (Spring Boot, "Binding from Environment Variables").
  const dotted = entries.map((it): ConfigEntry => ({ ...it, key: it.key.toLowerCase().replaceAll('_', '.') }));
  const originals = new Map(dotted.map((it, i) => [it, entries[i]?.key ?? '']));
  for (const { entry, address, role, credentials, external } of springTargets(dotted)) {
    const key = originals.get(entry) ?? '';
    if (!own.test(key)) add(key, { address, role, needs: null, credentials, external });
  }
  const keys = new Map(entries.map((it) => [it.key.toUpperCase(), it.value]));
  for (const { key, value } of entries) {
    if (own.test(key)) continue;
    const addresses = parseAddresses(value);
    const host = addresses.length === 0 && hosty.test(key) ? parseHost(value) : undefined;
    for (const address of host ? [{ ...host, port: portBeside(key, keys) }] : addresses) {
      if (isPlaceholder(address.host)) continue;
      const credentials: Tri = address.credentials || credentialBeside(key, keys) ? 'yes' : 'unknown';
      add(key, { address, role: roleOf(address.scheme), needs: null, credentials, external: address.scheme !== null });
    }
  }
  return [...found.values()];
}

function portBeside(key: string, keys: ReadonlyMap<string, string>): number | null {
  const port = Number(keys.get(key.toUpperCase().replace(/(?:HOST|HOSTNAME|SERVER|ADDRESS|ADDR)$/, 'PORT')));
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : null;
}

function credentialBeside(key: string, keys: ReadonlyMap<string, string>): boolean {
  const stem = /^(.*?)_?(?:HOST|HOSTNAME|SERVER|URL|URI|ADDRESS|ADDR)$/.exec(key.toUpperCase())?.[1];
  if (!stem) return false;
  return ['PASSWORD', 'PASS', 'PASSWORD_FILE', 'USER', 'USERNAME', 'TOKEN', 'API_KEY'].some((it) =>
    keys.has(`${stem}_${it}`),
  );
}

function roleOf(scheme: string | null): Role {
  if (scheme === null) return 'call';
  if (/^(?:amqps?|kafka|nats|mqtts?|stomp|pulsar)/.test(scheme)) return 'messages';
  return /^(?:mongodb|postgres|mysql|mariadb|redis|sqlserver|mssql|oracle|cassandra|neo4j|bolt)/.test(scheme)
    ? 'data'
    : 'call';
}

/** Commands that wait until a host answers. */
const probe =
  /\b(?:nc|ncat|netcat)\s+(?:-\S+\s+)*([a-z][\w.-]*)\s+(\d+)|\b(?:nslookup|getent hosts)\s+([a-z][\w.-]*)/gi;

/** Peers in a command line: URLs, and host and port as words or behind a flag's equals sign. */
export function commandConnections(
  words: readonly { readonly text: string; readonly at: Anchor }[],
  owner: Owner,
): readonly ConnectionFact[] {
  const waits = words.some((it) => /wait-for|dockerize|waitforit|wait4x/i.test(it.text));
  const found = new Map<string, ConnectionFact>();
  for (const { text, at } of words) {
    for (const [, probed, port, looked] of text.matchAll(probe)) {
      const address = parseHost(probed ?? looked ?? '');
      if (!address || found.has(address.host)) continue;
      found.set(address.host, {
        fact: 'connection',
        at,
        owner,
        address: { ...address, port: Number(port) || null },
        role: 'startup',
        key: 'command',
        needs: null,
        credentials: 'unknown',
        external: false,
      });
    }
    for (const piece of text.split(/[\s'"]+/)) {
      const value = piece
        .replace(/^-{1,2}[\w.-]+=/, '')
        .replace(/^-D[\w.-]+=/, '')
        .replace(/^[A-Z_]+=/, '');
      for (const address of parseAddresses(value)) {
        if (found.has(address.host) || isPlaceholder(address.host)) continue;
        const role: Role = waits ? 'startup' : roleOf(address.scheme);
        const credentials: Tri = address.credentials ? 'yes' : 'unknown';
        found.set(address.host, {
          fact: 'connection',
          at,
          owner,
          address,
          role,
          key: 'command',
          needs: null,
          credentials,
          external: false,
        });
      }
    }
  }
  return [...found.values()];
}

interface Switch {
  readonly key: RegExp;
  readonly value: RegExp;
  readonly state: Tri;
}

/** Variables of well-known images that decide whether a client must prove who he is (the images' own documentation). */
const switches: readonly Switch[] = [
  { key: /^(?:MYSQL|MARIADB)_ALLOW_EMPTY(?:_ROOT)?_PASSWORD$/, value: /^(?!no$|false$|0$)./i, state: 'no' },
  {
    key: /^ALLOW_EMPTY_PASSWORD$|^ALLOW_ANONYMOUS_LOGIN$|^ALLOW_PLAINTEXT_LISTENER$/,
    value: /^(?:yes|true|1)$/i,
    state: 'no',
  },
  { key: /^POSTGRES_HOST_AUTH_METHOD$/, value: /^trust$/i, state: 'no' },
  { key: /^xpack[._]security[._]enabled$/i, value: /^false$/i, state: 'no' },
  { key: /^(?:DISABLE_SECURITY_PLUGIN|plugins\.security\.disabled)$/, value: /^true$/i, state: 'no' },
  { key: /^GF_AUTH_ANONYMOUS_ENABLED$/, value: /^true$/i, state: 'no' },
  {
    key: /^(?:POSTGRES_PASSWORD|MYSQL_ROOT_PASSWORD|MYSQL_PASSWORD|MARIADB_ROOT_PASSWORD|MONGO_INITDB_ROOT_(?:USERNAME|PASSWORD)|REDIS_PASSWORD|ELASTIC_PASSWORD|RABBITMQ_DEFAULT_PASS|MSSQL_SA_PASSWORD|SA_PASSWORD|MINIO_ROOT_PASSWORD|NEO4J_AUTH|COUCHDB_PASSWORD|KEYCLOAK_ADMIN_PASSWORD|GF_SECURITY_ADMIN_PASSWORD)(?:_FILE)?$/,
    value: /^(?!none$)/i,
    state: 'yes',
  },
];

/** What is known of the program whose authentication is asked for. */
export interface ProgramHint {
  readonly image: string | null;
  readonly command: string;
  /** True when a file that is mounted, or variables from elsewhere, may say what these do not. */
  readonly partial: boolean;
}

/** What variables and image tell about authentication of a well-known program. */
export function authenticationTraits(
  variables: readonly EnvironmentVariable[],
  { image, command, partial }: ProgramHint,
  at: Anchor,
  owner: Owner,
): readonly TraitFact[] {
  const technology = image === null ? undefined : technologyOfImage(image);
  // A client is told a password too: it says something about the server only where the server gets it.
  if (!technology && !/(?:db|database|sql|mongo|redis)(?::[^/]*)?$/i.test(image ?? '')) return [];
  const found: TraitFact[] = [];
  const password = variables.some((it) => /PASSWORD/i.test(it.key) && !/ALLOW/i.test(it.key) && it.value !== '');
  for (const variable of variables) {
    const match = switches.find((it) => it.key.test(variable.key) && it.value.test(variable.value ?? ''));
    // A password that is set counts, whatever else is allowed.
    if (!match || (password && /ALLOW_EMPTY/.test(variable.key))) continue;
    found.push({
      fact: 'trait',
      trait: 'authentication',
      owner,
      state: match.state,
      at: variable.at,
      text: `${variable.key} is set`,
    });
  }
  if (found.length > 0 || image === null || partial) return found;
  const official =
    /^(?:docker\.io\/)?(?:(?:library\/)?(?:redis|mongo|memcached|consul)|hashicorp\/consul)(?::[^/]*)?(?:@.*)?$/.test(
      image,
    );
  if (!official || !technology || /requirepass|aclfile|--auth|keyFile|\.conf\b|-config-|-hcl/i.test(command)) return [];
  // Consul takes its access control from a file, or from this variable ("ACL system", default_policy).
  if (technology.id === 'consul' && variables.some((it) => it.key === 'CONSUL_LOCAL_CONFIG')) return [];
  return [
    {
      fact: 'trait',
      trait: 'authentication',
      owner,
      state: 'no',
      at,
      text: `the image of ${technology.name} asks for no ${technology.id === 'consul' ? 'token' : 'password'} unless it is told to`,
    },
  ];
}
