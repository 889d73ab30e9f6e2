// How fast texts are read: the plain reader beside the `yaml` package, and a keystroke in large documents.
//   npm run bench:parse -- [FILE ...]    real YAML or JSON documents beside the generated ones
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type JsonReading, readJson } from '../server/src/core/syntax/json-update.ts';
import { parseWholeJson } from '../server/src/core/syntax/json.ts';
import { PlainReader } from '../server/src/core/syntax/yaml-plain.ts';
import { readYaml } from '../server/src/core/syntax/yaml.ts';
import type { YamlReading } from '../server/src/core/syntax/yaml-islands.ts';
import { parseWholeYaml } from '../server/src/core/syntax/yaml-whole.ts';
import { LineIndex } from '../server/src/core/text/lines.ts';
import { manifest, openApiDocument } from '../test/support/documents.ts';
import { milliseconds, percentile, table } from './statistics.ts';

const files = process.argv.slice(2).map((path) => ({ name: basename(path), text: readFileSync(path, 'utf8') }));
const yamls = [
  { name: 'OpenAPI, 36,000 lines (generated)', text: openApiDocument(36_000) },
  { name: 'OpenAPI, 100,000 lines (generated)', text: openApiDocument(100_000) },
  ...files.filter((it) => !it.name.endsWith('.json')),
];
const jsons = files.filter((it) => it.name.endsWith('.json'));

/** The best of some runs: what else the machine does only makes a run slower. */
function best(runs: number, work: () => unknown): number {
  let least = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function ratios(): string[][] {
  const small = Array.from({ length: 400 }, (_, i) => manifest(`service${i}`).split(/^---\n/m)).flat();
  const row = (name: string, direct: number, whole: number): string[] => [
    name,
    milliseconds(direct),
    milliseconds(whole),
    `${(whole / direct).toFixed(0)} times`,
  ];
  return [
    row(
      '800 manifests (generated)',
      best(5, () => small.forEach((it) => new PlainReader(it).document())),
      best(2, () => small.forEach((it) => parseWholeYaml(it))),
    ),
    ...yamls.map(({ name, text }) =>
      row(
        name,
        best(5, () => readYaml(text)),
        best(1, () => parseWholeYaml(text)),
      ),
    ),
    ...jsons.map(({ name, text }) =>
      row(
        name,
        best(5, () => readJson(text)),
        best(3, () => parseWholeJson(text)),
      ),
    ),
  ];
}

type Reading = YamlReading | JsonReading;
type Stroke = (text: string, at: number, line: number) => string;

/** What is typed near an offset `at` in a value, on a line that begins at `line`. */
const strokes: Readonly<Record<string, Stroke>> = {
  'a letter in a value': (text, at) => `${text.slice(0, at)}x${text.slice(at)}`,
  'a quote that stays open': (text, _at, line) => {
    const value = text.indexOf(': ', line) + 2;
    return `${text.slice(0, value)}"${text.slice(value)}`;
  },
  'a key without its colon': (text, _at, line) => {
    const indent = /^ */.exec(text.slice(line, line + 200))?.[0] ?? '';
    return `${text.slice(0, line)}${indent}half\n${text.slice(line)}`;
  },
  'a comment on a new line': (text, _at, line) => `${text.slice(0, line)}# why\n${text.slice(line)}`,
};

/** Reading after a keystroke and finding its lines, at the first, middle and last tenth, and the same undone. */
function keystrokes(
  text: string,
  stroke: Stroke,
  read: (text: string, before: Reading) => Reading,
  first: Reading,
): number[] {
  const times: number[] = [];
  for (let i = 0; i < 60; i++) {
    const near = Math.floor(text.length * ([0.05, 0.5, 0.95][i % 3] ?? 0.5)) + i * 97;
    const found = /\bdescription"?: \S+ \w/.exec(text.slice(near));
    if (!found) continue;
    const at = near + found.index + found[0].length;
    // An editor's text comes in one piece.
    const edited = Buffer.from(stroke(text, at, text.lastIndexOf('\n', at) + 1)).toString();
    let reading = first;
    for (const next of [edited, text]) {
      const start = performance.now();
      reading = read(next, reading);
      new LineIndex(next);
      times.push(performance.now() - start);
    }
  }
  return times;
}

const rows: string[][] = [];
for (const { name, text } of [...yamls, ...jsons]) {
  const json = name.endsWith('.json');
  const first: Reading = json ? readJson(text) : readYaml(text);
  const read = (next: string, before: Reading): Reading =>
    json ? readJson(next, before) : readYaml(next, 'islands' in before ? before : undefined);
  for (const [what, stroke] of Object.entries(strokes)) {
    const times = keystrokes(text, stroke, read, first);
    if (times.length > 0)
      rows.push([`${name}: ${what}`, ...[50, 95, 99].map((it) => milliseconds(percentile(times, it)))]);
  }
}
console.log(table(['read from scratch', 'directly', 'whole parser', 'ratio'], ratios()));
console.log(table(['read again after a keystroke, with its lines', '50 %', '95 %', '99 %'], rows));
