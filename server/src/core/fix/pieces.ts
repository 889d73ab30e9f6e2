import type { Edit } from '../text/edit.ts';

/** A stretch of the original text, or text of which the original knows nothing. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/**
 * Follows a text through edit after edit, and tells in the end which edits of the original lead to the same: what no
 * edit touched stays untouched, however many steps there were.
 */
export class Pieces {
  readonly #length: number;
  #pieces: readonly Piece[];

  /** `length` of the original text. */
  constructor(length: number) {
    this.#length = length;
    this.#pieces = length === 0 ? [] : [{ start: 0, end: length }];
  }

  /** Takes the next step; the edits are sorted, disjoint and count in the text as it is now. */
  apply(edits: readonly Edit[]): void {
    const made: Piece[] = [];
    let at = 0;
    let next = 0;
    // Emits text edits that begin at or before `at` and says up to where pieces are swallowed by them.
    let swallow = 0;
    const due = (): void => {
      for (let edit = edits[next]; edit && edit.start <= at; edit = edits[++next]) {
        if (edit.text !== '') made.push({ text: edit.text });
        swallow = Math.max(swallow, edit.end);
      }
    };
    for (const piece of this.#pieces) {
      const size = sizeOf(piece);
      let from = 0;
      while (from < size) {
        due();
        if (swallow > at) {
          const skipped = Math.min(size - from, swallow - at);
          from += skipped;
          at += skipped;
          continue;
        }
        const stop = Math.min(size - from, (edits[next]?.start ?? Number.POSITIVE_INFINITY) - at);
        made.push(part(piece, from, from + stop));
        from += stop;
        at += stop;
      }
    }
    due();
    this.#pieces = made;
  }

  /** The edits from the original to the text as it is now: sorted, disjoint, neighbours joined. */
  edits(): readonly Edit[] {
    const made: Edit[] = [];
    let at = 0;
    let text = '';
    const flush = (start: number): void => {
      if (text !== '' || start > at) made.push({ start: at, end: start, text });
      text = '';
    };
    for (const piece of this.#pieces) {
      if ('text' in piece) text += piece.text;
      else {
        flush(piece.start);
        at = piece.end;
      }
    }
    flush(this.#length);
    return made;
  }
}

function sizeOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.end - piece.start;
}

function part(piece: Piece, from: number, to: number): Piece {
  return 'text' in piece ? { text: piece.text.slice(from, to) } : { start: piece.start + from, end: piece.start + to };
}
