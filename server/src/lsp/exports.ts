import { join } from 'node:path';
import type { Connection } from 'vscode-languageserver/node';
import { exportFormats, exportModel } from '../node/exports/formats.ts';
import { normaliseUri } from '../node/uris.ts';
import { VERSION } from '../node/version.ts';
import type { Session } from './session.ts';

/**
 * Two requests of our own. `parapet/exportFormats` gives the forms that a threat model can be written in, each with a
 * title; `parapet/export` gives one of them as text, for the folder around `uri` or the last one, and null for a form that
 * there is not. Parameters are checked, because anybody may send them.
 */
export function onExportRequests(connection: Connection, session: () => Session): void {
  connection.onRequest('parapet/exportFormats', () =>
    Object.entries(exportFormats).map(([format, { title }]) => ({ format, title })),
  );
  connection.onRequest('parapet/export', async (params: unknown) => {
    const { format, uri } = (typeof params === 'object' && params !== null ? params : {}) as Record<string, unknown>;
    const project = typeof uri === 'string' ? session().of(normaliseUri(uri)) : session().projects.at(-1);
    if (!project || typeof format !== 'string') return null;
    // Half a system is not written down.
    await project.untilScanned(60_000);
    const { workspace } = project;
    return exportModel(workspace, format, {
      fileOf: (file) => workspace.path(file),
      engine: join(__dirname, 'elk-worker.min.js'),
      version: VERSION,
      today: project.today,
    });
  });
}
