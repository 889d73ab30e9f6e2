import type { Edit } from '../text/edit.ts';
import { lineBreak, lineEnd, lineStart, previousEnd } from './line.ts';
import type { PlainValue } from './patch.ts';
import { inlineValue, valueLines } from './yaml-lines.ts';
import type { YamlStyle } from './yaml-style.ts';

/** The first content of a document that has none: below its comments and its `---`, above its `...`. */
export function firstLines(text: string, value: PlainValue, style: YamlStyle): readonly Edit[] {
  const inline = inlineValue(value, style);
  const lines = inline === undefined ? valueLines(value, style) : [inline];
  const closing = /^\.\.\.(?=\s|$)/m.exec(text);
  const stop = closing ? closing.index : text.length;
  const eol = lineBreak(text, 0);
  const written = text.slice(0, stop).trimEnd().length;
  const bom = text.startsWith('\uFEFF') ? 1 : 0;
  if (written <= bom) {
    const first = lineStart(text, bom);
    return [{ start: first, end: first, text: lines.join(eol) + (text.length === first ? eol : '') }];
  }
  const end = lineEnd(text, written);
  const at = end >= stop && closing ? previousEnd(text, stop) : end;
  return [{ start: at, end: at, text: lines.map((line) => eol + line).join('') }];
}
