// Where other tools are known to answer wrongly because they read less than the standard says: selectors, namespaces,
// objects of other files, security per operation, spellings of flags. Each case names the report in that tool's tracker.
import assert from 'node:assert/strict';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { component, deployment, document, modelOf, service } from '../support/model.ts';

const root = 'file:///w';

/** "rule file:line" of every finding that is shown, of the rules that are asked about. */
function found(files: Readonly<Record<string, string>>, ...rules: readonly string[]): readonly string[] {
  const workspace = new Workspace({ rules: allRules, today: '2026-11-01', root });
  workspace.apply(Object.entries(files).map(([name, text]) => ({ uri: `${root}/${name}`, content: { text } })));
  for (const rule of rules) assert.ok(workspace.rule(rule), `there is no rule ${rule}`);
  return Object.keys(files).flatMap((name) =>
    workspace
      .verdicts(`${root}/${name}`)
      .filter((it) => rules.includes(it.finding.rule) && it.hidden === null)
      .map((it) => `${it.finding.rule} ${name}:${(workspace.place(it.finding.at)?.start.line ?? -1) + 1}`),
  );
}

const deny = (namespace: string, podSelector: object = {}): string =>
  document({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace },
    spec: { podSelector, policyTypes: ['Ingress', 'Egress'] },
  });
const pods = (name: string, namespace: string): string =>
  deployment({ name, namespace, port: 80 }) + service(name, { app: name }, { namespace });

describe('weak semantics of others: network policies', () => {
  const rule = 'kubernetes/unisolated-workload';

  it('a policy with an empty selector guards its own namespace and no other (checkov #7474)', () => {
    const files = { 'a.yaml': pods('a', 'one'), 'b.yaml': pods('b', 'two'), 'deny.yaml': deny('one') };
    assert.deepEqual(
      found(files, rule).map((it) => it.split(':')[0]),
      [`${rule} b.yaml`],
    );
    const model = modelOf(files);
    assert.equal(component(model, 'a').exposure, 'isolated');
    assert.equal(component(model, 'b').exposure, 'cluster');
  });

  it('an empty selector selects every pod, so none is missed (kube-score #293, #420, #653)', () => {
    for (const selector of [{}, { matchLabels: {} }, { matchExpressions: [] }])
      assert.deepEqual(found({ 'all.yaml': pods('a', 'one') + deny('one', selector) }, rule), []);
  });

  it('labels are matched by sets too: In, NotIn, Exists, DoesNotExist', () => {
    const by = (key: string, operator: string, values?: readonly string[]): object => ({
      matchExpressions: [{ key, operator, ...(values ? { values } : {}) }],
    });
    for (const selector of [
      by('app', 'In', ['a', 'x']),
      by('app', 'NotIn', ['x']),
      by('app', 'Exists'),
      by('x', 'DoesNotExist'),
    ])
      assert.deepEqual(
        found({ 'all.yaml': pods('a', 'one') + deny('one', selector) }, rule),
        [],
        JSON.stringify(selector),
      );
    for (const selector of [
      by('app', 'In', ['x']),
      by('app', 'NotIn', ['a']),
      by('x', 'Exists'),
      by('app', 'DoesNotExist'),
    ])
      assert.equal(
        found({ 'all.yaml': pods('a', 'one') + deny('one', selector) }, rule).length,
        1,
        JSON.stringify(selector),
      );
  });

  it('a policy whose pods stand in another file is not called one without pods (KICS #3759, #1975, #2006)', () => {
    const dangling = 'kubernetes/dangling-network-policy';
    const policy = deny('one', { matchLabels: { app: 'a' } });
    assert.deepEqual(found({ 'deny.yaml': policy, 'apps/a.yaml': pods('a', 'one') }, dangling), []);
    assert.deepEqual(found({ 'deny.yaml': policy, 'all.yaml': pods('b', 'one') + pods('a', 'one') }, dangling), []);
    assert.equal(found({ 'deny.yaml': policy, 'apps/b.yaml': pods('b', 'one') }, dangling).length, 1);
  });
});

describe('weak semantics of others: services and gateways', () => {
  it('pods are what workloads of other files make, not only Pods (istio #40861, #26222)', () => {
    const gateway = document({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'front', namespace: 'shop' },
      spec: {
        selector: { app: 'edge' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
      },
    });
    const route = document({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'r', namespace: 'shop' },
      spec: { hosts: ['*'], gateways: ['front'], http: [{ route: [{ destination: { host: 'web' } }] }] },
    });
    const rules = ['mesh/missing-gateway', 'mesh/missing-route-destination', 'mesh/gateway-port-without-service'];
    const whole = {
      'gw.yaml': gateway,
      'edge.yaml': pods('edge', 'shop'),
      'r.yaml': route,
      'web.yaml': pods('web', 'shop'),
    };
    assert.deepEqual(found(whole, ...rules), []);
    const [missing, ...more] = found({ ...whole, 'web.yaml': pods('other', 'shop') }, ...rules);
    assert.match(missing ?? '', /missing-route-destination r\.yaml/);
    assert.deepEqual(more, []);
  });

  it('a Service finds its pods in its own namespace only, and all its pairs count', () => {
    const rule = 'kubernetes/service-without-pods';
    const selecting = (selector: Readonly<Record<string, string>>, namespace: string): string =>
      service('s', selector, { namespace });
    const pod = deployment({ name: 'a', namespace: 'one', labels: { app: 'a', tier: 'web' } });
    assert.deepEqual(found({ 'a.yaml': pod, 's.yaml': selecting({ app: 'a' }, 'one') }, rule), []);
    assert.equal(found({ 'a.yaml': pod, 's.yaml': selecting({ app: 'a' }, 'two') }, rule).length, 1);
    assert.equal(found({ 'a.yaml': pod, 's.yaml': selecting({ app: 'a', tier: 'db' }, 'one') }, rule).length, 1);
  });
});

describe('weak semantics of others: objects that are no workloads', () => {
  it('no security context is asked of what runs no container (Trivy #4922, #5679, #9329)', () => {
    const kinds: readonly (readonly [string, string, object])[] = [
      ['v1', 'Service', { spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } }],
      ['v1', 'ServiceAccount', { automountServiceAccountToken: false }],
      ['v1', 'ConfigMap', { data: { a: 'b' } }],
      [
        'rbac.authorization.k8s.io/v1',
        'ClusterRole',
        { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
      ],
      ['networking.istio.io/v1', 'ServiceEntry', { spec: { hosts: ['a.example'], ports: [], resolution: 'DNS' } }],
      ['security.istio.io/v1', 'PeerAuthentication', { spec: { mtls: { mode: 'STRICT' } } }],
      ['example.com/v1', 'Deployment', { spec: { anything: true } }],
    ];
    const context = allRules
      .map((it) => it.id)
      .filter((it) =>
        /^kubernetes\/(?:missing-security-context|root-|privilege|undropped|unconfined|writable-root)/.test(it),
      );
    assert.ok(context.length >= 6);
    const text = kinds
      .map(([apiVersion, kind, more]) =>
        document({ apiVersion, kind, metadata: { name: 'x', namespace: 'shop' }, ...more }),
      )
      .join('');
    assert.deepEqual(found({ 'all.yaml': text }, ...context), []);
  });

  it('what the pod says for all its containers counts for each of them', () => {
    const guarded = document({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'shop' },
      spec: {
        securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          { name: 'a', image: 'registry.test/a:1' },
          { name: 'b', image: 'registry.test/b:1', securityContext: { runAsUser: 0 } },
        ],
      },
    });
    const rules = ['kubernetes/root-user', 'kubernetes/unconfined-seccomp'];
    assert.deepEqual(
      found({ 'p.yaml': guarded }, ...rules).map((it) => it.split(' ')[0]),
      ['kubernetes/root-user'],
    );
  });
});

describe('weak semantics of others: contracts', () => {
  const api = (more: object, operation: object = {}): string =>
    JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'a', version: '1' },
      servers: [{ url: 'https://a.example' }],
      paths: { '/orders': { post: { responses: { 201: { description: 'made' } }, ...operation } } },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      ...more,
    });
  const rules = ['openapi/missing-default-security', 'openapi/open-operation', 'openapi/empty-default-security'];

  it('security of each operation counts, also without a default (checkov #5157)', () => {
    assert.deepEqual(found({ 'a.json': api({}, { security: [{ token: [] }] }) }, 'openapi/open-operation'), []);
    assert.deepEqual(found({ 'a.json': api({ security: [{ token: [] }] }) }, ...rules), []);
    assert.ok(found({ 'a.json': api({}) }, ...rules).length > 0);
    // An empty list of an operation takes the default away.
    assert.ok(
      found({ 'a.json': api({ security: [{ token: [] }] }, { security: [] }) }, ...rules, 'openapi/disabled-security')
        .length > 0,
    );
  });

  it('items of Swagger 2.0 parameters stand at the parameter (KICS #7020)', () => {
    const swagger = (items: object): string =>
      JSON.stringify({
        swagger: '2.0',
        info: { title: 'a', version: '1' },
        paths: {
          '/a': {
            get: {
              parameters: [{ in: 'query', name: 'ids', type: 'array', maxItems: 5, ...items }],
              responses: { 200: { description: 'ok' } },
            },
          },
        },
      });
    const rule = 'openapi/untyped-array-items';
    assert.deepEqual(found({ 'a.json': swagger({ items: { type: 'string', maxLength: 5 } }) }, rule), []);
    assert.equal(found({ 'a.json': swagger({}) }, rule).length, 1);
  });
});

describe('weak semantics of others: flags of apt-get', () => {
  const rule = 'dockerfile/recommended-packages';
  const image = (command: string): Readonly<Record<string, string>> => ({
    Dockerfile: `FROM debian:13\nRUN ${command}\nUSER 1001\n`,
  });

  it('one flag has many spellings (hadolint #188, #299, #911)', () => {
    for (const command of [
      'apt-get install -y --no-install-recommends curl',
      'apt-get -yqq --no-install-recommends install curl',
      'apt-get install -o APT::Install-Recommends=false -y curl',
      'apt-get -o APT::Install-Recommends=0 install -yq curl',
      'apt-get install --quiet --quiet --yes --no-install-recommends curl',
    ])
      assert.deepEqual(found(image(command), rule), [], command);
    for (const command of [
      'apt-get install -yqq curl',
      'apt-get -y --quiet --quiet install curl',
      'apt-get install -o APT::Install-Recommends=true -y curl',
    ])
      assert.equal(found(image(command), rule).length, 1, command);
  });
});
