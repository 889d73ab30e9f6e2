import { relative } from 'node:path';
import { allRules } from '../core/rules/all.gen.ts';
import { type Change, diffModels, type ModelDiff } from '../core/threat-model/diff.ts';
import { diffReport, type Unread } from '../core/threat-model/export/diff-report.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import { type FileStatus, Workspace } from '../core/workspace.ts';
import { load, rootOf } from '../node/load.ts';
import { pathOfUri, uriOfPath } from '../node/uris.ts';
import { Usage } from './arguments.ts';
import { today } from './today.ts';
import { rangeAt } from './report.ts';

/** One state of the files. */
interface State {
  readonly root: string;
  readonly workspace: Workspace;
  /** What became of each file, by its path below the root. */
  readonly files: ReadonlyMap<string, FileStatus>;
}

/** `parapet model --diff OLD_DIR NEW_DIR`: exit code 1 when the change opens something, 0 when not. */
export function diff(paths: readonly string[], format: string, write: (text: string) => void): number {
  const [old, fresh, ...more] = paths;
  if (old === undefined || fresh === undefined || more.length > 0)
    throw new Usage('--diff needs two folders: parapet model --diff OLD_DIR NEW_DIR');
  if (format !== 'markdown' && format !== 'json') throw new Usage('--format with --diff is one of markdown, json');
  const states = { before: stateOf(old), after: stateOf(fresh) };
  const rooted = ({ root, workspace }: State) => ({ model: workspace.threatModel(), root: uriOfPath(root) });
  const found = diffModels(rooted(states.before), rooted(states.after));
  const unread = unreadIn(states.before, states.after);
  const placeOf = (at: Anchor, side: Change['side']) => {
    const { root, workspace } = states[side];
    return { file: below(root, at.file), range: rangeAt(workspace, at) };
  };
  write(
    format === 'json'
      ? `${JSON.stringify(plain(found, unread, placeOf))}\n`
      : diffReport(found, unread, (at, side) => {
          const { file, range } = placeOf(at, side);
          return { file, line: range.start.line + 1 };
        }),
  );
  return found.opened.length + unread.length > 0 ? 1 : 0;
}

function stateOf(path: string): State {
  const root = rootOf([path]);
  const workspace = new Workspace({ rules: allRules, today: today(), root: uriOfPath(root) });
  const { changes, leftOut } = load([path]);
  workspace.apply(changes);
  const files = new Map(changes.map(({ uri }) => [below(root, uri), workspace.status(uri)]));
  for (const { uri, why } of leftOut) files.set(below(root, uri), { dialects: [], analysed: false, why });
  return { root, workspace, files };
}

/** Files that the later state cannot judge, or not whole, and the earlier one could or did not have. */
function unreadIn(before: State, after: State): readonly Unread[] {
  return [...after.files].flatMap(([file, { why, dialects }]) => {
    if (why === null) return [];
    const was = before.files.get(file);
    const lost = was ? was.why === null : dialects.length > 0 || why !== 'none of our dialects';
    return lost ? [{ file, why }] : [];
  });
}

/** The two states lie in two folders; what they have in common are the paths below. */
function below(root: string, uri: string): string {
  const path = pathOfUri(uri);
  return path === undefined ? uri : relative(root, path).replaceAll('\\', '/') || '.';
}

function plain(
  { opened, closed, added, removed }: ModelDiff,
  unread: readonly Unread[],
  placeOf: (at: Anchor, side: Change['side']) => unknown,
): unknown {
  const list = (changes: readonly Change[]): unknown =>
    changes.map(({ evidence, ...it }) => ({
      ...it,
      evidence: evidence.map(({ text, at }) => ({ text, at: at && placeOf(at, it.side) })),
    }));
  return {
    version: 1,
    opened: list(opened),
    closed: list(closed),
    added: list(added),
    removed: list(removed),
    unread,
  };
}
