import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeParams,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgress,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver-protocol/node';

const bundle = fileURLToPath(new URL('../../dist/server.cjs', import.meta.url));

/** A client of the built server over stdio, as an editor would be. */
export class TestClient {
  readonly connection: ProtocolConnection;
  readonly pushed = new Map<string, Diagnostic[]>();
  readonly notifications: string[] = [];
  /** What the server sent by itself, in order: "pushed URI version", "refresh", "progress begin", "progress report", "progress end". */
  readonly events: string[] = [];
  readonly #process: ChildProcess;
  #version = 1;

  private constructor(process: ChildProcess, connection: ProtocolConnection) {
    this.#process = process;
    this.connection = connection;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  static async start({
    root,
    pull = true,
    own = true,
    progress = false,
    links = false,
    settings = {},
    within,
  }: {
    root?: string;
    pull?: boolean;
    own?: boolean;
    /** Takes progress of work that the server begins. */
    progress?: boolean;
    /** Takes links as definitions, with the range that was asked about. */
    links?: boolean;
    settings?: Readonly<Record<string, unknown>>;
    /** What judging a file may take after a keystroke, in milliseconds: with 0, all of it waits until typing rests. */
    within?: number;
  } = {}): Promise<TestClient> {
    const child = spawn(process.execPath, [bundle, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const client = new TestClient(child, connection);
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics, version }) => {
      client.pushed.set(uri, diagnostics);
      client.events.push(`pushed ${uri} ${version}`);
    });
    connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      connection.onProgress(WorkDoneProgress.type, token, ({ kind }) => {
        client.events.push(`progress ${kind}`);
      });
    });
    connection.onNotification('parapet/modelChanged', () => void client.notifications.push('modelChanged'));
    connection.onNotification('parapet/status', () => void client.notifications.push('status'));
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('workspace/diagnostic/refresh', () => {
      client.events.push('refresh');
      return null;
    });
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
      items.map((it) => settings[it.section ?? ''] ?? null),
    );
    connection.listen();
    const params: InitializeParams = {
      processId: null,
      rootUri: root ?? null,
      workspaceFolders: root === undefined ? null : [{ uri: root, name: 'root' }],
      ...(own || within !== undefined
        ? {
            initializationOptions: {
              ...(own ? { ownClient: true } : {}),
              ...(within === undefined ? {} : { answerWithin: within }),
            },
          }
        : {}),
      capabilities: {
        textDocument: {
          ...(pull
            ? { diagnostic: { dynamicRegistration: true }, codeAction: { resolveSupport: { properties: ['edit'] } } }
            : { publishDiagnostics: {} }),
          ...(links ? { definition: { linkSupport: true } } : {}),
        },
        workspace: {
          configuration: true,
          diagnostics: { refreshSupport: true },
          didChangeWatchedFiles: { dynamicRegistration: true },
          workspaceEdit: { documentChanges: true, snippetEditSupport: true },
        },
        ...(progress ? { window: { workDoneProgress: true } } : {}),
      },
    };
    await connection.sendRequest(InitializeRequest.type, params);
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  async open(uri: string, languageId: string, text: string): Promise<void> {
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: this.#version++, text },
    });
  }

  /** Replaces the whole text. */
  async change(uri: string, text: string): Promise<void> {
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: this.#version++ },
      contentChanges: [{ text }],
    });
  }

  async pull(uri: string): Promise<Diagnostic[]> {
    const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    if (report.kind !== 'full') throw new Error('an unchanged report without a previous one');
    return report.items;
  }

  /** Waits until the condition holds; fails after so many seconds with the words given. */
  async until(what: string, condition: () => boolean, seconds = 10): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!condition()) {
      if (Date.now() > end) throw new Error(`waited ${seconds} seconds for: ${what}`);
      await new Promise((done) => setTimeout(done, 10));
    }
  }

  async stop(): Promise<void> {
    const gone = new Promise((done) => this.#process.once('exit', done));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    await gone;
    this.connection.dispose();
  }
}
