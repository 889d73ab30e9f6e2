// Keystroke to diagnostics in a Deployment of a workspace of many manifests, over stdio, against the built server.
//   node --import tsx bench/workspace.ts [COUNT ...]    default: 100 1000 10000
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WorkspaceSymbolRequest } from 'vscode-languageserver-protocol/node';
import { TestClient } from '../test/support/lsp.ts';
import { manifest } from '../test/support/documents.ts';
import { milliseconds, percentile, table } from './statistics.ts';
import { memoryOf, TypedDocument } from './typing.ts';

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000, 10_000];
const strokes = 30;

/** What is typed in: the text behind which the letters go. */
const kinds = {
  'a label': '      labels: { app: service7',
  'an image': 'image: registry.example/shop/service7',
  'a comment': '# note',
} as const;

const rows: string[][] = [];
for (const count of counts) {
  const folder = mkdtempSync(join(tmpdir(), 'parapet-bench-'));
  for (let i = 0; i < count; i++) {
    const name = `team${i % 20}`;
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, `service${i}.yaml`), `# note\n${manifest(`service${i}`)}`);
  }
  const client = await TestClient.start({ root: pathToFileURL(folder).href });
  const begin = performance.now();
  const scanned = (): boolean => client.notifications.filter((it) => it === 'status').length >= 2;
  await client.until('the scan', scanned, 300);
  const uri = pathToFileURL(join(folder, 'team7', 'service7.yaml')).href;
  const text = `# note\n${manifest('service7')}`;
  await client.open(uri, 'yaml', text);
  await client.pull(uri);
  const first = performance.now() - begin;
  const document = new TypedDocument(client, uri, text);
  for (const [kind, before] of Object.entries(kinds)) {
    const times: number[] = [];
    const at = document.text.indexOf(before) + before.length;
    for (let i = 0; i < strokes; i++) times.push(await document.change({ start: at + i, end: at + i, text: 'x' }));
    for (let i = strokes; i > 0; i--) times.push(await document.change({ start: at + i - 1, end: at + i, text: '' }));
    rows.push([
      `${count.toLocaleString('en')} manifests`,
      kind,
      ...[50, 95, 99].map((it) => milliseconds(percentile(times, it))),
    ]);
  }
  // What asks about the system as a whole right after an edit waits until it has been joined again.
  const joins: number[] = [];
  for (let i = 0; i < 5; i++) {
    const at = document.text.indexOf(kinds['a label']) + kinds['a label'].length;
    // Another letter each time: the system as it was is known.
    await document.change({ start: at, end: at, text: 'abcde'.charAt(i) });
    const start = performance.now();
    await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'service7' });
    joins.push(performance.now() - start);
    await document.change({ start: at, end: at + 1, text: '' });
  }
  rows.push([
    `${count.toLocaleString('en')} manifests`,
    'the system joined again (a question about it right after a label)',
    ...[50, 95].map((it) => milliseconds(percentile(joins, it))),
    '',
  ]);
  // Until all files have been told their findings.
  await new Promise((done) => setTimeout(done, 3000 + 2 * count));
  const memory = memoryOf(client.pid);
  rows.push([`${count.toLocaleString('en')} manifests`, 'scan and first diagnostics', milliseconds(first), '', '']);
  if (memory)
    rows.push([
      `${count.toLocaleString('en')} manifests`,
      'memory of the server, at its peak',
      `${memory.now.toFixed(0)} MB, ${memory.peak.toFixed(0)} MB`,
      '',
      '',
    ]);
  await client.stop();
  rmSync(folder, { recursive: true });
}
console.log(table(['workspace', 'keystroke to diagnostics in', '50 %', '95 %', '99 %'], rows));
