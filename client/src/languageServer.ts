import * as vscode from 'vscode';
import type {
  CloseHandlerResult,
  ErrorHandlerResult,
  LanguageClientOptions,
  Middleware,
  ServerOptions,
} from 'vscode-languageclient/node';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import { documentSelector } from './selector.ts';
import { readStatus, type Status } from './status.ts';

/** After so many ends within the time, the server is left alone: it would only end again. */
const endsAllowed = 3;
const endsWithin = 120_000;

/**
 * The language server as the rest of the extension sees it: running or not, asked or not answering. It lives in a child
 * process of the editor's own Node, so that a long analysis never holds up the editor.
 */
export class LanguageServer implements vscode.Disposable {
  private client: LanguageClient | null = null;
  private readonly modelChanged = new vscode.EventEmitter<void>();
  /** Fires when the threat model may have become another one, also when the server starts or stops. */
  readonly onModelChanged = this.modelChanged.event;
  /** Starts and stops wait for each other; each reads the setting when its turn comes. */
  private turn: Promise<void> = Promise.resolve();

  private readonly extensionUri: vscode.Uri;
  private readonly log: vscode.LogOutputChannel;
  private readonly status: Status;

  constructor(extensionUri: vscode.Uri, log: vscode.LogOutputChannel, status: Status) {
    this.extensionUri = extensionUri;
    this.log = log;
    this.status = status;
  }

  get running(): boolean {
    return this.client !== null && this.client.isRunning();
  }

  /** Runs the server if `parapet.enable` says so, else stops it. */
  followSetting(): Promise<void> {
    return this.inTurn(async () => {
      const wanted = vscode.workspace.getConfiguration('parapet').get('enable', true);
      if (wanted && this.client === null) await this.start();
      if (!wanted && this.client !== null) await this.stop();
      if (!wanted) this.status.show({ text: 'Parapet is off', detail: 'Setting parapet.enable', busy: false });
    });
  }

  /** Ends the server and starts a new one, which reads everything again. */
  async restart(): Promise<void> {
    await this.inTurn(() => this.stop());
    await this.followSetting();
  }

  /** Ends the server for good; resolves when it is gone. */
  end(): Promise<void> {
    return this.inTurn(() => this.stop());
  }

  /** Asks the server; null when there is none, or when it has no answer (the log says why). */
  async ask(method: string, params?: object): Promise<unknown> {
    if (this.client === null || !this.client.isRunning()) return null;
    try {
      return (
        (await (params === undefined ? this.client.sendRequest(method) : this.client.sendRequest(method, params))) ??
        null
      );
    } catch (error) {
      this.log.error(`${method}: ${String(error)}`);
      return null;
    }
  }

  /** A server's edit in the editor's words; null when it is none. */
  async edit(value: unknown): Promise<vscode.WorkspaceEdit | null> {
    if (this.client === null || typeof value !== 'object' || value === null) return null;
    try {
      return (await this.client.protocol2CodeConverter.asWorkspaceEdit(value)) ?? null;
    } catch (error) {
      this.log.error(`An edit cannot be read: ${String(error)}`);
      return null;
    }
  }

  dispose(): void {
    this.modelChanged.dispose();
    void this.end();
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work).catch((error: unknown) => {
      this.log.error(String(error));
      this.status.showTrouble('The log says why.');
    });
    return this.turn;
  }

  private async start(): Promise<void> {
    const module = vscode.Uri.joinPath(this.extensionUri, 'dist', 'server.cjs').fsPath;
    const server: ServerOptions = { module, transport: TransportKind.ipc };
    this.status.show({ text: 'Parapet', detail: 'Starting', busy: true });
    const client = new LanguageClient('parapet', 'Parapet', server, this.clientOptions());
    client.onNotification('parapet/modelChanged', () => this.modelChanged.fire());
    let spoke = false;
    client.onNotification('parapet/status', (value: unknown) => {
      const status = readStatus(value);
      if (status === null) return;
      spoke = true;
      this.status.show(status);
    });
    this.client = client;
    await client.start();
    // Without a folder there is nothing to read, and the server says nothing about it.
    if (!spoke) this.status.show({ text: 'Parapet', detail: 'Ready', busy: false });
    this.modelChanged.fire();
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = null;
    await client?.dispose();
    this.modelChanged.fire();
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector,
      // Tells the server that rule pages and our commands are there.
      initializationOptions: { ownClient: true },
      outputChannel: this.log,
      traceOutputChannel: this.log,
      // Nothing pops up by itself: the status entry and the log carry the troubles.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: (error) => {
        this.log.error(`The server did not start: ${String(error)}`);
        return false;
      },
      errorHandler: { error: ignoreError, closed: this.closedHandler() },
      middleware: { provideDiagnostics: this.timedDiagnostics() },
    };
  }

  /** Hands diagnostics through and logs once how long after the start the first ones came. */
  private timedDiagnostics(): NonNullable<Middleware['provideDiagnostics']> {
    const began = performance.now();
    let isFirst = true;
    return async (document, previousResultId, token, next) => {
      const report = await next(document, previousResultId, token);
      if (isFirst && report?.kind === 'full') {
        isFirst = false;
        this.log.info(`The first file is analysed, ${Math.round(performance.now() - began)} ms after the start.`);
      }
      return report;
    };
  }

  private closedHandler(): () => CloseHandlerResult {
    const ends: number[] = [];
    return () => {
      ends.push(Date.now());
      const recent = ends.filter((time) => time > Date.now() - endsWithin);
      if (recent.length <= endsAllowed) {
        this.log.warn('The server ended; a new one starts.');
        return { action: CloseAction.Restart, handled: true };
      }
      this.status.showTrouble('The server ended several times. "Parapet: Restart" tries again; the log says why.');
      return { action: CloseAction.DoNotRestart, handled: true };
    };
  }
}

/** A message that did not arrive is no reason to stop; a server that is gone is `closed`. */
function ignoreError(): ErrorHandlerResult {
  return { action: ErrorAction.Continue, handled: true };
}
