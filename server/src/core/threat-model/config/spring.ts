import type { Address, Role, SettingsFlag } from '../fact.ts';
import type { Tri } from '../model.ts';
import { fillDefaults, isPlaceholder, parseAddresses, parseHost } from '../address.ts';
import { canonicalKey, type ConfigEntry, type ConfigTarget } from './entry.ts';
import type { ConfigDocument } from './flatten.ts';

/** What a Spring property says about a peer. Keys are canonical: lower case, no dashes. */
interface PropertyRule {
  readonly key: RegExp;
  readonly role: Role;
  /** The library without which the property means nothing, for settings that many programs share. */
  readonly needs?: string;
  /** Taken for the address when the value names none. */
  readonly scheme?: string;
  /** The value must contain this. */
  readonly only?: RegExp;
  /** May lead outside the system. */
  readonly external?: boolean;
}

/** Spring Boot and Spring Cloud properties that hold an address (their reference documentation, "Common Application Properties"). */
const rules: readonly PropertyRule[] = [
  { key: /^spring\.cloud\.config\.uri$/, role: 'configuration', needs: 'config-client' },
  { key: /^spring\.cloud\.config\.discovery\.serviceid$/, role: 'configuration', needs: 'config-client' },
  { key: /^spring\.config\.import(?:\[\d+\])?$/, role: 'configuration', needs: 'config-client', only: /configserver:/ },
  {
    key: /^spring\.cloud\.config\.server\.(?:git|svn|vault|composite\[\d+\])\.(?:repos\.[^.]+\.)?uri$/,
    role: 'configuration',
    external: true,
  },
  { key: /^eureka\.client\.serviceurl\./, role: 'registry', needs: 'eureka-client' },
  { key: /^spring\.cloud\.consul\.host$/, role: 'registry', needs: 'consul-client' },
  { key: /^spring\.cloud\.nacos\.(?:discovery\.|config\.)?serveraddr$/, role: 'registry', needs: 'nacos-client' },
  { key: /^spring\.cloud\.zookeeper\.connectstring$/, role: 'registry', needs: 'zookeeper-client' },
  { key: /^spring\.(?:data\.)?mongodb\.(?:host|uri)$/, role: 'data', needs: 'mongodb-client', scheme: 'mongodb' },
  { key: /^spring\.(?:[a-z0-9]+\.)?datasource\.(?:[a-z0-9.]+\.)?(?:url|jdbcurl)$/, role: 'data' },
  { key: /^spring\.(?:r2dbc|flyway|liquibase)\.url$/, role: 'data' },
  {
    key: /^spring\.(?:data\.)?redis\.(?:host|url|cluster\.nodes(?:\[\d+\])?|sentinel\.nodes(?:\[\d+\])?)$/,
    role: 'data',
    needs: 'redis-client',
    scheme: 'redis',
  },
  {
    key: /^spring\.(?:data\.)?elasticsearch\.(?:.*\.)?(?:uris?|clusternodes|endpoints|properties\.host)(?:\[\d+\])?$/,
    role: 'data',
    needs: 'elasticsearch-client',
  },
  {
    key: /^spring\.(?:data\.)?cassandra\.contactpoints(?:\[\d+\])?$/,
    role: 'data',
    needs: 'cassandra-client',
    scheme: 'cassandra',
  },
  { key: /^spring\.(?:data\.)?neo4j\.(?:authentication\.)?uri$/, role: 'data', needs: 'neo4j-client' },
  { key: /^spring\.influx\.url$/, role: 'data' },
  {
    key: /^spring\.(?:[a-z0-9]+\.)?rabbitmq\.(?:host|addresses)$/,
    role: 'messages',
    needs: 'rabbitmq-client',
    scheme: 'amqp',
  },
  { key: /^spring\.activemq\.brokerurl$/, role: 'messages' },
  {
    key: /^spring\.kafka\.(?:.*\.)?bootstrapservers(?:\[\d+\])?$/,
    role: 'messages',
    needs: 'kafka-client',
    scheme: 'kafka',
  },
  {
    key: /^spring\.cloud\.stream\.kafka\.(?:.*\.)?binder\.brokers(?:\[\d+\])?$/,
    role: 'messages',
    needs: 'kafka-client',
    scheme: 'kafka',
  },
  {
    key: /^spring\.cloud\.stream\.kafka\.(?:.*\.)?binder\.zknodes(?:\[\d+\])?$/,
    role: 'messages',
    needs: 'kafka-client',
    scheme: 'zookeeper',
  },
  { key: /^spring\.mail\.host$/, role: 'mail', scheme: 'smtp', external: true },
  { key: /^spring\.zipkin\.baseurl$/, role: 'traces', needs: 'zipkin-client' },
  { key: /^management\.(?:zipkin|otlp)\.(?:tracing\.|metrics\.export\.)?(?:endpoint|url)$/, role: 'traces' },
  { key: /^spring\.boot\.admin\.(?:client\.)?url(?:\[\d+\])?$/, role: 'administration', needs: 'admin-client' },
  { key: /^(?:spring\.)?security\.oauth2\..*ur[il]$/, role: 'identity', needs: 'oauth2-client', external: true },
  { key: /^keycloak\.authserverurl$/, role: 'identity', needs: 'oauth2-client' },
  { key: /^zuul\.routes\.[^.]+\.(?:url|serviceid)$/, role: 'route' },
  { key: /^spring\.cloud\.gateway\.(?:server\.)?(?:webflux\.|webmvc\.|mvc\.)?routes\[\d+\]\.uri$/, role: 'route' },
  { key: /^[a-z0-9.]+\.ribbon\.listofservers$/, role: 'call' },
  { key: /^turbine\.appconfig$/, role: 'scrape' },
];

/** Keys whose address is the program's own, or no address that it calls. */
const own =
  /^(?:eureka\.instance|server\.(?:port|address|servlet|ssl|error|tomcat|forward|error)|management\.server|spring\.boot\.admin\.client\.instance|info|swagger|springdoc|openapi|logging\.level|spring\.cloud\.config\.server\.native)\b|(?:advertised|redirect|callback|cors|origin|allowed|publicurl|homepage|docs?url|license|contact|terms|namespace|schema|statuspage|healthcheck|pattern|path|regexp?|message|subject|text|title|description)[^.]*$/;

/** Keys that hold a host or an address by their own name. */
const hosty = /(?:host|hostname|server|servers|url|uri|endpoint|address|addr|nodes|brokers|brokerlist)(?:\[\d+\])?$/;

/** All addresses that a document names. */
export function springTargets(document: ConfigDocument): readonly ConfigTarget[] {
  const byKey = new Map(document.map((it) => [canonicalKey(it.key), it]));
  const targets: ConfigTarget[] = [];
  for (const [key, entry] of byKey) targets.push(...targetsOf(key, entry, byKey));
  targets.push(...shortZuulRoutes(byKey));
  return targets;
}

function targetsOf(key: string, entry: ConfigEntry, byKey: ReadonlyMap<string, ConfigEntry>): readonly ConfigTarget[] {
  if (own.test(key) || entry.value === '') return [];
  const rule = rules.find((it) => it.key.test(key));
  if (rule?.only && !rule.only.test(entry.value)) return [];
  const credentials = credentialsBeside(key, byKey);
  const addresses = addressesOf(key, entry.value, rule, byKey);
  return addresses
    .filter((it) => !isPlaceholder(it.host))
    .map((address) => ({
      entry,
      address: rule?.scheme && address.scheme === null ? { ...address, scheme: rule.scheme } : address,
      role: rule?.role ?? 'call',
      needs: rule?.needs ?? null,
      credentials: address.credentials ? 'yes' : credentials,
      external: rule ? rule.external === true || address.scheme !== null : address.scheme !== null,
    }));
}

function addressesOf(
  key: string,
  value: string,
  rule: PropertyRule | undefined,
  byKey: ReadonlyMap<string, ConfigEntry>,
): readonly Address[] {
  const found = parseAddresses(value);
  // Without a rule only what is written as an address counts: "http://..." or, under a fitting key, "host:port".
  if (found.length > 0) return rule || hosty.test(key) ? found : found.filter((it) => it.scheme !== null);
  if (!rule && !hosty.test(key)) return [];
  const port = portBeside(key, byKey);
  return value
    .split(/\s*[,;]\s*/)
    .flatMap((it) => parseHost(it) ?? [])
    .map((it) => ({ ...it, port }));
}

function portBeside(key: string, byKey: ReadonlyMap<string, ConfigEntry>): number | null {
  const value = byKey.get(key.replace(/(?:host|hostname|server|address)$/, 'port'))?.value;
  const port = value === undefined ? Number.NaN : Number(fillDefaults(value));
  return Number.isInteger(port) && port > 0 ? port : null;
}

function credentialsBeside(key: string, byKey: ReadonlyMap<string, ConfigEntry>): Tri {
  const parent = key.replace(/\.?[^.]*$/, '');
  for (const name of ['password', 'username', 'user', 'credentials', 'apikey', 'token'])
    if (byKey.has(`${parent}.${name}`)) return 'yes';
  return 'unknown';
}

/** `zuul.routes.orders: /orders/**` routes to the service of the route's own name; so does a route with a path alone. */
function shortZuulRoutes(byKey: ReadonlyMap<string, ConfigEntry>): readonly ConfigTarget[] {
  const targets: ConfigTarget[] = [];
  for (const [key, entry] of byKey) {
    const name = /^zuul\.routes\.([^.]+)(?:\.path)?$/.exec(key)?.[1];
    if (name === undefined || byKey.has(`zuul.routes.${name}.url`) || byKey.has(`zuul.routes.${name}.serviceid`))
      continue;
    const original = /^zuul\.routes\.([^.]+)/i.exec(entry.key)?.[1] ?? name;
    const address = parseHost(original);
    if (address) targets.push({ entry, address, role: 'route', needs: null, credentials: 'unknown', external: false });
  }
  return targets;
}

/** What a document says about the program itself. */
export interface SpringSelf {
  readonly name: ConfigEntry | null;
  readonly port: number | null;
  readonly flags: readonly SettingsFlag[];
}

export function springSelf(document: ConfigDocument): SpringSelf {
  const byKey = new Map(document.map((it) => [canonicalKey(it.key), it]));
  const value = (key: string): string | undefined => byKey.get(key)?.value;
  const flags: SettingsFlag[] = [];
  if (value('spring.cloud.config.enabled') === 'false') flags.push('no-config-server');
  const registers = value('eureka.client.registerwitheureka');
  const fetches = value('eureka.client.fetchregistry');
  if (value('eureka.client.enabled') === 'false' || (registers === 'false' && fetches === 'false'))
    flags.push('no-registry');
  if (
    /\bnative\b/.test(value('spring.profiles.active') ?? '') ||
    [...byKey.keys()].some((it) => /^spring\.profiles\.active\[\d+\]$/.test(it) && value(it) === 'native')
  ) {
    flags.push('native-repository');
  }
  if (value('spring.cloud.gateway.discovery.locator.enabled') === 'true') flags.push('routes-by-registry');
  const ignored = value('zuul.ignoredservices') ?? value('zuul.ignoredservices[0]');
  if (ignored?.includes('*')) flags.push('no-routes-by-registry');
  const named =
    byKey.get('spring.application.name') ??
    byKey.get('quarkus.application.name') ??
    byKey.get('micronaut.application.name');
  const port = Number(
    fillDefaults(value('server.port') ?? value('quarkus.http.port') ?? value('micronaut.server.port') ?? ''),
  );
  const name = named && parseHost(named.value) ? { ...named, value: fillDefaults(named.value) } : null;
  return { name, port: Number.isInteger(port) && port > 0 && port < 65536 ? port : null, flags };
}

/** The profiles for which a document holds; none for one that always holds. */
function profilesOf(document: ConfigDocument): readonly string[] {
  return document
    .filter((it) => /^spring\.(?:profiles|config\.activate\.on-?profile)(?:\[\d+\])?$/i.test(it.key))
    .flatMap((it) => it.value.toLowerCase().split(/[\s,|&]+/));
}

/** Profiles of a program that runs in containers. */
const containers = /docker|container|kubernetes|k8s|compose/;

/**
 * The documents of a file that hold where the system is deployed: not those for tests, and where one is for containers,
 * not those for other places.
 */
export function deployedDocuments(documents: readonly ConfigDocument[]): readonly ConfigDocument[] {
  const profiled = documents.map((document) => ({ document, profiles: profilesOf(document) }));
  const contained = profiled.some(({ profiles }) => profiles.some((it) => containers.test(it)));
  const holding = profiled
    .filter(({ profiles }) => {
      if (profiles.length === 0) return true;
      if (profiles.every((it) => /^(?:test|integration-?test|it)$/.test(it))) return false;
      return !contained || profiles.some((it) => containers.test(it));
    })
    .map(({ document }) => document);
  return contained ? overridden(holding) : holding;
}

/** Where all documents hold together, a later one overrides what an earlier one says of the same key. */
function overridden(documents: readonly ConfigDocument[]): readonly ConfigDocument[] {
  const last = new Map<string, number>();
  documents.forEach((document, index) => {
    for (const entry of document) last.set(canonicalKey(entry.key), index);
  });
  return documents.map((document, index) => document.filter((it) => last.get(canonicalKey(it.key)) === index));
}
