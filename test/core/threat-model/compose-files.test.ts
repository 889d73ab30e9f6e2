// What other files say about a Compose project: COMPOSE_FILE, several files of variables, secrets, and what is synced.
import assert from 'node:assert/strict';
import { component, flow, flowNames, modelOf, workspaceOf } from '../../support/model.ts';

describe('threat model: COMPOSE_FILE', () => {
  const files = {
    'compose.yaml': 'services: { web: { image: w, environment: { DB_HOST: db } } }\n',
    'deploy/data.yaml':
      'services: { db: { image: "${DB_IMAGE}", env_file: db.env }, job: { image: j, environment: { WEB: "http://web:80" } } }\n',
  };

  it('makes its files one project, with the paths and variables of the first', () => {
    for (const list of ['compose.yaml:deploy/data.yaml', './compose.yaml;deploy/data.yaml']) {
      const model = modelOf({ ...files, '.env': `COMPOSE_FILE=${list}\nDB_IMAGE=postgres:17\n` });
      assert.deepEqual(flowNames(model), ['job -> web', 'web -> db'], list);
      assert.equal(component(model, 'db').technology, 'PostgreSQL');
    }
    const own = modelOf({ ...files, '.env': 'COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=compose.yaml,deploy/data.yaml\n' });
    assert.deepEqual(flowNames(own), ['job -> web', 'web -> db']);
  });

  it('makes no project of a file that it does not list, or of one that leads out', () => {
    const technology = (env: string): string | null =>
      component(modelOf({ ...files, '.env': `${env}DB_IMAGE=postgres\n` }), 'db').technology;
    assert.equal(technology('COMPOSE_FILE=compose.yaml:deploy/data.yaml\n'), 'PostgreSQL');
    for (const list of ['compose.yaml', 'compose.yaml:/etc/deploy/data.yaml', '', '$X'])
      assert.equal(technology(`COMPOSE_FILE=${list}\n`), null, list);
    assert.equal(technology(''), null);
  });

  it('is followed while it is typed', () => {
    const workspace = workspaceOf(files);
    const technology = (): string | null => component(workspace.threatModel(), 'db').technology;
    assert.equal(technology(), null);
    const env = (list: string): void => {
      const text = `COMPOSE_FILE=${list}\nDB_IMAGE=postgres\n`;
      workspace.apply([{ uri: `${workspace.root}/.env`, content: { text } }]);
    };
    env('compose.yaml:deploy/data.yaml');
    assert.equal(technology(), 'PostgreSQL');
    env('compose.yaml');
    assert.equal(technology(), null);
  });
});

describe('threat model: several files of variables', () => {
  const services = '  db: { image: postgres }\n  db2: { image: postgres }\n  db3: { image: postgres }\n';
  const compose = (web: string): string => `services:\n  web: { image: w, ${web} }\n${services}`;
  const env = { 'a.env': 'DB_HOST=db\n', 'b.env': 'DB_HOST=db2\n' };

  it('the last one wins, and environment over all of them', () => {
    const flows = (web: string): readonly string[] => flowNames(modelOf({ 'compose.yaml': compose(web), ...env }));
    assert.deepEqual(flows('env_file: [a.env, b.env]'), ['web -> db2']);
    assert.deepEqual(flows('env_file: [b.env, a.env]'), ['web -> db']);
    assert.deepEqual(flows('env_file: [{ path: a.env }, { path: b.env, required: false }]'), ['web -> db2']);
    assert.deepEqual(flows('env_file: [a.env, b.env], environment: { DB_HOST: db3 }'), ['web -> db3']);
  });

  it('one that is not required may be missing', () => {
    const web = 'env_file: [{ path: a.env }, { path: late.env, required: false }]';
    const model = modelOf({ 'compose.yaml': compose(web), ...env });
    assert.deepEqual(flowNames(model), ['web -> db']);
    assert.deepEqual(model.looseEnds, []);
  });

  it('says whether a store asks for a password, unless a file that is missing may say otherwise', () => {
    const text =
      'services:\n  web: { image: w, environment: { DB_HOST: db } }\n  db: { image: postgres, env_file: [a.env, b.env] }\n';
    const told = (a: string, b?: string): string =>
      flow(modelOf({ 'compose.yaml': text, 'a.env': a, ...(b === undefined ? {} : { 'b.env': b }) }), 'web', 'db')
        .authenticated;
    assert.equal(told('POSTGRES_HOST_AUTH_METHOD=trust\n', 'X=1\n'), 'no');
    assert.notEqual(told('POSTGRES_HOST_AUTH_METHOD=trust\n', 'POSTGRES_HOST_AUTH_METHOD=scram-sha-256\n'), 'no');
    const redis =
      'services:\n  web: { image: w, environment: { R: "redis://cache:6379" } }\n  cache: { image: redis, env_file: a.env }\n';
    const cache = (files: Readonly<Record<string, string>>): string =>
      flow(modelOf({ 'compose.yaml': redis, ...files }), 'web', 'cache').authenticated;
    assert.equal(cache({ 'a.env': 'X=1\n' }), 'no');
    assert.equal(cache({}), 'unknown');
  });
});

describe('threat model: secrets and development', () => {
  it('a component tells where its secrets come from, and no value', () => {
    const model = modelOf({
      'compose.yaml': `services:
  db: { image: postgres, secrets: [a, { source: b }, c, d] }
secrets:
  a: { file: ./a.txt }
  b: { environment: B_PASSWORD }
  c: { external: true }
`,
      '.env': 'B_PASSWORD=hunter2-from-environment\n',
    });
    assert.deepEqual(
      component(model, 'db').parts.map((it) => it.text),
      [
        'Is given the secret a from a file of the project',
        'Is given the secret b from the environment of whoever starts it',
        'Is given the secret c from outside of the project',
      ],
    );
    assert.doesNotMatch(JSON.stringify(model), /hunter2/);
  });

  it('what develop syncs into a container is as good as mounted', () => {
    const files = (action: string): Readonly<Record<string, string>> => ({
      'compose.yaml': `services:
  edge: { image: nginx, ports: ["80:80"], develop: { watch: [{ action: ${action}, path: ./edge, target: /etc/nginx }] } }
  other: { image: nginx }
  api: { image: a }
`,
      'edge/nginx.conf': 'http { server { location / { proxy_pass http://api:80; } } }\n',
    });
    assert.ok(flowNames(modelOf(files('sync+restart'))).includes('edge -> api'));
    assert.ok(!flowNames(modelOf(files('rebuild'))).includes('edge -> api'));
  });
});

describe('threat model: ports that are variables as a whole', () => {
  const exposure = (ports: string, env = ''): string =>
    component(modelOf({ 'compose.yaml': `services: { web: { image: w, ports: ${ports} } }\n`, '.env': env }), 'web')
      .exposure;

  it('may be published anywhere, until a file tells', () => {
    assert.equal(exposure('["${PORT}"]'), 'unknown');
    assert.equal(exposure('[{ target: "${PORT}" }]') === 'namespace', false);
    assert.equal(exposure('["${PORT}"]', 'PORT=8080:80\n'), 'internet');
    assert.equal(exposure('["${PORT}"]', 'PORT=127.0.0.1:8080:80\n'), 'host');
    assert.equal(exposure('[]'), 'namespace');
  });
});
