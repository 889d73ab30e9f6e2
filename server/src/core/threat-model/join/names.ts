import { isIpAddress, isLoopback } from '../address.ts';
import { containerPortsOf } from '../cluster.ts';
import type { Address, KubernetesObjectFact } from '../fact.ts';
import { onceFor } from '../once.ts';
import { numberOf, dig, listOf } from '../plain.ts';
import type { Memory } from '../memory.ts';
import { builtImagesOf } from './built-images.ts';
import { Asked } from './keyed.ts';
import { namespaceOf, type Node, normalName } from './node.ts';

/** What a host name turned out to be. */
export type Target =
  | { readonly kind: 'nodes'; readonly nodes: readonly Node[] }
  /** A name of the public DNS that nothing here answers to. */
  | { readonly kind: 'outside'; readonly host: string }
  /** The program itself, or the machine that it runs on. */
  | { readonly kind: 'self' }
  | { readonly kind: 'unknown' };

/** Every name under which nodes can be called, kept up to date with them. */
export class Names {
  readonly #nodes: Asked<Node>;

  constructor(memory: Memory) {
    this.#nodes = new Asked(memory, wordsOf);
  }

  update(nodes: readonly Node[]): void {
    this.#nodes.update(nodes);
  }

  #find(kind: Kind, name: string): readonly Node[] | undefined {
    const found = this.#nodes.ask(`${kind}\n${name}`);
    return found.length === 0 ? undefined : found;
  }

  /**
   * Whom an address means when this node calls it. `local`: the address may be meant for a developer's machine, where
   * all programs share one host.
   */
  resolve(address: Address, from: Node | null, external: boolean, local: boolean): Target {
    const { host } = address;
    if (isLoopback(host)) return local ? this.#atPort(address.port, from) : { kind: 'self' };
    const inCompose = from?.system ? this.#find('compose', `${from.system}\n${host}`) : undefined;
    if (inCompose) return found(inCompose);
    const byDns = this.#byClusterDns(host, from ? namespaceOf(from) : undefined);
    if (byDns) return found(byDns);
    // A host below a namespace or of the cluster that nothing here answers to is somebody else's, not a namesake.
    if (/\.svc(?:\.|$)|\.cluster\.local$/.test(host)) return { kind: 'unknown' };
    const aliases = this.#find('anywhere', host) ?? this.called(host);
    const named =
      aliases.length === 1 ? aliases : aliases.filter((it) => it.system === from?.system && sameNamespace(it, from));
    if (named.length === 1) return found(named);
    if (aliases.length > 0) return { kind: 'unknown' };
    const outside =
      external &&
      host.includes('.') &&
      !isIpAddress(host) &&
      /\.[a-z]{2,}$/.test(host) &&
      !/\.(?:local|internal|lan|localdomain|svc|consul|home|corp|intranet|yml|yaml|json|properties|xml|txt|js|py)$/.test(
        host,
      );
    return outside ? { kind: 'outside', host } : { kind: 'unknown' };
  }

  /** Nodes with a name, compared without regard to its spelling. */
  called(name: string): readonly Node[] {
    return this.#find('spelled', normalName(name)) ?? [];
  }

  /** The nodes behind a Service that a route names. */
  service(namespace: string | null, name: string): readonly Node[] {
    return (
      this.#find('service', `${namespace ?? ''}\n${name}`) ??
      (namespace === null ? [] : (this.#find('service', `\n${name}`) ?? []))
    );
  }

  /** `name`, `name.namespace`, `name.namespace.svc[.cluster.local]`, and pods of StatefulSets before them (Kubernetes, "DNS for Services and Pods"). */
  #byClusterDns(host: string, namespace: string | null | undefined): readonly Node[] | undefined {
    const labels = host.replace(/\.svc(?:\..*)?$/, '').split('.');
    const [first = '', second, third] = labels;
    const short = labels.length === 1 && !host.includes('.svc');
    if (short) return namespace === undefined ? undefined : this.#find('service', `${namespace ?? ''}\n${first}`);
    if (labels.length > 3 || second === undefined) return undefined;
    const [name, space] = third === undefined ? [first, second] : [second, third];
    const exact = this.#find('service', `${space}\n${name}`);
    if (exact) return exact;
    // A manifest without namespace may be applied to that one: the usual case is that it is.
    const open = this.#find('service', `\n${name}`);
    if (open && (space === 'default' || namespace === null))
      return host.includes('.svc') && space !== 'default' ? undefined : open;
    // `pod-0.headless` of the caller's own namespace.
    return third === undefined ? this.#find('service', `${namespace ?? ''}\n${second}`) : undefined;
  }

  /** On a developer's machine "localhost" with the port of another service means that one. */
  #atPort(port: number | null, from: Node | null): Target {
    const listening = port === null ? [] : (this.#find('port', String(port)) ?? []);
    const others = listening.filter((it) => it !== from);
    const own = from !== null && listening.includes(from);
    return !own && others.length === 1 ? found(others) : { kind: 'self' };
  }
}

/**
 * `compose`: a name inside a Compose system; `service`: a Service by its namespace; `anywhere`: any name, `spelled`
 * without the freedoms of spelling; `port`: on the developer's own machine.
 */
type Kind = 'compose' | 'service' | 'anywhere' | 'spelled' | 'port';

function wordsOf(node: Node): readonly string[] {
  const words: string[] = [];
  const add = (kind: Kind, name: string): void => {
    words.push(`${kind}\n${name}`);
  };
  for (const service of node.compose)
    for (const name of [service.name, ...service.aliases])
      add('compose', `${node.system ?? ''}\n${name.toLowerCase()}`);
  for (const service of node.services)
    for (const { namespace, name } of [service, ...(service.overlay?.names ?? [])])
      add('service', `${namespace ?? ''}\n${name}`);
  for (const name of [node.name, ...node.aliases]) {
    add('anywhere', name.toLowerCase());
    add('spelled', normalName(name));
  }
  for (const port of listeningPorts(node)) add('port', String(port));
  return words;
}

function found(nodes: readonly Node[]): Target {
  return { kind: 'nodes', nodes };
}

function sameNamespace(node: Node, from: Node | null): boolean {
  return from === null || namespaceOf(node) === namespaceOf(from);
}

/** Ports on which a node can be reached on the developer's own machine. */
function listeningPorts(node: Node): readonly number[] {
  const published = node.compose.flatMap((it) =>
    it.ports.flatMap((port) => (port.published === null ? [] : Number(port.published) || [])),
  );
  const own = node.modules.flatMap((it) => it.port ?? []);
  return [...new Set([...published, ...own])];
}

const servicePorts = onceFor((service: KubernetesObjectFact): readonly number[] =>
  listOf(dig(service.spec, 'ports')).flatMap((port) => numberOf(dig(port, 'port')) ?? []),
);

/** Ports on which a node listens for its peers. */
export function portsOf(node: Node): readonly number[] {
  const compose = node.compose.flatMap((it) => [...it.exposes, ...it.ports.flatMap((port) => port.target ?? [])]);
  const cluster = node.services.flatMap(servicePorts);
  const images = builtImagesOf(node).flatMap((it) => it.exposes);
  return [
    ...new Set([
      ...compose,
      ...node.workloads.flatMap(containerPortsOf),
      ...cluster,
      ...images,
      ...node.modules.flatMap((it) => it.port ?? []),
    ]),
  ];
}
