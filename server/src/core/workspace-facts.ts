import { sameElements } from './cells/same.ts';
import type { QueryEngine } from './query/query.ts';
import type { Fact } from './threat-model/fact.ts';
import { together } from './threat-model/shelves.ts';

/** So many files make one shelf, more or less. */
const perShelf = 64;

/**
 * The facts of all files in their order, so that an edit reads the facts of one file again and not of ten thousand. Files
 * stand on shelves; where one begins is decided by a file's own name, so that a file that comes or goes concerns its
 * shelf alone.
 */
export function allFactsOf(
  engine: QueryEngine,
  files: () => readonly string[],
  facts: (uri: string) => readonly Fact[],
): () => readonly Fact[] {
  const shelves = engine.query('shelves', () => shelvesOf(files()));
  const names = engine.query('shelfNames', (): readonly string[] => [...shelves().keys()], sameElements);
  const shelf = engine.query('shelf', (first: string): readonly string[] => shelves().get(first) ?? [], sameElements);
  const shelfFacts = engine.query(
    'shelfFacts',
    (first: string): readonly Fact[] => shelf(first).flatMap((uri) => facts(uri)),
    sameElements,
  );
  const shelved = engine.query(
    'shelvedFacts',
    (): readonly (readonly Fact[])[] => names().map((first) => shelfFacts(first)),
    sameElements,
  );
  return engine.query('factsOfFiles', () => together(shelved()));
}

/** Files by the first of their shelf. */
function shelvesOf(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const shelves = new Map<string, string[]>();
  let shelf: string[] | undefined;
  for (const uri of files) {
    if (!shelf || begins(uri)) shelves.set(uri, (shelf = []));
    shelf.push(uri);
  }
  return shelves;
}

/** One of so many names begins a shelf (FNV-1a). */
function begins(uri: string): boolean {
  let hash = 0x811c9dc5;
  for (let i = 0; i < uri.length; i++) hash = Math.imul(hash ^ uri.charCodeAt(i), 0x01000193);
  return (hash >>> 8) % perShelf === 0;
}
