// Keystroke to diagnostics over stdio, against the built server: 50th, 95th and 99th percentile by document and kind of edit.
//   node --import tsx bench/keystroke.ts [FILE.yaml ...]    real documents beside the generated ones
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { openApiDocument } from '../test/support/documents.ts';
import { editAll } from './edits.ts';
import { milliseconds, percentile, table } from './statistics.ts';
import { memoryOf, TypedDocument } from './typing.ts';

/** Letters of each word typed. */
const strokes = 12;

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
  const peak = memoryOf(document.client.pid);
  await close();
  const all = [...times.values()].flat();
  for (const [kind, sample] of [...times, ['all of them', all] as const])
    rows.push([name, kind, ...[50, 95, 99].map((it) => milliseconds(percentile(sample, it))), `${sample.length}`]);
  rows.push([name, 'peak memory of the server', peak ? `${peak.peak.toFixed(0)} MB` : 'unknown', '', '', '']);
}
console.log(table(['document', 'keystroke to diagnostics', '50 %', '95 %', '99 %', 'edits'], rows));
