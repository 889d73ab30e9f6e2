import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { FileAnswer } from '../core/file-answer.ts';
import { revived } from '../core/revived.ts';
import type { Report } from './report.ts';
import type { Texts } from './texts.ts';

/** Raised when the form of the files changes. */
const form = 'parapet-cache 2';

/** Caches of other calls (other folders, other policies) that stay beside this one. */
const mostCalls = 24;
const filesOfCall = 3;

/** Names of what caches leave behind. The folder may be anyone's, with other files in it. */
const ours = /^[A-Za-z0-9]{20}\.(?:printed|report|answers)(?:\.[0-9a-f-]{36})?$/;

/** What a run writes, and the rank of the gravest finding in it, -1 for none. */
export interface Printed {
  readonly text: string;
  readonly worst: number;
}

/** An answer with what it follows from: the file's own hash and those of the files that it read. */
interface Kept {
  readonly hash: string;
  /** Pairs of URI and hash; the hash is empty for a file that was not there. */
  readonly reads: readonly (readonly [string, string])[];
  readonly answer: FileAnswer;
}

/**
 * What a run leaves for the next one: the answer about each file by the contents that it follows from, and the whole
 * report by all contents together, as data and as it was printed last. A cache never changes an answer: what does not
 * fit, what another version wrote and what is damaged counts as not there. Nothing here is more secret than the report
 * itself: answers hold no patches and no texts.
 */
export class Cache {
  readonly #folder: string;
  readonly #basis: string;
  readonly #name: string;
  #desk = '';
  #kept: ReadonlyMap<string, Kept> = new Map();

  /**
   * `call` tells apart what may lie side by side, such as two folders that are checked in turn; `basis` is all that
   * answers follow from besides the texts: version, rules, options, day.
   */
  constructor(folder: string, call: string, basis: string) {
    this.#folder = folder;
    this.#basis = digest(basis);
    this.#name = digest(call)
      .replaceAll(/[^A-Za-z0-9]/g, '')
      .slice(0, 20);
  }

  /** What a run over exactly these contents printed in this form. */
  printed(contents: string, form: string): Printed | undefined {
    const body = this.#body(`${this.#name}.printed`);
    const end = body?.indexOf('\n') ?? -1;
    const [of, worst] = body?.toString('utf8', 0, Math.max(end, 0)).split(' ') ?? [];
    return body && of === digest(contents + form)
      ? { text: body.toString('utf8', end + 1), worst: Number(worst) }
      : undefined;
  }

  /** The report of a run over exactly these contents. */
  report(contents: string): Report | undefined {
    const found = this.#read(`${this.#name}.report`) as
      | { readonly contents: string; readonly report: Report }
      | undefined;
    return found?.contents === digest(contents) ? found.report : undefined;
  }

  /** Reads the answers that were given at the same desk: to the same context of rules. */
  openAnswers(desk: string): void {
    this.#desk = digest(desk);
    const found = this.#read(`${this.#name}.answers`) as
      | { readonly desk: string; readonly kept: readonly (readonly [string, Kept])[] }
      | undefined;
    this.#kept = new Map(found?.desk === this.#desk ? found.kept : []);
  }

  /** The answer about a file, when the file and all that it read are as they were. */
  answer(uri: string, texts: Texts): FileAnswer | undefined {
    const kept = this.#kept.get(uri);
    if (!kept || kept.hash !== texts.hash(uri)) return undefined;
    return kept.reads.every(([read, hash]) => texts.hash(read) === hash) ? revived(kept.answer) : undefined;
  }

  /** Keeps the answers of a run; says why it could not. */
  saveAnswers(answers: ReadonlyMap<string, FileAnswer>, texts: Texts): string | undefined {
    const kept = [...answers].map(([uri, answer]): readonly [string, Kept] => [
      uri,
      { hash: texts.hash(uri), reads: answer.reads.map((it) => [it, texts.hash(it)]), answer },
    ]);
    return this.#write(`${this.#name}.answers`, JSON.stringify({ desk: this.#desk, kept }));
  }

  /** Keeps the report; says why it could not. */
  saveReport(contents: string, report: Report): string | undefined {
    return this.#write(`${this.#name}.report`, JSON.stringify({ contents: digest(contents), report }));
  }

  /** Keeps what was printed: nothing is read, or made, that is not written; says why it could not. */
  savePrinted(contents: string, form: string, { text, worst }: Printed): string | undefined {
    return this.#write(`${this.#name}.printed`, `${digest(contents + form)} ${worst}\n${text}`);
  }

  #read(name: string): unknown {
    const body = this.#body(name);
    try {
      return body && JSON.parse(body.toString('utf8'));
    } catch {
      return undefined;
    }
  }

  /** The first line holds form, basis and the hash of the rest: a file that was cut short or made otherwise is none. */
  #body(name: string): Buffer | undefined {
    try {
      const bytes = readFileSync(join(this.#folder, name));
      const end = bytes.indexOf('\n');
      const body = bytes.subarray(end + 1);
      return bytes.toString('utf8', 0, Math.max(end, 0)) === this.#head(body) ? body : undefined;
    } catch {
      return undefined;
    }
  }

  #head(body: string | Buffer): string {
    return `${form} ${this.#basis} ${digest(body)}`;
  }

  /** Written beside its place and moved there whole: two runs at once leave one of the two, never half of each. */
  #write(name: string, body: string): string | undefined {
    const temporary = join(this.#folder, `${name}.${randomUUID()}`);
    try {
      this.#makeFolder();
      writeFileSync(temporary, `${this.#head(body)}\n${body}`, { mode: 0o600 });
      renameSync(temporary, join(this.#folder, name));
      return undefined;
    } catch (cause) {
      removeIfThere(temporary);
      return cause instanceof Error ? cause.message : String(cause);
    }
  }

  #makeFolder(): void {
    if (!existsSync(this.#folder)) {
      mkdirSync(this.#folder, { recursive: true });
      chmodSync(this.#folder, 0o700);
      // Neither git nor a walk looks in: a cache that is checked in would speak for files that it never saw.
      writeFileSync(join(this.#folder, '.gitignore'), '*\n');
    }
    const old = readdirSync(this.#folder)
      .filter((it) => ours.test(it))
      .map((name) => ({ name, time: timeOf(join(this.#folder, name)) }))
      .toSorted((a, b) => b.time - a.time)
      .slice(filesOfCall * mostCalls);
    for (const { name } of old) removeIfThere(join(this.#folder, name));
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Its folder is none: then nothing was written.
  }
}

function timeOf(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function digest(of: string | Buffer): string {
  return createHash('sha256').update(of).digest('base64');
}
