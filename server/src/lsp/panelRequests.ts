import type { Connection } from 'vscode-languageserver/node';
import { normaliseUri } from '../node/uris.ts';
import { panelSnapshot } from './panel.ts';
import { acceptForPanel, fixesForPanel, offersForPanel } from './panelRemedies.ts';
import type { Session } from './session.ts';

/** Answers what our own extension asks for the panel; every parameter is checked, because anybody may send it. */
export function onPanelRequests(connection: Connection, session: () => Session): void {
  connection.onRequest('parapet/model', async (params: unknown) => {
    const uri = textOf(params, 'uri');
    const project = uri === null ? session().projects.at(-1) : session().of(normaliseUri(uri));
    // Half a system is not drawn: the view keeps what it shows until the folder has been read.
    await project?.untilScanned(60_000);
    return project ? panelSnapshot(project) : null;
  });
  connection.onRequest('parapet/offers', (params: unknown) => {
    const findings = valueOf(params, 'findings');
    return Array.isArray(findings) ? offersForPanel(session(), findings.filter(isText)) : null;
  });
  connection.onRequest('parapet/fixes', (params: unknown) => fixesForPanel(session(), textOf(params, 'finding') ?? ''));
  connection.onRequest('parapet/accept', (params: unknown) => {
    const [finding, reason, owner] = ['finding', 'reason', 'owner'].map((it) => textOf(params, it));
    return finding && reason && owner ? acceptForPanel(session(), finding, { reason, owner }) : null;
  });
}

function valueOf(params: unknown, name: string): unknown {
  return typeof params === 'object' && params !== null ? (params as Record<string, unknown>)[name] : undefined;
}

function textOf(params: unknown, name: string): string | null {
  const value = valueOf(params, name);
  return isText(value) ? value : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
