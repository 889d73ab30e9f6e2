import { join } from 'node:path';
import { allRules } from '../core/rules/all.gen.ts';
import { Workspace } from '../core/workspace.ts';
import { exportFormats, exportModel } from '../node/exports/formats.ts';
import { load, rootOf } from '../node/load.ts';
import { uriOfPath } from '../node/uris.ts';
import { VERSION } from '../node/version.ts';
import { Usage } from './arguments.ts';
import { today } from './today.ts';
import { fileOf } from './report.ts';

/** `parapet model`: the threat model of a folder; docs/cli.md tells of the forms. */
export async function model(path: string, format: string, write: (text: string) => void): Promise<number> {
  if (!Object.hasOwn(exportFormats, format))
    throw new Usage(`--format is one of ${Object.keys(exportFormats).join(', ')}`);
  const workspace = new Workspace({ rules: allRules, today: today(), root: uriOfPath(rootOf([path])) });
  workspace.apply(load([path]).changes);
  const engine = join(__dirname, 'elk-worker.min.js');
  const made = await exportModel(workspace, format, { fileOf, engine, version: VERSION, today: today() });
  write(made?.text ?? '');
  return 0;
}
