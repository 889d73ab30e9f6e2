import { SpecChecker } from '../node/spec-check.ts';
import { normaliseUri } from '../node/uris.ts';
import type { Session } from './session.ts';

/** Typing has to rest for so long, in milliseconds, before a document is checked against its specification. */
const quiet = 1000;

/** Has open OpenAPI documents checked against their specification, one at a time, and lays the results into the workspace. */
export class SpecChecks {
  readonly #checker: SpecChecker;
  readonly #session: Session;
  readonly #onResult: (uri: string) => void;
  readonly #log: (line: string) => void;
  /** Documents that were touched; one timer each. */
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** `onResult` is told of a file whose findings may have changed, `log` of checks that were given up. */
  constructor(worker: string, session: Session, onResult: (uri: string) => void, log: (line: string) => void) {
    this.#checker = new SpecChecker({ worker });
    this.#session = session;
    this.#onResult = onResult;
    this.#log = log;
  }

  /** After opening and after each edit. */
  touch(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    const timer = setTimeout(() => void this.#check(uri), quiet);
    timer.unref();
    this.#timers.set(uri, timer);
  }

  /** A closed document is not checked any more; what is known about it stays while its text does. */
  close(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#checker.stop();
  }

  async #check(uri: string): Promise<void> {
    this.#timers.delete(uri);
    const { workspace } = this.#session.of(uri);
    const subject = workspace.specSubject(uri);
    if (!subject) return;
    const outcome = await this.#checker.check(subject, (file) => workspace.text(normaliseUri(file)));
    // Edited meanwhile, or taken away: the next check tells.
    if (this.#timers.has(uri) || workspace.specSubject(uri)?.text !== subject.text) return;
    if (outcome.kind === 'gave up')
      this.#log(`${workspace.path(uri)} was not checked against its OpenAPI specification: ${outcome.why}.`);
    workspace.applySpecCheck(subject, outcome.kind === 'checked' ? outcome.problems : []);
    if (outcome.kind === 'checked' && outcome.problems.length > 0) this.#onResult(uri);
  }
}
