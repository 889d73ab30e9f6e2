import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DidChangeTextDocumentNotification, DocumentDiagnosticRequest } from 'vscode-languageserver-protocol/node';
import { TestClient } from '../test/support/lsp.ts';

/** One change of an open document, in offsets of its text before. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A document that is open in a server of its own or in one given, with a person typing in it. */
export class TypedDocument {
  readonly client: TestClient;
  readonly uri: string;
  text: string;
  /** Milliseconds of rest after each change: people type with pauses, and the work between keystrokes must fit in. */
  pause = 20;
  /** Whether a change is over only when the settled answer is there; it comes when typing rests. */
  waits = false;
  #version = 10;

  constructor(client: TestClient, uri: string, text: string) {
    this.client = client;
    this.uri = uri;
    this.text = text;
  }

  /** Opens a text in a fresh server with an empty folder; call the function given when done. */
  static async alone(text: string): Promise<{ document: TypedDocument; close: () => Promise<void> }> {
    const folder = mkdtempSync(join(tmpdir(), 'parapet-bench-'));
    const client = await TestClient.start({ root: pathToFileURL(folder).href });
    const uri = pathToFileURL(join(folder, 'openapi.yaml')).href;
    await client.open(uri, 'yaml', text);
    await client.pull(uri);
    const close = async (): Promise<void> => {
      await client.stop();
      rmSync(folder, { recursive: true });
    };
    return { document: new TypedDocument(client, uri, text), close };
  }

  /** Makes a change and waits for the diagnostics that belong to it; milliseconds. */
  async change({ start, end, text }: Change): Promise<number> {
    const range = { start: this.#position(start), end: this.#position(end) };
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    const told = this.client.events.length;
    const begin = performance.now();
    await this.client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri, version: ++this.#version },
      contentChanges: [{ range, text }],
    });
    await this.client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: this.uri } });
    let time = performance.now() - begin;
    if (this.waits && (await this.#reminded(told))) {
      await this.client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: this.uri } });
      time = performance.now() - begin;
    }
    if (this.pause > 0) await new Promise((done) => setTimeout(done, this.pause));
    return time;
  }

  /** Whether the server asks within a while to be asked again: then the answer was not the settled one. */
  async #reminded(told: number): Promise<boolean> {
    for (let waited = 0; waited < 3000; waited += 5) {
      if (this.client.events.slice(told).includes('refresh')) return true;
      await new Promise((done) => setTimeout(done, 5));
    }
    return false;
  }

  #position(offset: number): { line: number; character: number } {
    let line = 0;
    let start = 0;
    for (let next = this.text.indexOf('\n'); next >= 0 && next < offset; next = this.text.indexOf('\n', next + 1)) {
      line++;
      start = next + 1;
    }
    return { line, character: offset - start };
  }
}

/** Peak and present memory of a process in MB, where the system tells (Linux). */
export function memoryOf(pid: number | undefined): { readonly now: number; readonly peak: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
    return { now: read('VmRSS'), peak: read('VmHWM') };
  } catch {
    return undefined;
  }
}
