import { allRules } from '../core/rules/all.gen.ts';
import type { Verdict } from '../core/policy/decide.ts';
import { standing } from '../core/standing.ts';
import type { Mentions } from '../core/threat-model/mentions/mentions.ts';
import { type FileChange, Workspace } from '../core/workspace.ts';
import { isCandidate, readText } from '../node/read.ts';
import { pathOfUri, uriOfPath } from '../node/uris.ts';
import { type Found, walk } from '../node/walk.ts';

/** What a person does not notice while typing, in milliseconds. */
const frame = 30;
/** The longest rest that is waited for, in milliseconds. */
const most = 2000;
/** Fewer answers than these tell nothing about how long one takes. */
const countable = 500;
/** The part of judging that may come in one step: where a contract has to be followed anew, and takes long. */
const steps = 0.25;
/** How long one doubtful answer takes while nobody has measured it, in milliseconds. */
const guess = 0.01;
/** Files below this number are joined to a system within a frame or two. */
const manyFiles = 200;

/** What the judging of one file may take after a keystroke, in milliseconds; what takes longer waits until typing rests. */
export const answerWithin = 40;

interface Judged {
  readonly verdicts: readonly Verdict[];
  /** How long it takes for each doubtful answer (see `Workspace.weight`), in milliseconds. */
  readonly rate: number;
}

/** The judging that has been done of what an edit has made doubtful. */
interface Begun {
  readonly weight: number;
  /** In milliseconds. */
  readonly time: number;
}

/** What is known without waiting for a system to be joined. */
export interface Known {
  readonly verdicts: readonly Verdict[];
  readonly mentions: () => Mentions;
}

/** One workspace folder: the core's workspace, and which of its texts are the editor's rather than the disk's. */
export class Project {
  readonly root: string;
  /** The day of the session, as "2026-01-31": until when a risk is accepted is measured by it. */
  readonly today: string;
  readonly workspace: Workspace;
  /** Files that were found but not read, with the reason. */
  readonly leftOut = new Map<string, string>();
  /** Open documents with the version that the editor gave them. */
  readonly #open = new Map<string, number>();
  /** Whether an edit has not been followed by the whole answer yet. */
  #edited = false;
  /** How long the last whole answer after an edit took, in milliseconds. */
  #joining = 0;
  /** What was last said of each open file as a whole. */
  readonly #judged = new Map<string, Judged>();
  /** Files whose judging was put off, with the milliseconds for which typing should rest before it begins. */
  readonly #owed = new Map<string, number>();
  /** What has been judged of them since. */
  readonly #begun = new Map<string, Begun>();
  readonly #within: number;
  /** Where the parts of the system are named, as it was asked last. */
  #mentions: Mentions | undefined;
  #scanned = false;
  #removed = false;
  #waiting: (() => void)[] = [];

  /**
   * `root` is the folder's URI without a slash at its end; empty for loose files, which nobody scans. `within`: what the
   * judging of one file may take after a keystroke, in milliseconds; with 0 all of it is put off.
   */
  constructor(root: string, today: string, within: number = answerWithin) {
    this.root = root;
    this.today = today;
    this.#within = within;
    this.workspace = new Workspace({ rules: allRules, today, root });
    this.workspace.reading = root !== '';
    this.#scanned = root === '';
  }

  isOpen(uri: string): boolean {
    return this.#open.has(uri);
  }

  get openFiles(): Iterable<string> {
    return this.#open.keys();
  }

  /** The version of an open document; undefined for a file that is not open. */
  version(uri: string): number | undefined {
    return this.#open.get(uri);
  }

  /** Whether the whole folder has been read, so that answers about the system can be given. */
  get scanned(): boolean {
    return this.#scanned;
  }

  /** Waits until the folder has been read, or for so many milliseconds. */
  untilScanned(milliseconds: number): Promise<void> {
    if (this.#scanned) return Promise.resolve();
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds);
      timer.unref();
      this.#waiting.push(() => {
        clearTimeout(timer);
        done();
      });
    });
  }

  /** The client has closed the folder: a scan that still runs ends. */
  remove(): void {
    this.#removed = true;
  }

  /**
   * The findings of a file. A keystroke does not wait for a system that takes longer than a frame to be joined: until
   * typing rests, an open file is answered with what was last known of the system. Nor does it wait for an edit that
   * concerns most of a very long contract: `later` tells that the client hears of it later, and until then it gets what
   * was last said of all that still stands.
   */
  verdicts(uri: string, atOnce: boolean, later = false): readonly Verdict[] {
    const { workspace } = this;
    if (!this.isOpen(uri)) return workspace.verdicts(uri);
    const before = this.#judged.get(uri);
    const weight = before ? workspace.weight(uri) : 0;
    if (atOnce && later && before && this.#isLong(weight, before.rate)) {
      this.#owed.set(uri, steps * weight * before.rate);
      return standing(workspace, uri, before.verdicts);
    }
    if (atOnce && this.#edited && this.#isSlow) return workspace.verdictsNow(uri);
    const begin = performance.now();
    const verdicts = workspace.verdicts(uri);
    const time = performance.now() - begin;
    if (this.#edited) this.#joining = Math.max(time, 0.8 * this.#joining);
    this.#edited = false;
    workspace.keepSystem(uri);
    const done = this.#begun.get(uri) ?? { weight, time: 0 };
    const known = before?.rate ?? guess;
    // Answers differ in cost: one cheap edit does not make the next dear one be waited for.
    const rate = done.weight < countable ? known : Math.max((done.time + time) / done.weight, 0.7 * known);
    this.#judged.set(uri, { verdicts, rate });
    this.#owed.delete(uri);
    this.#begun.delete(uri);
    return verdicts;
  }

  #isLong(weight: number, rate: number): boolean {
    return weight * rate > this.#within && (weight >= countable || this.#within === 0);
  }

  /**
   * Judges of an open file what is doubtful, in small steps, until it is `due` to look whether somebody waits. True when
   * nothing is left: then the whole answer is soon given. An edit meanwhile makes more of it doubtful, and nothing is
   * done twice.
   */
  advance(uri: string, due: () => boolean): boolean {
    const { workspace } = this;
    const before = this.#judged.get(uri);
    if (!before) return true;
    const begun = this.#begun.get(uri) ?? { weight: workspace.weight(uri), time: 0 };
    if (!this.#isLong(begun.weight, before.rate)) return true;
    const begin = performance.now();
    const left = workspace.weight(uri, due);
    this.#begun.set(uri, { ...begun, time: begun.time + performance.now() - begin });
    return left === 0;
  }

  /**
   * What is known of a file, for questions in passing such as those of a hover: while somebody types in it and judging
   * it or joining takes longer than a frame, its findings as in {@link verdicts}, and the system as it was asked about
   * last.
   */
  known(uri: string): Known {
    const { workspace } = this;
    const isTyping = this.isOpen(uri) && this.#edited && this.#isSlow;
    const owed = this.#owed.has(uri) ? this.#judged.get(uri) : undefined;
    if (!isTyping && !owed) this.#mentions = undefined;
    return {
      verdicts: owed
        ? standing(workspace, uri, owed.verdicts)
        : isTyping
          ? workspace.verdictsNow(uri)
          : workspace.verdicts(uri),
      mentions: () => (this.#mentions ??= workspace.mentions()),
    };
  }

  /** In a small folder only the first answers take long, while the program warms up. */
  get #isSlow(): boolean {
    return this.#joining > frame && this.workspace.files.length > manyFiles;
  }

  /**
   * How long typing has to rest, in milliseconds, before what was put off is made up for: longer where that takes longer
   * and cannot be done in small steps.
   */
  get rest(): number {
    return Math.min(most, Math.max(...this.#owed.values(), this.#isSlow ? 2 * this.#joining : 0));
  }

  /** The editor's text; it wins over the disk until the document is closed. */
  edit(uri: string, text: string, language: string, version: number): void {
    this.#open.set(uri, version);
    this.#edited = true;
    this.workspace.apply([{ uri, content: { text, language } }]);
  }

  /** Gives the file back to the disk. */
  close(uri: string): void {
    this.#open.delete(uri);
    for (const known of [this.#judged, this.#owed, this.#begun]) known.delete(uri);
    this.readFromDisk([uri]);
  }

  /** Takes over what the disk says now about these files, unless the editor holds them. */
  readFromDisk(uris: readonly string[]): void {
    this.workspace.apply(
      uris.flatMap((uri): FileChange[] => {
        const path = pathOfUri(uri);
        if (this.#open.has(uri)) return [];
        if (path === undefined) return [{ uri, content: null }];
        const read = isCandidate(path) ? readText(path) : { why: 'not a file of ours' };
        if ('text' in read) return [{ uri, content: { text: read.text } }];
        return [{ uri, content: null }];
      }),
    );
  }

  /** Forgets a file, or all files of a folder, that the disk no longer has. */
  removeFromDisk(uri: string): void {
    const gone = this.workspace.files.filter((it) => (it === uri || it.startsWith(`${uri}/`)) && !this.#open.has(it));
    this.workspace.apply(gone.map((it) => ({ uri: it, content: null })));
  }

  /**
   * Reads the folder file by file, and what each file tells with it, so that joining them at the end parses nothing.
   * Yields the number of files seen after each one; whoever asks for the next goes on where it stopped. An edit
   * meanwhile is taken in like any other and never read over.
   */
  *scan(): Generator<number> {
    const folder = pathOfUri(this.root);
    let count = 0;
    try {
      for (const found of folder === undefined ? [] : walk(folder)) {
        if (this.#removed) return;
        this.#read(found);
        yield ++count;
      }
    } finally {
      this.#scanned = true;
      this.workspace.reading = false;
      for (const done of this.#waiting.splice(0)) done();
    }
  }

  #read(found: Found): void {
    const uri = uriOfPath(found.path);
    if ('why' in found) this.leftOut.set(uri, found.why);
    else if (!this.#open.has(uri) && isCandidate(found.path)) {
      const read = readText(found.path);
      if ('text' in read) {
        this.workspace.apply([{ uri, content: { text: read.text } }]);
        this.workspace.facts(uri);
      } else this.leftOut.set(uri, read.why);
    }
  }
}
