import { randomFrom } from '../typing.ts';

/** A text, or several, on which edits are made one after the other. */
export interface Session {
  /** Makes the edit that follows from this number, and throws when an answer is not the one from scratch. */
  step(edit: number): void;
  /** The texts as they are now, by name. */
  texts(): ReadonlyMap<string, string>;
}

/** A promise that holds after any edits: what was kept is what would be found from scratch. */
export interface Property {
  readonly name: string;
  /** What the scripts begin with, by name. */
  readonly bases: readonly string[];
  /** Edits of one script. */
  readonly perScript: number;
  begin(base: string): Session;
}

/** A script of edits after which a property does not hold. */
export interface Failure {
  readonly property: string;
  readonly base: string;
  /** The numbers of the edits, as few as were found. */
  readonly edits: readonly number[];
  readonly error: Error;
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/**
 * Tries a property with at least so many edits. Every base is taken once before any is taken again, in an order that
 * follows from the seed.
 */
export function tryProperty(
  property: Property,
  { edits, seed, progress }: { edits: number; seed: number; progress?: (made: number) => void },
): { readonly made: number; readonly failure?: Failure } {
  const random = randomFrom(seed);
  let left: string[] = [];
  let made = 0;
  while (made < edits) {
    if (left.length === 0) left = [...property.bases];
    const at = random.below(left.length);
    const base = left[at] ?? '';
    left[at] = left.at(-1) ?? '';
    left.pop();
    const script = Array.from({ length: property.perScript }, () => random.below(2 ** 32));
    const failure = run(property, base, script);
    if (failure) return { made, failure: smallest(property, failure) };
    made += script.length;
    progress?.(made);
  }
  return { made };
}

/** Fails with the smallest script that was found when a property does not hold; for tests. */
export function holds(property: Property, of: { edits: number; seed: number }): void {
  const { failure } = tryProperty(property, of);
  if (failure) throw new Error(told(failure), { cause: failure.error });
}

/** What to look at, and how to see it again. */
export function told({ property, base, edits, error }: Failure): string {
  return `"${property}" does not hold for ${base} after the edits [${edits.join(', ')}]:\n${error.message.slice(0, 4000)}`;
}

function run(property: Property, base: string, edits: readonly number[]): Failure | undefined {
  let before: ReadonlyMap<string, string> = new Map();
  let session: Session | undefined;
  let count = 0;
  try {
    session = property.begin(base);
    for (const edit of edits) {
      before = new Map(session.texts());
      count++;
      session.step(edit);
    }
    return undefined;
  } catch (error) {
    const after = new Map(session?.texts());
    const made = edits.slice(0, count);
    return { property: property.name, base, edits: made, error: error as Error, before, after };
  }
}

/** Leaves out what is not needed for the failure, as long as leaving something out still fails. */
function smallest(property: Property, failure: Failure): Failure {
  let best = failure;
  for (let i = best.edits.length - 2; i >= 0; i--) {
    const shorter = run(property, best.base, best.edits.toSpliced(i, 1));
    if (!shorter) continue;
    best = shorter;
    i = Math.min(i, best.edits.length - 1);
  }
  return best;
}
