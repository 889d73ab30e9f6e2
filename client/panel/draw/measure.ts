/**
 * Widths of text without a page to measure in, so that layout and drawing stay pure and an export equals the screen.
 * The numbers are a little wide on purpose: a gap is calm, an overflow is not.
 */

/** Estimated width in pixels of `text` at a font size in pixels. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size;
}

function emsOf(character: string): number {
  if ((character.codePointAt(0) ?? 0) > 0x2e7f) return 1;
  if ("ijl|.,:;'!1 ()[]".includes(character)) return 0.34;
  if ('mwMW@%'.includes(character)) return 0.9;
  if (character >= 'A' && character <= 'Z') return 0.68;
  return 0.59;
}

/** The text, cut with an ellipsis so that it fits into `width` pixels. */
export function fitText(text: string, size: number, width: number): string {
  const head = text.length > 400 ? text.slice(0, 400) : text;
  if (head === text && textWidth(text, size) <= width) return text;
  let used = size * 0.8;
  let kept = '';
  for (const character of head) {
    used += emsOf(character) * size;
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
