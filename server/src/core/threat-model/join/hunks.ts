/** Where two lists differ: so many elements of the one stand for so many of the other. */
export interface Hunk {
  /** Where it begins in the list before, and how many elements are not found there any more. */
  readonly at: number;
  readonly gone: number;
  /** Where it begins in the list after, and how many elements are new there. */
  readonly from: number;
  readonly come: number;
}

/** Up to so many elements are looked ahead for the place from which two lists go on together. */
const ahead = 24;

/** With more differences than these the rest of the lists is one. */
const many = 200;

interface Compared {
  readonly before: readonly unknown[];
  readonly hunks: readonly Hunk[];
}

/** The same lists are compared by all who follow them. Only the last comparison is kept, or all lists would stay. */
const compared = new WeakMap<readonly unknown[], Compared>();

/**
 * What differs between two lists, by identity, in their order. An edit changes few elements of many, so this is one run
 * along both that looks into no element. Lists that have little in common differ in one place.
 */
export function hunksOf(before: readonly unknown[], after: readonly unknown[]): readonly Hunk[] {
  if (before === after) return none;
  const known = compared.get(after);
  if (known?.before === before) return known.hunks;
  const hunks = compare(before, after);
  compared.delete(before);
  compared.set(after, { before, hunks });
  return hunks;
}

const none: readonly never[] = [];

function compare(before: readonly unknown[], after: readonly unknown[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    while (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    }
    if (i >= before.length && j >= after.length) return hunks;
    const next = hunks.length < many ? together(before, after, i, j) : undefined;
    if (!next) break;
    hunks.push(next);
    i += next.gone;
    j += next.come;
  }
  let [last, end] = [before.length, after.length];
  while (last > i && end > j && before[last - 1] === after[end - 1]) {
    last--;
    end--;
  }
  hunks.push({ at: i, gone: last - i, from: j, come: end - j });
  return hunks;
}

/** The shortest difference behind which both lists go on together. */
function together(before: readonly unknown[], after: readonly unknown[], i: number, j: number): Hunk | undefined {
  const [left, right] = [Math.min(ahead, before.length - i), Math.min(ahead, after.length - j)];
  for (let sum = 1; sum <= left + right; sum++) {
    for (let gone = Math.max(0, sum - right); gone <= Math.min(left, sum); gone++) {
      const [x, y] = [i + gone, j + sum - gone];
      const ends = x === before.length && y === after.length;
      if (ends || (x < before.length && y < after.length && before[x] === after[y]))
        return { at: i, gone, from: j, come: sum - gone };
    }
  }
  return undefined;
}
