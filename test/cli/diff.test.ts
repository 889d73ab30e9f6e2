// `parapet model --diff`: the exit code is a gate, the Markdown a pull request's comment.
import assert from 'node:assert/strict';
import { Sandbox } from '../support/cli.ts';

const web = 'services:\n  web:\n    image: ghcr.io/acme/web:1.2.3\n';
const open = `${web}    ports: ["8080:8080"]\n`;

interface Json {
  readonly opened: readonly {
    kind: string;
    side: string;
    evidence: readonly { at: { file: string; range: { start: { line: number } } } | null }[];
  }[];
  readonly closed: readonly unknown[];
  readonly unread: readonly { file: string; why: string }[];
}

describe('parapet model --diff', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = new Sandbox();
  });
  afterEach(() => box.remove());

  it('ends with 1 when something opens, 0 when not, 2 for a wrong call', () => {
    box.write({ 'old/compose.yaml': web, 'new/compose.yaml': open, 'same/compose.yaml': web });
    assert.equal(box.run(['model', '--diff', 'old', 'new']).code, 1);
    assert.equal(box.run(['model', '--diff', 'new', 'old']).code, 0);
    const same = box.run(['model', '--diff', 'old', 'same']);
    assert.equal(same.code, 0);
    assert.equal(
      same.out,
      '# Threat model: what this change does\n\n**It opens nothing**, as far as the files show.\n',
    );
  });

  it('ends with 2 for a call that cannot be carried out', () => {
    box.write({ 'old/compose.yaml': web, 'new/compose.yaml': web });
    for (const args of [['old'], [], ['old', 'new', 'old'], ['old', 'nowhere'], ['old', 'new', '--format', 'mermaid']])
      assert.equal(box.run(['model', '--diff', ...args]).code, 2, args.join(' '));
  });

  it('tells places by their path below the folder of their side', () => {
    box.write({ 'old/deploy/compose.yaml': web, 'new/deploy/compose.yaml': open });
    const { out } = box.run(['model', '--diff', 'old', 'new']);
    assert.match(out, /^## Opens \(1\)$/m);
    assert.match(
      out,
      /^- \*\*entry\*\*: web can be entered from the internet\n {2}- `deploy\/compose\.yaml:4` port 8080/m,
    );
    const json = JSON.parse(box.run(['model', '--diff', '--format', 'json', 'old', 'new']).out) as Json;
    assert.deepEqual([json.opened[0]?.kind, json.opened[0]?.side], ['entry', 'after']);
    assert.equal(json.opened[0]?.evidence[0]?.at?.file, 'deploy/compose.yaml');
    assert.equal(json.opened[0]?.evidence[0]?.at?.range.start.line, 3);
  });

  it('a file that can no longer be read does not pass for a way that was closed', () => {
    box.write({ 'old/compose.yaml': open, 'new/compose.yaml': 'services:\n  web: [\n' });
    const run = box.run(['model', '--diff', 'old', 'new']);
    assert.equal(run.code, 1);
    assert.match(run.out, /## Can no longer be judged \(1\)\n\n- `compose.yaml`: /);
    box.write({
      'quiet/compose.yaml': open,
      'quiet/.parapet.yaml': 'exclude: [compose.yaml]\n',
    });
    assert.equal(box.run(['model', '--diff', 'old', 'quiet']).code, 1);
  });

  it('names with markup stay text', () => {
    box.write({
      'old/compose.yaml': web,
      'new/compose.yaml': 'services:\n  "<img src=x>@acme|[a](b)":\n    image: a:1\n    ports: ["8080:8080"]\n',
    });
    const { out } = box.run(['model', '--diff', 'old', 'new']);
    assert.match(out, /can be entered from the internet/);
    assert.doesNotMatch(out, /<img|@acme|[^\\]\[a\]/);
  });
});
