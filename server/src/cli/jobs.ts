import { availableParallelism } from 'node:os';
import type { Part } from '../core/file-part.ts';
import type { Texts } from './texts.ts';

/** What one thread does at a time: judge a file, or a part of the rules over it. */
export interface Job {
  readonly uri: string;
  readonly part?: Part;
}

/** Below this many bytes a further thread costs more, to start and to be compiled anew, than it saves. */
const worthAThread = 1_000_000;

/**
 * From this size on a contract is shared, and from this many threads on: each part reads the contract anew, and on two
 * cores the compiler of the one thread needs the other core.
 */
const worthSharing = 600_000;
const sharingThreads = 3;

/** More parts would spend their time on reading the same contract. */
const mostParts = 3;

/** How many threads pay: as many as there are cores, one for little work. */
export function threadsFor(uris: readonly string[], texts: Texts): number {
  const sizes = uris.map((it) => texts.size(it));
  const all = sizes.reduce((sum, it) => sum + it, 0);
  const cores = availableParallelism();
  if (cores >= sharingThreads && largeContracts(uris, texts).length > 0) return Math.min(cores, mostParts);
  return Math.max(1, Math.min(cores, 1 + Math.floor((all - Math.max(0, ...sizes)) / worthAThread)));
}

/**
 * Orders the work so that nobody has to wait for the last job alone: contracts first, because one brings the work of all
 * files that it refers to, then by size. A contract that is the greater part of all work is shared.
 */
export function planJobs(uris: readonly string[], texts: Texts, threads: number): readonly Job[] {
  const shared = threads >= sharingThreads ? largeContracts(uris, texts) : [];
  const of = Math.min(threads, mostParts);
  const contracts = new Set(contractsOf(uris, texts));
  const ranked = uris
    .filter((uri) => !shared.includes(uri))
    .map((uri) => ({ uri, contract: contracts.has(uri) ? 1 : 0, size: texts.size(uri) }))
    .sort((a, b) => b.contract - a.contract || b.size - a.size);
  return [
    ...shared.flatMap((uri) => Array.from({ length: of }, (_, index): Job => ({ uri, part: { index, of } }))),
    ...ranked.map(({ uri }) => ({ uri })),
  ];
}

/** The contract, if there is one, that would keep one thread busy longer than the others are with the rest. */
function largeContracts(uris: readonly string[], texts: Texts): readonly string[] {
  const contracts = contractsOf(uris, texts);
  if (contracts.length > 8) return [];
  const all = uris.reduce((sum, it) => sum + texts.size(it), 0);
  // Of several contracts that refer to other files nobody knows which one refers to how many.
  const weight = (uri: string): number =>
    texts.holds(uri, '.yaml') || texts.holds(uri, '.yml') || texts.holds(uri, '.json')
      ? all / contracts.length
      : texts.size(uri);
  return contracts.filter((it) => weight(it) > worthSharing && weight(it) > all / 2).slice(0, 1);
}

/** The files that look like OpenAPI documents; a guess that costs nothing but time when it is wrong. */
function contractsOf(uris: readonly string[], texts: Texts): readonly string[] {
  const holders = texts.holders(keys);
  return uris.filter((uri) => holders.has(uri) && keys.some((it) => isBegunBy(it, uri, texts)));
}

const keys = ['openapi', 'swagger'];

function isBegunBy(key: string, uri: string, texts: Texts): boolean {
  return texts.startsWith(uri, key) || texts.holds(uri, `\n${key}:`) || texts.holds(uri, `"${key}"`);
}
