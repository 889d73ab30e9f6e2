import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Batch, isExcluded, policyOf } from '../core/batch.ts';
import type { FileAnswer } from '../core/file-answer.ts';
import { noPolicy } from '../core/policy/parse.ts';
import { policyFileName } from '../core/policy/policy.ts';
import { allRules } from '../core/rules/all.gen.ts';
import { optionsOf } from '../core/rules/context.ts';
import { uriOfPath } from '../node/uris.ts';
import { Cache } from './cache.ts';
import { threadsFor } from './jobs.ts';
import { fileOf, type Report, reportFile, reportFindings } from './report.ts';
import { SpecChecks } from './spec-checks.ts';
import type { Texts } from './texts.ts';
import { type Desk, inspectAll } from './threads.ts';

/** What is judged, and how. */
export interface Case {
  /** Folder that paths are relative to, where the policy lies. */
  readonly root: string;
  readonly texts: Texts;
  readonly leftOut: readonly { readonly uri: string; readonly why: string }[];
  /** Today as yyyy-mm-dd. */
  readonly today: string;
  /** Path of another policy than the one at the root. */
  readonly config: string | undefined;
  readonly isolated: boolean;
  readonly spec: boolean;
  /** How many threads; undefined: as many as pay. */
  readonly workers: number | undefined;
  /** Folder of the cache, when there is one. */
  readonly cache: string | undefined;
  /** Tells of what went wrong and changes no answer. */
  readonly say: (line: string) => void;
}

/** How much work a report took. */
export interface Effort {
  readonly read: number;
  /** Files that rules looked at, or that turned out to be none of ours, in this run. */
  readonly judged: number;
  readonly cached: number;
  readonly threads: number;
}

/** From texts to the report: the answers by threads or from the cache, then what the files say together. */
export async function judgeCase(subject: Case): Promise<{ readonly report: Report; readonly effort: Effort }> {
  const { texts, say } = subject;
  const cache = subject.cache === undefined ? undefined : openCache(subject, subject.cache);
  const contents = cache ? contentsOf(subject) : '';
  const known = cache?.report(contents);
  const read = texts.uris.length;
  if (known) return { report: known, effort: { read, judged: 0, cached: read, threads: 1 } };

  const desk = deskOf(subject);
  const jobs = texts.uris.filter(
    (uri) => !isExcluded({ root: uriOfPath(subject.root), policy: policyFor(subject) }, uri),
  );
  const answers = new Map<string, FileAnswer>();
  for (const uri of jobs) {
    const answer = cache?.answer(uri, texts);
    if (answer) answers.set(uri, answer);
  }
  const open = jobs.filter((uri) => !answers.has(uri));
  const threads = subject.workers ?? threadsFor(open, texts);
  const fresh = await inspectAll(open, texts, desk, { threads, script: __filename, say });
  for (const [uri, answer] of fresh) answers.set(uri, answer);
  const { report, whole } = await reportOf(subject, answers);
  if (cache) {
    const trouble = (fresh.size > 0 && cache.save(answers, texts)) || (whole && cache.saveReport(contents, report));
    if (trouble) say(`the cache could not be written (${trouble})`);
  }
  return { report, effort: { read, judged: fresh.size, cached: answers.size - fresh.size, threads } };
}

function policyUriOf({ root, config }: Case): string {
  return config === undefined ? `${uriOfPath(root)}/${policyFileName}` : uriOfPath(resolve(config));
}

/** An isolated file has no policy beside it. */
function policyFor(subject: Case) {
  const uri = policyUriOf(subject);
  return subject.isolated ? noPolicy : policyOf(uri, subject.texts.text(uri), allRules);
}

function deskOf(subject: Case): Desk {
  return {
    context: { today: subject.today, options: optionsOf(policyFor(subject).policy) },
    policyUri: policyUriOf(subject),
    isolated: subject.isolated,
  };
}

/** What the files say together: all of them as one system, or each for itself. */
async function reportOf(
  subject: Case,
  answers: ReadonlyMap<string, FileAnswer>,
): Promise<{ readonly report: Report; readonly whole: boolean }> {
  const { texts, leftOut } = subject;
  const groups = subject.isolated ? texts.uris.map((it) => [it]) : [texts.uris];
  const checks = subject.spec ? new SpecChecks() : undefined;
  let whole = true;
  const parts: Report[] = [];
  for (const files of groups) {
    const batch = batchOf(subject, files, answers);
    if (checks && !(await checks.apply(batch))) whole = false;
    parts.push({
      files: files.map((it) => reportFile(batch, it)),
      findings: files.flatMap((it) => reportFindings(batch, it)),
    });
  }
  checks?.stop();
  const left = leftOut.map(({ uri, why }) => ({ file: fileOf(uri), dialects: [], analysed: false, why }));
  const report = {
    files: [...parts.flatMap((it) => it.files), ...left].sort(byFile),
    findings: parts.flatMap((it) => it.findings).sort(byFile),
  };
  return { report, whole };
}

function batchOf(subject: Case, files: readonly string[], answers: ReadonlyMap<string, FileAnswer>): Batch {
  const { texts, isolated, today } = subject;
  const policyUri = policyUriOf(subject);
  const [alone] = files;
  const policy =
    isolated && alone === policyUri ? policyOf(policyUri, texts.text(policyUri), allRules) : policyFor(subject);
  const has = new Set(files);
  return new Batch({
    rules: allRules,
    context: { today, options: optionsOf(policy.policy) },
    root: uriOfPath(subject.root),
    policyUri,
    policy,
    files,
    text: (uri) => (has.has(uri) ? texts.text(uri) : undefined),
    answer: (uri) => (has.has(uri) ? answers.get(uri) : undefined),
  });
}

function openCache(subject: Case, folder: string): Cache {
  const { root, isolated, spec } = subject;
  const call = JSON.stringify([root, process.cwd(), policyUriOf(subject), isolated, spec]);
  const programs = [__filename, join(__dirname, 'spec-check.cjs')].map((it) =>
    existsSync(it) ? createHash('sha256').update(readFileSync(it)).digest('base64') : '',
  );
  return new Cache(folder, call, JSON.stringify([call, programs, process.version, deskOf(subject)]));
}

/** Names the contents of all files, and what could not be read. */
function contentsOf({ texts, leftOut }: Case): string {
  return JSON.stringify([texts.uris.map((it) => [it, texts.hash(it)]), leftOut]);
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
