import * as vscode from 'vscode';
import type { LanguageServer } from './languageServer.ts';

const scheme = 'parapet-rule';

/** Shows the page of a rule as rendered Markdown: a read-only document whose text the server gives. */
export class RulePages implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly registration: vscode.Disposable;
  private readonly server: LanguageServer;
  private readonly log: vscode.LogOutputChannel;

  constructor(server: LanguageServer, log: vscode.LogOutputChannel) {
    this.server = server;
    this.log = log;
    this.registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  /** Opens the page of this rule, such as `dockerfile/root-user`. */
  async show(rule: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${rule}.md` });
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch (error) {
      // The built-in Markdown preview can be switched off; the source reads well too.
      this.log.info(`No Markdown preview: ${String(error)}`);
      await vscode.window.showTextDocument(uri, { preview: true });
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const rule = uri.path.replace(/^\//, '').replace(/\.md$/, '');
    return (await this.page(rule)) ?? `# ${rule}\n\nParapet has no rule of this name, or its server is not running.\n`;
  }

  /** The page of this rule as Markdown; null when there is none, or no server to ask. */
  async page(rule: string): Promise<string | null> {
    return readMarkdown(await this.server.ask('parapet/explain', { rule }));
  }

  dispose(): void {
    this.registration.dispose();
  }
}

function readMarkdown(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('markdown' in answer)) return null;
  return typeof answer.markdown === 'string' ? answer.markdown : null;
}
