import type { ConnectionFact } from '../fact.ts';
import { technologies } from '../technology/technologies.ts';
import { byText, makeNode, type Node } from './node.ts';
import type { Owners } from './owners.ts';
import type { SettledNodes } from './settled.ts';

/** Proxies whose configuration is here and whose deployment is not: somebody has to run it, or it would not be kept. */
export function orphanProxies(
  connections: readonly ConnectionFact[],
  owners: Owners,
  settled: SettledNodes,
): readonly Node[] {
  const orphans = new Set<string>();
  for (const fact of connections) {
    const { owner } = fact;
    if (owner.kind !== 'technology' || technologies.get(owner.technology)?.kind !== 'gateway') continue;
    if (owners.of(fact).length === 0 && owners.playing(owner.technology).length === 0) orphans.add(owner.technology);
  }
  return [...orphans].sort(byText).map((id) => {
    const node = makeNode(id.replace(/^apache-httpd$/, 'apache'));
    node.technology = technologies.get(id) ?? null;
    node.sure = true;
    node.roles.add(id);
    node.aliases.add(`${node.name} server`);
    return settled.settle(`orphan\n${id}`, node);
  });
}
