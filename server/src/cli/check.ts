import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { allRules } from '../core/rules/all.gen.ts';
import { type FileChange, Workspace } from '../core/workspace.ts';
import { load, rootOf } from '../node/load.ts';
import { uriOfPath } from '../node/uris.ts';
import { VERSION } from '../node/version.ts';
import { applyFixes } from './apply-fixes.ts';
import { Usage } from './arguments.ts';
import { formats } from './formats/formats.ts';
import { SpecChecks } from './spec-checks.ts';
import { type Report, reportFile, reportFindings } from './report.ts';

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
}

/** Today by the machine's clock, in UTC; the core is told and never looks. */
export const today = (): string => new Date().toISOString().slice(0, 10);

const ranks: Readonly<Record<string, number>> = { hint: 0, info: 1, warning: 2, error: 3, never: 4 };

/** `parapet check`: exit code 0 when nothing is at or above the level, 1 when something is. */
export async function check(options: CheckOptions, write: (text: string) => void): Promise<number> {
  const format = formats[options.format];
  const bar = ranks[options.failOn];
  if (!format) throw new Usage(`--format is one of ${Object.keys(formats).join(', ')}`);
  if (bar === undefined) throw new Usage('--fail-on is one of error, warning, info, hint, never');
  const root = rootOf(options.stdinName === undefined ? options.paths : ['.']);
  const { changes, leftOut } =
    options.stdinName === undefined ? load(options.paths) : { changes: [fromStdin(options.stdinName)], leftOut: [] };
  const all = options.config === undefined ? changes : [...changes, configFile(options.config)];
  if (options.fix && options.stdinName === undefined)
    applyFixes(
      all,
      (files) => makeWorkspace(root, files, options),
      options.isolated,
      (line) => process.stderr.write(`${line}\n`),
    );
  const refreshed = options.fix ? load(options.paths).changes : all;
  const groups = options.isolated ? refreshed.map((it) => [it]) : [refreshed];
  const judged: Report[] = [];
  const specChecks = options.spec ? new SpecChecks() : undefined;
  for (const group of groups) {
    const workspace = makeWorkspace(root, group, options);
    await specChecks?.apply(workspace);
    judged.push(report(workspace, group));
  }
  specChecks?.stop();
  const left = leftOut.map(({ uri, why }) => ({
    file: reportFile(emptyWorkspace, uri).file,
    dialects: [],
    analysed: false,
    why,
  }));
  const whole: Report = {
    files: [...judged.flatMap((it) => it.files), ...left].sort(byFile),
    findings: judged.flatMap((it) => it.findings).sort(byFile),
  };
  write(format(whole, { rules: allRules, version: VERSION }));
  const failing = whole.findings.some((it) => it.suppressed === null && (ranks[it.level] ?? 0) >= bar);
  return failing ? 1 : 0;
}

const emptyWorkspace = new Workspace({ rules: [], today: '', root: '' });

function makeWorkspace(root: string, files: readonly FileChange[], { config }: CheckOptions): Workspace {
  const workspace = new Workspace({
    rules: allRules,
    today: today(),
    root: uriOfPath(root),
    ...(config === undefined ? {} : { policyUri: uriOfPath(resolve(config)) }),
  });
  workspace.apply(files);
  return workspace;
}

function report(workspace: Workspace, files: readonly FileChange[]): Report {
  return {
    files: files.map((it) => reportFile(workspace, it.uri)),
    findings: files.flatMap((it) => reportFindings(workspace, it.uri)),
  };
}

function fromStdin(name: string): FileChange {
  return { uri: uriOfPath(resolve(name)), content: { text: readFileSync(0, 'utf8') } };
}

function configFile(path: string): FileChange {
  try {
    return { uri: uriOfPath(resolve(path)), content: { text: readFileSync(path, 'utf8') } };
  } catch {
    throw new Usage(`--config ${path}: cannot be read`);
  }
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
