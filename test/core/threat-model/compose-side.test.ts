// A component that Compose and Kubernetes both run: which boundaries a flow crosses depends on whose line tells of it.
import assert from 'node:assert/strict';
import { deployment, flow, modelOf, service } from '../../support/model.ts';

const compose = `services:
  prometheus:
    image: prom/prometheus:v3.1.0
    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml"]
  catalogue:
    image: registry.example.test/shop/catalogue:1.2.0
`;
const scraping = `global: { scrape_interval: 15s }
scrape_configs:
  - job_name: catalogue
    static_configs:
      - targets: ["catalogue:80"]
`;
const catalogue = 'registry.example.test/shop/catalogue:1.2.0';
const prometheus = { name: 'prometheus', namespace: 'monitoring', image: 'prom/prometheus:v3.1.0' };
const inCluster = {
  'k8s/catalogue.yaml':
    deployment({ name: 'catalogue', namespace: 'shop', image: catalogue }) +
    service('catalogue', { app: 'catalogue' }, { namespace: 'shop' }),
  'k8s/prometheus.yaml': deployment(prometheus),
};

describe('threat model: a flow between components that Compose and Kubernetes both run', () => {
  it('crosses no boundary of the cluster where only a file of the Compose project tells of it', () => {
    const model = modelOf({ 'compose/compose.yaml': compose, 'compose/prometheus.yml': scraping, ...inCluster });
    assert.deepEqual(flow(model, 'prometheus', 'catalogue').crosses, []);
  });

  it('crosses the namespaces where a manifest tells of it', () => {
    const told = deployment({ ...prometheus, env: { TARGET: 'http://catalogue.shop:80' } });
    const model = modelOf({ 'compose/compose.yaml': compose, ...inCluster, 'k8s/prometheus.yaml': told });
    assert.notDeepEqual(flow(model, 'prometheus', 'catalogue').crosses, []);
  });
});
