import { join, resolve } from 'node:path';
import { Batch, isExcluded } from '../core/batch.ts';
import { policyOf } from '../core/policy-file.ts';
import type { FileAnswer } from '../core/file-answer.ts';
import { policyFileName } from '../core/policy/file-name.ts';
import { noPolicy, type ParsedPolicy } from '../core/policy/parse.ts';
import { allRules } from '../core/rules/all.gen.ts';
import { optionsOf } from '../core/rules/context.ts';
import { uriOfPath } from '../node/uris.ts';
import type { Cache } from './cache.ts';
import { threadsFor } from './jobs.ts';
import type { Case, Effort } from './judge.ts';
import { fileOf, type Report, reportFile, reportFindings } from './report.ts';
import { SpecChecks } from './spec-checks.ts';
import { type Desk, inspectAll } from './threads.ts';

/** A report that was made anew; not `whole` when something was left out that another run may get. */
export interface Judged {
  readonly report: Report;
  readonly effort: Effort;
  readonly whole: boolean;
}

/** The answers by threads or from the cache, then what the files say together. */
export async function judgeAnew(subject: Case, cache: Cache | undefined): Promise<Judged> {
  const { texts, say } = subject;
  const policy = policyFor(subject);
  const desk = deskOf(subject, policy);
  const root = uriOfPath(subject.root);
  const jobs = texts.uris.filter((uri) => !isExcluded({ root, policy }, uri));
  const answers = new Map<string, FileAnswer>();
  cache?.openAnswers(JSON.stringify(desk));
  for (const uri of jobs) {
    const answer = cache?.answer(uri, texts);
    if (answer) answers.set(uri, answer);
  }
  const open = jobs.filter((uri) => !answers.has(uri));
  const threads = subject.workers ?? threadsFor(open, texts);
  const fresh = await inspectAll(open, texts, desk, { threads, script: join(__dirname, 'engine-thread.cjs'), say });
  for (const [uri, answer] of fresh) answers.set(uri, answer);
  const trouble = fresh.size > 0 ? cache?.saveAnswers(answers, texts) : undefined;
  if (trouble !== undefined) say(`the cache could not be written (${trouble})`);
  const { report, whole } = await reportOf(subject, policy, answers);
  const effort = { read: texts.uris.length, judged: fresh.size, cached: answers.size - fresh.size, threads };
  return { report, effort, whole: whole && trouble === undefined };
}

function policyUriOf({ root, config }: Case): string {
  return config === undefined ? `${uriOfPath(root)}/${policyFileName}` : uriOfPath(resolve(config));
}

/** An isolated file has no policy beside it. */
function policyFor(subject: Case): ParsedPolicy {
  const uri = policyUriOf(subject);
  return subject.isolated ? noPolicy : policyOf(uri, subject.texts.text(uri), allRules);
}

function deskOf(subject: Case, { policy }: ParsedPolicy): Desk {
  return {
    context: { today: subject.today, options: optionsOf(policy) },
    policyUri: policyUriOf(subject),
    isolated: subject.isolated,
  };
}

/** What the files say together: all of them as one system, or each for itself. */
async function reportOf(
  subject: Case,
  policy: ParsedPolicy,
  answers: ReadonlyMap<string, FileAnswer>,
): Promise<{ readonly report: Report; readonly whole: boolean }> {
  const { texts, leftOut } = subject;
  const groups = subject.isolated ? texts.uris.map((it) => [it]) : [texts.uris];
  const checks = subject.spec ? new SpecChecks() : undefined;
  let whole = true;
  const parts: Report[] = [];
  for (const files of groups) {
    const batch = batchOf(subject, policy, files, answers);
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

function batchOf(
  subject: Case,
  common: ParsedPolicy,
  files: readonly string[],
  answers: ReadonlyMap<string, FileAnswer>,
): Batch {
  const { texts, isolated, today } = subject;
  const policyUri = policyUriOf(subject);
  const [alone] = files;
  const policy = isolated && alone === policyUri ? policyOf(policyUri, texts.text(policyUri), allRules) : common;
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

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
