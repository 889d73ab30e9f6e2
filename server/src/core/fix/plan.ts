import type { ParsedChunk } from '../syntax/parsed.ts';
import type { Edit } from '../text/edit.ts';
import { chunkEdits } from './plan-chunk.ts';
import type { Patch } from './patch.ts';
import { withoutRepeats } from './rebase.ts';
import { type Refusal, Refused, refusing } from './refusal.ts';

/** A file as fixes see it: its chunks in order, each with its offset in the file. */
export interface FixableFile {
  readonly text: string;
  readonly chunks: readonly { readonly start: number; readonly parsed: ParsedChunk }[];
}

/** For each file that changes its edits: sorted, disjoint, offsets in the file. A file that is created has one edit, at 0. */
export type Plan = ReadonlyMap<string, readonly Edit[]>;

/**
 * Turns patches, of one fix or of many, into edits of all files that they touch; blanks are still in the edits' texts.
 * All routes speak of the texts as they are now: two patches of one list count its items alike, whichever is first.
 * A patch that is there twice is done once. One that cannot be done refuses the whole, so nothing is ever done by half.
 * The map is empty when everything is as it should be already.
 */
export function planFix(files: (uri: string) => FixableFile | undefined, patches: readonly Patch[]): Plan | Refusal {
  return refusing(() => {
    const plan = new Map<string, readonly Edit[]>();
    for (const [uri, own] of groups(withoutRepeats(patches), (it) => it.at.file)) {
      const edits = fileEdits(files(uri), own);
      if (edits.length > 0) plan.set(uri, edits);
    }
    return plan;
  });
}

function fileEdits(file: FixableFile | undefined, patches: readonly Patch[]): readonly Edit[] {
  const created = patches.filter((it) => it.op === 'create');
  const [only] = created;
  if (only) {
    if (file) throw new Refused('The file that the fix would create exists already.');
    if (patches.length > 1) throw new Refused('Two changes of this fix contradict each other.');
    return [{ start: 0, end: 0, text: only.text }];
  }
  if (!file) throw new Refused('The file to change is not in the workspace.');
  return [...groups(patches, (it) => it.at.chunk)]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, own]) => {
      const chunk = file.chunks[index];
      if (!chunk) throw new Refused('The document to change is not in the file any more.');
      const { start } = chunk;
      return chunkEdits(chunk.parsed, own).map((it) => ({ ...it, start: it.start + start, end: it.end + start }));
    });
}

function groups<K>(patches: readonly Patch[], keyOf: (patch: Patch) => K): ReadonlyMap<K, readonly Patch[]> {
  const made = new Map<K, Patch[]>();
  for (const patch of patches) {
    const key = keyOf(patch);
    const group = made.get(key);
    if (group) group.push(patch);
    else made.set(key, [patch]);
  }
  return made;
}
