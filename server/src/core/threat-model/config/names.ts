import { baseName, folderOf } from '../folder.ts';

// What a file's name tells, and nothing more: who walks a folder asks this of every file, and reads no file for it.

const data = '\\.(?:ya?ml|json)(?:\\.(?:tmpl|template))?$';

/** How files of well-known programs are named that say whom the program talks to; asked of {@link tailOf}. */
export const peerNames = {
  prometheus: new RegExp(`prometheus[^/]*${data}`, 'i'),
  grafana: new RegExp(`data-?sources?[^/]*(?:/[^/]*)?${data}`, 'i'),
  filebeat: /(?:file|metric|heart|packet)beat[^/]*\.ya?ml$/i,
  kibana: /kibana[^/]*\.ya?ml$/i,
  loki: /promtail[^/]*\.ya?ml$/i,
  'otel-collector': /(?:otel|opentelemetry|collector)[^/]*\.ya?ml$/i,
  traefik: /traefik[^/]*(?:\/[^/]*)?\.ya?ml$/i,
  kong: /kong[^/]*\.ya?ml$/i,
  krakend: /krakend[^/]*\.json$/i,
  nginx:
    /(?:nginx|default|conf\.d|sites?-(?:enabled|available)|proxy|gateway)[^/]*(?:\/[^/]*)?\.(?:conf|nginx)(?:\.(?:template|tmpl))?$|\.nginx$/i,
  haproxy: /haproxy[^/]*(?:\/[^/]*)?\.cfg(?:\.(?:template|tmpl))?$/i,
  'apache-httpd': /(?:httpd|apache|vhost|000-default)[^/]*(?:\/[^/]*)?\.conf$/i,
  caddy: /Caddyfile$/i,
  logstash: /(?:logstash|pipeline)[^/]*(?:\/[^/]*)?\.(?:conf|config)$/i,
} as const;

/** Envoy's own files, which many programs generate. */
export const envoyName = /envoy[^/]*\.(?:ya?ml|json)$/i;

/** All of them in one, because it is asked of every file of a folder. */
const anyPeer = new RegExp(`(?:${[...Object.values(peerNames), envoyName].map((it) => it.source).join('|')})`, 'i');

/** A path from its last two folders on. */
export function tailOf(path: string): string {
  let at = path.length;
  for (let i = 0; i < 3 && at >= 0; i++) at = at === 0 ? -1 : path.lastIndexOf('/', at - 1);
  return path.slice(at + 1);
}

/** True for a path that may be a peer file. */
function mayBePeerFile(path: string): boolean {
  return anyPeer.test(tailOf(path));
}

/** Files with rules by which Prometheus alerts, by their names; the content decides. */
const ruleFile = /(?:alert|rules?)[^/]*\.(?:ya?ml|rules)$|\/(?:alerts?|alerting|rules)\/[^/]+\.ya?ml$/i;

/** A cheap look at a path: may it hold rules for alerts? */
export function mayBeRuleFile(path: string): boolean {
  return ruleFile.test(path);
}

/** True for the names of build files that are understood. */
export function isBuildFile(name: string): boolean {
  return /^(?:pom\.xml|build\.gradle(?:\.kts)?|package\.json|requirements[\w.-]*\.txt|pyproject\.toml|Pipfile|go\.mod|[\w.-]+\.csproj)$/.test(
    name,
  );
}

/** Where Spring keeps its settings. */
const resources = /\/src\/main\/resources\//;
/** Names of files that hold the settings of a program. */
export const settingsName =
  /^(?:application|bootstrap|appsettings|application-[\w.-]+|bootstrap-[\w.-]+|appsettings\.[\w.-]+)\.(?:ya?ml|properties|json)$/i;
/** Names of files with environment variables; examples of such files are none. */
export const environmentName = /^\.env(?!\.(?:example|sample|template|dist|test)$)(?:\.[\w-]+)?$|\.env$/;
/** Folders in which teams keep the files that a configuration server hands out. */
const repository =
  /(?:^|[-_.])(?:config|configs|configuration|config-?repo|config-?data|properties|shared|repo|repository)(?:$|[-_.])/i;
const noise =
  /^(?:messages|log4j|logging|gradle-wrapper|wro|git|build|ValidationMessages|i18n|quartz|ehcache|maven-wrapper|gradle|sonar-project|local|version)(?:[-_.].*)?\.(?:properties|ya?ml)$/i;

/** Folders of copies, of other people's code and of tests. A folder above the workspace may have any name. */
const built =
  /\/(?:node_modules|target\/(?:classes|test-classes)|build\/(?:resources|libs|classes)|bin\/main|src\/test|src\/integration-?test)\//i;

/** A cheap look at a file's name: may it be plain configuration that names peers, or a build file? */
export function isConfigFile(uri: string): boolean {
  if (built.test(uri)) return false;
  const name = baseName(uri);
  if (
    isBuildFile(name) ||
    environmentName.test(name) ||
    settingsName.test(name) ||
    mayBePeerFile(uri) ||
    mayBeRuleFile(uri) ||
    /^logback[\w.-]*\.xml$/.test(name)
  )
    return true;
  if (!/\.(?:ya?ml|properties)$/.test(name) || noise.test(name)) return false;
  return resources.test(uri) || repository.test(baseName(folderOf(uri)));
}
