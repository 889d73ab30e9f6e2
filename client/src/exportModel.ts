import * as vscode from 'vscode';
import type { LanguageServer } from './languageServer.ts';

/** How the editor names the language of a text, by the ending of its file. */
const languages: Readonly<Record<string, string>> = { json: 'json', html: 'html', md: 'markdown', svg: 'xml' };

/** Asks for a form, then shows the threat model in it or writes it to a file. Escape ends it at every step. */
export async function exportThreatModel(server: LanguageServer): Promise<void> {
  const formats = await exportFormats(server);
  if (formats.length === 0) {
    void vscode.window.showInformationMessage('Parapet is not running, so there is no threat model to export.');
    return;
  }
  const folder = await chosenFolder();
  if (folder === null) return;
  const picked = await vscode.window.showQuickPick(
    formats.map(({ format, title }) => ({ label: title, format })),
    { title: 'Export the threat model as', placeHolder: 'A form' },
  );
  if (picked === undefined) return;
  const made = await exported(server, picked.format, folder);
  if (made === null) return;
  const [open, save] = ['Open in an editor', 'Save as a file…'];
  const wish = await vscode.window.showQuickPick([open, save], { title: made.fileName });
  if (wish === open) await show(made);
  if (wish === save) await keep(made, folder.uri);
}

/** The forms that the server can write; none while it does not run. */
export async function exportFormats(
  server: LanguageServer,
): Promise<readonly { readonly format: string; readonly title: string }[]> {
  return readFormats(await server.ask('parapet/exportFormats'));
}

/** Writes the threat model of a folder into a file that the user chooses. */
export async function saveExport(
  server: LanguageServer,
  format: string,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<void> {
  const made = folder === undefined ? null : await exported(server, format, folder);
  if (made !== null && folder !== undefined) await keep(made, folder.uri);
}

/** The threat model in one form; null, which the user is told, when there is none. */
async function exported(
  server: LanguageServer,
  format: string,
  folder: vscode.WorkspaceFolder,
): Promise<Export | null> {
  const uri = vscode.Uri.joinPath(folder.uri, '.parapet.yaml').toString();
  const made = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Parapet: exporting the threat model' },
    async () => readExport(await server.ask('parapet/export', { format, uri })),
  );
  if (made === null)
    void vscode.window.showWarningMessage('The threat model could not be exported; the log of Parapet says why.');
  return made;
}

interface Export {
  readonly text: string;
  readonly fileName: string;
}

async function show({ text, fileName }: Export): Promise<void> {
  const language = languages[fileName.slice(fileName.lastIndexOf('.') + 1)] ?? 'plaintext';
  const document = await vscode.workspace.openTextDocument({ content: text, language });
  await vscode.window.showTextDocument(document);
}

async function keep({ text, fileName }: Export, folder: vscode.Uri): Promise<void> {
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, fileName) });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  const open = 'Open';
  const answer = await vscode.window.showInformationMessage(`${fileName} is written.`, open);
  if (answer === open) await vscode.commands.executeCommand('vscode.open', target);
}

/** The folder whose system is meant; null when the user does not say. */
async function chosenFolder(): Promise<vscode.WorkspaceFolder | null> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1)
    return (await vscode.window.showWorkspaceFolderPick({ placeHolder: 'The threat model of which folder?' })) ?? null;
  const only = folders[0];
  if (only === undefined)
    void vscode.window.showInformationMessage('Open a folder first: the threat model is that of a folder.');
  return only ?? null;
}

function readFormats(value: unknown): readonly { readonly format: string; readonly title: string }[] {
  return Array.isArray(value) ? value.filter((it: unknown) => hasTexts(it, ['format', 'title'])) : [];
}

function readExport(value: unknown): Export | null {
  return hasTexts(value, ['text', 'fileName']) ? (value as unknown as Export) : null;
}

function hasTexts(value: unknown, names: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === 'string')
  );
}
