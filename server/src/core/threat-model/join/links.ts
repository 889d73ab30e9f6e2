import type { ConnectionFact } from '../fact.ts';
import { hintsById } from '../technology/dependencies.ts';
import { isInfrastructure } from '../technology/technologies.ts';
import type { LooseEnd } from '../model.ts';
import type { Link } from './link.ts';
import { looseName } from './merge.ts';
import type { Mentioned } from './mentioned.ts';
import type { Names } from './names.ts';
import { makeNode, namespaceOf, type Node, normalName, pushTo } from './node.ts';
import { isStore } from './technology.ts';
import type { Owners } from './owners.ts';

/** Links that lines of files name, with the third parties that they lead to. */
export function namedLinks(
  connections: readonly ConnectionFact[],
  owners: Owners,
  names: Names,
  mentioned: Mentioned,
): { readonly links: readonly Link[]; readonly outside: readonly Node[]; readonly looseEnds: readonly LooseEnd[] } {
  const links: Link[] = [];
  const outside = new Map<string, Node>();
  const looseEnds: LooseEnd[] = [];
  for (const fact of connections) {
    const { address, role, key, at } = fact;
    for (const from of owners.of(fact)) {
      if (isSwitchedOff(from, fact)) continue;
      // A developer's settings, and programs that no file deploys, speak of one machine for all.
      const undeployed = from.compose.length + from.workloads.length === 0;
      // The engine that ships a container's logs runs on the machine, where published ports are.
      const byEngine = fact.role === 'logs' && fact.owner.kind === 'compose-service';
      const local = fact.owner.kind === 'settings' || undeployed || byEngine;
      const target = names.resolve(address, from, fact.external, local);
      const meant = target.kind === 'unknown' || target.kind === 'self' ? mentioned.find(fact, from) : undefined;
      if (target.kind === 'unknown' && !meant && (address.scheme !== null || address.port !== null)) {
        looseEnds.push({
          text: `${from.name} is told of ${address.host}${address.port === null ? '' : `:${address.port}`} by ${key}, and no file says what that is`,
          at,
        });
      }
      let to: readonly Node[] = target.kind === 'nodes' ? target.nodes : meant ? [meant] : [];
      if (target.kind === 'outside') {
        let node = outside.get(target.host);
        if (!node) {
          node = makeNode(target.host);
          node.outside = 'third-party';
          outside.set(target.host, node);
        }
        node.evidence.push({ text: `${key} names it`, at });
        to = [node];
      }
      for (const node of to) {
        if (node === from) continue;
        links.push({
          from,
          to: node,
          role,
          scheme: address.scheme,
          port: address.port,
          encrypted: address.encrypted,
          authenticated: fact.credentials === 'yes' ? 'yes' : 'unknown',
          evidence: { text: `${key} of ${from.name} names ${node.name}`, at },
        });
      }
    }
  }
  return { links, outside: [...outside.values()], looseEnds };
}

/** Settings of the same program say that it does not use what another of its settings names. */
function isSwitchedOff(node: Node, fact: ConnectionFact): boolean {
  const has = (flag: 'no-registry' | 'no-config-server' | 'native-repository'): boolean =>
    node.modules.some((it) => it.flags.has(flag));
  if (fact.role === 'registry')
    return has('no-registry') || (fact.needs === 'eureka-client' && node.roles.has('eureka'));
  if (fact.role !== 'configuration') return false;
  return fact.external && /\.server\./.test(fact.key) ? has('native-repository') : has('no-config-server');
}

/** `depends_on` and `links` of Compose: the one that waits is the one that calls. */
export function composeLinks(nodes: readonly Node[]): readonly Link[] {
  const byName = new Map<string, Node>();
  for (const node of nodes) for (const fact of node.compose) byName.set(`${node.system ?? ''}\n${fact.name}`, node);
  return nodes.flatMap((from) =>
    from.compose.flatMap((fact) =>
      fact.depends.flatMap((it): readonly Link[] => {
        const to = byName.get(`${from.system ?? ''}\n${it.name}`);
        if (!to || to === from || it.finished) return [];
        const text = it.how === 'links' ? `${from.name} is linked to ${to.name}` : `${from.name} depends on ${to.name}`;
        return [
          {
            from,
            to,
            role: 'startup',
            scheme: null,
            port: null,
            encrypted: 'unknown',
            authenticated: 'unknown',
            evidence: { text, at: it.at },
          },
        ];
      }),
    ),
  );
}

/**
 * A proxy whose own configuration is not at hand waits for what it passes requests on to: taken as its routes, so that
 * nothing behind it is called unreachable.
 */
export function proxyRoutes(links: readonly Link[]): readonly Link[] {
  const told = new Set(links.filter((it) => it.role === 'route').map((it) => it.from));
  return links.map((it) => {
    const proxy = it.role === 'startup' && it.from.technology?.kind === 'gateway' && it.from.sure && !told.has(it.from);
    return proxy && !isInfrastructure(it.to.technology?.kind ?? null) ? { ...it, role: 'route' } : it;
  });
}

/** A program built with the client of a technology calls the one node that plays that part. */
export function dependencyLinks(nodes: readonly Node[], known: readonly Link[]): readonly Link[] {
  const players = new Map<string, Node[]>();
  for (const node of nodes) for (const role of node.roles) players.set(role, [...(players.get(role) ?? []), node]);
  const told = new Map<Node, Set<string>>();
  for (const { from, to } of known) {
    const roles = told.get(from) ?? new Set();
    for (const role of to.roles) roles.add(role);
    told.set(from, roles);
  }
  const links: Link[] = [];
  for (const from of nodes) {
    for (const module of from.modules) {
      for (const [id, at] of module.hints) {
        const hint = hintsById.get(id);
        const wanted = hint?.clientOf ?? [];
        if (!hint || wanted.length === 0 || id === 'oauth2-client' || isIdle(from, id)) continue;
        if (wanted.some((it) => told.get(from)?.has(it) === true || from.roles.has(it))) continue;
        const to = onlyOne(
          from,
          wanted.flatMap((it) => players.get(it) ?? []),
        );
        if (to) links.push(link(from, to, `${from.name} ${hint.text}`, at));
      }
      const dashboard = module.hints.get('hystrix-dashboard');
      const turbine = dashboard && onlyOne(from, players.get('turbine') ?? []);
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
  nodes: readonly Node[],
  known: readonly Link[],
  repositoryKnown: boolean,
): readonly Link[] {
  const registered = new Set(
    known.filter((it) => it.to.roles.has('eureka') || it.to.roles.has('consul')).map((it) => it.from),
  );
  const links: Link[] = [];
  for (const from of nodes) {
    if (!from.modules.some((it) => it.hints.has('zuul') || it.hints.has('spring-gateway'))) continue;
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
export function namesakeLinks(nodes: readonly Node[], known: readonly Link[]): readonly Link[] {
  const called = new Set(known.map((it) => it.to));
  const byName = new Map<string, Node[]>();
  for (const node of nodes) pushTo(byName, placeOf(node, node.name), node);
  return nodes.flatMap((to): readonly Link[] => {
    const stem = /^(.+?)[-_.]?(?:db|database|mongo|mongodb|mysql|postgres|postgresql|redis|cache|store)$/i.exec(
      to.name,
    )?.[1];
    if (stem === undefined || called.has(to) || !isStore(to)) return [];
    const [from, ...others] = ['', '-service', 'service']
      .flatMap((it) => byName.get(placeOf(to, stem + it)) ?? [])
      .filter((it) => it !== to);
    if (!from || others.length > 0 || isStore(from)) return [];
    const at = to.compose[0]?.at ?? to.workloads[0]?.object.at ?? to.services[0]?.at ?? null;
    return [{ ...link(from, to, `${to.name} is named as the store of ${from.name}`, at), role: 'data' }];
  });
}

function placeOf(node: Node, name: string): string {
  return `${node.system ?? ''}\n${namespaceOf(node) ?? ''}\n${normalName(name)}`;
}
