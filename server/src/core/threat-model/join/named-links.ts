import type { AnswerList } from '../answer-list.ts';
import type { ConnectionFact } from '../fact.ts';
import type { Memory } from '../memory.ts';
import type { Evidence, LooseEnd } from '../model.ts';
import type { Technology } from '../technology/technologies.ts';
import { Gathered } from './gathered.ts';
import type { Link } from './link.ts';
import { meantBy } from './mentioned.ts';
import type { Names } from './names.ts';
import { makeNode, type Node } from './node.ts';
import type { Owners } from './owners.ts';
import type { SettledNodes } from './settled.ts';

/** Links that lines of files name, with whom they lead to that no file declares. */
export interface NamedLinks {
  readonly links: readonly Link[];
  /** Programs that settings name and no file deploys. */
  readonly mentioned: readonly Node[];
  /** Third parties. */
  readonly outside: readonly Node[];
  readonly looseEnds: readonly LooseEnd[];
}

/** What one connection tells of one node that it belongs to. */
interface Told {
  /** Links to nodes that are there. */
  readonly links: readonly Link[];
  readonly elsewhere: Elsewhere | undefined;
  readonly looseEnd: LooseEnd | undefined;
}

/** An end that is there because connections name it. */
interface Elsewhere {
  readonly name: string;
  /** Null for a third party. */
  readonly technology: Technology | null;
  readonly evidence: Evidence;
  readonly linkTo: (node: Node) => Link;
  /** The link to the node that it was in the last model. */
  link: Link | undefined;
}

/** Works out the links of each connection; again only when the answer to something that it asked is another one. */
export class NamedLinkFinder {
  readonly #owners: Owners;
  readonly #names: Names;
  readonly #told: AnswerList<ConnectionFact, readonly Told[]>;
  readonly #here = new Gathered((told: readonly Told[]) => told.flatMap((it) => it.links));
  readonly #elsewhere = new Gathered((told: readonly Told[]) => told.flatMap((it) => it.elsewhere ?? []));
  readonly #looseEnds = new Gathered((told: readonly Told[]) => told.flatMap((it) => it.looseEnd ?? []));

  constructor(memory: Memory, owners: Owners, names: Names) {
    this.#owners = owners;
    this.#names = names;
    this.#told = memory.answersOf('connection', (fact) => owners.of(fact).flatMap((it) => this.#tell(fact, it) ?? []));
  }

  of(connections: readonly ConnectionFact[], settled: SettledNodes): NamedLinks {
    const told = this.#told.of(connections);
    const ends = new Map<string, { readonly first: Elsewhere; readonly evidence: Evidence[] }>();
    const elsewhere = this.#elsewhere.of(told);
    for (const it of elsewhere) {
      const end = ends.get(keyOf(it));
      if (end) end.evidence.push(it.evidence);
      else ends.set(keyOf(it), { first: it, evidence: [it.evidence] });
    }
    const nodes = new Map<string, Node>();
    for (const [key, { first, evidence }] of ends) nodes.set(key, settled.settle(key, nodeOf(first, evidence)));
    const made = [...nodes.values()];
    return {
      links: elsewhere.length === 0 ? this.#here.of(told) : linksOf(told, nodes),
      mentioned: made.filter((it) => it.outside === 'inside'),
      outside: made.filter((it) => it.outside !== 'inside'),
      looseEnds: this.#looseEnds.of(told),
    };
  }

  #tell(fact: ConnectionFact, from: Node): Told | undefined {
    if (isSwitchedOff(from, fact)) return undefined;
    const { address, role, key, at } = fact;
    // A developer's settings, and programs that no file deploys, speak of one machine for all.
    const undeployed = from.compose.length + from.workloads.length === 0;
    // The engine that ships a container's logs runs on the machine, where published ports are.
    const byEngine = role === 'logs' && fact.owner.kind === 'compose-service';
    const local = fact.owner.kind === 'settings' || undeployed || byEngine;
    const target = this.#names.resolve(address, from, fact.external, local);
    const meant = target.kind === 'unknown' || target.kind === 'self' ? meantBy(fact, from, this.#owners) : undefined;
    const loose = target.kind === 'unknown' && !meant && (address.scheme !== null || address.port !== null);
    const looseEnd = loose
      ? {
          text: `${from.name} is told of ${address.host}${address.port === null ? '' : `:${address.port}`} by ${key}, and no file says what that is`,
          at,
        }
      : undefined;
    const linkTo = (to: Node): Link => ({
      from,
      to,
      role,
      scheme: address.scheme,
      port: address.port,
      encrypted: address.encrypted,
      authenticated: fact.credentials === 'yes' ? 'yes' : 'unknown',
      evidence: { text: `${key} of ${from.name} names ${to.name}`, at },
    });
    const evidence = { text: `${key} names it`, at };
    const elsewhere =
      target.kind === 'outside'
        ? { name: target.host, technology: null, evidence, linkTo, link: undefined }
        : meant?.made
          ? { ...meant.made, evidence, linkTo, link: undefined }
          : undefined;
    const to = target.kind === 'nodes' ? target.nodes : meant?.node ? [meant.node] : [];
    const links = to.filter((it) => it !== from).map(linkTo);
    return links.length > 0 || elsewhere || looseEnd ? { links, elsewhere, looseEnd } : undefined;
  }
}

/** The links of all connections in their order, where some lead to ends that are there because connections name them. */
function linksOf(told: readonly (readonly Told[])[], nodes: ReadonlyMap<string, Node>): readonly Link[] {
  const links: Link[] = [];
  for (const each of told) {
    for (const it of each) {
      for (const link of it.links) links.push(link);
      const to = it.elsewhere && nodes.get(keyOf(it.elsewhere));
      if (to) links.push(linkTo(it.elsewhere, to));
    }
  }
  return links;
}

function keyOf({ technology, name }: Elsewhere): string {
  return `${technology ? 'mentioned' : 'outside'}\n${name}`;
}

function nodeOf({ name, technology }: Elsewhere, evidence: readonly Evidence[]): Node {
  const node = makeNode(name);
  if (technology) {
    node.technology = technology;
    node.sure = true;
    node.roles.add(technology.id);
  } else node.outside = 'third-party';
  node.evidence.push(...evidence);
  return node;
}

function linkTo(elsewhere: Elsewhere, node: Node): Link {
  if (elsewhere.link?.to !== node) elsewhere.link = elsewhere.linkTo(node);
  return elsewhere.link;
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
