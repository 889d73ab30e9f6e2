import type { ComposeServiceFact } from '../fact.ts';
import { isWithin } from '../folder.ts';
import { imageName } from '../technology/recognise.ts';
import { byText } from './node.ts';

/**
 * Which folders of Compose files describe one system. Files of one folder do. Files of different folders do when they
 * share services: a folder of variants below the main file, or two variants beside each other. Two examples that
 * happen to have a database each do not.
 *
 * Gives for each folder the key of its system: the first of its folders.
 */
export function systemsOf(services: readonly ComposeServiceFact[]): ReadonlyMap<string, string> {
  const sizes = new Map<string, Set<string>>();
  const holders = new Map<string, string[]>();
  for (const service of services) {
    const names = sizes.get(service.project) ?? new Set();
    names.add(service.name);
    sizes.set(service.project, names);
    const identity = identityOf(service);
    if (identity === null) continue;
    const key = `${service.name}\n${identity}`;
    const folders = holders.get(key);
    if (!folders) holders.set(key, [service.project]);
    else if (!folders.includes(service.project)) folders.push(service.project);
  }
  const shared = new Map<string, number>();
  for (const folders of holders.values()) {
    // A service that dozens of folders have in common tells nothing about any two of them.
    if (folders.length > 24) continue;
    for (let i = 0; i < folders.length; i++) {
      for (let j = i + 1; j < folders.length; j++) {
        const pair = [folders[i] ?? '', folders[j] ?? ''].sort(byText).join('\n');
        shared.set(pair, (shared.get(pair) ?? 0) + 1);
      }
    }
  }
  const parent = new Map<string, string>([...sizes.keys()].map((it) => [it, it]));
  const rootOf = (folder: string): string => {
    let at = folder;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const [pair, count] of shared) {
    const [one = '', other = ''] = pair.split('\n');
    const nested = isWithin(one, other) || isWithin(other, one);
    const smaller = Math.min(sizes.get(one)?.size ?? 0, sizes.get(other)?.size ?? 0);
    if (count * 2 < smaller || (!nested && count < 2)) continue;
    const [first = '', second = ''] = [rootOf(one), rootOf(other)].sort(byText);
    parent.set(second, first);
  }
  return new Map([...sizes.keys()].map((it) => [it, rootOf(it)]));
}

function identityOf(service: ComposeServiceFact): string | null {
  if (service.image !== null) return imageName(service.image);
  return service.build?.folder ?? null;
}
