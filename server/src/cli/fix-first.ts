import { resolve } from 'node:path';
import { allRules } from '../core/rules/all.gen.ts';
import { type FileChange, Workspace } from '../core/workspace.ts';
import { load } from '../node/load.ts';
import { uriOfPath } from '../node/uris.ts';
import { applyFixes } from './apply-fixes.ts';
import { readConfig } from './config.ts';
import { today } from './today.ts';

/** `check --fix`: before anything is judged. */
export function fixFirst(root: string, paths: readonly string[], config: string | undefined, isolated: boolean): void {
  const { changes } = load(paths);
  const all =
    config === undefined
      ? changes
      : [...changes, { uri: uriOfPath(resolve(config)), content: { text: readConfig(config).toString('utf8') } }];
  applyFixes(
    all,
    (files) => makeWorkspace(root, files, config),
    isolated,
    (line) => process.stderr.write(`${line}\n`),
  );
}

function makeWorkspace(root: string, files: readonly FileChange[], config: string | undefined): Workspace {
  const workspace = new Workspace({
    rules: allRules,
    today: today(),
    root: uriOfPath(root),
    ...(config === undefined ? {} : { policyUri: uriOfPath(resolve(config)) }),
  });
  workspace.apply(files);
  return workspace;
}
