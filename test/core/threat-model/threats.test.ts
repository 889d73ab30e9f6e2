// One smallest system for each threat, with the near miss that stays silent.
import assert from 'node:assert/strict';
import type { Threat } from '../../../server/src/core/threat-model/model.ts';
import { deployment, document, modelOf, service } from '../../support/model.ts';

type Files = Readonly<Record<string, string>>;

function threats(files: Files, kind: string): readonly Threat[] {
  return modelOf(files).threats.filter((it) => it.id.endsWith(` ${kind}`));
}

/** The only threat of that kind; fails when there is none. */
function threat(files: Files, kind: string): Threat {
  const found = threats(files, kind);
  assert.equal(found.length, 1, `${kind}: ${found.map((it) => it.id).join(', ')}`);
  const [only] = found;
  assert.ok(only);
  return only;
}

function silent(files: Files, kind: string): void {
  assert.deepEqual(
    threats(files, kind).map((it) => it.title),
    [],
  );
}

function contract(title: string, secured: boolean, body = ''): string {
  return `openapi: 3.1.0
info: { title: ${title}, version: 1.0.0 }
servers: [{ url: http://${title}:8080 }]
components: { securitySchemes: { token: { type: http, scheme: bearer } } }
paths:
  /orders/{id}:
    delete:
      security: ${secured ? '[{ token: [] }]' : '[]'}
${body}      responses: { "204": { description: gone } }
`;
}

const published = 'services:\n  orders:\n    image: registry.test/orders:1\n    ports: ["8080:8080"]\n';

describe('threat model: threats', () => {
  describe('of contracts', () => {
    it('anyone can call what asks for no credential, worded for this system', () => {
      const it = threat(
        {
          'k8s.yaml':
            deployment({ name: 'orders', port: 8080 }) + service('orders', { app: 'orders' }, { type: 'LoadBalancer' }),
          'openapi.yaml': contract('orders', false),
        },
        'S api',
      );
      assert.equal(
        it.title,
        'Anyone on the internet can call DELETE /orders/{id} of orders: no authentication in the contract, and no gateway before it',
      );
      assert.deepEqual([it.state, it.likelihood, it.rule], ['open', 'high', 'model/unauthenticated-api-exposed']);
    });

    it('the data of an operation decides how bad it is', () => {
      const body = (name: string): string =>
        `      requestBody: { content: { application/json: { schema: { type: object, properties: { ${name}: { type: string } } } } } }\n`;
      const impact = (name: string): string =>
        threat({ 'compose.yaml': published, 'openapi.yaml': contract('orders', false, body(name)) }, 'S api').impact;
      assert.deepEqual(['cardNumber', 'email', 'colour'].map(impact), ['high', 'medium', 'low']);
    });

    it('a contract that asks is mitigated', () => {
      const it = threat({ 'compose.yaml': published, 'openapi.yaml': contract('orders', true) }, 'S api');
      assert.deepEqual([it.state, it.likelihood], ['mitigated', 'low']);
    });

    it('only the gateway asks: from another pod nobody is asked', () => {
      const guarded = (annotations: object, policy = ''): Files => ({
        'k8s.yaml':
          deployment({ name: 'orders', port: 8080 }) +
          service('orders', { app: 'orders' }) +
          document({
            apiVersion: 'networking.k8s.io/v1',
            kind: 'Ingress',
            metadata: { name: 'front', annotations },
            spec: {
              ingressClassName: 'nginx',
              tls: [{ secretName: 'front' }],
              rules: [
                { http: { paths: [{ path: '/', backend: { service: { name: 'orders', port: { number: 80 } } } }] } },
              ],
            },
          }) +
          policy,
        'openapi.yaml': contract('orders', false),
      });
      const login = { 'nginx.ingress.kubernetes.io/auth-url': 'https://login.test' };
      const it = threat(guarded(login), 'E central');
      assert.match(it.title, /^Every pod of the cluster can call DELETE .*: only the gateway asks who is calling$/);
      assert.match(it.against[0]?.text ?? '', /asks for a login/);
      assert.equal(threat(guarded(login), 'S api').state, 'mitigated');
      const closed = document({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'p' },
        spec: {
          podSelector: {},
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: { matchLabels: { app: 'a' } } }] }],
        },
      });
      silent(guarded(login, closed), 'E central');
      silent(guarded({}), 'E central');
    });

    const chain = (front: boolean, back: boolean): Files => ({
      'compose.yaml': `${published}    environment: { STOCK_URL: "http://stock:8080" }\n  stock:\n    image: registry.test/stock:1\n`,
      'orders/openapi.yaml': contract('orders', front),
      'stock/openapi.yaml': contract('stock', back),
    });

    it('every neighbour can call what asks nobody, and a deputy can be confused', () => {
      assert.match(
        threat(chain(true, false), 'S callers').title,
        /^Every program on its network can call DELETE .* of stock/,
      );
      const it = threat(chain(true, false), 'E deputy');
      assert.match(it.title, /^Whoever may call orders can act through it .*: stock does not ask for whom DELETE/);
      assert.match(it.against[0]?.text ?? '', /asks for a credential/);
    });

    it('no deputy where the called one asks, or the caller asks nobody', () => {
      silent(chain(true, true), 'E deputy');
      silent(chain(true, true), 'S callers');
      silent(chain(false, false), 'E deputy');
    });
  });

  describe('of tokens', () => {
    const checked = (rule: object, spec: object = { selector: { matchLabels: { app: 'front' } } }): Files => ({
      'k8s.yaml':
        deployment({ name: 'front', env: { ORDERS_URL: 'http://orders:80' } }) +
        deployment({ name: 'orders', port: 8080 }) +
        service('orders', { app: 'orders' }) +
        document({
          apiVersion: 'security.istio.io/v1',
          kind: 'RequestAuthentication',
          metadata: { name: 'users' },
          spec: { ...spec, jwtRules: [{ issuer: 'https://login.test', ...rule }] },
        }),
    });

    it('a proxy that takes the token out makes a deputy', () => {
      const it = threat(checked({}), 'E token');
      assert.match(it.title, /^Whoever may call front .* so orders cannot tell for whom it is called$/);
      assert.deepEqual(it.evidence[0]?.at?.route, ['spec', 'jwtRules', 0]);
    });

    it('a token or its claims that are passed on do not, nor does a policy for others', () => {
      silent(checked({ forwardOriginalToken: true }), 'E token');
      silent(checked({ outputPayloadToHeader: 'x-user' }), 'E token');
      silent(checked({}, { selector: { matchLabels: { app: 'orders' } } }), 'E token');
    });
  });

  describe('of findings in single files', () => {
    const compose = (lines: string): Files => ({
      'compose.yaml': `services:\n  job:\n    image: registry.test/job:1\n${lines}`,
    });

    it('a secret that is written down', () => {
      const it = threat(compose('    environment: { DB_PASSWORD: hunter2-but-longer }\n'), 'I secret');
      assert.match(it.title, /^Whoever can read the repository knows a password or key of job$/);
      assert.equal(it.rule, 'compose/secret-in-environment');
      assert.ok(!JSON.stringify(it).includes('hunter2'));
      silent(compose('    environment: { DB_PASSWORD: "${DB_PASSWORD:?}" }\n'), 'I secret');
    });

    it('a secret of a ConfigMap belongs to whoever reads it', () => {
      const map = document({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings' },
        data: { DB_PASSWORD: 'hunter2-but-longer' },
      });
      const pod = (source: string): string =>
        document({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'job', labels: { app: 'job' } },
          spec: {
            containers: [{ name: 'job', image: 'registry.test/job:1', envFrom: [{ configMapRef: { name: source } }] }],
          },
        });
      assert.match(threat({ 'map.yaml': map, 'pod.yaml': pod('settings') }, 'I secret').element, /job$/);
      silent({ 'map.yaml': map, 'pod.yaml': pod('other') }, 'I secret');
    });

    it('a privileged service owns its machine; a bounded capability does not', () => {
      const it = threat(compose('    privileged: true\n'), 'E power');
      assert.deepEqual([it.rule, it.impact], ['compose/privileged-service', 'high']);
      silent(compose('    cap_add: [NET_BIND_SERVICE]\n'), 'E privileges');
      silent(compose('    cap_add: [NET_BIND_SERVICE]\n'), 'E power');
    });

    it('certificates that nobody checks', () => {
      const it = threat(compose('    environment: { NODE_TLS_REJECT_UNAUTHORIZED: "0" }\n'), 'S certificates');
      assert.equal(it.rule, 'compose/disabled-tls-verification');
      silent(compose('    environment: { NODE_TLS_REJECT_UNAUTHORIZED: "1" }\n'), 'S certificates');
    });

    it('a log that is thrown away', () => {
      assert.equal(threat(compose('    logging: { driver: none }\n'), 'R log').rule, 'compose/disabled-logging');
      silent(compose('    logging: { driver: local }\n'), 'R log');
    });
  });

  describe('of service accounts', () => {
    const bound = (rules: unknown, more: object = {}): Files => ({
      'k8s.yaml':
        document({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'job', namespace: 'shop', labels: { app: 'job' } },
          spec: { serviceAccountName: 'job', ...more, containers: [{ name: 'job', image: 'registry.test/job:1' }] },
        }) +
        document({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r' }, rules }) +
        document({
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          metadata: { name: 'b' },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' },
          subjects: [{ kind: 'ServiceAccount', name: 'job', namespace: 'shop' }],
        }),
    });
    const rule = (resources: readonly string[], verbs: readonly string[], more: object = {}): readonly unknown[] => [
      { apiGroups: [''], resources, verbs, ...more },
    ];

    it('says what the role allows, and where', () => {
      const it = threat(bound(rule(['secrets'], ['list'])), 'E account r');
      assert.match(it.title, /^Whoever takes over job reads every secret of the cluster: its service account "job"/);
      assert.equal(it.rule, 'kubernetes/secret-reading-role');
      assert.match(
        threat(bound([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]), 'E account r').title,
        /governs the cluster/,
      );
      assert.match(threat(bound(rule(['pods/exec'], ['create'])), 'E account r').title, /runs commands in every pod/);
    });

    it('is silent for harmless roles, named objects and pods without a token', () => {
      silent(bound(rule(['configmaps'], ['get'])), 'E account r');
      silent(bound(rule(['secrets'], ['get'], { resourceNames: ['own'] })), 'E account r');
      silent(bound(rule(['secrets'], ['list']), { automountServiceAccountToken: false }), 'E account r');
    });
  });

  describe('of the machinery', () => {
    const registry = (url: string): Files => ({
      'compose.yaml': `services:
  registry:
    image: springcloud/eureka:1
    ports: ["8761:8761"]
  cart:
    image: registry.test/cart:1
    environment:
      EUREKA_CLIENT_SERVICEURL_DEFAULTZONE: ${url}
`,
    });

    it('strangers can register where clients need no password', () => {
      const it = threat(registry('http://registry:8761/eureka/'), 'S registration');
      assert.match(it.title, /can register a service of his own at Eureka "registry"/);
    });

    it('a password in the address of the registry closes it', () => {
      assert.equal(threat(registry('http://a:${PASSWORD}@registry:8761/eureka/'), 'S registration').state, 'mitigated');
    });

    it('Consul asks for no token unless it is told to', () => {
      const consul = (more: string): Files => ({
        'compose.yaml': `services:\n  registry:\n    image: hashicorp/consul:1.20\n${more}`,
      });
      assert.match(threat(consul(''), 'S registration').title, /register a service of his own at Consul "registry"/);
      silent(consul('    environment: { CONSUL_LOCAL_CONFIG: "{}" }\n'), 'S registration');
      silent(consul('    volumes: ["./consul:/consul/config"]\n'), 'S registration');
    });

    it('a registry that nobody registers at is not judged', () => {
      silent({ 'compose.yaml': 'services:\n  registry:\n    image: springcloud/eureka:1\n' }, 'S registration');
    });

    it('what runs the system is not meant for all', () => {
      const prometheus = (ports: string): Files => ({
        'compose.yaml': `services:\n  metrics:\n    image: prom/prometheus:v3\n    ports: ["${ports}"]\n`,
      });
      assert.match(
        modelOf(prometheus('9090:9090')).threats.find((it) => / (?:public|console)$/.test(it.id))?.title ?? '',
        /metrics.*which is meant for those who run the system$/,
      );
      silent(prometheus('127.0.0.1:9090:9090'), 'I public');
      silent(prometheus('127.0.0.1:9090:9090'), 'E console');
    });

    it('users who prove themselves in two places', () => {
      const both = (second: string): Files => ({
        'compose.yaml': `services:\n  login:\n    image: quay.io/keycloak/keycloak:26\n  other:\n    image: ${second}\n`,
      });
      assert.match(threat(both('ghcr.io/dexidp/dex:v2'), 'S logins').title, /in 2 places \(login and other\)/);
      silent(both('quay.io/keycloak/keycloak:26'), 'S logins');
    });
  });

  describe('of failures', () => {
    const java = (breaker: boolean): string =>
      `<project><groupId>t</groupId><artifactId>x</artifactId><dependencies>
<dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency>
${breaker ? '<dependency><groupId>io.github.resilience4j</groupId><artifactId>resilience4j-spring-boot3</artifactId></dependency>' : ''}
</dependencies></project>`;
    const system = (breaker: boolean): Files => ({
      'compose.yaml': `services:
  cart: { build: ./cart, environment: { STOCK_URL: "http://stock:8080" } }
  orders: { build: ./orders, environment: { STOCK_URL: "http://stock:8080" } }
  stock: { build: ./stock }
`,
      ...Object.fromEntries(
        ['cart', 'orders', 'stock'].flatMap((name) => [
          [`${name}/pom.xml`, java(breaker).replace('>x<', `>${name}<`)],
          [`${name}/Dockerfile`, 'FROM eclipse-temurin:21\nUSER 1000\nCMD ["java"]\n'],
        ]),
      ),
    });

    it('one that hangs takes its callers along, where nothing breaks the circuit', () => {
      const it = threat(system(false), 'D cascade');
      assert.match(it.title, /^When stock hangs, cart and orders hang with it/);
      assert.ok(it.evidence.some((line) => line.at?.file.endsWith('cart/pom.xml')));
      silent(system(true), 'D cascade');
    });

    it('what is lost stays lost without a backup, one line for all stores', () => {
      const stores = 'services:\n  a: { image: "postgres:17" }\n  b: { image: "mysql:9" }\n';
      assert.match(
        threat({ 'compose.yaml': stores }, 'D loss').title,
        /^What is deleted or encrypted in a and b stays lost/,
      );
      silent({ 'compose.yaml': 'services:\n  a: { image: "redis:8" }\n' }, 'D loss');
    });
  });

  it('clear text at the front door has its rule there, and the line of the listener', () => {
    const gateway = document({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'front' },
      spec: { gatewayClassName: 'g', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    });
    const [it] = threats({ 'k8s.yaml': gateway }, 'I listening');
    assert.equal(it?.rule, 'mesh/plaintext-gateway-listener');
    assert.deepEqual(it?.evidence[0]?.at?.route, ['spec', 'listeners', 0, 'protocol']);
    assert.deepEqual([it?.likelihood, it?.impact], ['high', 'medium']);
  });

  it('clear text that stays on one network is one threat of the one that is called', () => {
    const calls = (names: readonly string[]): Files => ({
      'compose.yaml': `services:\n  stock: { image: "registry.test/stock:1" }\n${names
        .map((it) => `  ${it}: { image: "registry.test/${it}:1", environment: { STOCK_URL: "http://stock:80" } }\n`)
        .join('')}`,
    });
    assert.match(
      threat(calls(['cart', 'orders']), 'I listening').title,
      /network of stock .* what cart and orders say/,
    );
    assert.match(threat(calls(['cart']), 'I listening').title, /between cart and stock/);
  });
});
