import type { Patch } from '../server/src/core/fix/patch.ts';
import type { Plan } from '../server/src/core/fix/plan.ts';
import { locateIn } from '../server/src/core/syntax/parsed.ts';
import type { TextRange } from '../server/src/core/text/range.ts';
import type { Workspace } from '../server/src/core/workspace.ts';

/**
 * How many bytes the edits take away that belong to no line of an entry that a patch names: zero, unless a writer
 * reaches too far. White space and the comma between two items do not count, and an edit that puts back what it takes is read without its
 * common beginning and end.
 */
export function strayBytes(workspace: Workspace, patches: readonly Patch[], plan: Plan): number {
  let sum = 0;
  for (const [uri, edits] of plan) {
    const text = workspace.text(uri) ?? '';
    const own = patches.filter((it) => it.at.file === uri).flatMap((it) => linesOf(workspace, it, text));
    for (const edit of edits) {
      const { start, end } = withoutCommon(text, edit);
      for (let at = start; at < end; at++)
        if (/[^\s,]/.test(text[at] ?? '') && !own.some((it) => it.start <= at && at < it.end)) sum += 1;
    }
  }
  return sum;
}

/** The lines of the entry at the patch's route, or of the nearest thing above it that is there. */
function linesOf(workspace: Workspace, { at }: Patch, text: string): readonly TextRange[] {
  const chunk = workspace.chunks(at.file)[at.chunk];
  if (!chunk) return [];
  const range = locateIn(chunk.parsed, { ...at, part: 'whole' });
  if (!range) return [];
  const end = text.indexOf('\n', Math.max(0, chunk.start + range.end - 1));
  return [
    {
      start: text.lastIndexOf('\n', chunk.start + range.start - 1) + 1,
      end: end < 0 ? text.length : end + 1,
    },
  ];
}

function withoutCommon(text: string, edit: TextRange & { readonly text: string }): TextRange {
  let { start, end } = edit;
  let from = 0;
  let to = edit.text.length;
  while (start < end && from < to && text[start] === edit.text[from]) {
    start += 1;
    from += 1;
  }
  while (start < end && from < to && text[end - 1] === edit.text[to - 1]) {
    end -= 1;
    to -= 1;
  }
  return { start, end };
}
