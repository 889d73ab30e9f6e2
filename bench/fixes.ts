// Tries every fix of every finding exactly as users get it, and says per rule which are offered and why others are not;
// then fixes all that can be fixed in each file and looks at what became of it.
//   npm run bench:fixes -- [--isolated] [--every N] [--rule TEXT] [FOLDER ...]
//     FOLDER       a system each; without one, the folders of examples/
//     --isolated   each file is analysed alone, as in a folder of loose samples
//     --every N    only each Nth file
//     --rule TEXT  only rules whose ids contain the text
import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fixAll, tryFix } from '../server/src/core/fixes.ts';
import type { Verdict } from '../server/src/core/policy/decide.ts';
import { allRules } from '../server/src/core/rules/all.gen.ts';
import { faultsOf } from '../server/src/core/syntax/parsed.ts';
import { type FileChange, Workspace } from '../server/src/core/workspace.ts';
import { load } from '../server/src/node/load.ts';
import { uriOfPath } from '../server/src/node/uris.ts';
import { type Counts, Tally } from './fix-tally.ts';
import { strayBytes } from './stray-bytes.ts';
import { table } from './statistics.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    isolated: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    rule: { type: 'string', default: '' },
  },
});
const examples = resolve(import.meta.dirname, '..', 'examples');
const folders =
  positionals.length > 0 ? positionals : readdirSync(examples).map((it) => relative('.', join(examples, it)));

const tally = new Tally();
const sums = { files: 0, applied: 0, before: 0, gone: 0, come: 0, broken: 0, milliseconds: 0 };
const troubles: string[] = [];

for (const folder of folders) {
  const changes = load([folder]).changes.filter((_, index) => index % Number(values.every) === 0);
  for (const group of values.isolated ? changes.map((it) => [it]) : [changes]) study(folder, group);
}

function study(folder: string, files: readonly FileChange[]): void {
  const workspace = new Workspace({
    rules: allRules,
    today: new Date().toISOString().slice(0, 10),
    root: uriOfPath(resolve(folder)),
  });
  workspace.apply(files);
  for (const { uri } of files) {
    const shown = shownIn(workspace, uri).filter((it) => it.finding.rule.includes(values.rule));
    for (const verdict of shown) tryEach(workspace, verdict);
    if (shown.some((it) => it.finding.fixes.length > 0)) tryAll(workspace, uri);
  }
}

function shownIn(workspace: Workspace, uri: string): readonly Verdict[] {
  return workspace.verdicts(uri).filter((it) => it.hidden === null && it.level !== 'off');
}

function tryEach(workspace: Workspace, verdict: Verdict): void {
  const { rule, fixes } = verdict.finding;
  for (const fix of fixes) {
    const began = performance.now();
    const proof = tryFix(workspace, verdict, fix);
    sums.milliseconds += performance.now() - began;
    if (proof.proven) {
      const stray = strayBytes(workspace, fix.patches, proof.edits);
      tally.offered(rule, fix.safety, stray);
      if (stray > 0) troubles.push(`${workspace.path(verdict.finding.at.file)}: ${rule}: ${stray} bytes outside`);
    } else {
      const place = workspace.place(verdict.finding.at);
      const where = `${workspace.path(verdict.finding.at.file)}:${(place?.start.line ?? 0) + 1}`;
      tally.refused(rule, proof.brings ? `brings ${proof.brings.rule}` : proof.because, `${where} ${fix.title}`);
    }
  }
  tally.finding(rule, fixes.length > 0);
}

/** Takes the first fix of every finding of the file at once, as "fix all" does. */
function tryAll(workspace: Workspace, uri: string): void {
  const before = shownIn(workspace, uri);
  const { texts, count } = fixAll(workspace, [uri], ({ finding }) =>
    finding.rule.includes(values.rule) ? finding.fixes[0] : undefined,
  );
  const overlay = [...texts].map(([file, text]) => ({ uri: file, content: { ...workspace.content(file), text } }));
  const files = new Set([uri, ...texts.keys()]);
  const faults = (): number =>
    [...files].flatMap((it) => workspace.chunks(it)).reduce((sum, { parsed }) => sum + faultsOf(parsed).length, 0);
  const faultsBefore = faults();
  workspace.trial(overlay, () => {
    const after = shownIn(workspace, uri);
    const known = new Set(before.map((it) => it.finding.rule));
    const come = after.filter((it) => it.level !== 'hint' && !known.has(it.finding.rule));
    if (faults() > faultsBefore) {
      sums.broken += 1;
      troubles.push(`${workspace.path(uri)}: has more syntax faults after fixing all`);
    }
    for (const it of come) troubles.push(`${workspace.path(uri)}: after fixing all: ${it.finding.rule}`);
    sums.files += 1;
    sums.applied += count;
    sums.before += before.length;
    sums.gone += Math.max(0, before.length - after.length);
    sums.come += come.length;
  });
}

const percent = (part: number, whole: number): string => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(0)} %`);
const row = ([rule, it]: readonly [string, Counts]): string[] => [
  rule,
  String(it.findings),
  percent(it.fixable, it.findings),
  String(it.offered),
  percent(it.offered, it.offered + it.refused),
  String(it.safe),
  [...it.reasons]
    .toSorted(([, a], [, b]) => b.count - a.count)
    .slice(0, 3)
    .map(([why, { count, where }]) => `${count}x ${why} (${where})`)
    .join('; '),
];
const { rules, total } = tally;
console.log(
  table(
    ['rule', 'findings', 'with a fix', 'fixes offered', 'of those tried', 'safe', 'why others are not offered'],
    [...rules.map(row), row(['all rules', total])],
  ),
);
console.log(
  `\nOne fix takes ${(sums.milliseconds / Math.max(1, total.offered + total.refused)).toFixed(1)} ms to prove; bytes touched outside of what fixes speak of: ${total.stray}.`,
);
console.log(
  `All at once: ${sums.applied} fixes in ${sums.files} files; of ${sums.before} findings ${sums.gone} are gone, ${sums.come} of other rules have come; ${sums.broken} files do not parse any more.`,
);
for (const it of troubles) console.log(`  ${it}`);
