// Keystroke to diagnostics over stdio, against the built server: 50th, 95th and 99th percentile.
//   node --import tsx bench/keystroke.ts [FILE.yaml ...]    real documents beside the generated ones
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DidChangeTextDocumentNotification, DocumentDiagnosticRequest } from 'vscode-languageserver-protocol/node';
import { TestClient } from '../test/support/lsp.ts';
import { manifest, openApiDocument } from './documents.ts';
import { milliseconds, percentile, table } from './statistics.ts';

const strokes = 90;

/** Types characters into values at the first, middle and last tenth of the text, one by one, and waits for each answer. */
async function measure(client: TestClient, uri: string, text: string): Promise<number[]> {
  const lines = text.split('\n');
  const times: number[] = [];
  let version = 10;
  for (let i = 0; i < strokes; i++) {
    const near = Math.floor(lines.length * ([0.05, 0.5, 0.95][i % 3] ?? 0.5));
    const line = lines.findIndex((it, at) => at >= near && /^\s*(description|operationId|name): \w/.test(it));
    const at = line < 0 ? lines.findIndex((it) => /^\s*(description|operationId|name): \w/.test(it)) : line;
    const character = lines[at]?.length ?? 0;
    lines[at] += 'x';
    const start = performance.now();
    await client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range: { start: { line: at, character }, end: { line: at, character } }, text: 'x' }],
    });
    await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    times.push(performance.now() - start);
    // People type with pauses; the work between keystrokes must fit in.
    await new Promise((done) => setTimeout(done, 20));
  }
  return times;
}

async function run(): Promise<void> {
  const rows: string[][] = [];
  const row = (name: string, times: readonly number[]): void => {
    rows.push([name, ...[50, 95, 99].map((it) => milliseconds(percentile(times, it)))]);
  };
  const documents = [
    ['OpenAPI, 300 lines (generated)', openApiDocument(300)],
    ['OpenAPI, 36,000 lines (generated)', openApiDocument(36_000)],
    ...process.argv.slice(2).map((it) => [`${basename(it)}`, readFileSync(it, 'utf8')]),
  ] as const;
  for (const [name = '', text = ''] of documents) {
    const folder = mkdtempSync(join(tmpdir(), 'parapet-bench-'));
    const client = await TestClient.start({ root: pathToFileURL(folder).href });
    const uri = pathToFileURL(join(folder, 'openapi.yaml')).href;
    await client.open(uri, 'yaml', text);
    await client.pull(uri);
    row(name, await measure(client, uri, text));
    await client.stop();
    rmSync(folder, { recursive: true });
  }
  for (const count of [100, 1000]) {
    const folder = mkdtempSync(join(tmpdir(), 'parapet-bench-'));
    mkdirSync(join(folder, 'k8s'));
    for (let i = 0; i < count; i++) writeFileSync(join(folder, 'k8s', `service${i}.yaml`), manifest(`service${i}`));
    const client = await TestClient.start({ root: pathToFileURL(folder).href });
    const uri = pathToFileURL(join(folder, 'k8s', 'service7.yaml')).href;
    await client.until('the scan', () => client.notifications.filter((it) => it === 'status').length >= 2);
    await client.open(uri, 'yaml', manifest('service7'));
    await client.pull(uri);
    row(`Deployment, workspace of ${count} manifests`, await measure(client, uri, manifest('service7')));
    await client.stop();
    rmSync(folder, { recursive: true });
  }
  console.log(table(['keystroke to diagnostics', '50 %', '95 %', '99 %'], rows));
}

await run();
