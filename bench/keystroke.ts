// Keystroke to diagnostics over stdio, against the built server: 50th, 95th and 99th percentile by document and kind of edit.
// Where an edit concerns most of a very long document, the first answer is what is known to stand; the settled one, which
// comes when typing rests, is measured by itself.
//   node --import tsx bench/keystroke.ts [FILE.yaml ...]    real documents beside the generated ones
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { openApiDocument } from '../test/support/documents.ts';
import { editAll } from './edits.ts';
import { milliseconds, percentile, table } from './statistics.ts';
import { memoryOf, TypedDocument } from './typing.ts';

/** Letters of each word typed. */
const strokes = 12;
/** In documents of fewer characters every answer is the settled one. */
const shortText = 100_000;
/** Milliseconds for which typing has to rest before the server settles an answer. */
const resting = 120;

const documents = [
  ['OpenAPI, 300 lines (generated)', openApiDocument(300)],
  ['OpenAPI, 36,000 lines (generated)', openApiDocument(36_000)],
  ['OpenAPI, 100,000 lines (generated)', openApiDocument(100_000)],
  ...process.argv
    .slice(2)
    .map((it) => [basename(it), readFileSync(it, 'utf8')] as const)
    .map(([name, text]) => [`${name}, ${text.split('\n').length.toLocaleString('en')} lines`, text] as const),
] as const;

const rows: string[][] = [];
for (const [name, text] of documents) {
  const { document, close } = await TypedDocument.alone(text);
  // The first edits warm the program up, as the first minute of a day does.
  await editAll(document, 2);
  const times = await editAll(document, strokes);
  document.waits = true;
  const settled =
    document.text.length > shortText ? await editAll(document, 3, true) : new Map<string, readonly number[]>();
  const peak = memoryOf(document.client.pid);
  await close();
  const all = [...times.values()].flat();
  for (const [kind, sample] of [...times, ['all of them', all] as const])
    rows.push([name, kind, ...[50, 95, 99].map((it) => milliseconds(percentile(sample, it))), `${sample.length}`]);
  for (const [kind, sample] of settled)
    if (sample.some((it) => it > resting))
      rows.push([
        name,
        `${kind}, settled`,
        ...[50, 95, 99].map((it) => milliseconds(percentile(sample, it))),
        `${sample.length}`,
      ]);
  rows.push([name, 'peak memory of the server', peak ? `${peak.peak.toFixed(0)} MB` : 'unknown', '', '', '']);
}
console.log(table(['document', 'keystroke to diagnostics', '50 %', '95 %', '99 %', 'edits'], rows));
