import type { TextRange } from './range.ts';

/** Replaces `start..end` of the text before the change by `text`. */
export interface Edit extends TextRange {
  readonly text: string;
}

/**
 * Sorts edits and checks that they are disjoint; two insertions at one place keep their order.
 * Returns undefined when two edits overlap: whoever built them contradicts himself, and nothing is to be applied.
 */
export function sortEdits(edits: readonly Edit[]): readonly Edit[] | undefined {
  const sorted = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index)
    .map((it) => it.edit);
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1];
    const after = sorted[i];
    if (before && after && before.end > after.start) return undefined;
  }
  return sorted;
}

/** Applies sorted, disjoint edits (see {@link sortEdits}). */
export function applyEdits(text: string, sorted: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const edit of sorted) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}
