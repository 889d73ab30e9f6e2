import type { ConnectionFact } from '../fact.ts';
import { technologies } from '../technology/technologies.ts';
import { byText, makeNode, type Node } from './node.ts';
import type { Owners } from './owners.ts';

/** Proxies whose configuration is here and whose deployment is not: somebody has to run it, or it would not be kept. */
export function orphanProxies(connections: readonly ConnectionFact[], owners: () => Owners): readonly Node[] {
  const orphans = new Set<string>();
  let known: Owners | undefined;
  for (const fact of connections) {
    const { owner } = fact;
    if (owner.kind !== 'technology' || technologies.get(owner.technology)?.kind !== 'gateway') continue;
    // Seldom needed, and not worth indexing thousands of nodes for.
    known ??= owners();
    if (known.of(fact).length === 0 && !known.plays(owner.technology)) orphans.add(owner.technology);
  }
  return [...orphans].sort(byText).map((id) => {
    const node = makeNode(id.replace(/^apache-httpd$/, 'apache'));
    node.technology = technologies.get(id) ?? null;
    node.sure = true;
    node.roles.add(id);
    node.aliases.add(`${node.name} server`);
    return node;
  });
}
