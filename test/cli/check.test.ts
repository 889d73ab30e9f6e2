// `parapet check`, the built command: exit codes, formats, fixes, standard input, and input of any kind.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Sandbox } from '../support/cli.ts';

const bad = 'services:\n  web:\n    image: ghcr.io/acme/web:1.2.3\n    privileged: true\n';

interface Json {
  readonly version: number;
  readonly files: readonly { file: string; dialects: string[]; analysed: boolean; why: string | null }[];
  readonly findings: readonly {
    rule: string;
    level: string;
    file: string;
    range: { start: { line: number } };
    fingerprint: string;
    suppressed: unknown;
    resource: string | null;
  }[];
}

describe('parapet check', () => {
  let box: Sandbox;
  const json = (args: readonly string[] = ['.'], input = ''): Json =>
    JSON.parse(box.run(['check', '--format', 'json', '--fail-on', 'never', ...args], input).out) as Json;
  beforeEach(() => {
    box = new Sandbox();
  });
  afterEach(() => box.remove());

  it('ends with 0 when clean, 1 with findings at the level, 2 in trouble', () => {
    box.write({ 'compose.yaml': bad, 'clean/readme.yaml': 'a: 1\n' });
    assert.equal(box.run(['check']).code, 1);
    assert.equal(box.run(['check', '--fail-on', 'never']).code, 0);
    assert.equal(box.run(['check', 'clean']).code, 0);
    for (const args of [
      ['check', 'nowhere'],
      ['check', '--format', 'xml'],
      ['check', '--fail-on', 'much'],
      ['check', '--no-such-option'],
      ['paint'],
      ['check', '--stdin'],
      [],
    ]) {
      const run = box.run(args);
      assert.equal(run.code, 2, args.join(' '));
      assert.equal(run.err.includes('    at '), false, 'a stack is no message');
    }
  });

  it('tells each finding with its rule, place, level, object and a fingerprint that outlives moving', () => {
    const one = box.write({ 'compose.yaml': bad }) && json();
    const found = one.findings.find((it) => it.rule === 'compose/privileged-service');
    assert.ok(found);
    assert.deepEqual([found.file, found.range.start.line, found.suppressed], ['compose.yaml', 3, null]);
    box.write({ 'compose.yaml': `# moved\n\n${bad}` });
    const moved = json().findings.find((it) => it.rule === 'compose/privileged-service');
    assert.deepEqual([moved?.range.start.line, moved?.fingerprint], [5, found.fingerprint]);
  });

  it('says in each format which threats a finding opens', () => {
    box.write({ 'compose.yaml': `${bad}    environment:\n      DB_PASSWORD: hunter2-but-longer\n` });
    const opens = (it: unknown): readonly { threat: string; title: string }[] =>
      (it as { opens: readonly { threat: string; title: string }[] }).opens;
    const { findings } = json();
    const secret = opens(findings.find((it) => it.rule === 'compose/secret-in-environment'));
    const title = 'Whoever can read the repository knows a password or key of web';
    assert.deepEqual(secret, [{ threat: `${secret[0]?.threat ?? ''}`, title }]);
    assert.match(secret[0]?.threat ?? '', /web I secret$/);
    assert.deepEqual(opens(findings.find((it) => it.rule === 'compose/lost-data') ?? { opens: [] }), []);
    assert.ok(box.run(['check']).out.includes(`Opens the threat: ${title}.`));
    const sarif = JSON.parse(box.run(['check', '--format', 'sarif']).out) as {
      runs: { results: { ruleId: string; properties?: { opensThreats: unknown } }[] }[];
    };
    const result = sarif.runs[0]?.results.find((it) => it.ruleId === 'compose/secret-in-environment');
    assert.deepEqual(result?.properties?.opensThreats, secret);
  });

  it('judges every file on its own when isolated', () => {
    box.write({ 'compose.yaml': bad, 'other/compose.yaml': bad });
    const both = json(['--isolated']).findings.filter((it) => it.rule === 'compose/privileged-service');
    assert.deepEqual(
      both.map((it) => it.file),
      ['compose.yaml', 'other/compose.yaml'],
    );
  });

  it('reads standard input under the name that it is given', () => {
    const { findings } = json(['--stdin', '--stdin-filename', 'sub/compose.yaml'], bad);
    assert.ok(findings.some((it) => it.rule === 'compose/privileged-service' && it.file === 'sub/compose.yaml'));
  });

  it('follows the policy at the root, or the one that it is given', () => {
    box.write({
      'compose.yaml': bad,
      '.parapet.yaml': 'rules:\n  compose/*: "off"\n',
      'strict.yaml': 'rules:\n  compose/privileged-service: error\n',
    });
    assert.deepEqual(json().findings, []);
    assert.ok(json(['--config', 'strict.yaml']).findings.some((it) => it.level === 'error'));
    assert.equal(box.run(['check', '--config', 'missing.yaml']).code, 2);
  });

  it('writes SARIF 2.1.0 with relative places and rules by index', () => {
    box.write({ 'a b/compose.yaml': bad });
    const log = JSON.parse(box.run(['check', '--format', 'sarif']).out) as {
      version: string;
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: {
          ruleId: string;
          ruleIndex?: number;
          locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
        }[];
      }[];
    };
    assert.equal(log.version, '2.1.0');
    const [run] = log.runs;
    const result = run?.results.find((it) => it.ruleId === 'compose/privileged-service');
    assert.ok(run && result);
    assert.equal(run.tool.driver.rules[result.ruleIndex ?? -1]?.id, result.ruleId);
    assert.equal(result.locations[0]?.physicalLocation.artifactLocation.uri, 'a%20b/compose.yaml');
    assert.equal(result.locations[0]?.physicalLocation.region.startLine, 4);
  });

  it('prints for people without commanding their terminal', () => {
    box.write({ 'compose.yaml': 'services:\n  "w\\u001b[31meb":\n    image: a:1\n    privileged: true\n' });
    const { out } = box.run(['check']);
    assert.match(out, /compose\/privileged-service/);
    // oxlint-disable-next-line no-control-regex
    assert.doesNotMatch(out, /\u001b/);
  });

  it('stays up whatever it is given, judges the rest, and says what it left out', () => {
    const deep = (open: string, close: string): string => open.repeat(10_000) + close.repeat(10_000);
    const bomb = `a: &a [x, x]\n${'bcdefghijk'
      .split('')
      .map((it, i) => `${it}: &${it} [*${'abcdefghij'[i] ?? 'a'}, *${'abcdefghij'[i] ?? 'a'}]\n`)
      .join('')}services:\n  web: { image: *k }\n`;
    box.write({
      'compose.yaml': bad,
      'empty.yaml': '',
      'binary.yaml': Buffer.from([0, 1, 2, 0xff, 0xfe]),
      'bom.yaml': `\uFEFF${bad}`,
      'crlf/compose.yaml': bad.replaceAll('\n', '\r\n'),
      'tabs/compose.yaml': bad.replaceAll('    ', '\t'),
      'deep.yaml': `services: ${deep('[', ']')}`,
      'deep.json': `{"openapi": ${deep('[', ']')}}`,
      'bomb/compose.yaml': bomb,
      'proto/compose.yaml':
        'services:\n  __proto__:\n    image: a:1\n    privileged: true\n  constructor:\n    image: a:1\n',
      'wrong.yaml': 'openapi: 3.0.0\npaths: [1, 2]\nsecurity: text\ncomponents: 7\n',
      'ref.yaml':
        'openapi: 3.0.0\ninfo: { title: t, version: "1" }\npaths:\n  /x:\n    $ref: /etc/passwd\n  /y:\n    $ref: http://127.0.0.1:1/\n  /z:\n    $ref: "#/paths/~1z"\n',
      'k8s.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: 5\nspec: text\n---\napiVersion: v1\nkind: List\nitems: {}\n',
      Dockerfile: 'FROM\nRUN <<EOF\nnever closed\n',
    });
    mkdirSync(join(box.folder, 'locked'));
    chmodSync(join(box.folder, 'locked'), 0);
    symlinkSync(box.folder, join(box.folder, 'circle'));
    const { files, findings } = json();
    chmodSync(join(box.folder, 'locked'), 0o755);
    const at = (file: string): string[] =>
      findings.filter((it) => it.file === file && it.rule === 'compose/privileged-service').map((it) => it.rule);
    assert.equal(at('compose.yaml').length, 1);
    assert.equal(at('bom.yaml').length, 1);
    assert.equal(at('crlf/compose.yaml').length, 1);
    assert.equal(at('proto/compose.yaml').length, 1);
    assert.deepEqual(
      findings.filter((it) => it.rule === 'parapet/internal-fault'),
      [],
    );
    assert.equal(files.find((it) => it.file === 'binary.yaml')?.why, 'binary');
    assert.equal(
      findings.some((it) => it.file.startsWith('circle')),
      false,
    );
  });

  it('leaves out a file that is too large, and says so', () => {
    box.write({ 'large.yaml': `services:\n${'  # filler\n'.repeat(2_200_000)}`, 'compose.yaml': bad });
    const { files, findings } = json();
    assert.match(files.find((it) => it.file === 'large.yaml')?.why ?? '', /larger than/);
    assert.ok(findings.length > 0);
  });

  it('does not read what .gitignore names', () => {
    box.write({
      '.gitignore': 'build/\n',
      'build/compose.yaml': bad,
      'node_modules/x/compose.yaml': bad,
      'src/compose.yaml': bad,
    });
    assert.deepEqual([...new Set(json().findings.map((it) => it.file))], ['src/compose.yaml']);
  });

  it('applies safe fixes to the files, and only those', () => {
    const dockerfile = 'FROM alpine:3.20\nADD app.js /app/\nUSER 1000\n';
    box.write({ Dockerfile: dockerfile });
    box.run(['check', '--fix']);
    const after = readFileSync(join(box.folder, 'Dockerfile'), 'utf8');
    assert.equal(after, dockerfile.replace('ADD', 'COPY'));
  });
});

describe('parapet rules, explain, model', () => {
  const box = new Sandbox();
  after(() => box.remove());

  it('lists rules and explains one', () => {
    const rules = JSON.parse(box.run(['rules', '--format', 'json']).out) as { id: string }[];
    assert.ok(rules.length >= 60);
    assert.match(box.run(['rules']).out, /^\| rule \| severity/);
    const page = box.run(['explain', rules[0]?.id ?? '']);
    assert.match(page.out, /\*\*Remedy\.\*\*/);
    assert.equal(box.run(['explain', 'no/such-rule']).code, 2);
  });

  it('prints the model as JSON, Mermaid, Markdown and OTM, with hostile names as text', function () {
    this.timeout(30_000);
    box.write({
      'compose.yaml':
        'services:\n  "<img onerror=x>":\n    image: a:1\n    ports: ["80:80"]\n    environment:\n      DB: postgres://db:5432/x\n  db:\n    image: postgres:16\n',
    });
    const model = JSON.parse(box.run(['model', '.']).out) as {
      version: number;
      components: { name: string; type: string }[];
      flows: { from: string; to: string }[];
    };
    assert.equal(model.version, 1);
    assert.ok(model.components.some((it) => it.name === 'db' && it.type === 'data-store'));
    assert.ok(model.flows.length > 0);
    const { out } = box.run(['model', '--format', 'mermaid', '.']);
    assert.match(out, /^flowchart LR/);
    assert.doesNotMatch(out, /<img/);
    const report = box.run(['model', '--format', 'markdown', '.']).out;
    assert.match(report, /^## Attack paths \(1 of 1\)$/m);
    assert.match(report, /port 80 is published.*\(`compose.yaml:\d+`\)/);
    assert.doesNotMatch(report.replaceAll(/`[^`]*`/g, ''), /<img/);
    const otm = JSON.parse(box.run(['model', '--format', 'otm', '.']).out) as {
      otmVersion: string;
      threats: unknown[];
    };
    assert.ok(otm.otmVersion === '0.2.0' && otm.threats.length > 0);
    assert.equal(box.run(['model', '--format', 'pdf', '.']).code, 2);
  });
});
