// `npm run soak`: the properties of incremental answers over many more random edits than a test run has time for.
//   npm run soak -- [--edits 100000] [--only PATTERN]
//     SOAK_SEED=N        the seed of an earlier run; without it, another one each time
//     PARAPET_CORPUS=DIR real files to edit, besides those made here (default ../shared/corpus, where it exists)
// Ends with the number of edits by property. When a property does not hold, it prints the smallest script of edits that
// was found, writes the texts before and after its last edit below out/soak, and exits with 1.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allProperties } from './support/properties/all.ts';
import { type Failure, told, tryProperty } from './support/properties/property.ts';

const { values } = parseArgs({
  options: { edits: { type: 'string', default: '100000' }, only: { type: 'string', default: '' } },
});
const seed = Number(process.env['SOAK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const wanted = allProperties.filter((it) => new RegExp(values.only).test(it.name));
const shares = wanted.reduce((sum, it) => sum + it.share, 0);

const tally: (readonly [string, number, number])[] = [];
let failed = false;

/** Writes the texts around the last edit, so that they can be looked at and tried again. */
function keep({ property, before, after }: Failure): string {
  const folder = join(import.meta.dirname, '..', 'out', 'soak', property.replaceAll(' ', '-'));
  mkdirSync(folder, { recursive: true });
  for (const [when, texts] of [
    ['before', before],
    ['after', after],
  ] as const)
    for (const [name, text] of texts) writeFileSync(join(folder, `${when} ${name.replaceAll('/', '_')}`), text);
  return folder;
}

console.log(`SOAK_SEED=${seed}`);
for (const { name, share, make } of wanted) {
  const edits = Math.ceil((Number(values.edits) * share) / shares);
  const start = performance.now();
  let last = start;
  const { made, failure } = tryProperty(make(), {
    edits,
    seed,
    progress: (it) => {
      if (performance.now() - last < 20_000) return;
      last = performance.now();
      console.log(`${name}: ${it} of ${edits}`);
    },
  });
  tally.push([name, made, (performance.now() - start) / 1000]);
  console.log(`${name}: ${made} edits`);
  if (!failure) continue;
  failed = true;
  console.error(
    `${told(failure)}\nIts texts are in ${keep(failure)}; try again with SOAK_SEED=${seed} --only "${name}".`,
  );
}
console.log('');
for (const [name, made, seconds] of tally)
  console.log(`${name.padEnd(36)} ${String(made).padStart(8)} edits ${seconds.toFixed(0).padStart(6)} s`);
const all = tally.reduce((sum, [, made]) => sum + made, 0);
console.log(`${failed ? 'FAILED' : 'All held'}: ${all} edits, SOAK_SEED=${seed}`);
process.exitCode = failed ? 1 : 0;
