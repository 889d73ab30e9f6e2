import { parseAddresses, parseHost } from '../address.ts';
import type { Address, Role } from '../fact.ts';
import type { ConfigEntry, ConfigTarget } from './entry.ts';
import { TextRoutes } from './entry.ts';
import { type ConfigDocument, flattenYaml } from './flatten.ts';
import { envoyName, peerNames, tailOf } from './names.ts';

/** A configuration file of a well-known program, and where in it peers are named. */
interface PeerFile {
  readonly technology: string;
  /** Matches the file's path from its last two folders on; see {@link tailOf}. */
  readonly file: RegExp;
  /** The text must contain this. */
  readonly content: RegExp;
  readonly role: Role;
  /** YAML and JSON: keys whose values are peers. */
  readonly keys?: RegExp;
  /** Other text: expressions whose first group is a peer. */
  readonly texts?: readonly RegExp[];
  /** What else the file says about a peer; null when the peer is not used after all. */
  readonly refine?: (key: string, address: Address, valueOf: (key: string) => string | undefined) => Address | null;
}

const files: readonly PeerFile[] = [
  {
    technology: 'prometheus',
    file: peerNames.prometheus,
    content: /scrape_configs/,
    role: 'scrape',
    keys: /^scrape_configs\[\d+\]\.static_configs\[\d+\]\.targets\[\d+\]$|^remote_write\[\d+\]\.url$|^alerting\..*\.targets\[\d+\]$/,
    refine: scrapeScheme,
  },
  {
    technology: 'grafana',
    file: peerNames.grafana,
    content: /datasources/,
    role: 'data',
    keys: /^datasources\[\d+\]\.url$/,
  },
  {
    technology: 'filebeat',
    file: peerNames.filebeat,
    content: /output/,
    role: 'logs',
    keys: /^output\.(?:logstash|elasticsearch|kafka|redis)\.hosts(?:\[\d+\])?$/,
  },
  {
    technology: 'kibana',
    file: peerNames.kibana,
    content: /elasticsearch/,
    role: 'data',
    keys: /^elasticsearch\.(?:hosts(?:\[\d+\])?|url)$/,
  },
  {
    technology: 'loki',
    file: peerNames.loki,
    content: /clients/,
    role: 'logs',
    keys: /^clients\[\d+\]\.url$/,
  },
  {
    technology: 'otel-collector',
    file: peerNames['otel-collector'],
    content: /exporters/,
    role: 'traces',
    keys: /^exporters\.[^.]+\.(?:(?:traces_|metrics_|logs_)?endpoint|endpoints\[\d+\]|brokers\[\d+\])$|^receivers\.prometheus[^.]*\.config\.scrape_configs\[\d+\]\.static_configs\[\d+\]\.targets\[\d+\]$/,
    refine: usedInPipelines,
  },
  {
    technology: 'traefik',
    file: peerNames.traefik,
    content: /servers|loadBalancer/i,
    role: 'route',
    keys: /^http\.services\.[^.]+\.load[bB]alancer\.servers\[\d+\]\.url$|^tcp\.services\..*\.address$/,
  },
  {
    technology: 'kong',
    file: peerNames.kong,
    content: /services/,
    role: 'route',
    keys: /^services\[\d+\]\.(?:url|host)$|^upstreams\[\d+\]\.targets\[\d+\]\.target$/,
  },
  {
    technology: 'krakend',
    file: peerNames.krakend,
    content: /backend/,
    role: 'route',
    keys: /\.backend\[\d+\]\.host\[\d+\]$/,
  },
  {
    technology: 'nginx',
    file: peerNames.nginx,
    content: /proxy_pass|grpc_pass|fastcgi_pass|uwsgi_pass/,
    role: 'route',
    texts: [
      /\b(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass\s+([^\s;]+)\s*;/g,
      /(?:^|[{;])\s*server\s+([a-z0-9][\w.-]*:\d+)\b[^;{]*;/gim,
    ],
  },
  {
    technology: 'haproxy',
    file: peerNames.haproxy,
    content: /\bbackend\b|\blisten\b/,
    role: 'route',
    texts: [/^\s*server(?:-template)?\s+\S+(?:\s+\d+(?:-\d+)?)?\s+([a-z0-9][\w.-]*:\d+)/gim],
  },
  {
    technology: 'apache-httpd',
    file: peerNames['apache-httpd'],
    content: /ProxyPass/i,
    role: 'route',
    texts: [
      /^\s*ProxyPass(?:Match)?\s+\S+\s+"?([a-z]+:\/\/[^\s"]+)/gim,
      /^\s*BalancerMember\s+"?([a-z]+:\/\/[^\s"]+)/gim,
    ],
  },
  {
    technology: 'caddy',
    file: peerNames.caddy,
    content: /reverse_proxy/,
    role: 'route',
    texts: [/\breverse_proxy\s+(?:\/\S*\s+)?((?:[a-z0-9+]+:\/\/)?[a-z0-9][\w.-]*:\d+)/gim],
  },
  {
    technology: 'logstash',
    file: peerNames.logstash,
    content: /output\s*\{/,
    role: 'logs',
    texts: [/\bhosts?\s*=>\s*\[?\s*["']([^"']+)["']/g],
  },
];

/** The kind of peer file that a path and a text are, if any. */
export function peerFileOf(path: string, text: string): PeerFile | undefined {
  const tail = tailOf(path);
  return files.find((it) => it.file.test(tail) && it.content.test(text)) ?? envoyFile(text, tail);
}

/** The program that a file of this path configures, whatever it says. */
export function peerTechnologyOf(path: string): string | undefined {
  const tail = tailOf(path);
  if (envoyName.test(tail)) return 'envoy';
  return files.find((it) => it.file.test(tail))?.technology;
}

function envoyFile(text: string, tail: string): PeerFile | undefined {
  if (!envoyName.test(tail) || !/clusters/.test(text)) return undefined;
  return {
    technology: 'envoy',
    file: /$/,
    content: /$/,
    role: 'route',
    keys: /\bclusters\[\d+\]\..*socket_address\.address$/,
    refine: envoyUpstream,
  };
}

/** Prometheus scrapes by plain HTTP unless `scheme` says otherwise (Prometheus, "scrape_config"). */
function scrapeScheme(key: string, address: Address, valueOf: (key: string) => string | undefined): Address {
  const job = /^(?:.*\.)?scrape_configs\[\d+\]/.exec(key)?.[0];
  if (job === undefined || address.scheme !== null) return address;
  const scheme = valueOf(`${job}.scheme`) ?? 'http';
  return { ...address, scheme, encrypted: scheme === 'https' ? 'yes' : scheme === 'http' ? 'no' : 'unknown' };
}

/**
 * What no pipeline names is not started (OpenTelemetry Collector, "Configuration", service). An exporter speaks TLS
 * unless it is told not to, but what an address without scheme means is the exporter's own affair.
 */
function usedInPipelines(key: string, address: Address, valueOf: (key: string) => string | undefined): Address | null {
  const [, section = '', name = ''] = /^(exporters|receivers)\.([^.]+)\./.exec(key) ?? [];
  // A file without pipelines is merged with one that has them.
  if (valueOf('service.pipelines') !== '' && !pipelineNames(section, valueOf).has(name)) return null;
  if (section === 'receivers') return scrapeScheme(key, address, valueOf);
  const insecure = valueOf(`${section}.${name}.tls.insecure`) === 'true';
  return address.scheme === null && insecure ? { ...address, encrypted: 'no' } : address;
}

/** Names of the parts that the pipelines are made of. */
function pipelineNames(section: string, valueOf: (key: string) => string | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  for (const pipeline of (valueOf('service.pipelines') ?? '').split('\n'))
    for (let i = 0; ; i++) {
      const name = valueOf(`service.pipelines.${pipeline}.${section}[${i}]`);
      if (name === undefined) break;
      names.add(name);
    }
  return names;
}

/** The port beside an endpoint's address, and the TLS that its cluster speaks (Envoy, "Cluster", transport_socket). */
function envoyUpstream(key: string, address: Address, valueOf: (key: string) => string | undefined): Address {
  const port = Number(valueOf(key.replace(/address$/, 'port_value')));
  const cluster = /^.*\bclusters\[\d+\]/.exec(key)?.[0] ?? '';
  const socket = valueOf(`${cluster}.transport_socket.name`) ?? '';
  return {
    ...address,
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : address.port,
    ...(/\btls\b/.test(socket) ? { encrypted: 'yes' } : {}),
  };
}

/** The peers that such a file names. */
export function peersOf(file: PeerFile, text: string): readonly ConfigTarget[] {
  const targets: ConfigTarget[] = [];
  const add = (
    entry: ConfigEntry,
    value: string,
    valueOf: (key: string) => string | undefined = () => undefined,
  ): void => {
    const parsed = parseAddresses(value);
    const host = parsed.length === 0 ? parseHost(value) : undefined;
    for (const written of host ? [host] : parsed) {
      const address = file.refine ? file.refine(entry.key, written, valueOf) : written;
      if (!address) continue;
      targets.push({
        entry,
        address,
        role: file.role,
        needs: null,
        credentials: address.credentials ? 'yes' : 'unknown',
        external: written.scheme !== null,
      });
    }
  };
  if (file.keys) {
    const { keys } = file;
    for (const document of flattenYaml(text)) {
      const valueOf = valuesOf(document);
      for (const entry of document) if (keys.test(entry.key)) add(entry, entry.value, valueOf);
    }
  }
  const routes = new TextRoutes();
  for (const pattern of file.texts ?? []) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1];
      if (value === undefined || isComment(text, match.index)) continue;
      add(
        { key: (match[0].trim().split(/\s/)[0] ?? '').slice(0, 40), value, chunk: 0, route: routes.next(value) },
        value,
      );
    }
  }
  return targets;
}

/** Looks values up by their keys; `service.pipelines` gives the names below it, a line each. */
function valuesOf(document: ConfigDocument): (key: string) => string | undefined {
  let values: Map<string, string> | undefined;
  return (key) => {
    values ??= new Map([
      ...document.map((it): [string, string] => [it.key, it.value]),
      ['service.pipelines', [...new Set(document.flatMap((it) => pipeline.exec(it.key)?.[1] ?? []))].join('\n')],
    ]);
    return values.get(key);
  };
}

const pipeline = /^service\.pipelines\.([^.]+)\./;

function isComment(text: string, index: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', index) + 1, index + 1);
  return /^\s*#/.test(line);
}
