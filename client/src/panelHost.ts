import * as vscode from 'vscode';
import type { PanelLocation, PanelSnapshot, ToPanel } from '../panel/contract.ts';
import type { LanguageServer } from './languageServer.ts';
import { componentsIn, readFromPanel, readSnapshot, urisOf } from './panelMessages.ts';
import { panelPage } from './panelPage.ts';
import type { RulePages } from './rulePages.ts';

/** The system of a server that is not there. */
function nothing(coverage: string): PanelSnapshot {
  return { components: [], flows: [], boundaries: [], threats: [], looseEnds: [], coverage };
}

/**
 * The host's side of the threat-model view: hands the newest whole snapshot to the panel and does what the panel asks.
 * A hidden view loses its page; it says "ready" when it is drawn again and gets the newest snapshot then.
 */
export class PanelHost implements vscode.Disposable, vscode.WebviewViewProvider {
  private view: vscode.WebviewView | null = null;
  private snapshot: PanelSnapshot | null = null;
  /** Files that the snapshot points into: the only ones that the panel may ask to open. */
  private uris = new Set<string>();
  private asking = false;
  private changedMeanwhile = false;

  private readonly dist: vscode.Uri;
  private readonly server: LanguageServer;
  private readonly rulePages: RulePages;
  private readonly log: vscode.LogOutputChannel;
  private readonly subscriptions: vscode.Disposable[];

  constructor(extensionUri: vscode.Uri, server: LanguageServer, rulePages: RulePages, log: vscode.LogOutputChannel) {
    this.dist = vscode.Uri.joinPath(extensionUri, 'dist');
    this.server = server;
    this.rulePages = rulePages;
    this.log = log;
    this.subscriptions = [
      vscode.window.registerWebviewViewProvider('parapet.threatModel', this),
      server.onModelChanged(() => void this.refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => this.sendSelection()),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [this.dist] };
    this.subscriptions.push(
      view.webview.onDidReceiveMessage((message: unknown) => void this.receive(message)),
      view.onDidDispose(() => {
        this.view = null;
      }),
    );
    view.webview.html = panelPage(view.webview, this.dist);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async receive(value: unknown): Promise<void> {
    const message = readFromPanel(value);
    if (message === null) {
      this.log.warn('The panel sent a message that is none of its own.');
    } else if (message.type === 'ready') {
      if (this.snapshot !== null) this.send(this.snapshot);
      await this.refresh();
    } else if (message.type === 'reveal') {
      await this.reveal(message.location);
    } else {
      await this.rulePages.show(message.rule);
    }
  }

  /** Asks for the model, once at a time; while the view is hidden nobody needs it. */
  private async refresh(): Promise<void> {
    if (this.view === null || !this.view.visible) return;
    if (this.asking) {
      this.changedMeanwhile = true;
      return;
    }
    this.asking = true;
    do {
      this.changedMeanwhile = false;
      const snapshot = this.server.running
        ? readSnapshot(await this.server.ask('parapet/model'))
        : nothing(whyNothing());
      if (snapshot !== null) this.keep(snapshot);
    } while (this.changedMeanwhile);
    this.asking = false;
  }

  private keep(snapshot: PanelSnapshot): void {
    this.snapshot = snapshot;
    this.uris = urisOf(snapshot);
    this.send(snapshot);
  }

  private send(snapshot: PanelSnapshot): void {
    this.post({ type: 'snapshot', snapshot });
    this.sendSelection();
  }

  private sendSelection(): void {
    if (this.snapshot === null) return;
    const active = vscode.window.activeTextEditor?.document.uri.toString();
    const same = (uri: string): boolean => active !== undefined && vscode.Uri.parse(uri).toString() === active;
    this.post({ type: 'selection', components: componentsIn(this.snapshot, same) });
  }

  private post(message: ToPanel): void {
    if (this.view?.visible === true) void this.view.webview.postMessage(message);
  }

  private async reveal({ uri, range }: PanelLocation): Promise<void> {
    if (!this.uris.has(uri)) {
      this.log.warn(`The panel asked for a file that is not in the model: ${uri}`);
      return;
    }
    const start = new vscode.Position(range.start.line, range.start.character);
    const end = new vscode.Position(range.end.line, range.end.character);
    try {
      await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(start, end) });
    } catch (error) {
      this.log.warn(String(error));
      void vscode.window.showWarningMessage(
        `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))} cannot be opened.`,
      );
    }
  }
}

function whyNothing(): string {
  const enabled = vscode.workspace.getConfiguration('parapet').get('enable', true);
  return enabled ? 'The server of Parapet is not running.' : 'Parapet is off: the setting parapet.enable is false.';
}
