import type { Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { needsOf, sharedNetworks } from '../graph.ts';
import { isGateway } from '../known-images.ts';
import { storeOf } from '../stores.ts';
import type { ComposeProject } from '../project.ts';
import type { ComposeService } from '../service.ts';

export default defineRule({
  id: 'compose/flat-network',
  title: 'Published services share a network with stores that they do not need',
  why: 'From the service that is most exposed, an intruder reaches the databases of all others directly.',
  remedy: 'Give the stores and their users a network of their own.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [653, 1327], stride: ['I', 'E', 'S'], cis: ['Docker 5.30'] },
  equivalents: [],
  concepts: ['flat-network'],
  visits: 'compose.project',
  check(project, report) {
    if (project.override || project.services.length < 3 || project.services.some((it) => it.partial)) return;
    const needs = needsOf(project);
    const stores = project.services.filter((it) => storeOf(it) && it.networkMode === undefined);
    const published = project.services.filter(
      (it) =>
        !storeOf(it) &&
        it.networkMode === undefined &&
        (isGateway(it) || it.ports.some((port) => port.reach === 'all-interfaces')),
    );
    // A store with no known user tells that the users are named in files that cannot be seen here.
    const used = stores.filter((store) => project.services.some((it) => needs.get(it.name)?.has(store.name)));
    const pairs = used.flatMap((store) =>
      published
        .filter((it) => sharedNetworks(it, store).length > 0 && !needs.get(it.name)?.has(store.name))
        .map((front) => ({ front, store })),
    );
    const [first] = pairs;
    if (!first) return;
    const fronts = [...new Set(pairs.map((it) => it.front.name))];
    const reached = [...new Set(pairs.map((it) => it.store.name))];
    const [network = 'default'] = sharedNetworks(first.front, first.store);
    report({
      at: project.view.get('networks').get(network).exists
        ? project.view.get('networks').get(network).anchor('key')
        : project.at,
      message: `From ${quoted(fronts)}, which the outside reaches, ${quoted(reached)} can be reached directly over the network "${network}", although no need for it is written here. Give the stores and their users a network of their own.`,
      confidence: 'medium',
      related: pairs.slice(0, 20).map(({ front, store }) => ({
        message: `"${front.name}" shares a network with the store "${store.name}"`,
        at: store.at,
      })),
      fixes: splitFix(project, used, needs),
    });
  },
});

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((it) => `"${it}"`);
  return names.length > 3 ? `${shown.join(', ')} and ${names.length - 3} more` : shown.join(', ');
}

/**
 * Only where everything is on the default network: a network "backend" for the stores and their users, or one for each
 * store where they have different users, since a published user of one store has no business with the others.
 */
function splitFix(
  project: ComposeProject,
  stores: readonly ComposeService[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
): { title: string; safety: 'behaviour'; patches: Patch[] }[] {
  const onDefault = project.services.every(
    (it) => it.networkMode !== undefined || (it.lacks('networks') && !it.view.inherited),
  );
  const section = project.view.get('networks');
  if (!onDefault || section.exists || project.view.inherited) return [];
  const usersOf = (store: ComposeService): string =>
    JSON.stringify(project.services.filter((it) => needs.get(it.name)?.has(store.name)).map((it) => it.name));
  const shared = new Set(stores.map(usersOf)).size === 1;
  const networkOf = (store: ComposeService): string => (shared ? 'backend' : store.name);
  const patches: Patch[] = [];
  for (const service of project.services) {
    if (service.networkMode !== undefined) continue;
    const own = stores.includes(service) ? [networkOf(service)] : ['default'];
    const needed = stores.filter((it) => needs.get(service.name)?.has(it.name)).map(networkOf);
    const value = [...new Set([...own, ...needed])];
    if (value.join() !== 'default') patches.push({ op: 'set', at: service.view.get('networks').anchor(), value });
  }
  for (const name of new Set(stores.map(networkOf)))
    patches.push({ op: 'set', at: section.get(name).anchor(), value: { internal: true } });
  const title = shared
    ? 'Put the stores and their users on a network "backend"'
    : 'Give each store and its users a network of their own';
  return [{ title, safety: 'behaviour', patches }];
}
