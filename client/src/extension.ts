/** The desktop door: wires the language server, the threat-model view, the commands and the status together. */
import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { LanguageServer } from './languageServer.ts';
import { PanelHost } from './panelHost.ts';
import { RulePages } from './rulePages.ts';
import { Status } from './status.ts';

let running: LanguageServer | null = null;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Parapet', { log: true });
  const status = new Status();
  const server = new LanguageServer(context.extensionUri, log, status);
  running = server;
  const rulePages = new RulePages(server, log);
  const panel = new PanelHost(context.extensionUri, server, rulePages, log);
  context.subscriptions.push(log, status, server, rulePages, panel);
  registerCommands(context, { server, rulePages, panel, log });
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('parapet.enable')) void server.followSetting();
    }),
  );
  await server.followSetting();
}

/** VS Code waits for this when the window closes, so that the server goes in peace. */
export async function deactivate(): Promise<void> {
  await running?.end();
}
