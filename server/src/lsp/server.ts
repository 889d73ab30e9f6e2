import { join } from 'node:path';
import {
  type CancellationToken,
  CodeActionKind,
  type CodeLens,
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rulePage } from '../node/rule-pages.ts';
import { normaliseUri } from '../node/uris.ts';
import { codeActions } from './codeActions.ts';
import { codeLenses } from './codeLens.ts';
import { operationLenses } from './operationLens.ts';
import { definition } from './definition.ts';
import { Diagnostics } from './diagnostics.ts';
import { onExportRequests } from './exports.ts';
import { resolveFixAll } from './fixActions.ts';
import { hover } from './hover.ts';
import { openApiCompletion } from './openapiCompletion.ts';
import { onPanelRequests } from './panelRequests.ts';
import { policyCompletion } from './policyCompletion.ts';
import type { Project } from './project.ts';
import { references } from './references.ts';
import { scanFolder } from './scan.ts';
import { type ClientAbilities, Session } from './session.ts';
import { SpecChecks } from './specChecks.ts';
import { Slices, whenQuiet } from './time.ts';
import { workspaceSymbols } from './workspaceSymbols.ts';

/** After the last keystroke so many milliseconds pass before other files and the panel are brought up to date. */
const quiet = 120;
/** A question about the system waits for the first scan so many milliseconds; then it is answered with what is known. */
const patience = 2000;

/** Wires a client's connection to the projects. Translates and decides nothing. */
export function startServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  let session = new Session([], noAbilities, '');
  const slices = new Slices();
  let diagnostics = new Diagnostics(connection, session, slices);
  let specChecks: SpecChecks | undefined;
  let settings = { exposureLens: true, operationLens: false };
  /** Done when the client has told its settings: what depends on them waits. */
  let told: Promise<void> = Promise.resolve();

  const rest = (): number => Math.max(quiet, ...session.all.map((it) => it.rest));
  const settle = whenQuiet(rest, () => void settled());
  async function settled(): Promise<void> {
    // An edit that came first settles later.
    if (!(await diagnostics.judge())) return;
    void diagnostics.update();
    void connection.sendNotification('parapet/modelChanged');
    if (session.abilities.refreshCodeLens) connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  }

  connection.onInitialize((params): InitializeResult => {
    const folders =
      params.workspaceFolders?.map((it) => normaliseUri(it.uri)) ??
      (params.rootUri ? [normaliseUri(params.rootUri)] : []);
    session = new Session(folders, abilitiesOf(params), new Date().toISOString().slice(0, 10), withinOf(params));
    diagnostics = new Diagnostics(connection, session, slices);
    specChecks = new SpecChecks(
      join(__dirname, 'spec-check.cjs'),
      session,
      (uri) => diagnostics.late(uri),
      (line) => connection.console.info(line),
    );
    return { capabilities: capabilities(session.abilities), serverInfo: { name: 'Parapet' } };
  });

  connection.onInitialized(() => {
    if (session.abilities.watchFiles) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: watched.map((globPattern) => ({ globPattern })),
      });
    }
    // The library throws when a client that knows no folders is asked to tell of their changes.
    if (session.abilities.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const it of removed) session.removeFolder(it.uri);
        for (const it of added) void scan(session.addFolder(it.uri));
        settle();
      });
    }
    told = readSettings();
    for (const project of session.projects) void scan(project);
  });

  async function readSettings(): Promise<void> {
    try {
      const [exposure, operations]: readonly unknown[] = await connection.workspace.getConfiguration([
        { section: 'parapet.codeLens.exposure' },
        { section: 'parapet.codeLens.operations' },
      ]);
      settings = { exposureLens: exposure !== false, operationLens: operations === true };
    } catch {
      // A client without workspace/configuration: the defaults stand.
    }
  }

  /** Reads a folder between the client's messages; what is open is judged long before it ends. */
  async function scan(project: Project): Promise<void> {
    await scanFolder(connection, session, project, slices);
    settle();
  }

  connection.onDidChangeConfiguration(() => {
    told = readSettings();
    void told.then(settle);
  });

  documents.onDidChangeContent(({ document }) => {
    const uri = normaliseUri(document.uri);
    session.of(uri).edit(uri, document.getText(), document.languageId, document.version);
    diagnostics.push(uri);
    settle();
    specChecks?.touch(uri);
  });
  documents.onDidClose(({ document }) => {
    const uri = normaliseUri(document.uri);
    session.of(uri).close(uri);
    specChecks?.close(uri);
    settle();
  });
  connection.onShutdown(() => specChecks?.stop());

  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) {
      const normal = normaliseUri(uri);
      if (/\/(node_modules|\.git)\//.test(normal)) continue;
      const project = session.of(normal);
      if (type === FileChangeType.Deleted) project.removeFromDisk(normal);
      else project.readFromDisk([normal]);
    }
    settle();
  });

  connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) =>
    // A keystroke that is waiting makes this answer worthless: let it be read, and the client's cancellation with it.
    slices.first(() =>
      token.isCancellationRequested
        ? new ResponseError(-32802, 'superseded', { retriggerRequest: false })
        : diagnostics.pull(normaliseUri(textDocument.uri), previousResultId),
    ),
  );
  connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token, _work, progress) =>
    diagnostics.hold(previousResultIds, token, progress),
  );

  /** Answers about the system once the folder has been read, and not at all when nobody waits any more. */
  async function ask<T>(uri: string, token: CancellationToken, answer: (project: Project) => T): Promise<T | null> {
    const project = session.of(uri);
    await project.untilScanned(patience);
    return slices.first(() => (token.isCancellationRequested ? null : answer(project)));
  }

  connection.onHover(({ textDocument, position }, token) => {
    const uri = normaliseUri(textDocument.uri);
    return ask(uri, token, (project) =>
      hover(project.workspace, uri, position, session.abilities.ownClient, project.known(uri)),
    );
  });
  connection.onCodeActionResolve((action) =>
    resolveFixAll((uri) => session.of(uri).workspace, action, session.abilities),
  );
  connection.onCodeAction((params, token) => {
    const uri = normaliseUri(params.textDocument.uri);
    const project = session.of(uri);
    return slices.first(() =>
      token.isCancellationRequested
        ? []
        : codeActions(project.workspace, uri, params, session.abilities, project.known(uri).verdicts),
    );
  });
  connection.onCompletion(({ textDocument, position }) => {
    const uri = normaliseUri(textDocument.uri);
    const { workspace } = session.of(uri);
    return [...policyCompletion(workspace, uri, position), ...openApiCompletion(workspace, uri, position)];
  });
  connection.onDefinition(({ textDocument, position }, token) => {
    const uri = normaliseUri(textDocument.uri);
    return ask(uri, token, ({ workspace }) => definition(workspace, uri, position, session.abilities.definitionLinks));
  });
  connection.onReferences(({ textDocument, position, context }, token) => {
    const uri = normaliseUri(textDocument.uri);
    return ask(uri, token, ({ workspace }) => [...references(workspace, uri, position, context.includeDeclaration)]);
  });
  connection.onWorkspaceSymbol(({ query }, token) =>
    slices.first(() =>
      token.isCancellationRequested ? [] : session.all.flatMap(({ workspace }) => workspaceSymbols(workspace, query)),
    ),
  );
  connection.onCodeLens(async ({ textDocument }): Promise<CodeLens[]> => {
    await told;
    const uri = normaliseUri(textDocument.uri);
    const { workspace } = session.of(uri);
    return [
      ...(settings.exposureLens ? codeLenses(workspace, uri) : []),
      ...(settings.operationLens ? operationLenses(workspace, uri) : []),
    ];
  });

  onPanelRequests(connection, () => session);
  onExportRequests(connection, () => session);
  connection.onRequest('parapet/explain', (params: unknown) => {
    const rule =
      typeof params === 'object' && params !== null && 'rule' in params && typeof params.rule === 'string'
        ? params.rule
        : '';
    return { markdown: rulePage(rule) ?? null };
  });

  documents.listen(connection);
  connection.listen();
}

const noAbilities: ClientAbilities = {
  pullDiagnostics: false,
  snippetEdits: false,
  resolvesEdits: false,
  documentChanges: false,
  watchFiles: false,
  progress: false,
  refreshDiagnostics: false,
  refreshCodeLens: false,
  definitionLinks: false,
  workspaceFolders: false,
  ownClient: false,
};

function abilitiesOf({ capabilities: client, initializationOptions }: InitializeParams): ClientAbilities {
  const own: unknown = initializationOptions;
  return {
    pullDiagnostics: client.textDocument?.diagnostic !== undefined,
    resolvesEdits: client.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    snippetEdits: client.workspace?.workspaceEdit?.snippetEditSupport === true,
    documentChanges: client.workspace?.workspaceEdit?.documentChanges === true,
    watchFiles: client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    progress: client.window?.workDoneProgress === true,
    refreshDiagnostics: client.workspace?.diagnostics?.refreshSupport === true,
    refreshCodeLens: client.workspace?.codeLens?.refreshSupport === true,
    definitionLinks: client.textDocument?.definition?.linkSupport === true,
    workspaceFolders: client.workspace?.workspaceFolders === true,
    ownClient: typeof own === 'object' && own !== null && 'ownClient' in own && own.ownClient === true,
  };
}

/** Tests set it to 0: then every first answer after an edit is what still stands, however short the document is. */
function withinOf({ initializationOptions }: InitializeParams): number | undefined {
  const own: unknown = initializationOptions;
  const given = typeof own === 'object' && own !== null && 'answerWithin' in own ? own.answerWithin : undefined;
  return typeof given === 'number' ? given : undefined;
}

function capabilities(client: ClientAbilities): InitializeResult['capabilities'] {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    ...(client.pullDiagnostics
      ? { diagnosticProvider: { identifier: 'parapet', interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, 'source.fixAll.parapet'],
      resolveProvider: client.resolvesEdits,
    },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    workspaceSymbolProvider: true,
    codeLensProvider: {},
    completionProvider: { triggerCharacters: ['/', ' ', '"', '['] },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

/** What may be of interest when it changes on disk; the server looks closer. */
const watched = [
  '**/*.{yaml,yml,json,jsonc}',
  '**/{Dockerfile,Containerfile,dockerfile}*',
  '**/*.{dockerfile,Dockerfile,properties,conf,cfg,env,xml,gradle,mod,txt,toml}',
];
