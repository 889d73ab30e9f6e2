// From how far away a component can be reached, and that nothing is called safe which is not.
import assert from 'node:assert/strict';
import { component, deployment, document, flowNames, modelOf, service } from '../../support/model.ts';

const cache = (namespace = 'shop'): string =>
  deployment({ name: 'cache', namespace, image: 'redis:7', port: 6379 }) +
  service('cache', { app: 'cache' }, { namespace, port: 6379 });

function policy(namespace: string, spec: object): string {
  return document({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace },
    spec,
  });
}

const exposureOf = (text: string, name = 'cache'): string => component(modelOf({ 'all.yaml': text }), name).exposure;

describe('threat model: exposure', () => {
  it('a ClusterIP Service is open to the cluster', () => assert.equal(exposureOf(cache()), 'cluster'));

  it('a default deny isolates, in its own namespace only (an empty pod selector selects no other namespace)', () => {
    const deny = { podSelector: {}, policyTypes: ['Ingress'] };
    assert.equal(exposureOf(cache() + policy('shop', deny)), 'isolated');
    assert.equal(exposureOf(cache() + policy('other', deny)), 'cluster');
  });

  it('a policy for egress alone leaves ingress open', () => {
    assert.equal(exposureOf(cache() + policy('shop', { podSelector: {}, policyTypes: ['Egress'] })), 'cluster');
  });

  it('policies add up: one that admits everybody opens what another denies', () => {
    const deny = policy('shop', { podSelector: {}, policyTypes: ['Ingress'] });
    const open = policy('shop', { podSelector: { matchLabels: { app: 'cache' } }, ingress: [{}] });
    assert.equal(exposureOf(cache() + deny + open), 'cluster');
  });

  it('pods of the own namespace admitted is "namespace"; a namespace selector is the cluster', () => {
    const from = (peer: object): string =>
      policy('shop', {
        podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['cache', 'db'] }] },
        ingress: [{ from: [peer] }],
      });
    assert.equal(exposureOf(cache() + from({ podSelector: { matchLabels: { app: 'web' } } })), 'namespace');
    assert.equal(exposureOf(cache() + from({ namespaceSelector: {} })), 'cluster');
    assert.equal(
      exposureOf(
        cache() + from({ podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['x'] }] } }),
      ),
      'namespace',
    );
  });

  it('a load balancer is the internet, with the line that says so; a private one is not', () => {
    const text = deployment({ name: 'web', port: 8080 }) + service('web', { app: 'web' }, { type: 'LoadBalancer' });
    const web = component(modelOf({ 'all.yaml': text }), 'web');
    assert.equal(web.exposure, 'internet');
    assert.deepEqual(web.exposedBy[0]?.at?.route, ['spec', 'type']);
    const kept = text
      .replace('"name":"web"}', '"name":"web"}')
      .replace(
        '"kind":"Service","metadata":{',
        '"kind":"Service","metadata":{"annotations":{"networking.gke.io/load-balancer-type":"Internal"},',
      );
    assert.notEqual(component(modelOf({ 'all.yaml': kept }), 'web').exposure, 'internet');
  });

  it('a policy that admits no address closes a load balancer, and a pod on the network of its node stays open', () => {
    const closed = policy('shop', { podSelector: {}, policyTypes: ['Ingress'] });
    const balanced =
      deployment({ name: 'web', namespace: 'shop', port: 80 }) +
      service('web', { app: 'web' }, { namespace: 'shop', type: 'LoadBalancer' }) +
      closed;
    assert.equal(exposureOf(balanced, 'web'), 'isolated');
    const onNode = balanced.replace('"containers"', '"hostNetwork":true,"containers"');
    assert.equal(exposureOf(onNode, 'web'), 'internet');
  });

  it('policies of a Kustomize component that may not be included make nothing safe', () => {
    const model = modelOf({
      'base.yaml': cache(),
      'components/policies/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [deny.yaml]\n',
      'components/policies/deny.yaml': policy('shop', { podSelector: {}, policyTypes: ['Ingress'] }),
    });
    assert.equal(component(model, 'cache').exposure, 'cluster');
  });

  it('labels tell a proxy where to route', () => {
    const model = modelOf({
      'compose.yaml':
        'services:\n  edge: { image: "traefik:3.2", ports: ["443:443"] }\n  api: { image: "acme/api:1", labels: ["traefik.http.routers.api.rule=Host(`a.test`)"] }\n  job: { image: "acme/job:1", labels: { traefik.enable: "false" } }\n',
    });
    assert.deepEqual(flowNames(model), ['edge -> api', 'user -> edge']);
    assert.equal(component(model, 'api').exposure, 'internet');
    assert.equal(component(model, 'job').exposure, 'namespace');
  });

  it('a Kustomization gives its files their namespace, and two that disagree give none', () => {
    const files = {
      'base/all.yaml': cache('').replaceAll('"namespace":"",', ''),
      'base/kustomization.yaml':
        'kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nresources: [all.yaml]\n',
    };
    const overlay = (namespace: string): string =>
      `kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nnamespace: ${namespace}\nresources: [../base]\n`;
    assert.equal(
      component(modelOf({ ...files, 'prod/kustomization.yaml': overlay('prod') }), 'cache').boundary,
      'namespace/prod',
    );
    assert.equal(
      component(
        modelOf({ ...files, 'prod/kustomization.yaml': overlay('prod'), 'dev/kustomization.yaml': overlay('dev') }),
        'cache',
      ).boundary,
      'cluster',
    );
  });

  it('a selector of a Service matches all its pairs, and an empty one none', () => {
    const pod = deployment({ name: 'web', labels: { app: 'web', tier: 'front' } });
    const model = modelOf({
      'all.yaml': pod + service('both', { app: 'web', tier: 'front' }, { type: 'LoadBalancer' }),
    });
    assert.deepEqual(component(model, 'web').aliases, ['both']);
    const half = modelOf({ 'all.yaml': pod + service('half', { app: 'web', tier: 'back' }, { type: 'LoadBalancer' }) });
    assert.notEqual(component(half, 'web').exposure, 'internet');
    const none = modelOf({ 'all.yaml': pod + service('none', {}, { type: 'LoadBalancer' }) });
    assert.notEqual(component(none, 'web').exposure, 'internet');
  });

  it('Compose ports: all interfaces, loopback, ranges, variables and internal networks', () => {
    const model = modelOf({
      'compose.yaml': `
services:
  open: { image: "registry.test/a:1", ports: ["8000-8005:8000-8005"] }
  host: { image: "registry.test/b:1", ports: ["127.0.0.1:8080:80"] }
  inside: { image: "registry.test/c:1" }
  unknown: { image: "registry.test/d:1", ports: ["\${BIND_ADDRESS}:8081:80"] }
  node: { image: "registry.test/e:1", network_mode: host }
  none: { image: "registry.test/f:1", network_mode: none }
  kept: { image: "registry.test/g:1", ports: ["8090:80"], networks: [back] }
networks:
  back: { internal: true }
`,
    });
    const found = Object.fromEntries(
      model.components.filter((it) => it.type === 'process').map((it) => [it.name, it.exposure]),
    );
    assert.deepEqual(found, {
      open: 'internet',
      host: 'host',
      inside: 'namespace',
      unknown: 'unknown',
      node: 'internet',
      none: 'isolated',
      kept: 'namespace',
    });
  });

  it('what a gateway routes to is reached from the internet, hop by hop', () => {
    const model = modelOf({
      'compose.yaml':
        'services:\n  front: { image: "nginx:1.27", ports: ["80:80"], volumes: ["./proxy:/etc/nginx/conf.d:ro"] }\n  orders: { image: "registry.test/orders:1" }\n  ledger: { image: "registry.test/ledger:1" }\n',
      'proxy/default.conf':
        'upstream o { server orders:8080; }\nserver {\n  # proxy_pass http://ledger;\n  location / { proxy_pass http://o; }\n}\n',
    });
    const orders = component(model, 'orders');
    assert.equal(orders.exposure, 'internet');
    assert.equal(orders.exposedBy.length, 2);
    assert.equal(component(model, 'ledger').exposure, 'namespace', 'a comment is no route');
    assert.deepEqual(flowNames(model), ['front -> orders', 'user -> front']);
  });
});
