import type {
  Connection,
  Diagnostic,
  DocumentDiagnosticReport,
  ResultProgressReporter,
  WorkspaceDiagnosticReportPartialResult,
  CancellationToken,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import type { Verdict } from '../core/policy/decide.ts';
import { hash64 } from '../core/policy/fingerprint.ts';
import type { FileText } from '../core/workspace.ts';
import type { Project } from './project.ts';
import type { Session } from './session.ts';
import type { Slices } from './time.ts';
import { diagnosticsOf } from './toProtocol.ts';

/** Edits closer together than this, in milliseconds, are one for a client that is pushed to. */
const burst = 20;
/** How often, in milliseconds, a request that waits for the scan looks whether anybody still waits for it. */
const patience = 200;

type Progress = ResultProgressReporter<WorkspaceDiagnosticReportPartialResult>;

/**
 * Brings diagnostics to the client: pulled when it can pull, pushed otherwise, never both. The workspace's request is
 * held open and streamed into, because a client asks again every two seconds once it is answered.
 */
export class Diagnostics {
  readonly #connection: Connection;
  readonly #session: Session;
  /** What the client was last told, by file: a file whose diagnostics did not change is not sent again. */
  readonly #told = new Map<string, string>();
  readonly #computed = new Map<string, Computed>();
  readonly #slices: Slices;
  /** Edited files that a pushing server has not judged yet; one timer each. */
  readonly #edited = new Map<string, NodeJS.Timeout>();
  #held: { progress: Progress; token: CancellationToken } | undefined;
  #round = 0;

  constructor(connection: Connection, session: Session, slices: Slices) {
    this.#connection = connection;
    this.#session = session;
    this.#slices = slices;
  }

  /** The answer to textDocument/diagnostic. */
  pull(uri: string, previous: string | undefined): DocumentDiagnosticReport {
    const { items, resultId } = this.#compute(uri, true);
    // What an open file's own request was told needs no reminder; what comes later does.
    if (this.#session.of(uri).isOpen(uri)) this.#told.set(uri, resultId);
    return previous === resultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items: items() };
  }

  /** The answer to workspace/diagnostic: streams now and after every change, and ends only with the client's patience. */
  async hold(
    previous: readonly { uri: string; value: string }[],
    token: CancellationToken,
    progress: Progress | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    if (!progress) return this.#all(previous, token);
    for (const uri of this.#told.keys()) if (!this.#session.of(uri).isOpen(uri)) this.#told.delete(uri);
    for (const { uri, value } of previous) this.#told.set(uri, value);
    this.#held = { progress, token };
    void this.update();
    await new Promise<void>((done) => token.onCancellationRequested(() => done()));
    if (this.#held?.token === token) this.#held = undefined;
    return { items: [] };
  }

  /** The whole answer at once, for a client that takes no parts: after the scan, in slices, and only while it is waited for. */
  async #all(
    previous: readonly { uri: string; value: string }[],
    token: CancellationToken,
  ): Promise<WorkspaceDiagnosticReport> {
    const before = new Map(previous.map((it) => [it.uri, it.value]));
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    for (const project of this.#session.all) {
      while (!project.scanned && !token.isCancellationRequested) await project.untilScanned(patience);
      for (const uri of project.workspace.files) {
        if (this.#slices.due) await this.#slices.giveWay();
        if (token.isCancellationRequested) return { items: [] };
        const report = this.pull(uri, before.get(uri));
        const empty = report.kind === 'full' && report.items.length === 0 && !before.has(uri);
        if (!empty) items.push({ ...report, uri, version: project.version(uri) ?? null });
      }
    }
    return { items };
  }

  /**
   * Judges in slices what an edit of an open file has made doubtful, so that no keystroke waits for it. False when the
   * next change came first; what has been judged until then stays judged.
   */
  async judge(): Promise<boolean> {
    const round = ++this.#round;
    for (const project of this.#session.all)
      for (const uri of project.openFiles)
        while (!project.advance(uri, () => this.#slices.due)) {
          await this.#slices.giveWay();
          if (round !== this.#round) return false;
        }
    return true;
  }

  /** After a change: tells what became another answer, in slices, and gives way to the next change. */
  async update(): Promise<void> {
    const round = ++this.#round;
    const stale = (): boolean => round !== this.#round;
    let openChanged = false;
    for (const project of this.#session.all)
      for (const uri of project.openFiles) {
        if (this.#slices.due) await this.#slices.giveWay();
        if (stale()) return;
        openChanged = this.#tell(project, uri) || openChanged;
      }
    // What a person looks at comes before a thousand files that nobody has open.
    if (openChanged && this.#session.abilities.pullDiagnostics && this.#session.abilities.refreshDiagnostics)
      void this.#connection.languages.diagnostics.refresh();
    for (const project of this.#session.all) {
      // Files that nobody looks at wait until the system is known: what they say before is soon said otherwise.
      if (!project.scanned) continue;
      for (const uri of project.workspace.files) {
        if (project.isOpen(uri)) continue;
        if (this.#slices.due) await this.#slices.giveWay();
        if (stale()) return;
        this.#tell(project, uri);
      }
    }
    for (const uri of this.#told.keys()) if (this.#session.of(uri).workspace.content(uri) === null) this.#retract(uri);
  }

  /**
   * Push clients see the edited file as soon as its edits have come to rest for a moment, so that of a burst only the
   * last text is judged; the rest follows by {@link update}, and one that is under way speaks of the text before.
   */
  push(uri: string): void {
    this.#round++;
    this.#soon(uri);
  }

  #soon(uri: string): void {
    if (this.#session.abilities.pullDiagnostics) return;
    clearTimeout(this.#edited.get(uri));
    const timer = setTimeout(() => {
      this.#edited.delete(uri);
      this.#tell(this.#session.of(uri), uri, true);
    }, burst);
    this.#edited.set(uri, timer);
  }

  /** A finding of an open file that came without an edit, from a check that takes longer. */
  late(uri: string): void {
    this.#soon(uri);
    if (this.#session.abilities.pullDiagnostics && this.#session.abilities.refreshDiagnostics)
      void this.#connection.languages.diagnostics.refresh();
  }

  /** Whether something was told, or (for open files of pulling clients) has to be asked for. */
  #tell(project: Project, uri: string, atOnce = false): boolean {
    const { items, resultId } = this.#compute(uri, atOnce);
    const before = this.#told.get(uri);
    if (before === resultId || (before === undefined && resultId === 'clean')) return false;
    if (!this.#session.abilities.pullDiagnostics) {
      this.#told.set(uri, resultId);
      const version = project.version(uri);
      void this.#connection.sendDiagnostics({
        uri,
        ...(version === undefined ? {} : { version }),
        diagnostics: items(),
      });
      return true;
    }
    if (project.isOpen(uri)) {
      // Its own pull tells it; only a change that came afterwards, from elsewhere, needs a reminder.
      if (before === undefined) return false;
      this.#told.set(uri, resultId);
      return true;
    }
    if (!this.#held) return false;
    this.#told.set(uri, resultId);
    this.#held.progress.report({ items: [{ kind: 'full', uri, version: null, resultId, items: items() }] });
    return true;
  }

  #retract(uri: string): void {
    this.#told.delete(uri);
    this.#computed.delete(uri);
    if (!this.#session.abilities.pullDiagnostics) void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    else this.#held?.progress.report({ items: [{ kind: 'full', uri, version: null, items: [] }] });
  }

  /**
   * The answer for a file, with the items only where it is not the one that was given the last time. `atOnce`: somebody
   * waits for a keystroke.
   */
  #compute(uri: string, atOnce: boolean): { readonly resultId: string; readonly items: () => Diagnostic[] } {
    const project = this.#session.of(uri);
    const { workspace } = project;
    const { pullDiagnostics, refreshDiagnostics } = this.#session.abilities;
    const verdicts = project.verdicts(uri, atOnce, !pullDiagnostics || refreshDiagnostics);
    const before = this.#computed.get(uri);
    const make = (): Diagnostic[] => diagnosticsOf(workspace, uri, verdicts, this.#session.abilities.ownClient);
    if (before?.verdicts === verdicts && before.texts.every(([file, text]) => workspace.content(file) === text))
      return { resultId: before.resultId, items: make };
    const items = make();
    const resultId = items.length === 0 ? 'clean' : hash64(JSON.stringify(items));
    const texts = [...new Set([uri, ...verdicts.flatMap(filesOf)])].map((it) => [it, workspace.content(it)] as const);
    this.#computed.set(uri, { verdicts, texts, resultId });
    return { resultId, items: () => items };
  }
}

/** What a result id was worked out from. While all of it is the same thing, so is the answer. */
interface Computed {
  readonly verdicts: readonly Verdict[];
  /** The file and those that its diagnostics point into, because places move with their texts. */
  readonly texts: readonly (readonly [file: string, text: FileText | null])[];
  readonly resultId: string;
}

function filesOf({ finding, path }: Verdict): readonly string[] {
  return [...finding.related, ...path].flatMap((it) => it.at?.file ?? []);
}
