// What is one component: names merged, versions kept as one, and things that only look alike kept apart.
import assert from 'node:assert/strict';
import {
  component,
  deployment,
  document,
  flow,
  flowNames,
  modelOf,
  modelRoot,
  service,
  workspaceOf,
} from '../../support/model.ts';
import { buildModel } from '../../../server/src/core/threat-model/build.ts';

describe('threat model: joins', () => {
  it('Compose service, Deployment, Service, image, folder and program name are one component', () => {
    const model = modelOf({
      'compose.yaml': 'services:\n  orders: { build: ./order-service, ports: ["8080:8080"] }\n',
      'order-service/Dockerfile': 'FROM eclipse-temurin:21\nEXPOSE 8080\nCMD ["java"]\n',
      'order-service/pom.xml': '<project><artifactId>order-service</artifactId></project>',
      'order-service/src/main/resources/application.yml': 'spring:\n  application:\n    name: order-app\n',
      'k8s.yaml':
        deployment({ name: 'orders', namespace: 'shop' }) + service('orders', { app: 'orders' }, { namespace: 'shop' }),
    });
    const orders = component(model, 'orders');
    assert.deepEqual(orders.aliases, ['order-app', 'order-service']);
    assert.deepEqual(
      orders.parts.map((it) => it.text),
      ['Deployment orders', 'Service orders', 'Dockerfile', 'Program'],
    );
  });

  it('versions behind one Service are one component', () => {
    const version = (it: string): string =>
      deployment({ name: `reviews-${it}`, labels: { app: 'reviews', version: it } });
    const model = modelOf({
      'all.yaml': version('v1') + version('v2') + version('v3') + service('reviews', { app: 'reviews' }),
    });
    assert.deepEqual(
      model.components.map((it) => it.name),
      ['reviews'],
    );
  });

  it('a Service that selects several applications does not make them one', () => {
    const model = modelOf({
      'all.yaml':
        deployment({ name: 'web', labels: { app: 'web', team: 'a' } }) +
        deployment({ name: 'api', labels: { app: 'api', team: 'a' } }) +
        service('all', { team: 'a' }),
    });
    assert.deepEqual(model.components.map((it) => it.name).sort(), ['api', 'web']);
  });

  it('stores of one image are as many as there are services', () => {
    const model = modelOf({
      'compose.yaml':
        'services:\n  orders-db: { build: ./mongo }\n  users-db: { build: ./mongo }\n  orders: { image: "registry.test/orders:1", environment: { MONGO_HOST: orders-db } }\n',
      'mongo/Dockerfile': 'FROM mongo:7\n',
    });
    assert.deepEqual(flowNames(model), ['orders -> orders-db']);
    for (const name of ['orders-db', 'users-db']) {
      assert.equal(component(model, name).type, 'data-store');
      assert.equal(component(model, name).technology, 'MongoDB');
    }
  });

  it('variants of one system are one, two examples with a database each are two', () => {
    const shop = 'services:\n  web: { image: "acme/web:1" }\n  db: { image: "postgres:17" }\n';
    const variants = modelOf({ 'docker-compose.yml': shop, 'deploy/docker-compose.prod.yml': shop });
    assert.equal(variants.components.length, 2);
    const built = modelOf({
      'docker-compose.yml': 'services:\n  web: { build: ./web }\n  api: { build: ./api }\n',
      'deploy/docker-compose.yml': 'services:\n  web: { image: "acme/web:1" }\n  api: { image: "acme/api:1" }\n',
    });
    assert.equal(built.components.length, 2);
    const examples = modelOf({
      'one/compose.yaml': 'services:\n  web: { build: . }\n  db: { image: "postgres:17" }\n',
      'two/compose.yaml': 'services:\n  web: { build: . }\n  db: { image: "postgres:17" }\n',
    });
    assert.equal(examples.components.length, 4);
  });

  it('what only a file for tests starts is no part of the system', () => {
    const model = modelOf({
      'docker-compose.yml': 'services:\n  web: { image: "acme/web:1" }\n',
      'docker-compose.test.yml':
        'services:\n  web: { image: "acme/web:1" }\n  sut: { image: "acme/sut:1", depends_on: [web] }\n',
    });
    assert.deepEqual(
      model.components.map((it) => it.name),
      ['web'],
    );
  });

  it('a Knative Service and a Kustomize patch do not shake the rest', () => {
    const model = modelOf({
      'all.yaml':
        document({
          apiVersion: 'serving.knative.dev/v1',
          kind: 'Service',
          metadata: { name: 'fn' },
          spec: { template: { spec: { containers: [{ image: 'a' }] } } },
        }) +
        service('web', { app: 'web' }) +
        deployment({ name: 'web' }),
      'kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml]\npatches: [{ path: patch.yaml }]\n',
      'patch.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, env: [{ name: CACHE_URL, value: "redis://cache:6379" }] }] } } }\n',
      'cache.yaml': deployment({ name: 'cache', image: 'redis:7' }) + service('cache', { app: 'cache' }),
    });
    assert.deepEqual(flowNames(model), ['web -> cache']);
  });

  it('a ConfigMap speaks for the pods that read it', () => {
    const map = document({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'web' },
      data: { LEDGER: 'http://ledger:80', 'nginx.conf': 'server { location / { proxy_pass http://orders:80; } }' },
    });
    const pod = document({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx:1.27', envFrom: [{ configMapRef: { name: 'web' } }] }] },
    });
    const rest = ['ledger', 'orders'].map((it) => deployment({ name: it }) + service(it, { app: it })).join('');
    assert.deepEqual(flowNames(modelOf({ 'all.yaml': map + pod + rest })), ['web -> ledger', 'web -> orders']);
    assert.deepEqual(flowNames(modelOf({ 'all.yaml': map + rest })), [], 'nobody reads it');
  });

  it('files of variables speak for the services that are given them', () => {
    const model = modelOf({
      'compose.yaml':
        'services:\n  web: { image: "acme/web:1", env_file: ./conf/web.env }\n  api: { image: "acme/api:1" }\n  db: { image: "postgres:17" }\n',
      'conf/web.env': '# LEDGER=http://api\nAPI_URL="http://api:80"\nexport DB_HOST=db\n',
    });
    assert.deepEqual(flowNames(model), ['web -> api', 'web -> db']);
    const own = modelOf({
      'compose.yaml': 'services:\n  web: { build: web }\n  api: { image: "acme/api:1" }\n',
      '.env': 'UNUSED_URL=http://api:80\n',
      'web/package.json': '{"name":"web","dependencies":{"express":"5"}}',
      'web/.env': 'API_URL=http://api:80\n',
      'web/.env.example': 'LEDGER_URL=http://ledger:80\n',
    });
    assert.deepEqual(flowNames(own), ['web -> api']);
  });

  it('a Dockerfile speaks for what is built from its folder: variables and start command', () => {
    const model = modelOf({
      'compose.yaml':
        'services:\n  web: { build: web }\n  api: { image: "acme/api:1" }\n  config: { image: "acme/config:1" }\n',
      'web/Dockerfile':
        'FROM node:22\nENV API_URL=http://api:80 TOOL=https://downloads.acme.io/x\nCMD ["./wait-for-it.sh", "config:8888", "--", "node", "main.js"]\n',
    });
    assert.deepEqual(flowNames(model), ['web -> api', 'web -> config']);
  });

  it('policies that name callers say who calls', () => {
    const model = modelOf({
      'all.yaml':
        deployment({ name: 'web', namespace: 'shop' }).replace(
          '"containers"',
          '"serviceAccountName":"front","containers"',
        ) +
        deployment({ name: 'api', namespace: 'shop' }) +
        deployment({ name: 'job', namespace: 'shop' }) +
        document({
          apiVersion: 'security.istio.io/v1',
          kind: 'AuthorizationPolicy',
          metadata: { name: 'p', namespace: 'shop' },
          spec: {
            selector: { matchLabels: { app: 'api' } },
            rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/front'] } }] }],
          },
        }) +
        document({
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name: 'n', namespace: 'shop' },
          spec: {
            podSelector: { matchLabels: { app: 'api' } },
            ingress: [{ from: [{ podSelector: { matchLabels: { app: 'job' } } }, { namespaceSelector: {} }] }],
          },
        }),
    });
    assert.deepEqual(flowNames(model), ['job -> api', 'web -> api']);
  });

  it('flows say whether they are encrypted and authenticated, or that nobody knows', () => {
    const model = modelOf({
      'compose.yaml': `
services:
  web:
    image: registry.test/web:1
    environment:
      A: http://a:80
      B: https://b:443
      C_HOST: c
      DATABASE_URL: postgresql://shop:\${PASSWORD}@db:5432/shop?sslmode=require
      CACHE_URL: redis://cache:6379
  a: { image: "registry.test/a:1" }
  b: { image: "registry.test/b:1" }
  c: { image: "registry.test/c:1" }
  db: { image: "postgres:17", environment: { POSTGRES_PASSWORD_FILE: /run/secrets/db } }
  cache: { image: "redis:7" }
`,
    });
    const told = (name: string): readonly string[] => [
      flow(model, 'web', name).protocol,
      flow(model, 'web', name).encrypted,
      flow(model, 'web', name).authenticated,
    ];
    assert.deepEqual(told('a'), ['http', 'no', 'unknown']);
    assert.deepEqual(told('b'), ['https', 'yes', 'unknown']);
    assert.deepEqual(told('c'), ['tcp', 'unknown', 'unknown']);
    assert.deepEqual(told('db'), ['postgresql', 'yes', 'yes']);
    assert.deepEqual(told('cache'), ['redis', 'no', 'no']);
  });

  it('strict mutual TLS counts where it selects the workload, and a port of its own mode takes it back', () => {
    const files = (spec: object, namespace = 'shop'): Readonly<Record<string, string>> => ({
      'all.yaml':
        deployment({ name: 'web', namespace: 'shop', env: { A: 'http://api:80' } }) +
        deployment({ name: 'api', namespace: 'shop' }) +
        service('api', { app: 'api' }, { namespace: 'shop' }) +
        document({
          apiVersion: 'security.istio.io/v1',
          kind: 'PeerAuthentication',
          metadata: { name: 'p', namespace },
          spec,
        }),
    });
    const encrypted = (spec: object, namespace?: string): string =>
      flow(modelOf(files(spec, namespace)), 'web', 'api').encrypted;
    assert.equal(encrypted({ mtls: { mode: 'STRICT' } }), 'yes');
    assert.equal(encrypted({ mtls: { mode: 'STRICT' } }, 'istio-system'), 'yes');
    // There is a mesh, and nobody says whether these pods are in it.
    assert.equal(encrypted({ mtls: { mode: 'STRICT' } }, 'other'), 'unknown');
    assert.equal(encrypted({ mtls: { mode: 'PERMISSIVE' } }), 'unknown');
    assert.equal(encrypted({ mtls: { mode: 'DISABLE' } }), 'no');
    assert.equal(encrypted({ selector: { matchLabels: { app: 'web' } }, mtls: { mode: 'STRICT' } }), 'unknown');
    assert.equal(encrypted({ mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'DISABLE' } } }), 'unknown');
  });

  it('members of a mesh speak encrypted, unless one of them is left out', () => {
    const space = (labels: object): string =>
      document({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
    const pods =
      deployment({ name: 'web', namespace: 'shop', env: { A: 'http://api:80' } }) +
      deployment({ name: 'api', namespace: 'shop' }) +
      service('api', { app: 'api' }, { namespace: 'shop' });
    const encrypted = (text: string): string => flow(modelOf({ 'all.yaml': text }), 'web', 'api').encrypted;
    assert.equal(encrypted(pods), 'no');
    assert.equal(encrypted(pods + space({})), 'no');
    assert.equal(encrypted(pods + space({ 'istio-injection': 'enabled' })), 'yes');
    assert.equal(encrypted(pods + space({ 'istio.io/dataplane-mode': 'ambient' })), 'yes');
    assert.equal(
      encrypted(
        pods.replace(
          '"labels":{"app":"api"}},"spec"',
          '"labels":{"app":"api","sidecar.istio.io/inject":"false"}},"spec"',
        ) + space({ 'istio-injection': 'enabled' }),
      ),
      'no',
    );
  });

  it('the same facts in any order give the same model', () => {
    const workspace = workspaceOf({
      'compose.yaml':
        'services:\n  web: { image: "acme/web:1", ports: ["80:80"], depends_on: [db, api] }\n  api: { image: "acme/api:1", environment: [DB=postgres://db/x] }\n  db: { image: "postgres:17" }\n',
      'k8s.yaml':
        deployment({ name: 'web' }) +
        service('web', { app: 'web' }) +
        deployment({ name: 'db', namespace: 'x', image: 'postgres:17' }),
      'other/compose.yaml': 'services:\n  web: { image: "acme/web:1" }\n  api: { image: "acme/api:1" }\n',
    });
    const facts = workspace.files.flatMap((it) => workspace.facts(it));
    assert.ok(facts.length > 6);
    assert.deepEqual(buildModel([...facts].reverse()), buildModel(facts));
    assert.deepEqual(workspace.threatModel(), buildModel(facts));
  });

  it('typing that tells nothing new changes no fact, and builds no model', () => {
    const files = {
      'compose.yaml': 'services:\n  web:\n    image: acme/web:1\n    mem_limit: 100m\n    ports: ["80:80"]\n',
      'k8s.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec:\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - name: api\n          image: acme/api:1\n          resources: { limits: { memory: 100Mi } }\n',
      'web/Dockerfile': 'FROM nginx:1.27\nRUN echo one\nEXPOSE 80\n',
    };
    const edits: Readonly<Record<string, (text: string) => string>> = {
      'compose.yaml': (it) => `# on top\n\n${it}`.replace('100m', '200m'),
      'k8s.yaml': (it) => `# on top\n${it}`.replace('100Mi', '200Mi'),
      'web/Dockerfile': (it) => `# on top\n${it}`.replace('echo one', 'echo another'),
    };
    const workspace = workspaceOf(files);
    const before = workspace.threatModel();
    for (const [name, edit] of Object.entries(edits)) {
      const uri = `${modelRoot}/${name}`;
      const facts = workspace.facts(uri);
      workspace.apply([{ uri, content: { text: edit(workspace.text(uri) ?? '') } }]);
      const ran = workspace.logged(() => assert.equal(workspace.threatModel(), before));
      assert.deepEqual(workspace.facts(uri), facts);
      assert.ok(!ran.some((it) => /^model\b/.test(it)), ran.join(' '));
    }
    const uri = `${modelRoot}/compose.yaml`;
    workspace.apply([{ uri, content: { text: (workspace.text(uri) ?? '').replace('80:80', '127.0.0.1:80:80') } }]);
    const ran = workspace.logged(() => assert.notDeepEqual(workspace.threatModel(), before));
    assert.ok(
      ran.some((it) => /^model\b/.test(it)),
      'a fact that changes does',
    );
  });

  it('no fact holds the value of a variable or of a secret', () => {
    const workspace = workspaceOf({
      'all.yaml':
        deployment({ name: 'web', env: { TOKEN: 'hunter2-token', DB: 'postgres://u:hunter2@db:5432/x' } }) +
        document({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { k: 'hunter2' } }),
      'compose.yaml':
        'services:\n  db: { image: "postgres:17", environment: { POSTGRES_PASSWORD: hunter2 } }\n  web: { image: "acme/web:1", environment: [DB=postgres://u:hunter2@db/x] }\n',
      'app/src/main/resources/application.properties':
        'spring.datasource.url=jdbc:mysql://db/x\nspring.datasource.password=hunter2\n',
    });
    const facts = workspace.files.flatMap((it) => workspace.facts(it));
    assert.ok(!JSON.stringify(facts).includes('hunter2'));
    assert.ok(!JSON.stringify(workspace.threatModel()).includes('hunter2'));
    assert.ok(facts.some((it) => it.at.file === `${modelRoot}/app/src/main/resources/application.properties`));
  });
});
