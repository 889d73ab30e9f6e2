import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver/node';
import { threatKey } from '../../../client/panel/contract.ts';
import { acceptanceEdit, inMonths, threatAcceptanceEdit } from './acceptInPolicy.ts';
import { findingOf } from './findingNames.ts';
import { fixActions } from './fixActions.ts';
import { offeredFixes } from '../core/fixes.ts';
import type { PanelOffer } from '../../../client/panel/contract.ts';
import type { Session } from './session.ts';
import { pause } from './time.ts';
import { diagnostic } from './toProtocol.ts';

/** Findings whose fixes are proven for one question; the panel asks for fewer. */
const mostAsked = 60;

/** The titles of the proven fixes of each finding, proven between the client's other messages. */
export async function offersForPanel(session: Session, findings: readonly string[]): Promise<readonly PanelOffer[]> {
  const offers: PanelOffer[] = [];
  for (const finding of findings.slice(0, mostAsked)) {
    await pause();
    const found = findingOf(session, finding);
    const fixes = found ? offeredFixes(found.project.workspace, found.verdict) : [];
    offers.push({ finding, titles: fixes.map((it) => it.title) });
  }
  return offers;
}

/** The light bulb's fixes of one finding, proven now. */
export function fixesForPanel(session: Session, finding: string): readonly CodeAction[] {
  const found = findingOf(session, finding);
  if (!found) return [];
  const { workspace } = found.project;
  const shown = diagnostic(workspace, found.uri, found.verdict, session.abilities.ownClient);
  return fixActions(workspace, found.verdict, shown, session.abilities);
}

/** The edit that writes the accepted risk into the policy; null when there is no such finding or no place for it. */
export function acceptForPanel(
  session: Session,
  finding: string,
  { reason, owner }: { readonly reason: string; readonly owner: string },
): WorkspaceEdit | null {
  const words = { reason, owner, until: inMonths(3) };
  for (const { workspace } of session.projects) {
    const threat = workspace.threatModel().threats.find((it) => threatKey(it.id) === finding);
    if (threat) return threatAcceptanceEdit(workspace, threat.id, words, session.abilities) ?? null;
  }
  const found = findingOf(session, finding);
  if (!found) return null;
  return acceptanceEdit(found.project.workspace, found.uri, found.verdict, words, session.abilities) ?? null;
}
