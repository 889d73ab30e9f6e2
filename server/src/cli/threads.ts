import { Worker } from 'node:worker_threads';
import { allRules } from '../core/rules/all.gen.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { type FileAnswer, Inspector } from '../core/file-answer.ts';
import { revived } from '../core/revived.ts';
import { joinParts, type PartialAnswer } from '../core/file-part.ts';
import { type Job, planJobs } from './jobs.ts';
import { type SharedTexts, Texts } from './texts.ts';

/** What every thread is told; nothing else of the process reaches a worker. */
export interface Desk {
  readonly context: RuleContext;
  readonly policyUri: string;
  readonly isolated: boolean;
}

/** What a worker is started with. */
export interface WorkerTask {
  readonly kind: 'inspect';
  readonly desk: Desk;
  readonly texts: SharedTexts;
  /** The ones that take longest first. */
  readonly jobs: readonly Job[];
  /** 32-bit integers: the number of the next job that nobody has taken, then the {@link Door} of each worker. */
  readonly counters: SharedArrayBuffer;
  /** Which of the counters is this worker's door. */
  readonly door: number;
}

/** A worker takes a while to start. When everything is done by then, nobody waits for it. */
export const Door = { ajar: 0, entered: 1, closed: 2 } as const;

/** JSON of pairs of a job's number and its answer; null says that the worker is done. */
export type FromWorker = string | null;

/**
 * The answers about all files, by as many threads as are asked for, this one among them. Each takes the next file that
 * nobody has taken, so the order of the answers is the files' own, whoever gave them. A worker that ends early costs
 * time: what it had taken is answered here.
 */
export async function inspectAll(
  uris: readonly string[],
  texts: Texts,
  desk: Desk,
  { threads, script, say }: { readonly threads: number; readonly script: string; readonly say: (line: string) => void },
): Promise<ReadonlyMap<string, FileAnswer>> {
  const jobs = planJobs(uris, texts, threads);
  const helpers = Math.max(0, Math.min(threads, jobs.length) - 1);
  const counters = new SharedArrayBuffer(4 * (1 + helpers));
  const task: WorkerTask = { kind: 'inspect', desk, texts: texts.shared, jobs, counters, door: 0 };
  const found: JobAnswer[] = [];
  const take = (text: string): void => {
    for (const [job, answer] of JSON.parse(text) as readonly (readonly [number, FileAnswer])[])
      found[job] = revived(answer);
  };
  const workers = Array.from({ length: helpers }, (_, i) => hire(script, { ...task, door: i + 1 }, take));
  const inspector = inspectorOf(task);
  for (const job of jobsOf(task)) found[job] = answerOf(jobs[job], inspector);
  for (const trouble of await Promise.all(workers.map((it) => it.end())))
    if (trouble !== undefined)
      say(`a worker thread ended early (${trouble}); this one judges the files that it had taken`);
  return joinJobs(jobs, (job) => (found[job] ??= answerOf(jobs[job], inspector)));
}

/** The answer of a job; undefined for a file that is not there. */
export type JobAnswer = FileAnswer | PartialAnswer | undefined;

export function answerOf(job: Job | undefined, inspector: Inspector): JobAnswer {
  if (!job) return undefined;
  return job.part ? inspector.part(job.uri, job.part) : inspector.answer(job.uri);
}

function joinJobs(jobs: readonly Job[], answer: (job: number) => JobAnswer): ReadonlyMap<string, FileAnswer> {
  const answers = new Map<string, FileAnswer>();
  jobs.forEach(({ uri, part }, number) => {
    // The parts of a file stand one after the other; the first one speaks for all.
    if (part && part.index > 0) return;
    const whole = part
      ? joinParts(Array.from({ length: part.of }, (_, i) => answer(number + i) as PartialAnswer | undefined))
      : answer(number);
    if (whole) answers.set(uri, whole);
  });
  return answers;
}

/** A worker at work. */
interface Hired {
  /** Waits for it, unless it has not begun; tells what went wrong if something did. Never rejects. */
  readonly end: () => Promise<string | undefined>;
}

function hire(script: string, task: WorkerTask, take: (text: string) => void): Hired {
  let worker: Worker;
  try {
    worker = new Worker(script, { workerData: task, env: {}, execArgv: [], stdout: true, stderr: true });
  } catch (cause) {
    return { end: () => Promise.resolve(wordsOf(cause)) };
  }
  const outcome = new Promise<string | undefined>((settle) => {
    worker.on('message', (message: FromWorker) => (message === null ? settle(undefined) : take(message)));
    worker.on('error', (cause: unknown) => settle(wordsOf(cause)));
    worker.on('exit', (code) => settle(`exit code ${code}`));
  });
  return {
    end: async () => {
      const trouble = changeDoor(task, Door.closed) ? undefined : await outcome;
      void worker.terminate();
      return trouble;
    },
  };
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Enters or closes a worker's door; false when the other side was first. */
export function changeDoor({ counters, door }: WorkerTask, to: number): boolean {
  return Atomics.compareExchange(new Int32Array(counters), door, Door.ajar, to) === Door.ajar;
}

/** The numbers of the jobs that this thread gets. */
export function* jobsOf({ jobs, counters }: WorkerTask): Generator<number> {
  const counter = new Int32Array(counters);
  for (let job = Atomics.add(counter, 0, 1); job < jobs.length; job = Atomics.add(counter, 0, 1)) yield job;
}

export function inspectorOf({ desk, texts: shared }: WorkerTask): Inspector {
  const texts = new Texts(shared);
  return new Inspector({ rules: allRules, ...desk, text: (uri) => texts.text(uri) });
}
