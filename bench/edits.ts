import type { Change, TypedDocument } from './typing.ts';

/** What a person does to a contract; each gives the milliseconds of its changes. */
export type EditKind = 'comment' | 'value' | 'key' | 'indentation' | 'paste of 200 lines' | 'undo of the paste';

/** The parts of a document in which the edits are made. */
const places = [0.05, 0.5, 0.95];

/**
 * All kinds of edits at the first, middle and last tenth of the document; `large`: those alone that change more than a
 * line.
 */
export async function editAll(
  document: TypedDocument,
  strokes: number,
  large = false,
): Promise<ReadonlyMap<EditKind, readonly number[]>> {
  const times = new Map<EditKind, number[]>();
  const put = (kind: EditKind, time: number): void => {
    times.set(kind, [...(times.get(kind) ?? []), time]);
  };
  for (const place of places) {
    if (!large) await typeLines(document, strokes, place, put);
    for (let i = 0; i < Math.ceil(strokes / 3); i++) {
      const { start } = lineNear(document.text, place);
      put('indentation', await document.change({ start, end: start, text: '  ' }));
      put('indentation', await document.change({ start, end: start + 2, text: '' }));
    }
    for (let i = 0; i < Math.ceil(strokes / 6); i++) {
      const change = paste(document.text, place);
      put('paste of 200 lines', await document.change(change));
      const undo = { start: change.start, end: change.start + change.text.length, text: '' };
      put('undo of the paste', await document.change(undo));
    }
  }
  return times;
}

/** Letters typed in a comment, in a value and in a key. */
async function typeLines(
  document: TypedDocument,
  strokes: number,
  place: number,
  put: (kind: EditKind, time: number) => void,
): Promise<void> {
  await typeAt(
    document,
    lineNear(document.text, place),
    'note',
    (at) => at,
    strokes,
    (time) => put('comment', time),
  );
  await typeAt(
    document,
    lineNear(document.text, place),
    undefined,
    (_, end) => end,
    strokes,
    (it) => put('value', it),
  );
  await typeAt(
    document,
    lineNear(document.text, place),
    undefined,
    (start) => start + document.text.slice(start).search(/:/),
    Math.ceil(strokes / 3),
    (time) => put('key', time),
  );
}

/** Types letters one by one at a place of a line (on a comment line of its own above it, if given), and takes them back. */
async function typeAt(
  document: TypedDocument,
  { start, end }: { readonly start: number; readonly end: number },
  comment: string | undefined,
  placeOf: (start: number, end: number) => number,
  strokes: number,
  put: (time: number) => void,
): Promise<void> {
  const indent = /^[ -]*/.exec(document.text.slice(start, end))?.[0].replace('-', ' ') ?? '';
  if (comment !== undefined) await document.change({ start, end: start, text: `${indent}# ${comment}\n` });
  const at = comment === undefined ? placeOf(start, end) : start + indent.length + 2 + comment.length;
  for (let i = 0; i < strokes; i++) put(await document.change({ start: at + i, end: at + i, text: 'x' }));
  for (let i = strokes; i > 0; i--) put(await document.change({ start: at + i - 1, end: at + i, text: '' }));
  if (comment !== undefined) {
    const length = indent.length + comment.length + 3;
    await document.change({ start, end: start + length, text: '' });
  }
}

/** A line with a plain value near a share of the text. */
function lineNear(text: string, share: number): { readonly start: number; readonly end: number } {
  const pattern = /\n([ -]*(?:description|operationId|title|name|summary): \w[^\n]*)/g;
  pattern.lastIndex = Math.floor(text.length * share);
  const found = pattern.exec(text) ?? new RegExp(pattern.source).exec(text);
  const start = (found?.index ?? 0) + 1;
  return { start, end: start + (found?.[1]?.length ?? 0) };
}

/** About 200 lines of path items from the beginning, under other names, put before another item. */
function paste(text: string, share: number): Change {
  const items = [...text.matchAll(/^ {2}['"]?\/\S*:\s*$/gm)].map((it) => it.index);
  const first = items[0] ?? 0;
  const lines = text.slice(first).split('\n', 200).join('\n').length;
  const last = items.filter((it) => it <= first + lines).at(-1) ?? first;
  const copied = text.slice(first, last > first ? last : (items[1] ?? first));
  const start = items[Math.min(items.length - 1, Math.floor(items.length * share))] ?? 0;
  return { start, end: start, text: copied.replace(/^( {2}['"]?)\//gm, '$1/pasted/') };
}
