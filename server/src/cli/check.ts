import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { locate, rootOf } from '../node/load.ts';
import { readBytes } from '../node/read.ts';
import { uriOfPath } from '../node/uris.ts';
import { VERSION } from '../node/version.ts';
import { Usage } from './arguments.ts';
import { readConfig } from './config.ts';
import { engine } from './engine-door.ts';
import { formats } from './formats/formats.ts';
import { type Case, judgeCase } from './judge.ts';
import type { Report } from './report.ts';
import { Texts } from './texts.ts';
import { today } from './today.ts';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: string;
  readonly isolated: boolean;
  readonly failOn: string;
  readonly fix: boolean;
  /** Compare OpenAPI documents with their specification, too. */
  readonly spec: boolean;
  readonly stdinName: string | undefined;
  readonly config: string | undefined;
  /** How many threads; undefined: as many as pay. */
  readonly workers: number | undefined;
  /** Folder of the cache; undefined: none. */
  readonly cache: string | undefined;
  /** Tell on standard error how much was done. */
  readonly stats: boolean;
}

const ranks: Readonly<Record<string, number>> = { hint: 0, info: 1, warning: 2, error: 3, never: 4 };

const say = (line: string): void => {
  process.stderr.write(`parapet: ${line}\n`);
};

/** `parapet check`: exit code 0 when nothing is at or above the level, 1 when something is. */
export async function check(options: CheckOptions, write: (text: string) => void): Promise<number> {
  const format = formats[options.format];
  const bar = ranks[options.failOn];
  if (!format) throw new Usage(`--format is one of ${Object.keys(formats).join(', ')}`);
  if (bar === undefined) throw new Usage('--fail-on is one of error, warning, info, hint, never');
  const { stdinName, config, isolated, spec } = options;
  const root = rootOf(stdinName === undefined ? options.paths : ['.']);
  if (options.fix && stdinName === undefined) engine().fixFirst(root, options.paths, config, isolated);
  const { texts, leftOut } = stdinName === undefined ? read(options.paths, config) : fromStdin(stdinName, config);
  const subject: Case = {
    root,
    texts,
    leftOut,
    today: today(),
    config,
    isolated,
    spec,
    workers: stdinName === undefined ? options.workers : 1,
    cache: stdinName === undefined ? options.cache && resolve(options.cache) : undefined,
    say,
  };
  const { printed, effort } = await judgeCase(subject, {
    // Colours follow the terminal and the environment.
    form: JSON.stringify([options.format, styleText('red', '')]),
    print: (report) => {
      // Of all forms only SARIF tells about the rules themselves.
      const rules = options.format === 'sarif' ? engine().allRules : [];
      return { text: format(report, { rules, version: VERSION }), worst: worstOf(report) };
    },
  });
  write(printed.text);
  if (options.stats)
    say(
      `${effort.read} files read, ${effort.judged} judged, ${effort.cached} from the cache, ${effort.threads} threads`,
    );
  return printed.worst >= bar ? 1 : 0;
}

function worstOf({ findings }: Report): number {
  return findings.reduce((worst, it) => (it.suppressed === null ? Math.max(worst, ranks[it.level] ?? 0) : worst), -1);
}

/** The texts of files and folders, and of the policy that lies elsewhere. */
function read(paths: readonly string[], config: string | undefined) {
  const { files, leftOut } = locate(paths);
  const found: { uri: string; bytes: Buffer }[] = [];
  const left = [...leftOut];
  for (const { uri, path } of files) {
    const content = readBytes(path);
    if ('bytes' in content) found.push({ uri, bytes: content.bytes });
    else left.push({ uri, why: content.why });
  }
  return { texts: textsOf(found, config), leftOut: left };
}

function fromStdin(name: string, config: string | undefined) {
  return { texts: textsOf([{ uri: uriOfPath(resolve(name)), bytes: readFileSync(0) }], config), leftOut: [] };
}

function textsOf(
  files: readonly { readonly uri: string; readonly bytes: Buffer }[],
  config: string | undefined,
): Texts {
  if (config === undefined) return Texts.of(files);
  const uri = uriOfPath(resolve(config));
  return Texts.of([...files.filter((it) => it.uri !== uri), { uri, bytes: readConfig(config) }]);
}
