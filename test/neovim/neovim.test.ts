/** A second editor, written by others: what works here works by the protocol alone, not by grace of our own client. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root, run } from '../../scripts/lib/run.mjs';

/** What check.lua writes down. */
interface Seen {
  /** Null when the play went to its end. */
  readonly trouble: string | null;
  readonly clientError?: string;
  readonly findings?: readonly { line: number; column: number; code: string; source: string; message: string }[];
  readonly hover?: { value: string } | null;
  readonly card?: { value: string } | null;
  readonly targets?: readonly { filename: string; lnum: number; text: string }[] | null;
  readonly actions?: readonly string[];
  readonly linesAfterFix?: readonly string[];
}

const dockerfile = ['FROM debian:12-slim', 'COPY app /app', 'USER root', 'CMD ["/app"]', ''].join('\n');
const compose = [
  'services:',
  '  app:',
  '    build: .',
  '  caller:',
  '    image: ghcr.io/acme/caller:1.0.0',
  '    environment:',
  '      APP_URL: https://app:8443',
  '',
].join('\n');
/** On "app" of the address. */
const name = { line: 6, character: 23 };

describe('Neovim, over stdio', function () {
  this.timeout(60_000);
  let folder: string;
  let seen: Seen;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-neovim-'));
    writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    writeFileSync(join(folder, 'compose.yaml'), compose);
    seen = await play(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('gets the findings pushed, with rule and source', () => {
    const finding = seen.findings?.find(({ code }) => code === 'dockerfile/root-user');
    assert.ok(finding, JSON.stringify(seen));
    assert.equal(finding.line, 2);
    assert.equal(finding.source, 'Parapet');
  });

  it('shows the explanation on hover', () => {
    assert.match(seen.hover?.value ?? '', /\broot\b/i, JSON.stringify(seen.hover));
  });

  it('tells on a name what it is, and goes to all that declares it', () => {
    assert.match(seen.card?.value ?? '', /^\*\*app\*\*/, JSON.stringify(seen.card));
    assert.deepEqual(
      seen.targets?.map((it) => `${basename(it.filename)}:${it.lnum} ${it.text.trim()}`),
      ['Dockerfile:1 FROM debian:12-slim', 'compose.yaml:2 app:'],
    );
  });

  it('takes a fix, and the finding goes', () => {
    assert.equal(seen.trouble, null, JSON.stringify(seen));
    assert.ok(!seen.linesAfterFix?.includes('USER root'), seen.linesAfterFix?.join('\n'));
  });

  it('has no trouble with the protocol', () => {
    assert.equal(seen.clientError, undefined);
  });
});

/** Runs Neovim without a screen and without anybody's settings. */
async function play(folder: string): Promise<Seen> {
  const out = join(folder, 'seen.json');
  const { code, output } = await run(
    'nvim',
    ['--headless', '--clean', '-n', '-c', `luafile ${join(root, 'test', 'neovim', 'check.lua')}`],
    {
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, 'config'),
        XDG_DATA_HOME: join(folder, 'data'),
        XDG_CACHE_HOME: join(folder, 'cache'),
        XDG_STATE_HOME: join(folder, 'state'),
        PARAPET_OUT: out,
        PARAPET_FOLDER: folder,
        PARAPET_FILE: 'Dockerfile',
        PARAPET_RULE: 'dockerfile/root-user',
        PARAPET_ACTION: '10001',
        PARAPET_NAME: JSON.stringify(name),
        PARAPET_COMMAND: JSON.stringify([
          process.execPath,
          join(root, 'server', 'bin', 'parapet.js'),
          'serve',
          '--stdio',
        ]),
      },
    },
  );
  assert.equal(code, 0, output);
  return JSON.parse(readFileSync(out, 'utf8')) as Seen;
}
