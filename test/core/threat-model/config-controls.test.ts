// Rate limits, circuit breakers and alerts that plain configuration shows; each with a near miss that shows none.
import assert from 'node:assert/strict';
import type { Control, ControlState, Threat, ThreatModel } from '../../../server/src/core/threat-model/model.ts';
import { component, modelOf, workspaceOf } from '../../support/model.ts';

type Files = Readonly<Record<string, string>>;

function control(model: ThreatModel, name: string, wanted: Control): ControlState | undefined {
  const { id } = component(model, name);
  return model.posture.find((it) => it.component === id)?.controls.find((it) => it.control === wanted);
}

const edge = (image: string, mount: string, target: string): string => `services:
  edge: { image: ${image}, ports: ["80:80"], volumes: ["./${mount}:${target}"] }
  api: { image: registry.test/api:1 }
`;
const nginx = (text: string): ThreatModel =>
  modelOf({ 'compose.yaml': edge('"nginx:1.29"', 'nginx.conf', '/etc/nginx/nginx.conf'), 'nginx.conf': text });
const flood = (model: ThreatModel): Threat | undefined =>
  model.threats.find((it) => it.id === `${component(model, 'edge').id} D flood`);

describe('threat model: rate limits of NGINX', () => {
  const server = (more: string): string =>
    `limit_req_zone $binary_remote_addr zone=a:10m rate=9r/s;\nserver {\n  location / {\n    ${more}\n    proxy_pass http://api:80;\n  }\n}\n`;

  it('limit_req and limit_conn limit, where they stand', () => {
    for (const line of ['limit_req zone=a burst=20;', 'limit_conn a 10;', "limit_req zone='a';"]) {
      const model = nginx(server(line));
      const found = control(model, 'edge', 'rate-limit');
      assert.equal(found?.state, 'yes', line);
      assert.equal(found?.evidence[0]?.at?.route[0], line.slice(0, -1));
      assert.equal(flood(model)?.state, 'mitigated');
      assert.equal(control(model, 'api', 'rate-limit')?.state, 'yes', 'what stands behind is limited with it');
    }
  });

  it('a zone alone, a comment and a dry run limit nothing', () => {
    const none = nginx(server('# limit_req zone=a;'));
    assert.equal(control(none, 'edge', 'rate-limit')?.state, 'no');
    assert.equal(flood(none)?.state, 'open');
    assert.equal(
      control(nginx(server('limit_req_dry_run on; limit_req zone=a;')), 'edge', 'rate-limit')?.state,
      'unknown',
    );
  });

  it('what it includes may limit, unless that is another file of types', () => {
    const state = (line: string): string | undefined =>
      control(nginx(`${line}\n${server('')}`), 'edge', 'rate-limit')?.state;
    assert.equal(state('include /etc/nginx/limits/*.conf;'), 'unknown');
    assert.equal(state('include mime.types;'), 'no');
  });

  it('a file that only limits is read too', () => {
    const compose = edge('"nginx:1.29"', 'nginx', '/etc/nginx/conf.d');
    const files: Files = {
      'compose.yaml': compose,
      'nginx/limits.conf': 'limit_conn_zone $server_name zone=b:1m;\nlimit_conn b 9;\n',
    };
    assert.equal(control(modelOf(files), 'edge', 'rate-limit')?.state, 'yes');
  });
});

describe('threat model: rate limits of other proxies', () => {
  const haproxy = (text: string): string | undefined =>
    control(
      modelOf({
        'compose.yaml': edge('"haproxy:3.2"', 'haproxy.cfg', '/usr/local/etc/haproxy/haproxy.cfg'),
        'haproxy.cfg': `frontend web\n  bind :80\n${text}backend api\n  server a api:80\n`,
      }),
      'edge',
      'rate-limit',
    )?.state;

  it('HAProxy refuses by what a stick-table counts', () => {
    const table = '  stick-table type ip size 1m expire 1m store http_req_rate(10s)\n  http-request track-sc0 src\n';
    assert.equal(haproxy(`${table}  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 20 }\n`), 'yes');
    assert.equal(haproxy(`${table}  acl busy sc0_http_req_rate gt 20\n  http-request tarpit if busy\n`), 'yes');
    assert.equal(haproxy('  rate-limit sessions 100\n'), 'yes');
    assert.equal(haproxy(table), 'no');
    assert.equal(haproxy(`${table}  http-request deny if { path /admin }\n`), 'no');
    assert.equal(haproxy('  http-request deny if { sc_http_req_rate(0) gt 20 }\n'), 'no');
  });

  const envoy = (filter: string): string | undefined =>
    control(
      modelOf({
        'compose.yaml': edge('"envoyproxy/envoy:v1.35"', 'envoy.yaml', '/etc/envoy/envoy.yaml'),
        'envoy.yaml': `static_resources:
  listeners:
    - filter_chains: [{ filters: [{ name: envoy.filters.network.http_connection_manager, typed_config: { http_filters: [${filter}] } }] }]
  clusters:
    - { name: api, load_assignment: { endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: api, port_value: 80 } } } }] }] } }
`,
      }),
      'edge',
      'rate-limit',
    )?.state;

  it('Envoy limits by itself where that is enabled and enforced', () => {
    const share = (key: string, numerator: number): string => `${key}: { default_value: { numerator: ${numerator} } }`;
    const local = (...parts: readonly string[]): string =>
      `{ name: envoy.filters.http.local_ratelimit, typed_config: { token_bucket: { max_tokens: 10 }, ${parts.join(', ')} } }`;
    assert.equal(envoy(local(share('filter_enabled', 100), share('filter_enforced', 100))), 'yes');
    assert.equal(envoy('{ name: envoy.filters.http.ratelimit }'), 'yes');
    assert.equal(envoy(local(share('filter_enabled', 100))), 'unknown');
    assert.equal(envoy(local(share('filter_enabled', 100), share('filter_enforced', 0))), 'unknown');
    assert.equal(envoy('{ name: envoy.filters.http.router }'), 'no');
  });

  it('Traefik limits the routers that name the middleware', () => {
    const traefik = (used: string): string | undefined =>
      control(
        modelOf({
          'compose.yaml': edge('"traefik:v3.5"', 'traefik/dynamic.yml', '/etc/traefik/dynamic.yml'),
          'traefik/dynamic.yml': `http:
  routers: { api: { rule: "Host(x)", service: api, middlewares: [${used}] } }
  middlewares: { slow: { rateLimit: { average: 10 } } }
  services: { api: { loadBalancer: { servers: [{ url: "http://api:80" }] } } }
`,
        }),
        'edge',
        'rate-limit',
      )?.state;
    assert.equal(traefik('slow@file'), 'yes');
    assert.equal(traefik('other'), 'unknown');
  });
});

describe('threat model: rate limits in labels', () => {
  const state = (labels: readonly string[]): string | undefined =>
    control(
      modelOf({
        'compose.yaml': `services:
  proxy: { image: "traefik:v3.5", ports: ["80:80"] }
  api: { image: "registry.test/api:1", labels: ${JSON.stringify(labels)} }
`,
      }),
      'api',
      'rate-limit',
    )?.state;

  it('Traefik limits the routers that name the middleware', () => {
    const router = 'traefik.http.routers.api.rule=Path(x)';
    const limit = 'traefik.http.middlewares.slow.ratelimit.average=10';
    assert.equal(state([router, limit, 'traefik.http.routers.api.middlewares=auth,slow@docker']), 'yes');
    assert.equal(state([router, limit]), 'unknown');
    assert.equal(state([router, 'traefik.http.routers.api.middlewares=slow']), 'unknown');
  });
});

describe('threat model: circuit breakers in settings', () => {
  const state = (application: string): string | undefined =>
    control(
      modelOf({
        'compose.yaml': 'services: { orders: { build: ./orders } }\n',
        'orders/Dockerfile': 'FROM eclipse-temurin:21\nCMD ["java"]\n',
        'orders/src/main/resources/application.yml': application,
      }),
      'orders',
      'circuit-breaker',
    )?.state;

  it('Resilience4j, Feign and gateway filters break the circuit', () => {
    assert.equal(state('resilience4j.circuitbreaker.instances.stock.slidingWindowSize: 10\n'), 'yes');
    assert.equal(state('spring: { cloud: { openfeign: { circuitbreaker: { enabled: true } } } }\n'), 'yes');
    assert.equal(state('spring.cloud.gateway.routes: [{ uri: "http://a:1", filters: ["CircuitBreaker=a"] }]\n'), 'yes');
    assert.equal(state('spring: { cloud: { openfeign: { circuitbreaker: { enabled: false } } } }\n'), 'unknown');
    assert.equal(state('resilience4j.retry.instances.stock.maxAttempts: 3\n'), 'unknown');
    assert.equal(
      state('spring.cloud.gateway.routes: [{ uri: "http://a:1", filters: ["StripPrefix=1"] }]\n'),
      'unknown',
    );
  });
});

describe('threat model: alerts of Prometheus', () => {
  const rules = 'groups:\n  - name: a\n    rules:\n      - alert: Down\n        expr: up == 0\n';
  const files = (prometheus: string, more: Files = {}): Files => ({
    'compose.yaml':
      'services:\n  prometheus: { image: "prom/prometheus:v3", volumes: ["./monitoring:/etc/prometheus"] }\n  api: { image: registry.test/api:1 }\n',
    'monitoring/prometheus.yml': `scrape_configs: []\n${prometheus}`,
    'monitoring/alerts.yml': rules,
    ...more,
  });
  const alerts = (text: string, more: Files = {}): string | undefined =>
    control(modelOf(files(text, more)), 'api', 'alerts')?.state;
  const told = 'alerting: { alertmanagers: [{ static_configs: [{ targets: ["alertmanager:9093"] }] }] }\n';

  it('rules count that are read, where somebody is told', () => {
    assert.equal(alerts(`rule_files: [/etc/prometheus/alerts.yml]\n${told}`), 'yes');
    assert.equal(alerts(`rule_files: ["*.yml"]\n${told}`), 'yes');
    assert.equal(alerts(`rule_files: [alerts.yml]\n`), 'unknown');
    assert.equal(alerts(told), 'unknown');
    assert.equal(alerts(`rule_files: [other.yml, "al*.rules"]\n${told}`), 'unknown');
    const recording = { 'monitoring/alerts.yml': rules.replace('alert:', 'record:') };
    assert.equal(alerts(`rule_files: [alerts.yml]\n${told}`, recording), 'unknown');
  });

  it('the line of the first alert is shown', () => {
    const workspace = workspaceOf(files(`rule_files: [alerts.yml]\n${told}`));
    const found = control(workspace.threatModel(), 'api', 'alerts')?.evidence[0];
    assert.equal(found?.text, 'prometheus: rules raise the alert Down');
    assert.ok(found.at);
    assert.equal(workspace.place(found.at)?.start.line, 3);
  });
});
