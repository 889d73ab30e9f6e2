import { parseHosts } from './hosts.ts';
import type { ComposeProject } from './project.ts';
import type { ComposeService } from './service.ts';
import { serviceTexts } from './service-texts.ts';

/** Who needs whom in a project: by dependencies, links, and the names in variables and commands. */
export function needsOf(project: ComposeProject): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map<string, Set<string>>();
  for (const service of project.services) {
    const peers = new Set<string>([
      ...service.dependsOn.map((it) => it.service),
      ...service.links.map((it) => it.service),
    ]);
    for (const { text, kind } of serviceTexts(service)) {
      if (kind === 'label') continue;
      for (const host of parseHosts(text.holed)) {
        const peer = project.serviceAt(host);
        if (peer && peer !== service) peers.add(peer.name);
      }
    }
    peers.delete(service.name);
    needs.set(service.name, peers);
  }
  return needs;
}

/** The networks on which two services meet. */
export function sharedNetworks(one: ComposeService, other: ComposeService): readonly string[] {
  return one.networks.map((it) => it.name).filter((name) => other.networks.some((it) => it.name === name));
}
