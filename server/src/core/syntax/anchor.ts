/**
 * A symbolic address inside a chunk: map keys (strings) and list indices (numbers) from the root, never offsets.
 * It survives edits elsewhere, so answers that carry routes are reused when text above them moves.
 *
 * In a Dockerfile the first step is the index of the instruction; see `dockerfile.ts` for the steps below it.
 */
export type Route = readonly (string | number)[];

/** Which part of the addressed thing is meant; a squiggle under a key is shorter than one under a whole block. */
export type Part = 'key' | 'value' | 'whole';

/** Where something is: file, chunk of the file, and the route in it. Plain data, comparable by value. */
export interface Anchor {
  /** Normalised URI of the file. */
  readonly file: string;
  /** Index of the chunk in the file: 0 for JSON and Dockerfiles, the number of the document in a YAML stream. */
  readonly chunk: number;
  readonly route: Route;
  /** Default: the key for a map entry whose value is a collection, else the value. */
  readonly part?: Part;
  /** A span of characters in the source of a scalar or an argument, when only a part of it is meant. */
  readonly span?: readonly [start: number, end: number];
}
