// Tries the fixes of the findings exactly as users get them, and says per rule which are offered and why others are not;
// then fixes all that can be fixed in each file and looks at what became of it.
//   npm run bench:fixes -- [--isolated] [--every N] [--sample N] [--again N] [--files N] [--rule TEXT] [FOLDER ...]
//     FOLDER       a system each; without one, the OpenAPI documents and cases of the corpus that PARAPET_CORPUS names
//                  (default ../shared/corpus, where it exists), else the folders of examples/
//     --isolated   each file is analysed alone, as in a folder of loose samples
//     --every N    only each Nth file
//     --sample N   at most so many fixes of each rule in a folder are tried one by one; default 40, 0 for all
//     --again N    at most so many offered fixes of a folder are looked at again by a new workspace; default 100, and 10
//                  where a folder is one system of many files
//     --files N    at most so many files of a folder are fixed all at once; default 400, 0 for all
//     --seconds N  about so long for a folder, half of it for fixes one by one; default 180. What is not reached is said
//     --rule TEXT  only rules whose ids contain the text
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fixAll, tryFix } from '../server/src/core/fixes.ts';
import type { Fix } from '../server/src/core/fix/patch.ts';
import type { Verdict } from '../server/src/core/policy/decide.ts';
import { allRules } from '../server/src/core/rules/all.gen.ts';
import { faultsOf } from '../server/src/core/syntax/parsed.ts';
import { type FileChange, Workspace } from '../server/src/core/workspace.ts';
import { load } from '../server/src/node/load.ts';
import { uriOfPath } from '../server/src/node/uris.ts';
import { type Counts, Tally } from './fix-tally.ts';
import { lookAgain } from './second-look.ts';
import { strayBytes } from './stray-bytes.ts';
import { table } from './statistics.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    isolated: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    sample: { type: 'string', default: '40' },
    again: { type: 'string' },
    files: { type: 'string', default: '400' },
    seconds: { type: 'string', default: '180' },
    rule: { type: 'string', default: '' },
  },
});

interface Subject {
  readonly folder: string;
  readonly isolated: boolean;
}

const tally = new Tally();
const sums = { files: 0, applied: 0, before: 0, gone: 0, come: 0, broken: 0, milliseconds: 0 };
const again = { looked: 0, parses: 0, gone: 0, come: 0 };
const troubles: string[] = [];
const manyFiles = 50;
let unreached = 0;

for (const subject of subjects()) {
  const began = performance.now();
  study(subject);
  console.error(`${subject.folder}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
}
report();

/** What is asked for, else the corpus, else the examples. */
function subjects(): readonly Subject[] {
  if (positionals.length > 0) return positionals.map((folder) => ({ folder, isolated: values.isolated }));
  const corpus = resolve(process.env['PARAPET_CORPUS'] ?? join(import.meta.dirname, '..', '..', 'shared', 'corpus'));
  const systems = below(join(corpus, 'openapi')).map((folder) => ({ folder, isolated: false }));
  const cases = join(corpus, 'cases', 'openapi', 'files');
  const loose = existsSync(cases) ? [{ folder: relative('.', cases), isolated: true }] : [];
  if (systems.length + loose.length > 0) return [...systems, ...loose];
  return below(resolve(import.meta.dirname, '..', 'examples')).map((folder) => ({ folder, isolated: false }));
}

function below(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).map((it) => relative('.', join(folder, it))) : [];
}

/** At most so many, taken evenly; 0 for all. */
function sampleOf<T>(all: readonly T[], most: number): readonly T[] {
  if (most === 0 || all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]).flatMap((it) => it ?? []);
}

interface Candidate {
  readonly workspace: Workspace;
  readonly group: readonly FileChange[];
  readonly make: (files: readonly FileChange[]) => Workspace;
  readonly verdict: Verdict;
  readonly fix: Fix;
}

function study({ folder, isolated }: Subject): void {
  const changes = load([folder]).changes.filter((_, index) => index % Number(values.every) === 0);
  const make = (files: readonly FileChange[]): Workspace => {
    const workspace = new Workspace({
      rules: allRules,
      today: new Date().toISOString().slice(0, 10),
      root: uriOfPath(resolve(folder)),
    });
    workspace.apply(files);
    return workspace;
  };
  const candidates = new Map<string, Candidate[]>();
  const fixable: { workspace: Workspace; uri: string }[] = [];
  for (const group of isolated ? changes.map((it) => [it]) : [changes]) {
    const workspace = make(group);
    for (const { uri } of group) {
      const shown = shownIn(workspace, uri).filter((it) => it.finding.rule.includes(values.rule));
      if (shown.some((it) => it.finding.fixes.length > 0)) fixable.push({ workspace, uri });
      for (const verdict of shown) {
        const { rule, fixes } = verdict.finding;
        tally.finding(rule, fixes.length > 0);
        const known = candidates.get(rule) ?? [];
        candidates.set(rule, known);
        for (const fix of fixes) known.push({ workspace, group, make, verdict, fix });
      }
    }
  }
  const sampled = [...candidates.values()].map((all) => sampleOf(all, Number(values.sample)));
  const offered = whileTime(0.5, turnByTurn(sampled), tryOne).flat();
  const looks = values.again ?? (isolated || changes.length < manyFiles ? '100' : '10');
  whileTime(0.2, sampleOf(offered, Number(looks)), (look) => look());
  const sizeOf = ({ workspace, uri }: (typeof fixable)[number]): number => workspace.text(uri)?.length ?? 0;
  const whole = sampleOf(fixable, Number(values.files)).toSorted((a, b) => sizeOf(a) - sizeOf(b));
  whileTime(0.3, whole, ({ workspace, uri }) => tryAll(workspace, uri), sizeOf);
}

/** The first of each, then the second of each: however soon it ends, every rule had its turn. */
function turnByTurn<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map((it) => it.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((it) => it[i] ?? [])).flat();
}

/** Does the work for all, or for as many as fit into that share of the time; what is much larger than all before waits. */
function whileTime<T, R>(
  share: number,
  all: readonly T[],
  work: (it: T) => R,
  sizeOf: (it: T) => number = () => 1,
): readonly R[] {
  const began = performance.now();
  const given = share * Number(values.seconds) * 1000;
  const done: R[] = [];
  let size = 0;
  for (const it of all) {
    const spent = performance.now() - began;
    const rest = given - spent;
    if (rest < 0 || (size > 0 && (spent / size) * sizeOf(it) > 2 * rest)) break;
    done.push(work(it));
    size += sizeOf(it);
  }
  unreached += all.length - done.length;
  return done;
}

function shownIn(workspace: Workspace, uri: string): readonly Verdict[] {
  return workspace.verdicts(uri).filter((it) => it.hidden === null && it.level !== 'off');
}

/** Tries one fix; when it is offered, gives the second look at it. */
function tryOne({ workspace, group, make, verdict, fix }: Candidate): (() => void) | [] {
  const { rule, at } = verdict.finding;
  const where = `${workspace.path(at.file)}:${(workspace.place(at)?.start.line ?? 0) + 1}`;
  const began = performance.now();
  const proof = tryFix(workspace, verdict, fix);
  sums.milliseconds += performance.now() - began;
  if (!proof.proven) {
    tally.refused(rule, proof.brings ? `brings ${proof.brings.rule}` : proof.because, `${where} ${fix.title}`);
    return [];
  }
  const stray = strayBytes(workspace, fix.patches, proof.edits);
  tally.offered(rule, fix.safety, stray);
  if (stray > 0) troubles.push(`${where}: ${rule}: ${stray} bytes outside`);
  return () => {
    const { parses, gone, come } = lookAgain(make, group, workspace, verdict, proof.edits);
    again.looked += 1;
    if (parses) again.parses += 1;
    else troubles.push(`${where}: ${fix.title}: does not parse any more`);
    if (gone) again.gone += 1;
    else troubles.push(`${where}: ${fix.title}: ${rule} is still there`);
    again.come += come.length;
    if (come.length > 0) troubles.push(`${where}: ${fix.title}: brings ${come.join(', ')}`);
  };
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

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(0)} %`;
}

function row([rule, it]: readonly [string, Counts]): string[] {
  return [
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
}

function report(): void {
  const { rules, total } = tally;
  console.log(
    table(
      ['rule', 'findings', 'with a fix', 'fixes offered', 'of those tried', 'safe', 'why others are not offered'],
      [...rules.map(row), row(['all rules', total])],
    ),
  );
  console.log(
    `\nOne at a time: ${total.offered + total.refused} tried, ${total.offered} offered: applied, parses, gone, nothing new. One takes ${(sums.milliseconds / Math.max(1, total.offered + total.refused)).toFixed(1)} ms to prove; bytes touched outside of what fixes speak of: ${total.stray}.`,
  );
  console.log(
    `Looked at again by a new workspace: ${again.looked} applied, ${again.parses} parse, ${again.gone} findings gone, ${again.come} rules with more findings than before.`,
  );
  console.log(
    `All at once: ${sums.applied} fixes in ${sums.files} files; of ${sums.before} findings ${sums.gone} are gone, ${sums.come} of other rules have come; ${sums.broken} files do not parse any more.`,
  );
  if (unreached > 0) console.log(`Not reached in time: ${unreached} of the sample; --seconds gives more.`);
  for (const it of troubles) console.log(`  ${it}`);
}
