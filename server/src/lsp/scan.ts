import type { Connection } from 'vscode-languageserver/node';
import { coverage } from './panel.ts';
import type { Project } from './project.ts';
import type { Session } from './session.ts';
import type { Slices } from './time.ts';

/** Progress is told no more often than this, in milliseconds. */
const telling = 100;

/**
 * Reads a folder between the client's messages: an edit that comes meanwhile is taken in and answered before the next
 * slice. A folder that is read within the first slice is not worth a word.
 */
export async function scanFolder(
  connection: Connection,
  session: Session,
  project: Project,
  slices: Slices,
): Promise<void> {
  const files = project.scan();
  let step = files.next();
  while (!step.done && !slices.due) step = files.next();
  if (!step.done) {
    tell(connection, 'Reading the workspace', true);
    const progress = session.abilities.progress ? await connection.window.createWorkDoneProgress() : undefined;
    progress?.begin('Parapet', undefined, 'Reading the workspace', false);
    let told = Date.now();
    while (!step.done) {
      const count: number = step.value;
      await slices.giveWay();
      if (Date.now() - told >= telling) {
        progress?.report(`${count} files`);
        told = Date.now();
      }
      step = files.next();
      while (!step.done && !slices.due) step = files.next();
    }
    progress?.done();
  }
  tell(connection, coverage(project), false);
}

function tell(connection: Connection, detail: string, busy: boolean): void {
  void connection.sendNotification('parapet/status', { text: 'Parapet', detail, busy });
}
