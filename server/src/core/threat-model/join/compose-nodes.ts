import type { ComposeIncludeFact, ComposeServiceFact } from '../fact.ts';
import { stemOf } from '../folder.ts';
import { systemsOf } from './projects.ts';
import { makeNode, type Node } from './node.ts';

/** One node for each service of each system: a service of that name in several files of a system is one service. */
export function composeNodes(
  services: readonly ComposeServiceFact[],
  includes: readonly ComposeIncludeFact[],
): readonly Node[] {
  const systems = systemsOf(services, includes);
  const nodes = new Map<string, Node>();
  for (const service of withoutTests(services)) {
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

const testFile = /(?:^|[-_.])(?:tests?|ci|e2e|integration|bench(?:mark)?)(?:[-_.]|$)/i;

/** What only a file for tests starts is no part of the system, as long as another file says what the system is. */
function withoutTests(services: readonly ComposeServiceFact[]): readonly ComposeServiceFact[] {
  const isTest = (it: ComposeServiceFact): boolean => testFile.test(stemOf(it.at.file));
  const real = services.filter((it) => !isTest(it));
  if (real.length === 0 || real.length === services.length) return services;
  const names = new Set(real.map((it) => it.name));
  return services.filter((it) => !isTest(it) || names.has(it.name));
}
