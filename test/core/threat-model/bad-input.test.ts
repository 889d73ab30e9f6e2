// Half-typed files, odd values and large systems: an answer, never an exception, and never a false "safe".
import assert from 'node:assert/strict';
import { component, deployment, document, flowNames, modelOf, service } from '../../support/model.ts';

const whole: Readonly<Record<string, string>> = {
  'compose.yaml':
    'services:\n  web:\n    build: { context: ./web }\n    ports: ["8080:80", { target: 81, published: "8081" }]\n    environment:\n      DB_URL: postgres://u:${P}@db:5432/x\n    depends_on: { db: { condition: service_healthy } }\n  db: { image: "postgres:17" }\nnetworks: { back: { internal: true } }\n',
  'web/Dockerfile': 'FROM nginx:1.27\nENV API=http://db:80\nEXPOSE 80/tcp\nCMD ["nginx"]\n',
  'web/nginx/default.conf': 'server { location / { proxy_pass http://db:80; } }\n',
  'web/src/main/resources/application.yml': 'spring: { application: { name: web }, rabbitmq: { host: db } }\n',
  'web/package.json': '{"name":"web","dependencies":{"express":"5"},"scripts":{"start":"node ."}}',
  'k8s.yaml':
    deployment({ name: 'web', env: { A: 'http://db:80' }, port: 80 }) +
    service('web', { app: 'web' }, { type: 'LoadBalancer' }),
  'policy.yaml':
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p }\nspec:\n  podSelector: {}\n  ingress:\n    - from: [{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [web] }] } }]\n',
  'openapi.yaml':
    'openapi: 3.1.0\ninfo: { title: web, version: "1" }\nservers: [{ url: "http://web:80" }]\npaths: { /a: { get: { responses: { "200": { description: ok } } } } }\n',
};

describe('threat model: bad input', () => {
  for (const [name, text] of Object.entries(whole)) {
    it(`every prefix of ${name} gives a model`, function () {
      this.timeout(20_000);
      for (let end = 0; end <= text.length; end += 11) {
        const model = modelOf({ ...whole, [name]: text.slice(0, end) });
        assert.ok(model.components.length > 0);
      }
    });
  }

  it('values of other types than expected are left alone', () => {
    const odd = [null, 7, true, 'x', [], {}, [[]], [null], { a: null }];
    for (const value of odd) {
      const spec = {
        selector: value,
        template: value,
        rules: value,
        ports: value,
        podSelector: value,
        ingress: value,
        parentRefs: value,
        gateways: value,
        http: value,
        servers: value,
        listeners: value,
        mtls: value,
        hosts: value,
        type: value,
      };
      const text = [
        'Deployment',
        'Service',
        'Ingress',
        'NetworkPolicy',
        'Gateway',
        'HTTPRoute',
        'VirtualService',
        'PeerAuthentication',
        'ServiceEntry',
        'AuthorizationPolicy',
        'ConfigMap',
      ]
        .map((kind) =>
          document({
            apiVersion: kind === 'Gateway' ? 'networking.istio.io/v1' : 'v1',
            kind,
            metadata: { name: 'x', labels: value, annotations: value },
            spec,
            data: value,
          }),
        )
        .join('');
      assert.doesNotThrow(() =>
        modelOf({
          'all.yaml': text,
          'compose.yaml': `services: { a: ${JSON.stringify({ image: value, build: value, ports: value, networks: value, depends_on: value, environment: value, command: value, volumes: value, labels: value })} }`,
        }),
      );
    }
  });

  it('a variable where the address of a port would be is not called safe', () => {
    const model = modelOf({
      'compose.yaml':
        'services:\n  a: { image: "acme/a:1", ports: ["${PORT:-8080}:80"] }\n  b: { image: "acme/b:1", ports: ["${PORT}:80"] }\n',
    });
    assert.equal(component(model, 'a').exposure, 'internet');
    assert.equal(component(model, 'b').exposure, 'internet');
  });

  it('a Service that selects itself through its own pods, and routes in a circle', () => {
    const route = (name: string, to: string): string =>
      document({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name },
        spec: { parentRefs: [{ name: 'front' }], rules: [{ backendRefs: [{ name: to }] }] },
      });
    const model = modelOf({
      'all.yaml':
        deployment({ name: 'a', env: { SELF: 'http://a:80', PEER: 'http://b:80' } }) +
        service('a', { app: 'a' }) +
        deployment({ name: 'b', env: { PEER: 'http://a:80' } }) +
        service('b', { app: 'b' }) +
        document({
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'Gateway',
          metadata: { name: 'front' },
          spec: { listeners: [{ name: 'h', port: 80, protocol: 'HTTP' }] },
        }) +
        route('a', 'a') +
        route('b', 'b') +
        route('lost', 'nobody'),
    });
    assert.deepEqual(flowNames(model), ['a -> b', 'b -> a', 'front -> a', 'front -> b', 'user -> front']);
    assert.match(model.looseEnds[0]?.text ?? '', /nobody/);
  });

  it('two thousand services', function () {
    this.timeout(20_000);
    const lines = Array.from(
      { length: 2000 },
      (_, i) => `  s${i}: { image: "acme/s${i}:1", environment: [NEXT=http://s${(i + 1) % 2000}:80] }`,
    );
    const model = modelOf({ 'compose.yaml': `services:\n${lines.join('\n')}\n` });
    assert.equal(model.components.length, 2000);
    assert.equal(model.flows.length, 2000);
  });
});
