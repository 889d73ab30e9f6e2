// Which places of the files name which parts of the system: exact words in texts, and nothing worked out twice.
import assert from 'node:assert/strict';
import { allRules } from '../../../server/src/core/rules/all.gen.ts';
import { hostSpans } from '../../../server/src/core/threat-model/mentions/token.ts';
import { Workspace } from '../../../server/src/core/workspace.ts';

const marked = (text: string, host: string): string => {
  let out = text;
  for (const { start, end } of [...hostSpans(text, host)].reverse())
    out = `${out.slice(0, start)}<${out.slice(start, end)}>${out.slice(end)}`;
  return out;
};

describe('a host in a text', () => {
  const cases: readonly (readonly [host: string, marked: string])[] = [
    ['db', 'postgres://db:db@<db>:5432/db'],
    ['db', 'jdbc:mysql://<db>/db?user=db'],
    ['db', 'db=<db>'],
    ['orders', 'orders.url=http://<orders>:80/orders'],
    ['b', 'kafka://a:9092,<b>:9092,b.example:9092'],
    ['b', '"a:9092", "<b>:9092"'],
    ['orders', 'http://my-orders/ http://orders-v2/ http://orders.example/ http://<orders>.'],
    ['orders', 'Server=<ORDERS>,1433;Database=x'],
    ['orders', 'amqp://user:p@ss@<orders>:5672'],
    ['orders', 'the orders are kept\nhost <orders>:80'],
    ['a.b', 'http://a-b http://<a.b>'],
    ['', 'nothing'],
  ];
  for (const [host, text] of cases) {
    it(`is found in ${JSON.stringify(text)}`, () => {
      assert.equal(marked(text.replace(/[<>]/g, ''), host), text);
    });
  }

  it('is found in linear time', () => {
    const text = `${'a.'.repeat(50_000)} ${'a://'.repeat(50_000)} ${'@'.repeat(50_000)}`;
    const began = process.hrtime.bigint();
    hostSpans(text, 'a');
    assert.ok(process.hrtime.bigint() - began < 5_000_000_000n);
  });
});

const workspaceOf = (texts: Readonly<Record<string, string>>): Workspace => {
  const workspace = new Workspace({ rules: allRules, today: '2026-01-01', root: 'file:///w' });
  workspace.apply(Object.entries(texts).map(([uri, it]) => ({ uri, content: { text: it } })));
  return workspace;
};

const object = (kind: string, name: string, namespace: string, rest = ''): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\n${rest}`;

describe('mentions', () => {
  const file = 'file:///w/compose.yaml';
  const text =
    'services:\n  web: { image: acme/web, environment: { API: "http://api:80" } }\n  api: { image: acme/api }\n';
  it('are worked out once for the same facts: typing that changes none costs no hover anything', () => {
    const workspace = workspaceOf({ [file]: text });
    const first = workspace.mentions();
    assert.equal(first.in(file).length, 3);
    const ran = workspace.logged(() => {
      workspace.apply([{ uri: file, content: { text: `# a comment\n${text}` } }]);
      assert.equal(workspace.mentions(), first);
    });
    assert.ok(!ran.some((it) => it.startsWith('mentions') || it.startsWith('model')), ran.join('\n'));
  });

  it('stay unknown while a folder is being read, and are known when it has been', () => {
    const workspace = workspaceOf({ [file]: text });
    workspace.reading = true;
    assert.deepEqual(workspace.mentions().in(file), []);
    assert.deepEqual(workspace.threatModel().components, []);
    workspace.reading = false;
    assert.equal(workspace.mentions().in(file).length, 3);
  });

  it('lead to no namesake in another namespace, and to none of several', () => {
    const pod = object(
      'Pod',
      'web',
      'a',
      'spec: { containers: [{ name: w, image: i, envFrom: [{ secretRef: { name: key } }], env: [{ name: DB_HOST, value: db.c.svc }] }] }\n',
    );
    const service = (space: string): string => object('Service', 'db', space, 'spec: { selector: { app: db } }\n');
    const uri = 'file:///w/all.yaml';
    const workspace = workspaceOf({
      [uri]: [pod, object('Secret', 'key', 'a'), object('Secret', 'key', 'b'), service('a'), service('b')].join(
        '---\n',
      ),
    });
    const mentions = workspace.mentions();
    const secret = mentions.in(uri).find((it) => it.at.chunk === 0 && it.at.route.at(-2) === 'secretRef');
    assert.deepEqual(
      secret?.subjects.flatMap((it) => mentions.declarations(it)).map((it) => it.chunk),
      [1],
    );
    assert.ok(!mentions.in(uri).some((it) => it.token === 'db.c.svc'), 'a host of a namespace without that Service');
  });

  it('guess no component where two namespaces have one of that name', () => {
    const uri = 'file:///w/all.yaml';
    const db = (space: string): string =>
      `${object('Pod', 'db', space, 'spec: { containers: [{ name: db, image: "postgres:16" }] }\n').replace(`namespace: ${space}`, `namespace: ${space}, labels: { app: db }`)}---\n${object('Service', 'db', space, 'spec: { selector: { app: db } }\n')}`;
    const client = (space: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: web${space === '' ? '' : `, namespace: ${space}`} }\nspec: { containers: [{ name: w, image: i, env: [{ name: DB_HOST, value: db }] }] }\n`;
    const subjects = (space: string): readonly string[] => {
      const workspace = workspaceOf({ [uri]: [client(space), db('a'), db('b')].join('---\n') });
      return (
        workspace
          .mentions()
          .in(uri)
          .find((it) => it.token === 'db')?.subjects ?? []
      );
    };
    assert.equal(subjects('').length, 0);
    assert.equal(subjects('a').length, 1);
    assert.notDeepEqual(subjects('a'), subjects('b'));
  });
});
