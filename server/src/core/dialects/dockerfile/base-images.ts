import type { ImageReference } from '../../syntax/image-reference.ts';
import { canonicalName } from '../../syntax/image-reference.ts';
import type { DockerfileInstruction, DockerfileStage, Known } from './lens.ts';

/** What is known of well-known base images: as which user they start. */

/** Official images that start as root and stay so. */
const ROOT =
  /^(?:alpine|debian|ubuntu|busybox|bash|centos|fedora|rockylinux|almalinux|amazonlinux|oraclelinux|archlinux|photon|mageia|clearlinux|buildpack-deps|gcc|node|python|pypy|golang|ruby|jruby|php|perl|rust|swift|julia|erlang|elixir|haskell|clojure|dart|mono|java|openjdk|adoptopenjdk|eclipse-temurin|amazoncorretto|ibm-semeru-runtimes|sapmachine|maven|gradle|groovy|tomcat|tomee|websphere-liberty|open-liberty|nginx|httpd|caddy|traefik|composer|docker|r-base|rocker|wordpress|drupal|joomla|nextcloud|ghost|hugo|bun|deno|spark)$/;
/** Official images whose start script gives root up. */
const DROPPING =
  /^(?:postgres|mysql|mariadb|mongo|redis|valkey|rabbitmq|cassandra|couchdb|couchbase|influxdb|neo4j|percona|consul|vault|zookeeper|rethinkdb|arangodb|crate)$/;
const OTHER_ROOT =
  /^(?:mcr\.microsoft\.com\/(?:dotnet|devcontainers|vscode|openjdk|java|azure-functions|playwright|azurelinux|cbl-mariner)\b|gcr\.io\/distroless\/|registry\.access\.redhat\.com\/ubi\d+(?:\/ubi)?(?:-minimal|-micro|-init)?$|docker\.io\/(?:redhat\/ubi|opensuse\/|nvidia\/cuda|pytorch\/pytorch|tensorflow\/|microsoft\/|amazon\/|frolvlad\/alpine|oven\/bun|denoland\/deno|phusion\/|azul\/zulu|bellsoft\/|continuumio\/|adoptopenjdk\/|openresty\/|google\/cloud-sdk|cypress\/|hashicorp\/terraform|rocker\/)|public\.ecr\.aws\/(?:lambda|amazonlinux|ubuntu|debian)\/)/;
const NOT_ROOT =
  /^(?:cgr\.dev\/|dhi\.io\/|docker\.io\/(?:bitnami|bitnamilegacy|bitnamisecure|chainguard|nginxinc\/nginx-unprivileged|jenkins|grafana|prom|curlimages|confluentinc|apache|jupyter|selenium|mambaorg|keycloak)(?:\/|$)|docker\.elastic\.co\/|quay\.io\/(?:jupyter|keycloak|prometheus|strimzi|oauth2-proxy)\/|registry\.access\.redhat\.com\/ubi\d+\/(?:nodejs|python|openjdk|ruby|php|go-toolset|perl|httpd|nginx|dotnet)|docker\.io\/library\/(?:jetty|haproxy|memcached|solr|varnish|sonarqube|elasticsearch|kibana|logstash|flink|geonetwork|rocket\.chat|storm|kong)$)/;

export type StartingUser = 'root' | 'dropping' | 'other';

/** As whom an image starts; undefined when nothing is known of it. */
export function startingUser(image: ImageReference): StartingUser | undefined {
  const name = canonicalName(image)?.replace(/^public\.ecr\.aws\/docker\/library\//, 'docker.io/library/');
  const tag = image.tag ?? '';
  if (/nonroot|non-root|rootless|unprivileged|chiseled|distroless-extra/.test(`${image.shortName ?? ''}:${tag}`))
    return 'other';
  if (name === undefined) return undefined;
  if (NOT_ROOT.test(name)) return 'other';
  if (OTHER_ROOT.test(name)) return 'root';
  const official = /^docker\.io\/library\/([^/]+)$/.exec(name)?.[1];
  if (official === undefined) return undefined;
  return ROOT.test(official) ? 'root' : DROPPING.test(official) ? 'dropping' : undefined;
}

/** The user before the colon; undefined when it is not known. */
export function userOf(instruction: DockerfileInstruction | undefined): Known {
  return instruction?.values[0]?.split(':')[0]?.trim();
}

/** `root`, 0 however it is written (the runtime reads it as a number), and the administrator of Windows containers. */
export function isRootName(user: string): boolean {
  return /^(?:root|[+-]?0+|containeradministrator)$/i.test(user);
}

/** As whom an instruction runs: `root`, `other`, or not known. */
export function runsAs(instruction: DockerfileInstruction): 'root' | 'other' | undefined {
  const { stage } = instruction;
  if (stage === undefined) return undefined;
  const last = stage.all('USER').find((it) => it.index < instruction.index);
  if (last !== undefined) {
    const user = userOf(last);
    return user === undefined ? undefined : isRootName(user) ? 'root' : 'other';
  }
  const base = stage.rootBase;
  if (base.kind === 'scratch') return 'root';
  const starting = base.kind === 'image' ? startingUser(base.image) : undefined;
  return starting === 'dropping' ? 'root' : starting;
}

const DROPS = /\b(?:gosu|su-exec|setpriv|s6-setuidgid|s6-overlay|chpst|setuidgid|runuser)\b|\bsu\s+-?\s*\w+\s+-c\b/;

/** The stage installs or calls a program with which start scripts give root up. */
export function dropsRoot(stage: DockerfileStage): boolean {
  const { text } = stage.file.tree;
  return stage.chain.some(({ instructions }) =>
    instructions.some(({ node }) => DROPS.test(text.slice(node.range.start, node.range.end))),
  );
}
