import { Worker } from 'node:worker_threads';
import type { SpecProblem, SpecSubject } from '../core/dialects/openapi/spec-findings.ts';

/** What the worker is told. */
export type ToWorker =
  | {
      readonly kind: 'check';
      readonly id: number;
      readonly uri: string;
      readonly text: string;
      readonly syntax: 'yaml' | 'json';
    }
  | { readonly kind: 'file'; readonly id: number; readonly text: string | null };

/** What the worker tells. */
export type FromWorker =
  | { readonly kind: 'read'; readonly id: number; readonly uri: string }
  | { readonly kind: 'checked'; readonly id: number; readonly problems: readonly SpecProblem[] }
  | { readonly kind: 'failed'; readonly id: number; readonly why: string };

/** How a check ended. `gave up`: it took longer than it may, or more memory. */
export type SpecOutcome =
  | { readonly kind: 'checked'; readonly problems: readonly SpecProblem[] }
  | { readonly kind: 'gave up'; readonly why: string };

export interface SpecCheckerSetup {
  /** Path of the worker's bundle. */
  readonly worker: string;
  /** Milliseconds that one document may take, and again for each million characters of it, which have to be read. */
  readonly deadline?: number;
  /** Milliseconds without work after which the worker is let go, with its memory. */
  readonly idle?: number;
}

/**
 * Checks OpenAPI documents against their specification by swagger-parser, in a thread of its own: a document of four
 * kilobytes can keep a validator busy for minutes. One check at a time; one that does not end in time is ended.
 */
export class SpecChecker {
  readonly #setup: Required<SpecCheckerSetup>;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(setup: SpecCheckerSetup) {
    this.#setup = { deadline: 5000, idle: 20_000, ...setup };
  }

  /**
   * Never rejects. `textOf` gives the text of a file of the workspace, by its normalised URI, and undefined for every
   * other one: nothing else can be read.
   */
  check(subject: SpecSubject, textOf: (uri: string) => string | undefined): Promise<SpecOutcome> {
    const outcome = this.#last.then(() => this.#run(subject, textOf));
    this.#last = outcome;
    return outcome;
  }

  /** Ends what runs. Another check starts anew. */
  stop(): void {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #run({ uri, text, syntax }: SpecSubject, textOf: (uri: string) => string | undefined): Promise<SpecOutcome> {
    clearTimeout(this.#idle);
    const id = ++this.#count;
    const deadline = this.#setup.deadline * (1 + text.length / 1_000_000);
    return new Promise((done) => {
      let worker: Worker;
      try {
        worker = this.#worker ??= this.#start();
      } catch (cause) {
        done({ kind: 'gave up', why: cause instanceof Error ? cause.message : 'the thread did not start' });
        return;
      }
      const end = (outcome: SpecOutcome, healthy: boolean): void => {
        clearTimeout(timer);
        worker.off('message', hear);
        worker.off('error', fail);
        worker.off('exit', fail);
        if (healthy) this.#rest();
        else if (this.#worker === worker) this.stop();
        done(outcome);
      };
      const fail = (): void => end({ kind: 'gave up', why: 'the check needed too much memory' }, false);
      const hear = (message: FromWorker): void => {
        if (message.kind === 'read') send(worker, { kind: 'file', id: message.id, text: textOf(message.uri) ?? null });
        else if (message.id !== id) return;
        else if (message.kind === 'checked') end({ kind: 'checked', problems: message.problems }, true);
        else end({ kind: 'gave up', why: `the check failed (${message.why})` }, true);
      };
      const timer = setTimeout(
        () => end({ kind: 'gave up', why: `the check took longer than ${Math.round(deadline / 100) / 10} s` }, false),
        deadline,
      );
      worker.on('message', hear);
      worker.on('error', fail);
      worker.on('exit', fail);
      send(worker, { kind: 'check', id, uri, text, syntax });
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#setup.worker, {
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,

      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    // An error between two checks must not end the process; it is noticed by the next one.
    worker.on('error', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }

  #rest(): void {
    this.#idle = setTimeout(() => this.stop(), this.#setup.idle);
    this.#idle.unref();
    this.#worker?.unref();
  }
}

function send(worker: Worker, message: ToWorker): void {
  worker.ref();
  worker.postMessage(message);
}
