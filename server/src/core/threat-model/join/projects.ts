import type { ComposeIncludeFact, ComposeServiceFact } from '../fact.ts';
import { folderOf, isWithin } from '../folder.ts';
import { imageName, technologyOfImage } from '../technology/recognise.ts';
import { byText, pushTo } from './node.ts';

/**
 * Which folders of Compose files describe one system. Files of one folder do. Files of different folders do when they
 * share services: a folder of variants below the main file, or two variants beside each other. Two examples that
 * happen to have a database each do not. A file that includes another one says so itself.
 *
 * Gives for each folder the key of its system: the first of its folders.
 */
export function systemsOf(
  services: readonly ComposeServiceFact[],
  includes: readonly ComposeIncludeFact[] = [],
): ReadonlyMap<string, string> {
  const sizes = new Map<string, Set<string>>();
  const byName = new Map<string, Map<string, ComposeServiceFact[]>>();
  for (const service of services) {
    sizes.set(service.project, (sizes.get(service.project) ?? new Set()).add(service.name));
    const folders = byName.get(service.name) ?? new Map<string, ComposeServiceFact[]>();
    byName.set(service.name, folders);
    pushTo(folders, service.project, service);
  }
  const shared = new Map<string, number>();
  for (const folders of byName.values()) {
    // A name that dozens of folders have in common tells nothing about any two of them.
    if (folders.size > most) continue;
    const list = [...folders.values()];
    list.forEach((one, i) => {
      for (const other of list.slice(i + 1)) {
        if (!one.some((it) => other.some((its) => isSame(it, its)))) continue;
        const pair = [one[0]?.project ?? '', other[0]?.project ?? ''].sort(byText).join('\n');
        shared.set(pair, (shared.get(pair) ?? 0) + 1);
      }
    });
  }
  const parent = new Map<string, string>([...sizes.keys()].map((it) => [it, it]));
  const rootOf = (folder: string): string => {
    let at = folder;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const unite = (one: string, other: string): void => {
    const [first = '', second = ''] = [rootOf(one), rootOf(other)].sort(byText);
    parent.set(second, first);
  };
  for (const { project, file } of includes) {
    const included = folderOf(file);
    // A file that only includes has no services of its own.
    if (!parent.has(project)) parent.set(project, project);
    if (parent.has(included)) unite(project, included);
  }
  for (const [pair, count] of shared) {
    const [one = '', other = ''] = pair.split('\n');
    const nested = isWithin(one, other) || isWithin(other, one);
    const smaller = Math.min(sizes.get(one)?.size ?? 0, sizes.get(other)?.size ?? 0);
    if (count * 2 < smaller || (!nested && count < 2)) continue;
    unite(one, other);
  }
  return new Map([...sizes.keys()].map((it) => [it, rootOf(it)]));
}

const most = 24;

/** Do two services of one name run the same: one image, one folder, or an image that one file builds and the other pulls? */
function isSame(one: ComposeServiceFact, other: ComposeServiceFact): boolean {
  if (one.build && other.build) return one.build.folder === other.build.folder;
  if (one.image !== null && other.image !== null) return imageName(one.image) === imageName(other.image);
  const pulled = one.image ?? other.image;
  return pulled !== null && (one.build ?? other.build) !== null && technologyOfImage(pulled) === undefined;
}
