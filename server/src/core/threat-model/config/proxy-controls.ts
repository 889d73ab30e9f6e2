import type { ConfigControl } from './controls.ts';
import type { ConfigEntry } from './entry.ts';
import { type ConfigDocument, flattenYaml } from './flatten.ts';

/** Rate limits and circuit breakers of proxies that are configured in YAML or JSON. */
export function proxyControls(technology: 'envoy' | 'traefik' | 'kong', text: string): readonly ConfigControl[] {
  return flattenYaml(text).flatMap((document) =>
    technology === 'envoy' ? envoy(document) : technology === 'traefik' ? traefik(document) : kong(document),
  );
}

function controlAt(
  entry: ConfigEntry,
  trait: ConfigControl['trait'],
  state: 'yes' | 'no',
  text: string,
): ConfigControl {
  return { trait, state, text, chunk: entry.chunk, route: entry.route };
}

/**
 * Envoy limits by itself (local_ratelimit) or asks a service (ratelimit). Of the first one nothing is switched on unless
 * the shares of requests for which it is enabled and enforced are given (Envoy, "Local rate limit", filter_enabled).
 */
function envoy(document: ConfigDocument): readonly ConfigControl[] {
  const found: ConfigControl[] = [];
  const share = (filter: string, key: string): boolean =>
    document.some(
      (it) => it.key.startsWith(`${filter}.`) && it.key.endsWith(`.${key}.default_value.numerator`) && it.value !== '0',
    );
  const filters = document.filter((it) => /filters\[\d+\]\.name$/.test(it.key) && /rate_?limit/i.test(it.value));
  for (const it of filters) {
    const filter = it.key.slice(0, -'.name'.length);
    const local = /http\.local_rate_?limit/.test(it.value);
    if (!local || (share(filter, 'filter_enabled') && share(filter, 'filter_enforced')))
      found.push(controlAt(it, 'rate-limit', 'yes', 'Envoy limits requests'));
  }
  const breaking = document.find((it) => /\bclusters\[\d+\]\.(?:circuit_breakers|outlier_detection)\./.test(it.key));
  if (breaking) found.push(controlAt(breaking, 'circuit-breaker', 'yes', 'Envoy breaks the circuit'));
  const listener = document.find((it) => /^static_resources\.listeners\[\d+\]\./.test(it.key));
  // Routes may switch a limit on, and what is fetched may bring one.
  const silent =
    filters.length === 0 && !document.some((it) => /rate_?limit|^dynamic_resources\.|\brds\b/i.test(it.key));
  if (listener && silent) found.push(controlAt(listener, 'rate-limit', 'no', 'Envoy is told of no limit'));
  return found;
}

/** A middleware limits the routers that name it (Traefik, "RateLimit"). */
function traefik(document: ConfigDocument): readonly ConfigControl[] {
  const used = new Set(
    document.flatMap((it) =>
      /^http\.routers\.[^.]+\.middlewares\[\d+\]$|^entryPoints\.[^.]+\.http\.middlewares\[\d+\]$/i.test(it.key)
        ? [it.value.replace(/@.*$/, '')]
        : [],
    ),
  );
  return document.flatMap((it): readonly ConfigControl[] => {
    const [, name = '', kind = ''] =
      /^http\.middlewares\.([^.]+)\.(rateLimit|inFlightReq|circuitBreaker)\./i.exec(it.key) ?? [];
    if (!used.has(name) || !/\.(?:average|amount|expression)$/i.test(it.key)) return [];
    return kind.toLowerCase() === 'circuitbreaker'
      ? [controlAt(it, 'circuit-breaker', 'yes', 'Traefik breaks the circuit')]
      : [controlAt(it, 'rate-limit', 'yes', 'Traefik limits requests')];
  });
}

/** A plugin counts unless it is switched off (Kong, "Rate Limiting"). */
function kong(document: ConfigDocument): readonly ConfigControl[] {
  const off = new Set(
    document.flatMap((it) =>
      it.key.endsWith('.enabled') && it.value === 'false' ? [it.key.replace(/\.enabled$/, '')] : [],
    ),
  );
  return document.flatMap((it): readonly ConfigControl[] =>
    /\bplugins\[\d+\]\.name$/.test(it.key) &&
    /^(?:rate-limiting|rate-limiting-advanced|request-termination-rate|response-ratelimiting)$/.test(it.value) &&
    !off.has(it.key.replace(/\.name$/, ''))
      ? [controlAt(it, 'rate-limit', 'yes', 'Kong limits requests')]
      : [],
  );
}
