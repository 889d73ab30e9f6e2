// The matrix of prevention, detection, response and recovery: yes and no only where a line shows it.
import assert from 'node:assert/strict';
import { attackPathsOf } from '../../../server/src/core/threat-model/attack-paths.ts';
import { modelReport } from '../../../server/src/core/threat-model/export/report.ts';
import type { Control, ControlState } from '../../../server/src/core/threat-model/model.ts';
import { component, deployment, document, modelOf, service } from '../../support/model.ts';

type Files = Readonly<Record<string, string>>;

function control(files: Files, name: string, wanted: Control): ControlState | undefined {
  const model = modelOf(files);
  const { id } = component(model, name);
  return model.posture.find((it) => it.component === id)?.controls.find((it) => it.control === wanted);
}

function state(files: Files, name: string, wanted: Control): string | undefined {
  return control(files, name, wanted)?.state;
}

function object(kind: string, apiVersion: string, name: string, spec: unknown, more: object = {}): string {
  return document({ apiVersion, kind, metadata: { name, ...more }, spec });
}

const selector = { matchLabels: { app: 'orders' } };
const orders = deployment({ name: 'orders', port: 8080 });

describe('threat model: matrix of controls', () => {
  it('isolation: a policy that selects the pods, a network of its own', () => {
    const policy = object('NetworkPolicy', 'networking.k8s.io/v1', 'p', {
      podSelector: selector,
      policyTypes: ['Ingress'],
    });
    assert.equal(state({ 'a.yaml': orders + policy }, 'orders', 'isolation'), 'yes');
    assert.equal(state({ 'a.yaml': orders }, 'orders', 'isolation'), 'no');
    const compose = (networks: string): Files => ({
      'compose.yaml': `services:\n  orders:\n    image: registry.test/orders:1\n${networks}networks: { back: {} }\n`,
    });
    assert.equal(state(compose('    networks: [back]\n'), 'orders', 'isolation'), 'yes');
    assert.equal(state(compose(''), 'orders', 'isolation'), 'no');
  });

  it('isolation by policies in another language is not known', () => {
    const cilium = object('CiliumNetworkPolicy', 'cilium.io/v2', 'p', { endpointSelector: selector });
    assert.equal(state({ 'a.yaml': orders + cilium }, 'orders', 'isolation'), 'unknown');
  });

  it('probes: of the pod, of Compose, of the image; an image that is pulled may have its own', () => {
    const probed = orders.replace('"env":[]', '"env":[],"readinessProbe":{"httpGet":{"path":"/","port":8080}}');
    const found = control({ 'a.yaml': probed }, 'orders', 'probes');
    assert.equal(found?.state, 'yes');
    assert.equal(found?.evidence[0]?.at?.route.at(-1), 'readinessProbe');
    assert.equal(state({ 'a.yaml': orders }, 'orders', 'probes'), 'no');
    const built = (dockerfile: string): Files => ({
      'compose.yaml': 'services: { orders: { build: ./orders } }\n',
      'orders/Dockerfile': dockerfile,
    });
    assert.equal(state(built('FROM node:22\nHEALTHCHECK CMD true\nCMD ["node"]\n'), 'orders', 'probes'), 'yes');
    assert.equal(state(built('FROM node:22\nCMD ["node"]\n'), 'orders', 'probes'), 'no');
    const pulled = (more: string): Files => ({
      'compose.yaml': `services: { orders: { image: "registry.test/orders:1"${more} } }\n`,
    });
    assert.equal(state(pulled(''), 'orders', 'probes'), 'unknown');
    assert.equal(state(pulled(', healthcheck: { test: ["CMD", "true"] }'), 'orders', 'probes'), 'yes');
    assert.equal(state(pulled(', healthcheck: { disable: true }'), 'orders', 'probes'), 'unknown');
  });

  it('metrics: by annotation, by monitor, by scrape target; without any of them unknown', () => {
    const annotated = orders.replace(
      '"metadata":{"labels"',
      '"metadata":{"annotations":{"prometheus.io/scrape":"true"},"labels"',
    );
    assert.equal(state({ 'a.yaml': annotated }, 'orders', 'metrics'), 'yes');
    const monitor = object('PodMonitor', 'monitoring.coreos.com/v1', 'm', { selector });
    assert.equal(state({ 'a.yaml': orders + monitor }, 'orders', 'metrics'), 'yes');
    assert.equal(state({ 'a.yaml': orders }, 'orders', 'metrics'), 'unknown');
    const scraped = (targets: string): Files => ({
      'compose.yaml': `services:
  prometheus: { image: "prom/prometheus:v3", volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml"] }
  orders: { image: "registry.test/orders:1" }
  cart: { image: "registry.test/cart:1" }
  stock: { image: "registry.test/stock:1" }
`,
      'prometheus.yml': `scrape_configs: [{ job_name: a, static_configs: [{ targets: [${targets}] }] }]\n`,
    });
    assert.equal(state(scraped('"orders:80"'), 'orders', 'metrics'), 'yes');
    assert.equal(state(scraped('"cart:80", "stock:80"'), 'orders', 'metrics'), 'no');
    // One that is watched is no custom yet.
    assert.equal(state(scraped('"cart:80"'), 'orders', 'metrics'), 'unknown');
  });

  it('replicas and disruption budgets', () => {
    const scaled = orders.replace('"spec":{"selector"', '"spec":{"replicas":3,"selector"');
    assert.equal(state({ 'a.yaml': scaled }, 'orders', 'replicas'), 'yes');
    assert.equal(state({ 'a.yaml': orders }, 'orders', 'replicas'), 'no');
    const target = { scaleTargetRef: { kind: 'Deployment', name: 'orders' }, maxReplicas: 5 };
    const scaler = (minReplicas: number): string =>
      object('HorizontalPodAutoscaler', 'autoscaling/v2', 'h', { ...target, minReplicas });
    assert.equal(state({ 'a.yaml': orders + scaler(2) }, 'orders', 'replicas'), 'yes');
    assert.equal(state({ 'a.yaml': orders + scaler(1) }, 'orders', 'replicas'), 'no');
    const budget = object('PodDisruptionBudget', 'policy/v1', 'b', { maxUnavailable: 1, selector });
    assert.equal(state({ 'a.yaml': orders + budget }, 'orders', 'disruption-budget'), 'yes');
    assert.equal(state({ 'a.yaml': orders }, 'orders', 'disruption-budget'), 'no');
    const open = 'services: { orders: { image: "registry.test/orders:1", deploy: { replicas: "${N}" } } }\n';
    assert.equal(state({ 'compose.yaml': open }, 'orders', 'replicas'), 'unknown');
  });

  it('circuit breakers of the mesh, for the callers', () => {
    const files = (policy: unknown): Files => ({
      'a.yaml':
        deployment({ name: 'cart', env: { ORDERS_URL: 'http://orders:80' } }) +
        orders +
        service('orders', { app: 'orders' }) +
        object('DestinationRule', 'networking.istio.io/v1', 'd', { host: 'orders', trafficPolicy: policy }),
    });
    assert.equal(state(files({ outlierDetection: {} }), 'cart', 'circuit-breaker'), 'yes');
    assert.equal(state(files({ tls: { mode: 'ISTIO_MUTUAL' } }), 'cart', 'circuit-breaker'), 'unknown');
  });

  it('a rate limit at the Ingress; what others limit, no file tells', () => {
    const ingress = (annotations: object, ingressClassName: string): Files => ({
      'a.yaml':
        orders +
        service('orders', { app: 'orders' }) +
        object(
          'Ingress',
          'networking.k8s.io/v1',
          'front',
          {
            ingressClassName,
            rules: [
              { http: { paths: [{ path: '/', backend: { service: { name: 'orders', port: { number: 80 } } } }] } },
            ],
          },
          { annotations },
        ),
    });
    assert.equal(state(ingress({}, 'nginx'), 'ingress', 'rate-limit'), 'no');
    assert.equal(
      state(ingress({ 'nginx.ingress.kubernetes.io/limit-rps': '5' }, 'nginx'), 'ingress', 'rate-limit'),
      'yes',
    );
    assert.equal(state(ingress({}, 'alb'), 'ingress', 'rate-limit'), 'unknown');
  });

  it('backups: by a job that calls the store, by Velero; a cache needs none', () => {
    const store = (image: string, more = ''): Files => ({
      'compose.yaml': `services:\n  data: { image: "${image}" }\n${more}`,
    });
    assert.equal(state(store('postgres:17'), 'data', 'backup'), 'no');
    assert.equal(state(store('redis:8'), 'data', 'backup'), undefined);
    const job = '  backup: { image: "registry.test/backup:1", environment: { DB_HOST: data } }\n';
    assert.equal(state(store('postgres:17', job), 'data', 'backup'), 'yes');
    const velero = (namespaces: readonly string[]): Files => ({
      'a.yaml':
        deployment({ name: 'data', namespace: 'shop', image: 'postgres:17' }) +
        object('Schedule', 'velero.io/v1', 's', {
          schedule: '0 3 * * *',
          template: { includedNamespaces: namespaces },
        }),
    });
    assert.equal(state(velero(['shop']), 'data', 'backup'), 'yes');
    assert.equal(state(velero(['other']), 'data', 'backup'), 'no');
  });

  it('each component has each control once at most, and the report shows them', () => {
    const model = modelOf({ 'a.yaml': orders });
    for (const { controls } of model.posture)
      assert.equal(new Set(controls.map((it) => it.control)).size, controls.length);
    assert.match(
      modelReport(model, () => null),
      /\| recovery \| replicas \| disruption-budget \| backup \| restore \|/,
    );
  });
});

describe('threat model: cuts', () => {
  it('names the change that helps on most ways first, and its rule', () => {
    const { cuts, total } = attackPathsOf(
      modelOf({
        'compose.yaml': `services:
  a: { image: "registry.test/a:1", ports: ["80:80"], environment: { DB_URL: "postgresql://data/x" } }
  b: { image: "registry.test/b:1", ports: ["81:80"], environment: { DB_URL: "postgresql://data/x" } }
  data: { image: "postgres:17", environment: { POSTGRES_HOST_AUTH_METHOD: trust } }
`,
      }),
    );
    assert.equal(total, 2);
    const [first] = cuts;
    assert.deepEqual([first?.breaks, first?.of], [2, 2]);
    assert.match(first?.title ?? '', /asks for no password/);
    assert.equal(first?.at?.route.at(-1), 'POSTGRES_HOST_AUTH_METHOD');
  });

  it('names the shared hop where no threat is known on it', () => {
    const { cuts } = attackPathsOf(
      modelOf({
        'compose.yaml': `services:
  a: { image: "registry.test/a:1", ports: ["8080:8080"], environment: { DB_URL: "postgresql://data/x" } }
  data: { image: "postgres:17", environment: { POSTGRES_PASSWORD_FILE: /run/secrets/p } }
`,
      }),
    );
    assert.deepEqual(
      cuts.map((it) => [it.title, it.threat, it.breaks]),
      [['a can connect to data', null, 1]],
    );
  });
});
