import { onceFor } from './once.ts';

/**
 * A list of ten thousand files' facts is put together of shelves, and an edit makes one shelf anew. Who looks at every
 * element of such a list looks at the elements of that shelf, and remembers what was found on the others.
 */
const known = new WeakMap<readonly unknown[], readonly (readonly unknown[])[]>();

/** One list of all that stands on these shelves, in their order. */
export function together<T>(shelves: readonly (readonly T[])[]): readonly T[] {
  const all = ([] as T[]).concat(...shelves);
  known.set(all, shelves);
  return all;
}

/** The shelves that a list was put together of; a list that was not is one shelf. */
export function shelvesOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  return (known.get(list) as readonly (readonly T[])[] | undefined) ?? [list];
}

/** Makes a choice among the elements of a list, each looked at by itself, remember what it chose of each shelf. */
export function onShelves<T, V extends T>(
  choose: (shelf: readonly T[]) => readonly V[],
): (list: readonly T[]) => readonly V[] {
  const chosen = onceFor(choose);
  return (list) => {
    const shelves = shelvesOf(list);
    return shelves.length === 1 ? choose(list) : together(shelves.map(chosen));
  };
}

/** Makes a question whether an element of a list is of some sort remember what it found on each shelf. */
export function anyOnShelves<T>(isMeant: (item: T) => boolean): (list: readonly T[]) => boolean {
  const onShelf = onceFor((shelf: readonly T[]) => shelf.some(isMeant));
  return (list) => {
    const shelves = shelvesOf(list);
    return shelves.length === 1 ? list.some(isMeant) : shelves.some(onShelf);
  };
}
