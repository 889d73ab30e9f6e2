// Variables of Compose projects: what stands in `.env` counts where Compose would substitute it, what stands nowhere
// stays unknown, and no value that may be a secret leaves the file that it stands in.
import assert from 'node:assert/strict';
import { parseEnvFile } from '../../../server/src/core/syntax/env-file.ts';
import { parseTemplate, templateValue } from '../../../server/src/core/syntax/interpolation.ts';
import { component, flow, flowNames, modelOf, workspaceOf } from '../../support/model.ts';

describe('files of variables', () => {
  const cases: readonly (readonly [line: string, value: string | undefined])[] = [
    ['A=x', 'x'],
    ['A = x ', 'x'],
    ['export A=x', 'x'],
    ['A: x', 'x'],
    ['A=', ''],
    ['A', undefined],
    ['A=x # a comment', 'x'],
    ['A=x# no comment', 'x# no comment'],
    ['A="x # y" # z', 'x # y'],
    ["A='$B \\n'", '$B \\n'],
    ['A="x\\ty"', 'x\ty'],
    ["A='it\\'s'", "it's"],
    ['A="two\nlines"', 'two\nlines'],
    ['B=1\nA=${B}-${C:-d}', '1-d'],
    ['A=${B}\nB=1', undefined],
    ['A=$$B', '$B'],
    ['# A=1', undefined],
  ];
  for (const [text, value] of cases) {
    it(JSON.stringify(text), () => {
      const found = parseEnvFile(text).find((it) => it.key === 'A');
      assert.equal(found?.value, value);
      assert.equal(found === undefined, text.startsWith('#'));
    });
  }

  it('takes any text', () => {
    for (const text of ['"', "A='", 'A="', '=', '\u0000=\uD800', `${'A="'.repeat(20_000)}`, 'A=${'.repeat(5000)])
      assert.doesNotThrow(() => parseEnvFile(text));
  });
});

describe('substitution with values', () => {
  const held: Readonly<Record<string, string>> = { SET: 'v', EMPTY: '' };
  const cases: readonly (readonly [text: string, value: string | undefined])[] = [
    ['$SET/${SET}', 'v/v'],
    ['${SET:-d}${SET-d}', 'vv'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${NONE:-d}${NONE-d}', 'dd'],
    ['${SET:?e}', 'v'],
    ['${EMPTY:?e}', undefined],
    ['${EMPTY?e}', ''],
    ['${NONE?e}', undefined],
    ['${SET:+r}', 'r'],
    ['${EMPTY+r}', 'r'],
    ['${NONE:+r}', undefined],
    ['${NONE}', undefined],
    ['${NONE:-${SET}}', 'v'],
  ];
  for (const [text, value] of cases) {
    it(text, () =>
      assert.equal(
        templateValue(parseTemplate(text), (name) => held[name]),
        value,
      ),
    );
  }
});

describe('threat model: variables of Compose', () => {
  const compose = [
    'services:',
    '  web:',
    '    image: ${REGISTRY}/web:${TAG:-1}',
    '    ports: ["${BIND}:8080:80"]',
    '    environment:',
    '      - DB_HOST=${DB}',
    '      - API_URL',
    '  db: { image: "${DB_IMAGE}" }',
    '  api: { image: shop/api }',
  ].join('\n');

  it('values of .env name images, ports and peers', () => {
    const model = modelOf({
      'compose.yaml': compose,
      '.env': 'REGISTRY=ghcr.io/shop\nBIND=127.0.0.1\nDB=db\nDB_IMAGE=postgres:17\nAPI_URL=http://api:8080\n',
    });
    assert.equal(component(model, 'web').exposure, 'host');
    assert.equal(component(model, 'db').technology, 'PostgreSQL');
    assert.deepEqual(flowNames(model), ['web -> api', 'web -> db']);
    assert.equal(flow(model, 'web', 'api').encrypted, 'no');
  });

  it('another value is another model, and no file leaves all unknown', () => {
    const open = modelOf({ 'compose.yaml': compose, '.env': 'BIND=0.0.0.0\n' });
    assert.equal(component(open, 'web').exposure, 'internet');
    const unknown = modelOf({ 'compose.yaml': compose });
    assert.equal(component(unknown, 'web').exposure, 'unknown');
    assert.equal(component(unknown, 'db').technology, null);
    assert.ok(!flowNames(unknown).includes('web -> db'));
  });

  it('a file of another folder, and an example, give no values', () => {
    for (const name of ['deploy/.env', '.env.example', '.env.prod'])
      assert.equal(
        component(modelOf({ 'compose.yaml': compose, [name]: 'DB_IMAGE=postgres\n' }), 'db').technology,
        null,
      );
  });

  it('typing in .env is followed', () => {
    const workspace = workspaceOf({ 'compose.yaml': compose, '.env': 'DB_IMAGE=postgres\n' });
    assert.equal(component(workspace.threatModel(), 'db').technology, 'PostgreSQL');
    workspace.apply([{ uri: `${workspace.root}/.env`, content: { text: 'DB_IMAGE=mysql\n' } }]);
    assert.equal(component(workspace.threatModel(), 'db').technology, 'MySQL');
    workspace.apply([{ uri: `${workspace.root}/.env`, content: null }]);
    assert.equal(component(workspace.threatModel(), 'db').technology, null);
  });

  it('environment wins over a file of variables', () => {
    const model = modelOf({
      'compose.yaml':
        'services:\n  web: { image: w, env_file: web.env, environment: { DB_HOST: db2 } }\n  db: { image: postgres }\n  db2: { image: postgres }\n  cache: { image: redis }\n',
      'web.env': 'DB_HOST=db\nCACHE_HOST=cache\n',
    });
    assert.deepEqual(flowNames(model), ['web -> cache', 'web -> db2']);
  });

  it('no fact and no model holds a value that is a secret', () => {
    const files = {
      'compose.yaml': `${compose}\n  x: { image: postgres, environment: { POSTGRES_PASSWORD: "\${PW}" }, command: "run --token=\${PW}" }\n`,
      '.env': 'PW=hunter2hunter2\nDB=db\nAPI_URL=http://user:hunter2hunter2@api:80/\n',
    };
    const workspace = workspaceOf(files);
    const told = JSON.stringify([workspace.threatModel(), workspace.files.map((it) => workspace.facts(it))]);
    assert.doesNotMatch(told, /hunter2/);
  });

  it('an override is merged in, and a profile is told of', () => {
    const model = modelOf({
      'compose.yaml': 'services: { web: { image: w }, db: { image: "postgres:17", profiles: [data] } }\n',
      'compose.override.yaml': 'services: { web: { ports: ["8080:80"], environment: { DB_HOST: db } } }\n',
    });
    assert.equal(component(model, 'web').exposure, 'internet');
    assert.deepEqual(flowNames(model), ['user -> web', 'web -> db']);
    assert.deepEqual(
      component(model, 'db').parts.map((it) => it.text),
      ['Starts only with the profile data'],
    );
  });

  it('files that are included belong to the system, wherever they lie', () => {
    const model = modelOf({
      'app/compose.yaml':
        'include: [../infra/data.compose.yaml, { path: ../queue/compose.yaml }]\nservices:\n  web: { image: w, environment: { DB_HOST: db, Q: "amqp://queue" } }\n',
      'infra/data.compose.yaml': 'services: { db: { image: postgres } }\n',
      'queue/compose.yaml': 'services: { queue: { image: rabbitmq } }\n',
      'other/compose.yaml': 'services: { db: { image: mysql } }\n',
    });
    assert.deepEqual(flowNames(model), ['web -> db', 'web -> queue']);
    const postgres = model.components.find((it) => it.technology === 'PostgreSQL');
    assert.equal(model.flows[0]?.to, postgres?.id);
  });
});
