import type { Verdict } from '../core/policy/decide.ts';
import type { Workspace } from '../core/workspace.ts';
import type { Project } from './project.ts';
import type { Session } from './session.ts';
import { printOf } from './toProtocol.ts';

/** A finding's name between the server and the panel: its fingerprint and, because that is not the place, its file. */
export function nameOf(workspace: Workspace, uri: string, verdict: Verdict): string {
  return `${printOf(workspace, uri, verdict)} ${uri}`;
}

/** The finding of that name as it stands now; undefined when it is gone, hidden, or never was. */
export function findingOf(
  session: Session,
  name: string,
): { readonly project: Project; readonly uri: string; readonly verdict: Verdict } | undefined {
  const space = name.indexOf(' ');
  const uri = name.slice(space + 1);
  const project = session.of(uri);
  const verdict = project.workspace
    .verdicts(uri)
    .find((it) => isShown(it) && nameOf(project.workspace, uri, it) === name);
  return verdict && { project, uri, verdict };
}

/** Whether the editor shows it too. */
export function isShown({ hidden, level }: Verdict): boolean {
  return hidden === null && level !== 'off';
}
