import { lineEnd } from './line.ts';
import { Refused } from './refusal.ts';
import type { Holder } from './yaml-site.ts';
import { valueEnd } from './yaml-site.ts';

/** Which comments stand between the items: `#` of YAML, or `//` and those with stars, which editors tolerate in JSON. */
export type CommentKind = 'yaml' | 'json';

/** The span of an entry or item, with anchors and tags before it. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** The next offset that holds neither white space nor a comment. */
export function skipBlank(text: string, from: number, kind: CommentKind): number {
  let at = from;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++;
    if (kind === 'yaml' ? text[at] === '#' : text.startsWith('//', at)) at = lineEnd(text, at);
    else if (kind === 'json' && text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : end + 2;
    } else return at;
  }
}

/** The comma after an item, or undefined when the bracket follows. */
export function commaAfter(text: string, end: number, kind: CommentKind): number | undefined {
  const at = skipBlank(text, end, kind);
  return text[at] === ',' ? at : undefined;
}

/** The spans of what a `{ }` or `[ ]` holds. */
export function partsOf(text: string, holder: Holder, kind: CommentKind): readonly Part[] {
  const { node, start } = holder;
  if (text[start] !== (node.kind === 'map' ? '{' : '['))
    throw new Refused('This pair stands in a list without braces of its own; it is left alone.');
  const parts: Part[] = [];
  let at = start + 1;
  const count = node.kind === 'map' ? node.entries.length : node.items.length;
  for (let i = 0; i < count; i++) {
    const from = skipBlank(text, at, kind);
    const end = partEnd(text, holder, i, kind);
    if (end <= from) throw new Refused('This collection is laid out in a way that a fix cannot follow.');
    parts.push({ start: from, end });
    const comma = commaAfter(text, end, kind);
    at = comma === undefined ? end : comma + 1;
  }
  return parts;
}

function partEnd(text: string, { node, start }: Holder, index: number, kind: CommentKind): number {
  if (node.kind === 'list') return valueEnd(text, node.items[index], start, start);
  const entry = node.entries[index];
  if (!entry?.key) throw new Refused('A key here is written as a collection; such entries are left alone.');
  const keyEnd = start + entry.key.offset + entry.key.length;
  const colon = skipBlank(text, keyEnd, kind);
  return valueEnd(text, entry.value, start, text[colon] === ':' ? colon + 1 : keyEnd);
}
