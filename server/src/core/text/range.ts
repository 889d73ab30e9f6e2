/** A half-open span of UTF-16 offsets, `start <= end`, in the text that its owner names. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}
