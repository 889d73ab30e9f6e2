import type { ClusterWorkload } from '../cluster.ts';
import type { ApiFact, ComposeServiceFact, KubernetesObjectFact } from '../fact.ts';
import type { Evidence } from '../model.ts';
import type { Technology } from '../technology/technologies.ts';
import { onceForText } from '../once.ts';
import type { Module } from './modules.ts';

/** A component while it is put together from its parts. */
export interface Node {
  /** The name that people would use. */
  name: string;
  /** Set when all nodes are known. */
  id: string;
  readonly aliases: Set<string>;
  readonly compose: ComposeServiceFact[];
  /** Key of the group of Compose folders that make one system. */
  system: string | null;
  readonly workloads: ClusterWorkload[];
  readonly services: KubernetesObjectFact[];
  /** Gateway objects that this node is the proxy of. */
  readonly gateways: KubernetesObjectFact[];
  readonly modules: Module[];
  readonly apis: ApiFact[];
  technology: Technology | null;
  /** Ids of all technologies that it plays the part of. */
  readonly roles: Set<string>;
  /** False when the technology is only guessed by the name that its makers gave it. */
  sure: boolean;
  /** `outside` for a third party, `user` for whoever calls from the internet. */
  outside: 'inside' | 'third-party' | 'user';
  /** What shows a third party. */
  readonly evidence: Evidence[];
}

export function makeNode(name: string): Node {
  return {
    name,
    id: '',
    aliases: new Set(),
    compose: [],
    system: null,
    workloads: [],
    services: [],
    gateways: [],
    modules: [],
    apis: [],
    technology: null,
    roles: new Set(),
    sure: false,
    outside: 'inside',
    evidence: [],
  };
}

/** The namespace of a node's objects; undefined when it has none. */
export function namespaceOf(node: Node): string | null | undefined {
  const object = node.workloads[0]?.object ?? node.services[0] ?? node.gateways[0];
  return object?.namespace;
}

/** Names without the freedoms of spelling: "Account-Service" is "accountservice". */
export const normalName = onceForText((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));

/** Puts a value into the list of a key. */
export function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) {
    if (!list.includes(value)) list.push(value);
  } else {
    map.set(key, [value]);
  }
}

/** Order of strings by code unit: the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
