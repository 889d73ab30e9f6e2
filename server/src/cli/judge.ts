import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cache, type Printed } from './cache.ts';
import { engine } from './engine-door.ts';
import type { Report } from './report.ts';
import type { Texts } from './texts.ts';

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

/** How a report is printed. */
export interface Printer {
  /** Tells apart what prints the same report otherwise. */
  readonly form: string;
  readonly print: (report: Report) => Printed;
}

/** From texts to what is printed: what an earlier run has left, when nothing has changed, or a new report. */
export async function judgeCase(
  subject: Case,
  { form, print }: Printer,
): Promise<{ readonly printed: Printed; readonly effort: Effort }> {
  const cache = subject.cache === undefined ? undefined : openCache(subject, subject.cache);
  const contents = cache ? contentsOf(subject) : '';
  const before = cache?.printed(contents, form);
  const known = before ? undefined : cache?.report(contents);
  const read = subject.texts.uris.length;
  const nothing: Effort = { read, judged: 0, cached: read, threads: 1 };
  if (before) return { printed: before, effort: nothing };
  const { report, effort, whole } = known
    ? { report: known, effort: nothing, whole: true }
    : await engine().judgeAnew(subject, cache);
  const printed = print(report);
  if (cache && whole) {
    const trouble =
      (known ? undefined : cache.saveReport(contents, report)) ?? cache.savePrinted(contents, form, printed);
    if (trouble !== undefined) subject.say(`the cache could not be written (${trouble})`);
  }
  return { printed, effort };
}

function openCache({ root, config, isolated, spec, today }: Case, folder: string): Cache {
  const call = JSON.stringify([root, process.cwd(), config, isolated, spec]);
  const programs = ['cli.cjs', 'engine.cjs', 'spec-check.cjs'].map((name) => {
    const path = join(__dirname, name);
    return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('base64') : '';
  });
  return new Cache(folder, call, JSON.stringify([call, programs, process.version, today]));
}

/** Names the contents of all files, and what could not be read. */
function contentsOf({ texts, leftOut }: Case): string {
  return JSON.stringify([texts.contents, leftOut]);
}
