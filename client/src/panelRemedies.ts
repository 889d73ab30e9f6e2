import * as vscode from 'vscode';
import type { LanguageServer } from './languageServer.ts';

type Column = Pick<vscode.TextDocumentShowOptions, 'viewColumn'>;

/** A fix as the server offers it: a code action with its edit. */
interface OfferedAction {
  readonly title: string;
  readonly edit: object;
  /** Where its finding stands. */
  readonly line: number;
}

/** What the panel asks to have done about a finding: a proven fix, or an entry in the policy. */
export class PanelRemedies {
  private readonly server: LanguageServer;
  /** Asked once; the one who accepts is mostly the same. */
  private owner = '';

  constructor(server: LanguageServer) {
    this.server = server;
  }

  /**
   * Applies a fix as the light bulb does: one step of undo, nothing saved. With several the user chooses; with none, the
   * files have changed since the panel offered it.
   */
  async fix(finding: string, column: Column): Promise<void> {
    const actions = actionsOf(await this.server.ask('parapet/fixes', { finding }));
    if (actions.length === 0) {
      void vscode.window.showInformationMessage('The files have changed: this fix can no longer be proven.');
      return;
    }
    const chosen =
      actions.length === 1
        ? actions[0]
        : await vscode.window.showQuickPick(
            actions.map((it) => ({ ...it, label: it.title })),
            { title: 'Which fix?' },
          );
    if (chosen === undefined) return;
    // The text comes to the front first: a change that nobody sees is not trusted, and blanks are filled in there.
    await show(fileOf(finding), chosen.line, column);
    await this.apply(chosen.edit);
  }

  /** Asks why the risk is taken and who answers for it, then writes both into the policy and shows it. */
  async accept(finding: string, column: Column): Promise<void> {
    const reason = await vscode.window.showInputBox({
      title: 'Accept the risk (1 of 2)',
      prompt: 'Why is this risk taken? The reason stands in .parapet.yaml, for everybody to read.',
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? 'An accepted risk needs a reason.' : null),
    });
    if (reason === undefined) return;
    const owner = await vscode.window.showInputBox({
      title: 'Accept the risk (2 of 2)',
      prompt: 'Who answers for it? A person or a team. The acceptance ends in three months.',
      value: this.owner,
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? 'An accepted risk needs somebody who answers for it.' : null),
    });
    if (owner === undefined) return;
    this.owner = owner.trim();
    const edit = await this.server.ask('parapet/accept', { finding, reason: reason.trim(), owner: this.owner });
    const policy = edit === null ? null : await this.apply(edit);
    if (policy === null) {
      void vscode.window.showWarningMessage('The risk cannot be written into .parapet.yaml.');
      return;
    }
    const document = await vscode.workspace.openTextDocument(policy);
    await show(policy, document.lineCount - 1, column);
  }

  /** Applies a server's edit; the last file that it changes, or null when nothing was changed. */
  private async apply(value: unknown): Promise<vscode.Uri | null> {
    const edit = await this.server.edit(value);
    const last = edit?.entries().at(-1)?.[0];
    if (edit === null || last === undefined) return null;
    return (await vscode.workspace.applyEdit(edit)) ? last : null;
  }
}

/** Saves the panel's picture where the user says. */
export async function savePicture(svg: string, folder: vscode.Uri | undefined): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: 'Save the picture',
    filters: { SVG: ['svg'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, 'threat-model.svg') }),
  });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(svg));
}

/** The file in a finding's name, behind its fingerprint. */
function fileOf(finding: string): vscode.Uri {
  return vscode.Uri.parse(finding.slice(finding.indexOf(' ') + 1));
}

async function show(uri: vscode.Uri, line: number, column: Column): Promise<void> {
  const at = new vscode.Range(line, 0, line, 0);
  await vscode.window.showTextDocument(uri, { ...column, selection: at });
}

function actionsOf(value: unknown): readonly OfferedAction[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((it: unknown): readonly OfferedAction[] => {
    const { title, edit, diagnostics } = recordOf(it);
    if (typeof title !== 'string' || typeof edit !== 'object' || edit === null) return [];
    const [shown] = Array.isArray(diagnostics) ? diagnostics : [];
    const line = recordOf(recordOf(recordOf(shown)['range'])['start'])['line'];
    return [{ title, edit, line: typeof line === 'number' ? line : 0 }];
  });
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
