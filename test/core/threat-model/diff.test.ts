// What a change opens and closes: told by names, wherever the two states of the files lie.
import assert from 'node:assert/strict';
import { diffModels, type ModelDiff } from '../../../server/src/core/threat-model/diff.ts';
import { Workspace } from '../../../server/src/core/workspace.ts';
import { deployment, document, service } from '../../support/model.ts';

type Files = Readonly<Record<string, string>>;

function rooted(files: Files, root: string) {
  const workspace = new Workspace({ rules: [], today: '2026-11-01', root });
  workspace.apply(Object.entries(files).map(([name, text]) => ({ uri: `${root}/${name}`, content: { text } })));
  return { model: workspace.threatModel(), root };
}

const diff = (before: Files, after: Files): ModelDiff =>
  diffModels(rooted(before, 'file:///tmp/before'), rooted(after, 'file:///elsewhere/after'));
const texts = (changes: ModelDiff['opened']): readonly string[] => changes.map((it) => `${it.kind}: ${it.text}`);
const nothing: ModelDiff = { opened: [], closed: [], added: [], removed: [] };

const compose = (text: string): Files => ({ 'compose.yaml': `services:\n${text}` });
const web = '  web:\n    image: ghcr.io/acme/web:1\n';
const db = '  db:\n    image: postgres:17\n';

describe('threat model: diff', () => {
  it('the same files in two folders are the same system', () => {
    const files: Files = {
      ...compose(`${web}    ports: ["8080:8080"]\n    networks: [front, back]\n${db}    networks: [back]\n`),
      'one/compose.yaml': 'services:\n  cache:\n    image: redis:7\n',
      'two/compose.yaml': 'services:\n  cache:\n    image: redis:7\n    ports: ["6379:6379"]\n',
      'k8s.yaml':
        deployment({ name: 'web', namespace: 'a', port: 80, env: { DB: 'postgres://db.b:5432/x' } }) +
        deployment({ name: 'db', namespace: 'b', image: 'postgres:17', port: 5432 }) +
        service('db', { app: 'db' }, { namespace: 'b', port: 5432 }),
    };
    assert.deepEqual(diff(files, files), nothing);
    assert.deepEqual(diff({}, {}), nothing);
  });

  it('a gap of the defence holds up no change; one more written secret does', () => {
    assert.deepEqual(diff(compose(web), compose(web + db)).opened, []);
    const [one, two] = ['A_PASSWORD', 'B_PASSWORD'].map((it) => `      ${it}: hunter2-but-longer\n`);
    const held = compose(`${web}    environment:\n${one}`);
    const { opened } = diff(held, compose(`${web}    environment:\n${one}${two}`));
    assert.deepEqual(texts(opened), [
      'threat: Whoever can read the repository knows passwords or keys of web: 2 lines hold one (more lines open it now)',
    ]);
  });

  it('a policy that turns a flow away closes it, and one that goes opens it', () => {
    const pods =
      deployment({ name: 'web', namespace: 'a', env: { DB: 'postgres://u@db:5432/x' } }) +
      deployment({ name: 'db', namespace: 'a', image: 'postgres:17', port: 5432 }) +
      service('db', { app: 'db' }, { namespace: 'a', port: 5432 });
    const spec = { podSelector: {}, policyTypes: ['Egress'] };
    const metadata = { name: 'deny', namespace: 'a' };
    const deny = document({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec });
    const [open, shut] = [{ 'a.yaml': pods }, { 'a.yaml': pods + deny }];
    const way = 'flow: The flow from web to db is';
    assert.ok(texts(diff(shut, open).opened).includes(`${way} let through; before, policies turned it away`));
    assert.ok(texts(diff(open, shut).closed).includes(`${way} turned away by policies`));
    assert.ok(!texts(diff(open, shut).opened).some((it) => it.startsWith('flow: ')));
  });

  it('a published port opens the system, and taking it away closes it', () => {
    const [shut, open] = [compose(web), compose(`${web}    ports: ["8080:8080"]\n`)];
    const { opened, added } = diff(shut, open);
    assert.deepEqual(texts(opened), ['entry: web can be entered from the internet']);
    assert.match(opened[0]?.evidence[0]?.text ?? '', /port 8080 is published/);
    assert.deepEqual(added, []);
    const back = diff(open, shut);
    assert.deepEqual(back.opened, []);
    assert.ok(texts(back.closed).includes('entry: web has no way in from the internet of its own any more'));
    const second = diff(open, compose(`${web}    ports: ["8080:8080", "9000:9000"]\n`));
    assert.deepEqual(texts(second.opened), ['entry: web has another way in from the internet']);
    assert.deepEqual(
      second.opened[0]?.evidence.map((it) => it.text),
      ['port 9000 is published on every interface of the machine'],
    );
  });

  it('a new component inside is told, and opens nothing', () => {
    const { opened, added, removed } = diff(
      compose(web),
      compose(`${web}    environment:\n      DB: postgres://u:p@db:5432/x\n${db}`),
    );
    assert.deepEqual(
      opened.filter((it) => it.kind !== 'threat'),
      [],
    );
    assert.ok(texts(added).includes('component: db is new (data store, PostgreSQL)'));
    assert.ok(texts(added).some((it) => it.startsWith('flow: The flow from web to db is new')));
    assert.deepEqual(removed, []);
  });

  it('an address outside crosses the line to third parties', () => {
    const { opened } = diff(
      compose(web),
      compose(`${web}    environment:\n      PAY_URL: https://api.stripe.com/v1\n`),
    );
    assert.ok(
      opened.some((it) => it.kind === 'crossing' && it.text.includes('the line to third parties')),
      texts(opened).join(),
    );
  });

  it('an address that loses TLS is lost encryption, and one more boundary round what was there opens nothing', () => {
    const calling = (scheme: string): Files => ({
      'k8s.yaml':
        deployment({ name: 'web', namespace: 'a', env: { API: `${scheme}://api.b:8443` } }) +
        deployment({ name: 'api', namespace: 'b', port: 8443 }) +
        service('api', { app: 'api' }, { namespace: 'b', port: 8443 }),
    });
    const lost = diff(calling('https'), calling('http'));
    assert.ok(
      texts(lost.opened).includes('encryption: The flow from web to api is not encrypted; before, encrypted'),
      texts(lost.opened).join(),
    );
    assert.ok(lost.opened.some((it) => it.kind === 'threat'));
    const won = diff(calling('http'), calling('https'));
    assert.deepEqual(won.opened, []);
    assert.ok(won.closed.some((it) => it.kind === 'encryption') && won.closed.some((it) => it.kind === 'threat'));
    const plain = `${web}    depends_on: [db]\n${db}`;
    const split = `${web}    depends_on: [db]\n    networks: [front, back]\n${db}    networks: [back]\n`;
    assert.deepEqual(diff(compose(plain), compose(split)).opened, []);
  });

  it('a credential that moves out of an address is no lost authentication; a mesh that asks no more is', () => {
    const calling = (credential: string): Files =>
      compose(`${web}    environment:\n      PAY_URL: https://${credential}api.stripe.com/v1\n`);
    assert.deepEqual(diff(calling('me:hunter2@'), calling('')).opened, []);
    const mesh = (mode: string): Files => ({
      'k8s.yaml':
        deployment({ name: 'web', namespace: 'a', env: { API: 'http://api:80' } }) +
        deployment({ name: 'api', namespace: 'a', port: 80 }) +
        service('api', { app: 'api' }, { namespace: 'a' }) +
        document({
          apiVersion: 'security.istio.io/v1',
          kind: 'PeerAuthentication',
          metadata: { name: 'default', namespace: 'a' },
          spec: { mtls: { mode } },
        }),
    });
    const { opened } = diff(mesh('STRICT'), mesh('PERMISSIVE'));
    assert.ok(
      texts(opened).includes(
        'authentication: The flow from web to api is not known to be authenticated; before, authenticated',
      ),
      texts(opened).join(),
    );
  });

  it('a policy that goes widens the exposure of what it fenced', () => {
    const fenced = (policy: boolean): Files => ({
      'k8s.yaml':
        deployment({ name: 'cache', namespace: 'a', image: 'redis:7', port: 6379 }) +
        service('cache', { app: 'cache' }, { namespace: 'a', port: 6379 }) +
        (policy
          ? document({
              apiVersion: 'networking.k8s.io/v1',
              kind: 'NetworkPolicy',
              metadata: { name: 'deny', namespace: 'a' },
              spec: { podSelector: {}, policyTypes: ['Ingress'] },
            })
          : ''),
    });
    const { opened } = diff(fenced(true), fenced(false));
    assert.ok(texts(opened).includes('exposure: cache can be reached from the whole cluster; before, by nobody'));
    assert.ok(opened.some((it) => it.kind === 'threat' && it.text.endsWith('(before, mitigated)')));
    const { opened: none, closed } = diff(fenced(false), fenced(true));
    assert.deepEqual(none, []);
    assert.ok(closed.some((it) => it.kind === 'exposure') && closed.some((it) => /now mitigated/.test(it.text)));
  });

  it('a component that is renamed is gone and new; one that moves to the cluster is the same', () => {
    const renamed = diff(compose(web), compose(web.replace('  web:', '  shop:')));
    assert.deepEqual([renamed.added.length, renamed.removed.length], [1, 1]);
    const moved = diff(compose(web), { 'k8s.yaml': deployment({ name: 'web', port: 80 }) });
    assert.deepEqual([moved.added, moved.removed], [[], []]);
  });

  it('more power over the machine is a worse threat, though it was open before', () => {
    const some = compose(`${web}    privileged: true\n`);
    const more = compose(`${web}    privileged: true\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n`);
    assert.ok(texts(diff(some, more).opened).some((it) => it.includes('more lines open it now')));
    assert.deepEqual(diff(more, some).opened, []);
  });
});
