import { isLoopback } from '../address.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import type { ConnectionFact } from '../fact.ts';
import { technologyOfPort } from '../technology/recognise.ts';
import { technologies, type Technology, typeOfKind } from '../technology/technologies.ts';
import { makeNode, type Node } from './node.ts';

/** What the clients of a store or broker write before their addresses. */
const byScheme: ReadonlyMap<string, string> = new Map([
  ['mongodb', 'mongodb'],
  ['mongodb+srv', 'mongodb'],
  ['mysql', 'mysql'],
  ['mariadb', 'mariadb'],
  ['postgresql', 'postgresql'],
  ['postgres', 'postgresql'],
  ['sqlserver', 'sqlserver'],
  ['oracle', 'oracle'],
  ['redis', 'redis'],
  ['rediss', 'redis'],
  ['amqp', 'rabbitmq'],
  ['amqps', 'rabbitmq'],
  ['kafka', 'kafka'],
  ['cassandra', 'cassandra'],
  ['neo4j', 'neo4j'],
  ['bolt', 'neo4j'],
  ['zookeeper', 'zookeeper'],
  ['nats', 'nats'],
]);

/**
 * Programs that settings name and no file deploys: a database on the developer's machine, a broker that runs elsewhere.
 * They are part of the system as much as what is deployed; their protocol says what they are.
 */
export class Mentioned {
  readonly #players = new Map<string, Node[]>();
  readonly #made = new Map<string, Node>();

  constructor(nodes: readonly Node[]) {
    for (const node of nodes) {
      for (const role of node.roles) this.#players.set(role, [...(this.#players.get(role) ?? []), node]);
    }
  }

  get nodes(): readonly Node[] {
    return [...this.#made.values()];
  }

  /** The program that a setting of this node means, when no declared one answers to the address. */
  find(fact: ConnectionFact, from: Node): Node | undefined {
    const { address, owner } = fact;
    if (owner.kind !== 'settings') return undefined;
    const technology = technologyOf(fact);
    if (!technology) return undefined;
    const local = isLoopback(address.host);
    const playing = this.#players.get(technology.id) ?? [];
    // "localhost" of a developer stands for the one that the deployment has; another name may be overridden there.
    if (playing.length > 0) return local && playing.length === 1 ? playing[0] : undefined;
    const deployed = from.compose.length + from.workloads.length > 0;
    const store = typeOfKind(technology.kind) === 'data-store';
    if (local ? deployed : !store || address.host.includes('.')) return undefined;
    return this.#make(local ? technology.id : address.host, technology, fact.at, fact.key);
  }

  #make(name: string, technology: Technology, at: Anchor, key: string): Node {
    let node = this.#made.get(name);
    if (!node) {
      node = makeNode(name);
      node.technology = technology;
      node.sure = true;
      node.roles.add(technology.id);
      this.#made.set(name, node);
    }
    node.evidence.push({ text: `${key} names it`, at });
    return node;
  }
}

function technologyOf({ address }: ConnectionFact): Technology | undefined {
  const named = address.scheme === null ? undefined : byScheme.get(address.scheme);
  if (named !== undefined) return technologies.get(named);
  return address.port === null ? undefined : technologyOfPort(address.port);
}
