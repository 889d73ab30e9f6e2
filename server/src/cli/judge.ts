import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cache } from './cache.ts';
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

/** From texts to the report: the one that an earlier run has left, when nothing has changed, or a new one. */
export async function judgeCase(subject: Case): Promise<{ readonly report: Report; readonly effort: Effort }> {
  const cache = subject.cache === undefined ? undefined : openCache(subject, subject.cache);
  const contents = cache ? contentsOf(subject) : '';
  const known = cache?.report(contents);
  if (known) {
    const read = subject.texts.uris.length;
    return { report: known, effort: { read, judged: 0, cached: read, threads: 1 } };
  }
  const { report, effort, whole } = await engine().judgeAnew(subject, cache);
  if (cache && whole) {
    const trouble = cache.saveReport(contents, report);
    if (trouble !== undefined) subject.say(`the cache could not be written (${trouble})`);
  }
  return { report, effort };
}

function openCache({ root, config, isolated, spec, today }: Case, folder: string): Cache {
  const call = JSON.stringify([root, process.cwd(), config, isolated, spec]);
  const programs = ['engine.cjs', 'spec-check.cjs'].map((name) => {
    const path = join(__dirname, name);
    return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('base64') : '';
  });
  return new Cache(folder, call, JSON.stringify([call, programs, process.version, today]));
}

/** Names the contents of all files, and what could not be read. */
function contentsOf({ texts, leftOut }: Case): string {
  return JSON.stringify([texts.uris.map((it) => [it, texts.hash(it)]), leftOut]);
}
