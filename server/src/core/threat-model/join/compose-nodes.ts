import type { ComposeServiceFact } from '../fact.ts';
import { systemsOf } from './projects.ts';
import { makeNode, type Node } from './node.ts';

/** One node for each service of each system: a service of that name in several files of a system is one service. */
export function composeNodes(services: readonly ComposeServiceFact[]): readonly Node[] {
  const systems = systemsOf(services);
  const nodes = new Map<string, Node>();
  for (const service of services) {
    const system = systems.get(service.project) ?? service.project;
    const key = `${system}\n${service.name}`;
    let node = nodes.get(key);
    if (!node) {
      node = makeNode(service.name);
      node.system = system;
      nodes.set(key, node);
    }
    node.compose.push(service);
    for (const alias of service.aliases) node.aliases.add(alias);
  }
  return [...nodes.values()];
}
