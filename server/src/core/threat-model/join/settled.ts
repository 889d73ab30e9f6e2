import { sameElements } from '../../cells/same.ts';
import type { Node } from './node.ts';

/**
 * Nodes outlive an edit: one that is put together of the same parts as in the model before is that very node. So a node
 * is never changed once it is settled, except that it is given its id and its contracts in the model that makes it.
 */
export class SettledNodes {
  #before: ReadonlyMap<string, Node> = new Map();
  #now = new Map<string, Node>();
  /** Those of the model before. */
  #refused: ReadonlySet<Node> = new Set();
  #refusing = new Set<Node>();

  /** Begins another model. */
  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
    this.#refused = this.#refusing;
    this.#refusing = new Set();
  }

  /** The node of the model before, if it has these parts; else a new one with them. `key` is unique in a model. */
  settle(key: string, candidate: Node, finish: (node: Node) => void = () => {}): Node {
    const node = this.renew(this.#before.get(key), candidate, finish);
    this.#now.set(key, node);
    return node;
  }

  /** The node `before`, if it has these parts; else a new one with them. */
  renew(before: Node | undefined, candidate: Node, finish: (node: Node) => void): Node {
    if (before && hasParts(before, candidate) && this.isWelcome(before)) return before;
    const node = copyOf(candidate);
    finish(node);
    return node;
  }

  /** A node that would be called otherwise now, or serves other contracts, is made anew in the next model. */
  refuse(node: Node): void {
    this.#refusing.add(node);
  }

  /** The nodes of the model before that may be none of this one. */
  get refused(): Iterable<Node> {
    return this.#refused;
  }

  /** May a node of the model before be one of this model? */
  isWelcome(node: Node): boolean {
    return this.#refused.size === 0 || !this.#refused.has(node);
  }
}

/** A node of its own with the same parts. */
export function copyOf(node: Node): Node {
  return {
    ...node,
    aliases: new Set(node.aliases),
    compose: [...node.compose],
    workloads: [...node.workloads],
    services: [...node.services],
    gateways: [...node.gateways],
    modules: [...node.modules],
    apis: [...node.apis],
    roles: new Set(node.roles),
    evidence: [...node.evidence],
  };
}

/** Is a settled node put together of the parts of another that is not? What follows from the parts is not compared. */
function hasParts(node: Node, parts: Node): boolean {
  return (
    node.name === parts.name &&
    node.system === parts.system &&
    node.outside === parts.outside &&
    (parts.technology === null || node.technology === parts.technology) &&
    sameElements(node.workloads, parts.workloads) &&
    sameElements(node.services, parts.services) &&
    sameElements(node.compose, parts.compose) &&
    sameElements(node.gateways, parts.gateways) &&
    sameElements(node.modules, parts.modules) &&
    sameElements(node.evidence, parts.evidence) &&
    sameWords(node.aliases, parts.aliases)
  );
}

/** The first of several names counts, so their order matters. */
function sameWords(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  if (a.size === 0) return true;
  const others = b.values();
  for (const it of a) if (it !== others.next().value) return false;
  return true;
}
