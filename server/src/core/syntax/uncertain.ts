import type { BrokenPlace, DataTree, Node } from './node.ts';

/** Whether something that is not found right below a node may stand there all the same, because of a fault. */
export function isUncertain({ faults, broken }: DataTree, node: Node, place: { readonly start: number }): boolean {
  const [fault] = faults;
  if (!fault) return false;
  if (!broken) return place.start + node.length >= fault.start;
  const children = node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : undefined;
  return broken.some((it) => it.holder === children || (place.start >= it.start && place.start < it.end));
}

/** The broken places that came or went with an edit, by the blocks that they stand in. */
export function flipped(before: DataTree, after: DataTree): readonly BrokenPlace[] {
  const old = before.broken ?? [];
  const now = after.broken ?? [];
  if (old.length === 0 && now.length === 0) return [];
  const keyOf = (it: BrokenPlace): string => [...it.route, '', it.step ?? ''].join('\n');
  const known = new Set(old.map(keyOf));
  const found = new Set(now.map(keyOf));
  return [...old.filter((it) => !found.has(keyOf(it))), ...now.filter((it) => !known.has(keyOf(it)))];
}
