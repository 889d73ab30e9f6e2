import type { Anchor, Route } from '../../syntax/anchor.ts';
import type { Owner, TraitFact } from '../fact.ts';
import { baseName, folderOf } from '../folder.ts';
import type { Tri } from '../model.ts';
import { TextRoutes } from './entry.ts';
import { flattenYaml } from './flatten.ts';
import { mayBeRuleFile } from './names.ts';
import { peerTechnologyOf } from './peers.ts';
import { proxyControls } from './proxy-controls.ts';
import { directives } from './text-directives.ts';

/** A control that a configuration file shows, before it is known whose configuration it is. */
export interface ConfigControl {
  readonly trait: TraitFact['trait'];
  readonly state: Tri;
  readonly text: string;
  readonly chunk: number;
  readonly route: Route;
  readonly detail?: readonly string[];
}

/** The controls that a text of that name shows, and the program that it configures; none when it is nothing of this. */
export function controlsOf(
  path: string,
  text: string,
): { readonly technology: string; readonly controls: readonly ConfigControl[] } | undefined {
  if (mayBeRuleFile(path) && /^\s*groups\s*:/m.test(text) && /\balert\s*:/.test(text))
    return { technology: 'prometheus', controls: alertRules(text) };
  const technology = peerTechnologyOf(path) ?? (/(?:nginx|conf\.d)[^\0]*\.conf$/i.test(path) ? 'nginx' : undefined);
  switch (technology) {
    case 'prometheus':
      return { technology, controls: ruleFilesOf(text) };
    case 'nginx':
      return { technology, controls: nginx(text) };
    case 'haproxy':
      return { technology, controls: haproxy(text) };
    case 'envoy':
    case 'traefik':
    case 'kong':
      return { technology, controls: proxyControls(technology, text) };
    default:
      return undefined;
  }
}

/** The controls of a file as facts. */
export function controlFacts(uri: string, text: string): readonly TraitFact[] {
  const found = controlsOf(uri, text);
  if (!found) return [];
  const owner: Owner = { kind: 'technology', technology: found.technology, folder: folderOf(uri) };
  return found.controls.map((it) => controlFact(it, owner, { file: uri, chunk: it.chunk, route: it.route }));
}

/** Those of a text that stands inside another file, such as a value of a ConfigMap; `at` is where it stands. */
export function controlsOfText(name: string, text: string, owner: Owner, at: Anchor): readonly TraitFact[] {
  return (controlsOf(name, text)?.controls ?? []).map((it) => controlFact(it, owner, at, [baseName(name)]));
}

/** A control of a program as a fact. */
export function controlFact(
  { trait, state, text, detail }: ConfigControl,
  owner: Owner,
  at: Anchor,
  name: readonly string[] = [baseName(at.file)],
): TraitFact {
  return {
    fact: 'trait',
    trait,
    owner,
    state,
    text,
    at,
    ...(trait === 'alert-rules' ? { detail: name } : detail && { detail }),
  };
}

/** Rules for alerts (Prometheus, "Alerting rules"): as many as there are. */
function alertRules(text: string): readonly ConfigControl[] {
  return flattenYaml(text).flatMap((document): readonly ConfigControl[] => {
    const alerts = document.filter((it) => /^groups\[\d+\]\.rules\[\d+\]\.alert$/.test(it.key));
    const [first] = alerts;
    if (!first) return [];
    const words = alerts.length === 1 ? `the alert ${first.value}` : `${alerts.length} alerts`;
    return [
      { trait: 'alert-rules', state: 'yes', text: `rules raise ${words}`, chunk: first.chunk, route: first.route },
    ];
  });
}

/** The files with rules that Prometheus reads, by their last names, and whether it tells anybody of alerts. */
function ruleFilesOf(text: string): readonly ConfigControl[] {
  return flattenYaml(text).flatMap((document): readonly ConfigControl[] => {
    const named = document.filter((it) => /^rule_files\[\d+\]$/.test(it.key));
    const [first] = named;
    if (!first) return [];
    const told = document.some((it) => it.key.startsWith('alerting.alertmanagers'));
    const detail = named.map((it) => baseName(it.value));
    return [
      {
        trait: 'alert-files',
        state: told ? 'yes' : 'unknown',
        text: 'rule_files names rules',
        chunk: first.chunk,
        route: first.route,
        detail,
      },
    ];
  });
}

/**
 * NGINX limits requests where `limit_req` or `limit_conn` names a zone (ngx_http_limit_req_module); a zone alone limits
 * nothing, and neither does a dry run. A file that proxies, includes nothing of its own and limits nothing shows that
 * there is no limit.
 */
function nginx(text: string): readonly ConfigControl[] {
  const all = directives(text, ';{}');
  if (all.some((it) => /^limit_(?:req|conn)_dry_run\s+on$/.test(it.text))) return [];
  const routes = new TextRoutes();
  const limits = all.filter((it) => /^limit_(?:req|conn)\s+\S/.test(it.text));
  if (limits.length > 0)
    return limits.slice(0, 3).map((it) => {
      const word = /^\S+/.exec(it.text)?.[0] ?? '';
      const place = { chunk: 0, route: routes.next(it.text) };
      return { trait: 'rate-limit', state: 'yes', text: `${word} limits requests`, ...place };
    });
  const proxies = all.find((it) => /^(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass\s/.test(it.text));
  const includes = all.some(
    (it) => /^include\s/.test(it.text) && !/(?:mime\.types|_params|modules-enabled\/\*\.conf)$/.test(it.text),
  );
  if (!proxies || includes) return [];
  const route = routes.next(proxies.text);
  return [{ trait: 'rate-limit', state: 'no', text: 'NGINX is told of no limit', chunk: 0, route }];
}

const counted =
  /\b(?:sc\d?_|src_)(?:http_req_rate|http_err_rate|conn_rate|conn_cur|sess_rate|bytes_in_rate|gpc\d?_rate)\b/;

/**
 * HAProxy counts in a stick-table and refuses by what was counted (HAProxy configuration manual, "stick-table"); a table
 * that nobody asks refuses nobody. `rate-limit sessions` limits a frontend by itself.
 */
function haproxy(text: string): readonly ConfigControl[] {
  const all = directives(text, '\n');
  const routes = new TextRoutes();
  const own = all.filter((it) => /^rate-limit\s+sessions\s+\d/.test(it.text));
  const tables = all.some((it) => /^stick-table\s.*\bstore\b.*\b(?:\w+_rate|conn_cur)\b/.test(it.text));
  const named = new Map(
    all.flatMap((it) => {
      const [, name, rest = ''] = /^acl\s+(\S+)\s+(.*)$/.exec(it.text) ?? [];
      return name !== undefined && counted.test(rest) ? [[name, true] as const] : [];
    }),
  );
  const refusing = all.filter(
    (it) =>
      tables &&
      /^(?:http-request|tcp-request\s+\S+)\s+(?:deny|tarpit|reject|silent-drop|return)\b/.test(it.text) &&
      (counted.test(it.text) || it.text.split(/\s+/).some((word) => named.has(word))),
  );
  const found = [...own, ...refusing];
  if (found.length > 0)
    return found.slice(0, 3).map((it) => {
      const place = { chunk: 0, route: routes.next(it.text) };
      return { trait: 'rate-limit', state: 'yes', text: 'HAProxy refuses who comes too often', ...place };
    });
  const server = all.find((it) => /^server(?:-template)?\s/.test(it.text));
  const backed = server && all.some((it) => /^(?:frontend|listen)\s/.test(it.text));
  if (!backed) return [];
  return [
    {
      trait: 'rate-limit',
      state: 'no',
      text: 'HAProxy is told of no limit',
      chunk: 0,
      route: routes.next(server.text),
    },
  ];
}
