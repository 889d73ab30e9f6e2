import { sameValue } from '../../cells/same.ts';
import { addTo } from '../grouped.ts';
import { onceFor } from '../once.ts';
import { hintsById } from '../technology/dependencies.ts';
import { isInfrastructure } from '../technology/technologies.ts';
import type { Link } from './link.ts';
import { looseName } from './merge.ts';
import { namespaceOf, type Node, normalName } from './node.ts';
import { isStore } from './technology.ts';
import type { Owners } from './owners.ts';

/** `depends_on` and `links` of Compose: the one that waits is the one that calls. */
export function composeLinks(from: Node, owners: Owners): readonly Link[] {
  return from.compose.flatMap((fact) =>
    fact.depends.flatMap((it): readonly Link[] => {
      const to = owners.composed(from.system, it.name);
      if (!to || to === from || it.finished) return [];
      const text = it.how === 'links' ? `${from.name} is linked to ${to.name}` : `${from.name} depends on ${to.name}`;
      return [{ ...link(from, to, text, it.at), role: 'startup' }];
    }),
  );
}

/**
 * A proxy whose own configuration is not at hand waits for what it passes requests on to: taken as its routes, so that
 * nothing behind it is called unreachable.
 */
export function proxyRoutes(links: readonly Link[]): readonly Link[] {
  const told = new Set(links.filter((it) => it.role === 'route').map((it) => it.from));
  return links.map((it) => {
    return waitsAsProxy(it) && !told.has(it.from) && !isInfrastructure(it.to.technology?.kind ?? null)
      ? asRoute(it)
      : it;
  });
}

/** Does a gateway wait for the other end? */
export function waitsAsProxy({ role, from }: Link): boolean {
  return role === 'startup' && from.technology?.kind === 'gateway' && from.sure;
}

const asRoute = onceFor((link: Link): Link => ({ ...link, role: 'route' }));

/** A program built with the client of a technology calls the one node that plays that part. */
export function dependencyLinks(programs: readonly Node[], known: readonly Link[], owners: Owners): readonly Link[] {
  if (programs.length === 0) return [];
  const told = new Map<Node, Set<string>>();
  for (const { from, to } of known) {
    const roles = told.get(from) ?? new Set();
    for (const role of to.roles) roles.add(role);
    told.set(from, roles);
  }
  const links: Link[] = [];
  for (const from of programs) {
    for (const module of from.modules) {
      for (const [id, at] of module.hints) {
        const hint = hintsById.get(id);
        const wanted = hint?.clientOf ?? [];
        if (!hint || wanted.length === 0 || id === 'oauth2-client' || isIdle(from, id)) continue;
        if (wanted.some((it) => told.get(from)?.has(it) === true || from.roles.has(it))) continue;
        const to = onlyOne(
          from,
          wanted.flatMap((it) => owners.playing(it)),
        );
        if (to) links.push(link(from, to, `${from.name} ${hint.text}`, at));
      }
      const dashboard = module.hints.get('hystrix-dashboard');
      const turbine = dashboard && onlyOne(from, owners.playing('turbine'));
      if (dashboard && turbine && !from.roles.has('turbine'))
        links.push(link(from, turbine, `${from.name} shows the stream of ${turbine.name}`, dashboard));
    }
  }
  return links;
}

function isIdle(from: Node, hint: string): boolean {
  const has = (flag: 'no-registry' | 'no-config-server'): boolean => from.modules.some((it) => it.flags.has(flag));
  if (hint === 'eureka-client') return has('no-registry');
  if (hint === 'config-client') return has('no-config-server');
  const memory = from.modules.some((it) => it.hints.has('memory-database'));
  return memory && /^(?:mysql|postgresql)-client$/.test(hint);
}

/** The only candidate, or the only one that shares the caller's name ("orders" and "orders-db"). */
function onlyOne(from: Node, candidates: readonly Node[]): Node | undefined {
  const reachable = [...new Set(candidates)].filter(
    (it) => it !== from && (from.system === null || it.system === null || it.system === from.system),
  );
  if (reachable.length < 2) return reachable[0];
  const stem = looseName(from.name, new Set());
  const akin = reachable.filter((it) => stem.length > 2 && normalName(it.name).startsWith(stem));
  return akin.length === 1 ? akin[0] : undefined;
}

/** A Zuul without routes of its own offers every registered service (Spring Cloud Netflix, "Embedded Zuul Reverse Proxy"). */
export function registryRoutes(
  programs: readonly Node[],
  known: readonly Link[],
  repositoryKnown: boolean,
): readonly Link[] {
  const gateways = programs.filter((node) =>
    node.modules.some((it) => it.hints.has('zuul') || it.hints.has('spring-gateway')),
  );
  if (gateways.length === 0) return [];
  const registered = new Set(
    known.filter((it) => it.to.roles.has('eureka') || it.to.roles.has('consul')).map((it) => it.from),
  );
  const links: Link[] = [];
  for (const from of gateways) {
    const own = known.filter((it) => it.from === from);
    if (own.some((it) => it.role === 'route')) continue;
    const flags = new Set(from.modules.flatMap((it) => [...it.flags]));
    const zuul = from.modules.map((it) => it.hints.get('zuul')).find((it) => it !== undefined);
    const gateway = from.modules.map((it) => it.hints.get('spring-gateway')).find((it) => it !== undefined);
    const at =
      (zuul && !flags.has('no-routes-by-registry') ? zuul : undefined) ??
      (gateway && flags.has('routes-by-registry') ? gateway : undefined);
    // Routes that a configuration server hands out, from a repository that is not here, are not known.
    if (!at || (!repositoryKnown && own.some((it) => it.to.roles.has('spring-config')))) continue;
    for (const to of registered) {
      if (to === from || isInfrastructure(to.technology?.kind ?? null) || to.technology?.kind === 'gateway') continue;
      links.push({
        ...link(from, to, `${from.name} offers every registered service`, at),
        role: 'route',
        scheme: 'http',
      });
    }
  }
  return links;
}

function link(from: Node, to: Node, text: string, at: Link['evidence']['at']): Link {
  return {
    from,
    to,
    role: 'call',
    scheme: null,
    port: null,
    encrypted: 'unknown',
    authenticated: 'unknown',
    evidence: { text, at },
  };
}

/** A store that nobody is told of serves the program that it is named after: "carts-db" is the store of "carts". */
export function namesakeLinks(
  stores: readonly Node[],
  nodes: readonly Node[],
  known: readonly Link[],
): readonly Link[] {
  if (stores.length === 0) return [];
  const called = new Set(known.map((it) => it.to));
  const lonely = stores.filter((it) => !called.has(it));
  if (lonely.length === 0) return [];
  const byName = new Map<string, Node[]>();
  for (const node of nodes) addTo(byName, placeOf(node, node.name), node);
  return lonely.flatMap((to): readonly Link[] => {
    const [from, ...others] = ['', '-service', 'service']
      .flatMap((it) => byName.get(placeOf(to, (namesakeOf(to) ?? '') + it)) ?? [])
      .filter((it) => it !== to);
    if (!from || others.length > 0 || isStore(from)) return [];
    const at = to.compose[0]?.at ?? to.workloads[0]?.object.at ?? to.services[0]?.at ?? null;
    return [{ ...link(from, to, `${to.name} is named as the store of ${from.name}`, at), role: 'data' }];
  });
}

/** Is a node named as the store of another? */
export function isNamesake(node: Node): boolean {
  return namesakeOf(node) !== null;
}

/** The name that is in a store's name; null for what is no store, or has none. */
const namesakeOf = onceFor((node: Node): string | null => {
  const stem = /^(.+?)[-_.]?(?:db|database|mongo|mongodb|mysql|postgres|postgresql|redis|cache|store)$/i.exec(
    node.name,
  )?.[1];
  return stem !== undefined && isStore(node) ? stem : null;
});

function placeOf(node: Node, name: string): string {
  return `${node.system ?? ''}\n${namespaceOf(node) ?? ''}\n${normalName(name)}`;
}

/** Links that are found anew in each model: one that was found before is that one again. */
export class KeptLinks {
  #known = new Map<Node, readonly Link[]>();

  keep(links: readonly Link[]): readonly Link[] {
    const now = new Map<Node, Link[]>();
    const kept = links.map((it) => this.#known.get(it.from)?.find((other) => isSame(it, other)) ?? it);
    for (const it of kept) addTo(now, it.from, it);
    this.#known = now;
    return kept;
  }
}

function isSame(a: Link, b: Link): boolean {
  return (
    a.to === b.to &&
    a.role === b.role &&
    a.scheme === b.scheme &&
    a.port === b.port &&
    a.evidence.text === b.evidence.text &&
    sameValue(a.evidence.at, b.evidence.at)
  );
}
