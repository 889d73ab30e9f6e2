// An hour of typing in one server, without the pauses: its memory stays flat, and what it says at the end is what a
// fresh server says of the same texts.
//   npm run hour -- [MINUTES]    default 60; an hour counts 20,000 strokes. SEED=N repeats a run (default 1)
// Words are typed, deleted, pasted and undone in a contract of 300 lines, in one of 36,000 and in a Deployment, in a
// workspace of 100 manifests; now and then fixes are asked for. Memory is what is left after garbage was collected, where
// the system has signals. Exits with 1 when it grows or an answer differs.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodeActionRequest, type Diagnostic } from 'vscode-languageserver-protocol/node';
import { manifest, openApiDocument } from '../test/support/documents.ts';
import { TestClient } from '../test/support/lsp.ts';
import { randomFrom } from '../test/support/typing.ts';
import { milliseconds, percentile, table } from './statistics.ts';
import { type Change, memoryOf, TypedDocument } from './typing.ts';

const strokesInAnHour = 20_000;
/** How much more memory the last tenth may take than the second; the first warms the program up. */
const mostGrowth = 1.3;

const strokes = Math.max(100, Math.round((Number(process.argv[2] ?? 60) / 60) * strokesInAnHour));
const random = randomFrom(Number(process.env['SEED'] ?? 1));
const folder = mkdtempSync(join(tmpdir(), 'parapet-hour-'));
const memoryFile = join(folder, '..', `parapet-hour-memory-${process.pid}.json`);

/** Files that are open, with how often each is typed in. */
const opened = [
  { path: 'short/openapi.yaml', text: openApiDocument(300), share: 5 },
  { path: 'long/openapi.yaml', text: openApiDocument(36_000), share: 2 },
  { path: 'k8s/service7.yaml', text: manifest('service7'), share: 3 },
];
const byShare = opened.flatMap((it) => Array.from({ length: it.share }, () => it.path));

function writeWorkspace(): void {
  const manifests = Array.from({ length: 100 }, (_, i) => ({
    path: `k8s/service${i}.yaml`,
    text: manifest(`service${i}`),
  }));
  for (const { path, text } of [...manifests, ...opened]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const uriOf = (path: string): string => pathToFileURL(join(folder, path)).href;

async function start(texts: ReadonlyMap<string, string>): Promise<TestClient> {
  const client = await TestClient.start({ root: pathToFileURL(folder).href });
  await client.until('the scan', () => client.notifications.filter((it) => it === 'status').length >= 2, 300);
  for (const [path, text] of texts) await client.open(uriOf(path), 'yaml', text);
  for (const path of texts.keys()) await client.pull(uriOf(path));
  return client;
}

/** A person at one document: what was done is remembered, and taken back at times, the last first. */
class Typist {
  readonly document: TypedDocument;
  readonly #undo: Change[] = [];

  constructor(document: TypedDocument) {
    this.document = document;
    document.pause = 0;
  }

  /** Some strokes of one kind; milliseconds of each. */
  async some(): Promise<readonly number[]> {
    // Much that is half-written at once would be another document.
    if (this.#undo.length > 60 || (this.#undo.length > 0 && random.below(6) === 0)) {
      const times: number[] = [];
      for (let i = 5 + random.below(40); i > 0 && this.#undo.length > 0; i--) times.push(await this.#takeBack());
      return times;
    }
    const { text } = this.document;
    const at = this.#place();
    switch (random.below(8)) {
      case 0:
        return [await this.#make({ start: at, end: Math.min(text.length, at + 1 + random.below(10)), text: '' })];
      case 1: {
        const start = text.lastIndexOf('\n', random.below(text.length)) + 1;
        const copied = text
          .slice(start)
          .split('\n', 1 + random.below(40))
          .join('\n');
        const to = text.lastIndexOf('\n', at - 1) + 1;
        return [await this.#make({ start: to, end: to, text: `${copied}\n` })];
      }
      case 2: {
        const line = text.lastIndexOf('\n', at - 1) + 1;
        return [await this.#make({ start: line, end: line, text: random.pick(['  ', '# why\n', '\n', '-']) })];
      }
      default: {
        const word = random.pick(['things', 'password', '$ref', ' note', 'http://example.com', ': x', '"', 'maximum']);
        const times: number[] = [];
        for (const [i, letter] of [...word].entries())
          times.push(await this.#make({ start: at + i, end: at + i, text: letter }));
        return times;
      }
    }
  }

  /** The end of a line, mostly. */
  #place(): number {
    const { text } = this.document;
    const at = random.below(text.length + 1);
    const end = text.indexOf('\n', at);
    return random.below(4) === 0 || end < 0 ? at : end;
  }

  async #make(change: Change): Promise<number> {
    const { start, end, text } = change;
    this.#undo.push({ start, end: start + text.length, text: this.document.text.slice(start, end) });
    return this.document.change(change);
  }

  async #takeBack(): Promise<number> {
    const change = this.#undo.pop();
    return change ? this.document.change(change) : 0;
  }
}

/** Asks for fixes of one finding, as a person does who looks at it. */
async function askForFixes(client: TestClient, uri: string): Promise<void> {
  const diagnostics = await client.pull(uri);
  if (diagnostics.length === 0) return;
  const { range, ...rest } = random.pick(diagnostics);
  await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range,
    context: { diagnostics: [{ ...rest, range }] },
  });
}

/** Megabytes of a server at rest. */
async function settled(client: TestClient): Promise<{ readonly rss: number; readonly heap: number }> {
  await new Promise((done) => setTimeout(done, 1000));
  if (process.platform === 'win32' || client.pid === undefined) return { rss: memoryOf(client.pid)?.now ?? 0, heap: 0 };
  rmSync(memoryFile, { force: true });
  process.kill(client.pid, 'SIGUSR2');
  await client.until('what memory is left', () => existsSync(memoryFile) && read() !== undefined, 60);
  return read() ?? { rss: 0, heap: 0 };
}

function read(): { readonly rss: number; readonly heap: number } | undefined {
  try {
    return JSON.parse(readFileSync(memoryFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** What a server says when nothing is coming any more: checks by a worker come later than the rest. */
async function finalAnswers(client: TestClient): Promise<ReadonlyMap<string, readonly Diagnostic[]>> {
  const ask = async (): Promise<Map<string, Diagnostic[]>> => {
    const answers = new Map<string, Diagnostic[]>();
    for (const path of [...opened.map((it) => it.path), 'k8s/service8.yaml'])
      answers.set(path, await client.pull(uriOf(path)));
    return answers;
  };
  let last = await ask();
  for (let quiet = 0; quiet < 4; ) {
    await new Promise((done) => setTimeout(done, 1500));
    const now = await ask();
    quiet = JSON.stringify([...now]) === JSON.stringify([...last]) ? quiet + 1 : 0;
    last = now;
  }
  return last;
}

writeWorkspace();
process.env['PARAPET_BENCH_MEMORY'] = memoryFile;
process.env['NODE_OPTIONS'] = `--import=${new URL('settled-memory.mjs', import.meta.url).href}`;
let failed = false;
try {
  const client = await start(new Map(opened.map((it) => [it.path, it.text])));
  const typists = new Map(
    opened.map(({ path, text }) => [path, new Typist(new TypedDocument(client, uriOf(path), text))]),
  );
  const rows: string[][] = [];
  const tenths: { readonly rss: number; readonly heap: number }[] = [];
  let made = 0;
  for (let tenth = 1; tenth <= 10; tenth++) {
    const times: number[] = [];
    while (made < (strokes * tenth) / 10) {
      const path = random.pick(byShare);
      const some = (await typists.get(path)?.some()) ?? [];
      made += some.length;
      times.push(...some);
      if (random.below(20) === 0) await askForFixes(client, uriOf(path));
    }
    const memory = await settled(client);
    tenths.push(memory);
    rows.push([
      `${tenth}`,
      `${made}`,
      `${memory.rss.toFixed(0)} MB`,
      `${memory.heap.toFixed(0)} MB`,
      ...[50, 95].map((it) => milliseconds(percentile(times, it))),
    ]);
    console.error(rows.at(-1)?.join('  '));
  }
  console.log(table(['tenth', 'strokes', 'memory', 'of it heap', '50 %', '95 %'], rows));

  const texts = new Map([...typists].map(([path, { document }]) => [path, document.text]));
  const said = await finalAnswers(client);
  await client.stop();
  const fresh = await start(texts);
  const expected = await finalAnswers(fresh);
  await fresh.stop();
  for (const [path, diagnostics] of said) {
    try {
      assert.deepEqual(diagnostics, expected.get(path));
      console.log(`${path}: ${diagnostics.length} diagnostics, as a fresh server has them`);
    } catch (error) {
      failed = true;
      console.error(`${path}: a fresh server says something else\n${(error as Error).message.slice(0, 3000)}`);
    }
  }
  const [second, last] = [tenths[1], tenths[9]];
  for (const kind of ['rss', 'heap'] as const) {
    const growth = (last?.[kind] ?? 0) / (second?.[kind] || 1);
    console.log(`${kind === 'rss' ? 'memory' : 'heap'} of the last tenth: ${growth.toFixed(2)} times the second's`);
    // What has not been collected yet is no leak: the memory of the process decides.
    if (kind === 'rss' && growth > mostGrowth) failed = true;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(memoryFile, { force: true });
}
process.exitCode = failed ? 1 : 0;
