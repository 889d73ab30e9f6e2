// Threads and the cache: the same bytes out whatever the number of threads and whatever an earlier run has left.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planJobs, threadsFor } from '../../server/src/cli/jobs.ts';
import { Texts } from '../../server/src/cli/texts.ts';
import { inspectAll } from '../../server/src/cli/threads.ts';
import { Sandbox } from '../support/cli.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

const contract = (part: string): string => `openapi: 3.0.3
info: { title: Parts, version: '1' }
servers: [{ url: 'https://api.example.com' }]
paths:
  /users: { $ref: '${part}' }
`;
const part = "get:\n  security: []\n  responses: { '200': { description: ok } }\n";
const compose = (name: string): string =>
  `services:\n  ${name}:\n    image: ghcr.io/acme/${name}:1\n    privileged: true\n`;

interface Counts {
  readonly read: number;
  readonly judged: number;
  readonly cached: number;
  readonly threads: number;
}

function countsOf(err: string): Counts {
  const found = /(\d+) files read, (\d+) judged, (\d+) from the cache, (\d+) threads/.exec(err);
  assert.ok(found, err);
  const [, read, judged, cached, threads] = found.map(Number);
  return { read: read ?? -1, judged: judged ?? -1, cached: cached ?? -1, threads: threads ?? -1 };
}

describe('the threads of parapet check', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = new Sandbox();
  });
  afterEach(() => box.remove());

  it('print the same bytes whatever their number, in every format', () => {
    cpSync(join(examples, 'shop'), join(box.folder, 'shop'), { recursive: true });
    box.write({
      'api.yaml': contract('parts/users.yaml'),
      'parts/users.yaml': part,
      'broken.yaml': 'services: "open\n',
    });
    for (const more of [['json'], ['sarif'], ['pretty'], ['json', '--isolated']]) {
      const args = ['check', '.', '--format', ...more];
      const [one, two, three] = [1, 2, 3].map((it) => box.run([...args, '--workers', String(it), '--stats']));
      assert.ok(one && two && three);
      assert.ok(one.out.length > 1000);
      assert.ok(two.out === one.out, more.join(' '));
      assert.ok(three.out === one.out, more.join(' '));
      assert.equal(two.code, one.code);
      assert.equal(countsOf(three.err).threads, 3);
    }
  });

  it('are one for little work, and must be a number', () => {
    box.write({ 'compose.yaml': compose('a') });
    assert.equal(countsOf(box.run(['check', '--stats']).err).threads, 1);
    for (const wrong of ['0', 'many', '-1', '1.5'])
      assert.equal(box.run(['check', `--workers=${wrong}`]).code, 2, wrong);
  });
});

describe('the plan of the work', () => {
  const file = (name: string, text: string, size = 0) => ({
    uri: `file:///w/${name}`,
    bytes: Buffer.from(text + '#'.repeat(Math.max(0, size - text.length))),
  });
  const head = 'openapi: 3.0.3\n';
  const uris = (texts: Texts): readonly string[] => texts.uris;

  it('puts contracts first, then the large files', () => {
    const texts = Texts.of([file('a.yaml', 'a: 1', 50), file('b.yaml', 'b: 1', 500), file('api.yaml', head)]);
    assert.deepEqual(
      planJobs(uris(texts), texts, 4).map((it) => it.uri),
      ['api.yaml', 'b.yaml', 'a.yaml'].map((it) => `file:///w/${it}`),
    );
    assert.equal(threadsFor(uris(texts), texts), 1);
  });

  it('shares a contract that is most of the work, its own or that of the files that it refers to', () => {
    const whole = Texts.of([file('api.yaml', `info: {}\n${head}`, 900_000), file('b.yaml', 'b: 1')]);
    const parts = Texts.of([
      file('api.yaml', `${head}paths: { $ref: paths.yaml }\n`),
      ...Array.from({ length: 9 }, (_, i) => file(`${i}.yaml`, 'get: {}', 100_000)),
    ]);
    for (const texts of [whole, parts]) {
      assert.deepEqual(
        planJobs(uris(texts), texts, 3)
          .filter((it) => it.uri.endsWith('api.yaml'))
          .map((it) => it.part),
        [0, 1, 2].map((index) => ({ index, of: 3 })),
      );
      assert.equal(
        planJobs(uris(texts), texts, 2).some((it) => it.part),
        false,
      );
    }
    const many = Texts.of(Array.from({ length: 20 }, (_, i) => file(`${i}.yaml`, head, 100_000)));
    assert.equal(
      planJobs(uris(many), many, 3).some((it) => it.part),
      false,
    );
  });

  it('finds the files that hold a word, also where a word begins in one file and ends in the next', () => {
    const texts = Texts.of(
      ['xopenapi', 'open', 'api openapi openapi', '', 'aopenap', 'i', 'openapi'].map((text, i) => ({
        uri: `${i}`,
        bytes: Buffer.from(text),
      })),
    );
    assert.deepEqual([...texts.holders(['openapi', 'swagger'])], ['0', '2', '6']);
    assert.deepEqual([...texts.holders(['open', 'xo'])], ['0', '1', '2', '4', '6']);
  });

  it('of a shared contract gives the same bytes', () => {
    const box = new Sandbox();
    try {
      const operations = Array.from(
        { length: 40 },
        (_, i) =>
          `  /things/${i}:\n    get:\n      summary: ${'x'.repeat(16_000)}\n      parameters: [{ name: token, in: query, schema: { type: string } }]\n      responses: { '200': { description: ok } }\n`,
      );
      box.write({ 'api.yaml': `${head}info: { title: t, version: '1' }\npaths:\n${operations.join('')}` });
      const [one, three] = [1, 3].map((it) => box.run(['check', '--format', 'json', '--workers', String(it)]).out);
      assert.ok(one && one.length > 1000);
      assert.ok(one === three);
    } finally {
      box.remove();
    }
  });
});

describe('a worker thread', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-worker-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const deaths: Readonly<Record<string, string>> = {
    'that throws': 'throw new Error("no luck")',
    'that leaves': 'process.exit(3)',
    'that throws after it took a file':
      'const { workerData } = require("node:worker_threads"); const c = new Int32Array(workerData.counters); Atomics.store(c, workerData.door, 1); Atomics.add(c, 0, 1); throw new Error("no luck")',
    'that leaves after it took every file':
      'const { workerData } = require("node:worker_threads"); const c = new Int32Array(workerData.counters); Atomics.store(c, workerData.door, 1); Atomics.add(c, 0, 1000); process.exit(0)',
    'that does not parse': 'this is no program',
  };
  for (const [how, program] of Object.entries(deaths)) {
    it(`${how} costs no answer`, async () => {
      const script = join(folder, 'worker.cjs');
      writeFileSync(script, program);
      const files = ['a', 'b', 'c'].map((it) => ({
        uri: `file:///w/${it}/compose.yaml`,
        bytes: Buffer.from(compose(it)),
      }));
      const uris = files.map((it) => it.uri);
      const context = { today: '2026-03-01', options: { trustedRegistries: [], publicOperations: [] } };
      const desk = { context, policyUri: 'file:///w/.parapet.yaml', isolated: false };
      const said: string[] = [];
      const answers = await inspectAll(uris, Texts.of(files), desk, {
        threads: 3,
        script,
        say: (line) => said.push(line),
      });
      assert.deepEqual([...answers.keys()].toSorted(), uris);
      for (const it of answers.values())
        assert.ok(it.findings.some(({ rule }) => rule === 'compose/privileged-service'));
      for (const line of said) assert.match(line, /^a worker thread ended early \(.+\); this one judges/);
    });
  }

  it('that cannot be started is told', async () => {
    const files = ['a', 'b'].map((it) => ({
      uri: `file:///w/${it}.yaml`,
      bytes: Buffer.from('services: {}\n'.repeat(20_000)),
    }));
    const context = { today: '2026-03-01', options: { trustedRegistries: [], publicOperations: [] } };
    const desk = { context, policyUri: 'file:///w/.parapet.yaml', isolated: false };
    const said: string[] = [];
    const options = { threads: 2, script: 'not an absolute path', say: (line: string) => void said.push(line) };
    const answers = await inspectAll(
      files.map((it) => it.uri),
      Texts.of(files),
      desk,
      options,
    );
    assert.equal(answers.size, 2);
    assert.equal(said.length, 1);
  });
});

describe('the cache of parapet check', () => {
  let box: Sandbox;
  const check = (...more: readonly string[]) => box.run(['check', '.', '--format', 'json', '--stats', ...more]);
  beforeEach(() => {
    box = new Sandbox().write({
      'a/compose.yaml': compose('a'),
      'b/compose.yaml': compose('b'),
      'api.yaml': contract('parts/users.yaml'),
      'parts/users.yaml': part,
      'note.yaml': 'a: 1\n',
    });
  });
  afterEach(() => box.remove());

  it('is asked for', () => {
    check();
    assert.deepEqual(readdirSync(box.folder).includes('.parapet-cache'), false);
  });

  it('prints what a run without it prints: cold, warm, and after a part has changed', () => {
    const plain = check();
    const cold = check('--cache');
    const warm = check('--cache');
    assert.equal(cold.out, plain.out);
    assert.equal(warm.out, plain.out);
    assert.equal(warm.code, plain.code);
    assert.deepEqual(countsOf(cold.err), { read: 5, judged: 5, cached: 0, threads: 1 });
    assert.deepEqual(countsOf(warm.err), { read: 5, judged: 0, cached: 5, threads: 1 });

    box.write({ 'b/compose.yaml': `# moved\n${compose('b')}` });
    const moved = check('--cache');
    assert.deepEqual(countsOf(moved.err), { read: 5, judged: 1, cached: 4, threads: 1 });
    assert.equal(moved.out, check().out);

    // Who refers to what has changed is judged anew, too.
    box.write({ 'parts/users.yaml': `${part}post:\n  security: []\n  responses: { '200': { description: ok } }\n` });
    const behind = check('--cache');
    assert.deepEqual(countsOf(behind.err), { read: 5, judged: 2, cached: 3, threads: 1 });
    assert.equal(behind.out, check().out);

    box.write({ 'c/compose.yaml': compose('c') });
    rmSync(join(box.folder, 'a'), { recursive: true });
    const other = check('--cache');
    assert.deepEqual(countsOf(other.err), { read: 5, judged: 1, cached: 4, threads: 1 });
    assert.equal(other.out, check().out);
  });

  it('sees a line that has moved from one file to the next, and a file that has another name', () => {
    const state = (first: string, second: string, name: string): { out: string; plain: string } => {
      box.write({ 'm/1.yaml': first, 'm/2.yaml': second });
      rmSync(join(box.folder, 'n'), { recursive: true, force: true });
      box.write({ [`n/${name}`]: 'a: 1\n' });
      return { out: check('--cache').out, plain: check().out };
    };
    const job = compose('moved');
    const seen = [state(job, '', 'a.yaml'), state('', job, 'a.yaml'), state('', job, 'b.yaml')];
    for (const { out, plain } of seen) assert.equal(out, plain);
    assert.equal(new Set(seen.map((it) => it.out)).size, 3);
  });

  it('sees a file that was referred to and was not there', () => {
    box.write({ 'api.yaml': contract('parts/late.yaml') });
    check('--cache');
    box.write({ 'parts/late.yaml': part });
    const found = check('--cache');
    assert.deepEqual(countsOf(found.err), { read: 6, judged: 2, cached: 4, threads: 1 });
    assert.equal(found.out, check().out);
  });

  it('follows the policy, whatever it says', () => {
    check('--cache');
    for (const policy of [
      'rules: { "compose/*": off }\n',
      'publicOperations: [{ match: /users, reason: open data }]\n',
      'exclude: ["a/**"]\n',
      '',
    ]) {
      box.write({ '.parapet.yaml': policy });
      const { out } = check();
      assert.equal(check('--cache').out, out, policy);
      assert.equal(check('--cache').out, out, policy);
    }
    for (const more of [['--isolated'], ['--spec'], ['--config', 'note.yaml']]) {
      const { out } = check(...more);
      assert.equal(check('--cache', ...more).out, out, more.join(' '));
      assert.equal(check('--cache', ...more).out, out, more.join(' '));
    }
  });

  it('answers in another form what it was asked in one, and fails at another level', () => {
    const plain = (...more: readonly string[]) => box.run(['check', '.', '--stats', ...more]);
    plain('--cache', '--format', 'json');
    for (const more of [
      ['--format', 'pretty'],
      ['--format', 'pretty', '--fail-on', 'hint'],
      ['--format', 'sarif'],
      ['--format', 'sarif', '--fail-on', 'never'],
      ['--format', 'json'],
    ]) {
      const again = plain('--cache', ...more);
      const { out, code } = plain(...more);
      assert.deepEqual([again.out, again.code, countsOf(again.err).judged], [out, code, 0], more.join(' '));
    }
  });

  it('is made anew when it is damaged, cut short or of another make', () => {
    const plain = check('--cache').out;
    const folder = join(box.folder, '.parapet-cache');
    const names = readdirSync(folder).filter((it) => it !== '.gitignore');
    assert.equal(names.length, 3);
    const damages: readonly ((text: string) => string)[] = [
      () => '',
      () => '{"an": "object"}',
      (text) => text.slice(0, text.length / 2),
      (text) => text.replace(/^parapet-cache \d+/, 'parapet-cache 0'),
      (text) => text.replaceAll('privileged', 'harmless'),
      (text) => `${text} `,
    ];
    for (const damage of damages) {
      for (const name of names) writeFileSync(join(folder, name), damage(readFileSync(join(folder, name), 'utf8')));
      const again = check('--cache');
      assert.equal(again.out, plain);
      assert.equal(countsOf(again.err).judged, 5);
      assert.equal(countsOf(check('--cache').err).judged, 0);
    }
    assert.deepEqual(
      readdirSync(folder)
        .filter((it) => it !== '.gitignore')
        .toSorted(),
      [...names].toSorted(),
    );
  });

  it('lies where it is told to, for its owner alone, ignored by git, and does not stop a run when it cannot be written', () => {
    const elsewhere = join(box.folder, 'elsewhere');
    const first = check('--cache-location', elsewhere);
    assert.equal(readFileSync(join(elsewhere, '.gitignore'), 'utf8'), '*\n');
    if (process.platform !== 'win32')
      for (const name of readdirSync(elsewhere).filter((it) => it !== '.gitignore'))
        assert.equal(statSync(join(elsewhere, name)).mode & 0o077, 0, name);
    assert.equal(countsOf(check('--cache-location', elsewhere).err).judged, 0);
    box.write({ blocked: 'a file' });
    const blocked = check('--cache-location', 'blocked/cache');
    assert.equal(blocked.out, first.out);
    assert.match(blocked.err, /the cache could not be written/);
    assert.equal(blocked.code, first.code);
  });

  it('leaves alone what else lies in the folder that it is told to use', () => {
    const others = Array.from({ length: 60 }, (_, i) => `mine/note ${i}.txt`);
    box.write(Object.fromEntries(others.map((it) => [it, 'mine'])));
    const mine = join(box.folder, 'mine');
    check('--cache-location', mine);
    const left = readdirSync(mine).filter((it) => it.endsWith('.txt'));
    assert.equal(left.length, others.length);
  });

  it('holds neither the texts nor the secrets in them', () => {
    const secret = 'hunter2-Tr0ub4dor-9f8e7d6c5b4a';
    box.write({
      'compose.yaml': `services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n      URL: postgres://u:${secret}@db/x\n`,
      Dockerfile: `FROM alpine:3\nENV API_KEY=${secret}\n`,
    });
    check('--cache');
    const folder = join(box.folder, '.parapet-cache');
    for (const name of readdirSync(folder))
      assert.equal(readFileSync(join(folder, name), 'utf8').includes(secret), false, name);
  });
});
