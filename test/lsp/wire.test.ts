// What goes over the wire, and in which order: an edit is answered before a scan goes on, parts are streamed, what did
// not change is not sent again, and no file floods the client. The order of answers is asserted, never a time.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  FileChangeType,
  HoverRequest,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver-protocol/node';
import { TestClient } from '../support/lsp.ts';

const privileged = 'services:\n  web:\n    image: ghcr.io/acme/web:1.2.3\n    privileged: true\n';
const codes = (items: readonly { code?: unknown }[]): unknown[] => items.map((it) => it.code);

const manifest = (i: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web-${i}, labels: { app: web-${i} } }
spec:
  selector: { matchLabels: { app: web-${i} } }
  template:
    metadata: { labels: { app: web-${i} } }
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.${i}.0
          ports: [{ containerPort: 8080 }]
          env: [{ name: PEER_URL, value: "http://web-${i + 1}:8080" }]
---
apiVersion: v1
kind: Service
metadata: { name: web-${i} }
spec: { selector: { app: web-${i} }, ports: [{ port: 8080 }] }
`;
const ingress = (service: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front-of-${service} }
spec:
  rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${service}, port: { number: 8080 } } } }] } }]
`;

/** What a request answers that is taken back at once. */
async function cancelled(ask: (token: CancellationTokenSource['token']) => Promise<unknown>): Promise<unknown> {
  const cancel = new CancellationTokenSource();
  const answer = ask(cancel.token).catch((it: unknown) => it);
  cancel.cancel();
  return answer;
}

describe('the wire', () => {
  let folder: string;
  let client: TestClient;
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-wire-'));
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  describe('during the scan of 2,000 files', function () {
    this.timeout(60_000);
    const since = (start: number, kind: string): number =>
      client.events.slice(start).filter((it) => it === `progress ${kind}`).length;

    beforeEach(async () => {
      mkdirSync(join(folder, 'manifests'));
      for (let i = 0; i < 2000; i++) put(`manifests/${String(i).padStart(4, '0')}.yaml`, manifest(i));
      client = await TestClient.start({ root: pathToFileURL(folder).href, progress: true });
      await client.until('the scan to begin', () => client.events.includes('progress begin'));
    });

    it('answers every edit before the scan goes on for more than a few slices', async () => {
      await client.open(uri('compose.yaml'), 'dockercompose', privileged);
      for (let round = 0; round < 5; round++) {
        const on = round % 2 === 0;
        const start = client.events.length;
        await client.change(uri('compose.yaml'), privileged.replace('true', String(on)));
        const found = codes(await client.pull(uri('compose.yaml')));
        assert.equal(found.includes('compose/privileged-service'), on);
        assert.ok(since(start, 'report') <= 3, `${since(start, 'report')} reports of the scan came first`);
        assert.equal(since(start, 'end'), 0, 'the scan ended first');
      }
      await client.until('the scan to end', () => client.events.includes('progress end'), 45);
      assert.ok(since(0, 'report') > 3, 'the scan told of its progress');
    });

    it('calls nothing missing that is still to be read, and tells afterwards what is', async () => {
      await client.open(uri('front.yaml'), 'yaml', ingress('web-1999'));
      await client.open(uri('lost.yaml'), 'yaml', ingress('web-nowhere'));
      const rule = 'kubernetes/route-without-service';
      for (const file of ['front.yaml', 'lost.yaml'])
        assert.ok(!codes(await client.pull(uri(file))).includes(rule), `${file} is judged by half a system`);
      assert.ok(!client.events.includes('progress end'), 'the scan ended too early for this test');
      await client.until('the scan to end', () => client.events.includes('progress end'), 45);
      const end = client.events.indexOf('progress end');
      await client.until('to be asked to pull again', () => client.events.indexOf('refresh', end) >= 0, 45);
      assert.ok(!codes(await client.pull(uri('front.yaml'))).includes(rule));
      assert.ok(codes(await client.pull(uri('lost.yaml'))).includes(rule));
    });
  });

  it('streams parts into one request, and then only what changed', async () => {
    for (const name of ['a', 'b', 'c']) {
      mkdirSync(join(folder, name));
      put(`${name}/compose.yaml`, privileged);
    }
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    const parts: WorkspaceDiagnosticReportPartialResult[] = [];
    const told = (): string[] => parts.flatMap((it) => it.items.map((item) => item.uri));
    client.connection.onProgress(WorkspaceDiagnosticRequest.partialResult, 'parts', (it) => {
      parts.push(it);
    });
    const cancel = new CancellationTokenSource();
    const held = client.connection.sendRequest(
      WorkspaceDiagnosticRequest.type,
      { previousResultIds: [], partialResultToken: 'parts' },
      cancel.token,
    );
    await client.until('all files', () => told().length >= 3);
    assert.deepEqual(
      told().sort(),
      ['a', 'b', 'c'].map((it) => uri(`${it}/compose.yaml`)),
    );
    assert.ok(parts.every((it) => it.items.every((item) => item.kind === 'full' && item.resultId)));
    parts.length = 0;
    put('b/compose.yaml', privileged.replace('true', 'false'));
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uri('b/compose.yaml'), type: FileChangeType.Changed }],
    });
    await client.until('the changed file', () => parts.length > 0);
    assert.deepEqual(told(), [uri('b/compose.yaml')]);
    cancel.cancel();
    await held;
  });

  it('gives a client that takes no parts one answer, and by its result ids an unchanged one', async () => {
    put('compose.yaml', privileged);
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    const ask = (previousResultIds: { uri: string; value: string }[]): Promise<WorkspaceDiagnosticReport> =>
      client.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds });
    const [first] = (await ask([])).items;
    assert.ok(first?.kind === 'full' && first.resultId !== undefined);
    assert.ok(codes(first.items).includes('compose/privileged-service'));
    const again = await ask([{ uri: uri('compose.yaml'), value: first.resultId }]);
    assert.deepEqual(again.items, [
      { kind: 'unchanged', uri: uri('compose.yaml'), resultId: first.resultId, version: null },
    ]);
  });

  it('takes edits of single characters, and answers unchanged where nothing changed', async () => {
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    const textDocument = { uri: uri('compose.yaml') };
    await client.open(textDocument.uri, 'dockercompose', privileged);
    const first = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
    assert.ok(first.kind === 'full' && first.resultId !== undefined);
    const { resultId } = first;
    const edit = (line: number, from: number, to: number, text: string): Promise<void> =>
      client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { ...textDocument, version: 100 },
        contentChanges: [{ range: { start: { line, character: from }, end: { line, character: to } }, text }],
      });
    const ask = () =>
      client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument, previousResultId: resultId });
    await edit(4, 0, 0, '# a comment at the end\n');
    assert.equal((await ask()).kind, 'unchanged');
    await edit(3, 16, 20, 'false');
    const changed = await ask();
    assert.ok(changed.kind === 'full' && !codes(changed.items).includes('compose/privileged-service'));
  });

  it('asks for another pull when another file changed what an open one says, not after its own edits', async () => {
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    const settled = async (): Promise<void> => {
      client.notifications.length = 0;
      await client.until('things to be quiet', () => client.notifications.includes('modelChanged'));
      // Whatever is asked for comes before the answer to a later question.
      await client.pull(uri('front.yaml'));
    };
    await client.open(uri('front.yaml'), 'yaml', ingress('web-1'));
    await client.pull(uri('front.yaml'));
    await client.change(uri('front.yaml'), ingress('web-2'));
    assert.ok(codes(await client.pull(uri('front.yaml'))).includes('kubernetes/route-without-service'));
    await settled();
    assert.ok(!client.events.includes('refresh'), client.events.join('\n'));
    await client.open(uri('web.yaml'), 'yaml', manifest(2));
    await client.until('to be asked', () => client.events.includes('refresh'));
    assert.ok(!codes(await client.pull(uri('front.yaml'))).includes('kubernetes/route-without-service'));
  });

  it('keeps up with places in other files that a finding points to', async () => {
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web\n      image: acme/web\n      env: [{ name: A, valueFrom: { configMapKeyRef: { name: settings, key: lost } } }]\n';
    const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { found: x }\n';
    const lineOfSettings = async (): Promise<number | undefined> => {
      const found = (await client.pull(uri('pod.yaml'))).find(
        (it) => it.code === 'kubernetes/missing-config-reference',
      );
      return found?.relatedInformation?.[0]?.location.range.start.line;
    };
    await client.open(uri('pod.yaml'), 'yaml', pod);
    await client.open(uri('settings.yaml'), 'yaml', settings);
    assert.equal(await lineOfSettings(), 2);
    assert.equal(await lineOfSettings(), 2);
    await client.change(uri('settings.yaml'), `# one line more\n${settings}`);
    await client.until('to be asked to pull again', () => client.events.includes('refresh'));
    assert.equal(await lineOfSettings(), 3);
  });

  it('drops what nobody waits for any more', async () => {
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    const textDocument = { uri: uri('compose.yaml') };
    await client.open(textDocument.uri, 'dockercompose', privileged);
    const pulled = await cancelled((token) =>
      client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument }, token),
    );
    assert.ok(pulled instanceof Error && 'code' in pulled && pulled.code === -32802, String(pulled));
    const hovered = await cancelled((token) =>
      client.connection.sendRequest(HoverRequest.type, { textDocument, position: { line: 1, character: 3 } }, token),
    );
    assert.equal(hovered, null);
  });

  it('shows the worst five hundred of a file, and says how many more there are', async () => {
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    const services = Array.from(
      { length: 200 },
      (_, i) => `  s${i}:\n    image: ghcr.io/acme/web:1.2.3\n${i === 199 ? '    privileged: true\n' : ''}`,
    );
    await client.open(uri('compose.yaml'), 'dockercompose', `services:\n${services.join('')}`);
    const items = await client.pull(uri('compose.yaml'));
    assert.equal(items.length, 501);
    assert.match(String(items[0]?.message), /^\d+ more findings are not shown/);
    const severities = items.slice(1).map((it) => it.severity ?? 0);
    assert.deepEqual(
      severities,
      [...severities].sort((a, b) => a - b),
    );
    assert.ok(codes(items).includes('compose/privileged-service'), 'the last service has the worst finding');
  });

  it('pushes the last text of a burst, with its version, and only files that say something else', async () => {
    put('docker-compose.yml', privileged);
    client = await TestClient.start({ root: pathToFileURL(folder).href, pull: false });
    await client.until('the closed file', () => client.pushed.has(uri('docker-compose.yml')));
    const other = join(folder, 'other');
    mkdirSync(other);
    await client.open(uri('other/compose.yaml'), 'dockercompose', privileged);
    await client.until('the open file', () => client.pushed.has(uri('other/compose.yaml')));
    client.events.length = 0;
    const edits = 30;
    for (let i = 0; i < edits; i++)
      await client.change(
        uri('other/compose.yaml'),
        privileged.replace('true', i === edits - 1 ? 'false' : 'true # x'),
      );
    const open = (): string[] => client.events.filter((it) => it.includes('other/compose.yaml'));
    await client.until('the last text', () => open().some((it) => it.endsWith(` ${edits + 1}`)));
    assert.equal(open().length, 1, open().join('\n'));
    assert.ok(!codes(client.pushed.get(uri('other/compose.yaml')) ?? []).includes('compose/privileged-service'));
    await client.until('the rest to be looked at', () => client.notifications.includes('modelChanged'));
    assert.deepEqual(
      client.events.filter((it) => it.startsWith(`pushed ${uri('docker-compose.yml')}`)),
      [],
    );
  });
});
