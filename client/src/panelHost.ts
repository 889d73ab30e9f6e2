import * as vscode from 'vscode';
import type { PanelLocation, PanelSnapshot, ToPanel } from '../panel/contract.ts';
import { exportFormats, saveExport } from './exportModel.ts';
import type { LanguageServer } from './languageServer.ts';
import { componentsIn, findingsOf, readFromPanel, readOffers, readSnapshot, urisOf } from './panelMessages.ts';
import { PanelRemedies, savePicture } from './panelRemedies.ts';
import { panelPage } from './panelPage.ts';
import type { RulePages } from './rulePages.ts';

/** Where the panel is drawn: the view in the side bar, or an editor. */
interface Surface {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
  readonly viewColumn?: vscode.ViewColumn | undefined;
}

const viewType = 'parapet.threatModel';
const editorType = 'parapet.threatModelEditor';

/**
 * The host's side of the threat model: hands the newest whole snapshot to every place where the panel is drawn and does
 * what the panel asks. A hidden panel loses its page; it says "ready" when it is drawn again and gets the newest then.
 */
export class PanelHost implements vscode.Disposable, vscode.WebviewViewProvider, vscode.WebviewPanelSerializer {
  private readonly surfaces = new Set<Surface>();
  private editor: vscode.WebviewPanel | null = null;
  private snapshot: PanelSnapshot | null = null;
  /** Files that the snapshot points into: the only ones that the panel may ask to open. */
  private uris = new Set<string>();
  /** Findings in the snapshot: the only ones that the panel may act on. */
  private findings = new Set<string>();
  private hasFormats = false;
  private asking = false;
  private changedMeanwhile = false;
  /** The workspace folder whose system is shown: that of the editor that was active last, with a file in it. */
  private folder: { readonly folder: vscode.WorkspaceFolder; readonly file: string } | null = null;

  private readonly extensionUri: vscode.Uri;
  private readonly server: LanguageServer;
  private readonly rulePages: RulePages;
  private readonly log: vscode.LogOutputChannel;
  private readonly remedies: PanelRemedies;
  /** URI of the text editor that was active last. */
  private lastEdited: string | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(extensionUri: vscode.Uri, server: LanguageServer, rulePages: RulePages, log: vscode.LogOutputChannel) {
    this.extensionUri = extensionUri;
    this.server = server;
    this.rulePages = rulePages;
    this.log = log;
    this.remedies = new PanelRemedies(server);
    this.subscriptions = [
      vscode.window.registerWebviewViewProvider(viewType, this),
      vscode.window.registerWebviewPanelSerializer(editorType, this),
      server.onModelChanged(() => {
        void this.refresh();
        if (!this.hasFormats && server.running) void this.sendFormats();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
    ];
    this.follow(vscode.window.activeTextEditor);
  }

  /** VS Code shows the view in the side bar. */
  resolveWebviewView(view: vscode.WebviewView): void {
    view.webview.options = this.webviewOptions();
    this.draw(view);
  }

  /** Opens the panel as an editor, where there is more room, or brings the one that is open to the front. */
  openInEditor(): void {
    if (this.editor === null) {
      const place = vscode.ViewColumn.Beside;
      this.adopt(vscode.window.createWebviewPanel(editorType, 'Threat Model', place, this.webviewOptions()));
    } else {
      this.editor.reveal();
    }
  }

  /** VS Code brings back the editor after a reload of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = this.webviewOptions();
    this.adopt(panel);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.editor?.dispose();
  }

  private webviewOptions(): vscode.WebviewOptions {
    return { enableScripts: true, enableCommandUris: false, localResourceRoots: [this.dist] };
  }

  private get dist(): vscode.Uri {
    return vscode.Uri.joinPath(this.extensionUri, 'dist');
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.editor = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'client', 'media', 'icon.png');
    panel.onDidDispose(() => {
      this.editor = null;
    });
    this.draw(panel);
  }

  private draw(surface: vscode.WebviewView | vscode.WebviewPanel): void {
    this.surfaces.add(surface);
    surface.webview.onDidReceiveMessage((message: unknown) => void this.receive(surface, message));
    surface.onDidDispose(() => this.surfaces.delete(surface));
    surface.webview.html = panelPage(surface.webview, this.dist);
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    // While the panel itself has the focus there is no active text editor: the last one stays marked.
    this.lastEdited = editor?.document.uri.toString() ?? this.lastEdited;
    const folder = editor === undefined ? undefined : vscode.workspace.getWorkspaceFolder(editor.document.uri);
    if (editor !== undefined && folder !== undefined && folder !== this.folder?.folder) {
      this.folder = { folder, file: editor.document.uri.toString() };
      void this.refresh();
    }
    this.sendSelection();
  }

  private async receive(surface: Surface, value: unknown): Promise<void> {
    const message = readFromPanel(value);
    if (message === null) {
      this.log.warn('The panel sent a message that is none of its own.');
    } else if (message.type === 'ready') {
      if (this.snapshot !== null) this.send(this.snapshot);
      void this.sendFormats();
      await this.refresh();
    } else if (message.type === 'reveal') {
      await this.reveal(message.location, surface);
    } else if (message.type === 'explain') {
      await this.rulePages.show(message.rule);
    } else if (message.type === 'offers') {
      const offers = readOffers(await this.server.ask('parapet/offers', { findings: message.findings }));
      this.post({ type: 'offers', offers });
    } else if (message.type === 'fix' || message.type === 'accept') {
      if (this.findings.has(message.finding)) await this.remedies[message.type](message.finding, columnFor(surface));
      else this.log.warn('The panel asked for something about a finding that is not in the model.');
    } else if (message.type === 'export') {
      await saveExport(this.server, message.format, this.folder?.folder ?? vscode.workspace.workspaceFolders?.[0]);
    } else {
      await savePicture(message.svg, this.folder?.folder.uri);
    }
  }

  /** Asks for the model, once at a time; while no panel is on the screen nobody needs it. */
  private async refresh(): Promise<void> {
    if (![...this.surfaces].some(({ visible }) => visible)) return;
    this.changedMeanwhile = true;
    if (this.asking) return;
    this.asking = true;
    while (this.changedMeanwhile) {
      this.changedMeanwhile = false;
      // A change while this answer is under way makes the loop ask again.
      const snapshot = this.server.running
        ? readSnapshot(await this.server.ask('parapet/model', this.folder === null ? {} : { uri: this.folder.file }))
        : nothing(whyNothing());
      if (snapshot !== null) this.keep(snapshot);
    }
    this.asking = false;
  }

  private keep(snapshot: PanelSnapshot): void {
    this.snapshot = snapshot;
    this.uris = urisOf(snapshot);
    this.findings = findingsOf(snapshot);
    this.send(snapshot);
  }

  private send(snapshot: PanelSnapshot): void {
    this.post({ type: 'snapshot', snapshot });
    this.sendSelection();
  }

  private sendSelection(): void {
    if (this.snapshot === null) return;
    const active = this.lastEdited;
    const same = (uri: string): boolean => active !== undefined && vscode.Uri.parse(uri).toString() === active;
    this.post({ type: 'selection', components: componentsIn(this.snapshot, same) });
  }

  /** What the model can be exported as; asked whenever a panel is drawn, because a server may not be there yet. */
  private async sendFormats(): Promise<void> {
    const formats = await exportFormats(this.server);
    this.hasFormats = formats.length > 0;
    if (this.hasFormats) this.post({ type: 'formats', formats });
  }

  private post(message: ToPanel): void {
    for (const { webview, visible } of this.surfaces) {
      if (visible) void webview.postMessage(message);
    }
  }

  private async reveal({ uri, range }: PanelLocation, from: Surface): Promise<void> {
    if (!this.uris.has(uri)) {
      this.log.warn(`The panel asked for a file that is not in the model: ${uri}`);
      return;
    }
    const start = new vscode.Position(range.start.line, range.start.character);
    const end = new vscode.Position(range.end.line, range.end.character);
    const place = columnFor(from);
    try {
      const selection = new vscode.Range(start, end);
      await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection, ...place });
    } catch (error) {
      this.log.warn(String(error));
      const name = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
      void vscode.window.showWarningMessage(`${name} cannot be opened.`);
    }
  }
}

/** Where a file is shown that the panel leads to. */
function columnFor({ viewColumn }: Surface): Pick<vscode.TextDocumentShowOptions, 'viewColumn'> {
  return viewColumn === undefined ? {} : { viewColumn: columnBeside(viewColumn) };
}

/** Another column than that of the panel, so that the picture stays in sight. */
function columnBeside(column: vscode.ViewColumn): vscode.ViewColumn {
  const columns = vscode.window.tabGroups.all.map(({ viewColumn }) => viewColumn);
  return columns.find((it) => it !== column) ?? vscode.ViewColumn.Beside;
}

/** The system as it looks while no server is there to tell. */
function nothing(coverage: string): PanelSnapshot {
  return {
    components: [],
    flows: [],
    boundaries: [],
    threats: [],
    attacks: { paths: [], total: 0, cuts: [] },
    posture: [],
    inventory: { images: [], endpoints: [], endpointsTotal: 0, entries: [] },
    looseEnds: [],
    coverage,
  };
}

function whyNothing(): string {
  const enabled = vscode.workspace.getConfiguration('parapet').get('enable', true);
  return enabled ? 'The server of Parapet is not running.' : 'Parapet is off: the setting parapet.enable is false.';
}
