import { isLoopback } from '../address.ts';
import type { ConnectionFact } from '../fact.ts';
import { technologyOfPort } from '../technology/recognise.ts';
import { technologies, type Technology, typeOfKind } from '../technology/technologies.ts';
import type { Node } from './node.ts';
import type { Owners } from './owners.ts';

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

/** Whom a setting means where no declared program answers to the address. */
export interface Meant {
  /** One that is declared. */
  readonly node?: Node;
  /** One that has to be made. */
  readonly made?: { readonly name: string; readonly technology: Technology };
}

/**
 * Programs that settings name and no file deploys: a database on the developer's machine, a broker that runs elsewhere.
 * They are part of the system as much as what is deployed; their protocol says what they are.
 */
export function meantBy(fact: ConnectionFact, from: Node, owners: Owners): Meant | undefined {
  const { address, owner } = fact;
  if (owner.kind !== 'settings') return undefined;
  const technology = technologyOf(fact);
  if (!technology) return undefined;
  const local = isLoopback(address.host);
  const playing = owners.playing(technology.id);
  // "localhost" of a developer stands for the one that the deployment has; another name may be overridden there.
  if (playing.length > 0) {
    const [node, ...others] = playing;
    return node && local && others.length === 0 ? { node } : undefined;
  }
  const deployed = from.compose.length + from.workloads.length > 0;
  const store = typeOfKind(technology.kind) === 'data-store';
  if (local ? deployed : !store || address.host.includes('.')) return undefined;
  return { made: { name: local ? technology.id : address.host, technology } };
}

function technologyOf({ address }: ConnectionFact): Technology | undefined {
  const named = address.scheme === null ? undefined : byScheme.get(address.scheme);
  if (named !== undefined) return technologies.get(named);
  return address.port === null ? undefined : technologyOfPort(address.port);
}
