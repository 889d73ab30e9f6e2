// What a mesh makes of each edge: mutual TLS between members, ports past the proxies, and who has to say who he is.
import assert from 'node:assert/strict';
import { deployment, document, flow, flowNames, modelOf } from '../../support/model.ts';

const space = (annotations: object, labels: object = {}): string =>
  document({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', annotations, labels } });
const linkerd = { 'linkerd.io/inject': 'enabled' };

/** A pod's own annotations. */
const annotated = (text: string, annotations: object): string =>
  text.replace('"template":{"metadata":{', `"template":{"metadata":{"annotations":${JSON.stringify(annotations)},`);

const web = deployment({ name: 'web', namespace: 'shop', env: { A: 'http://api:80' } });
const api = deployment({ name: 'api', namespace: 'shop', port: 8080 });
const front = document({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'api', namespace: 'shop' },
  spec: { selector: { app: 'api' }, ports: [{ port: 80, targetPort: 8080 }] },
});

const policy = (kind: string, name: string, spec: object, version = 'v1beta1', labels: object = {}): string =>
  document({ apiVersion: `policy.linkerd.io/${version}`, kind, metadata: { name, namespace: 'shop', labels }, spec });
const server = (more: object = {}): string =>
  policy('Server', 'api-http', { podSelector: { matchLabels: { app: 'api' } }, port: 8080, ...more }, 'v1beta3', {
    of: 'api',
  });

function told(...parts: readonly string[]): readonly [encrypted: string, authenticated: string] {
  const it = flow(modelOf({ 'all.yaml': parts.join('') }), 'web', 'api');
  return [it.encrypted, it.authenticated];
}

describe('threat model: Linkerd', () => {
  it('members speak mutual TLS, which no server demands by itself', () => {
    assert.deepEqual(told(web, api, front), ['no', 'unknown']);
    assert.deepEqual(told(web, api, front, space(linkerd)), ['yes', 'unknown']);
    assert.deepEqual(told(annotated(web, { 'linkerd.io/inject': 'disabled' }), api, front, space(linkerd)), [
      'no',
      'unknown',
    ]);
  });

  it('the default of the pod wins over that of the namespace', () => {
    const all = { ...linkerd, 'config.linkerd.io/default-inbound-policy': 'all-authenticated' };
    assert.deepEqual(told(web, api, front, space(all)), ['yes', 'yes']);
    for (const open of ['all-unauthenticated', 'cluster-unauthenticated', 'audit', 'all-mtls']) {
      const own = annotated(api, { 'config.linkerd.io/default-inbound-policy': open });
      assert.deepEqual(told(web, own, front, space(all)), ['yes', 'unknown'], open);
    }
    for (const closed of ['cluster-authenticated', 'deny']) {
      const own = annotated(api, { 'config.linkerd.io/default-inbound-policy': closed });
      assert.deepEqual(told(web, own, front, space(linkerd)), ['yes', 'yes'], closed);
    }
  });

  it('a Server denies who is not authorized, whatever the default says', () => {
    assert.deepEqual(told(web, api, front, space(linkerd), server()), ['yes', 'yes']);
    assert.deepEqual(told(web, api, front, space(linkerd), server({ accessPolicy: 'all-unauthenticated' })), [
      'yes',
      'unknown',
    ]);
    assert.deepEqual(told(web, api, front, space(linkerd), server({ accessPolicy: 'audit' })), ['yes', 'unknown']);
  });

  it('a Server of another port, of other pods or of machines outside decides nothing', () => {
    for (const other of [
      { port: 9090 },
      { port: 'http' },
      { podSelector: { matchLabels: { app: 'other' } } },
      { podSelector: undefined, externalWorkloadSelector: {} },
    ])
      assert.deepEqual(told(web, api, front, space(linkerd), server(other)), ['yes', 'unknown'], JSON.stringify(other));
  });

  it('a Server may name the port as the container does, and an empty selector selects all pods', () => {
    const named = api.replace('{"containerPort":8080}', '{"containerPort":8080,"name":"http"}');
    assert.deepEqual(told(web, named, front, space(linkerd), server({ port: 'http', podSelector: {} })), [
      'yes',
      'yes',
    ]);
  });

  const old = (client: object, of: object = { name: 'api-http' }): string =>
    policy('ServerAuthorization', 'a', { server: of, client });
  it('a ServerAuthorization asks for an identity, or for none', () => {
    const base = [web, api, front, space(linkerd), server()];
    assert.deepEqual(told(...base, old({ meshTLS: { identities: ['*'] } })), ['yes', 'yes']);
    assert.deepEqual(told(...base, old({ meshTLS: { unauthenticatedTLS: true } })), ['yes', 'unknown']);
    assert.deepEqual(told(...base, old({ unauthenticated: true })), ['yes', 'unknown']);
    assert.deepEqual(told(...base, old({ networks: [{ cidr: '10.0.0.0/8' }] })), ['yes', 'unknown']);
    assert.deepEqual(told(...base, old({ unauthenticated: true }, { name: 'other' })), ['yes', 'yes']);
    assert.deepEqual(told(...base, old({ unauthenticated: true }, { selector: { matchLabels: { of: 'api' } } })), [
      'yes',
      'unknown',
    ]);
  });

  const authorize = (refs: readonly object[], targetRef: object = { kind: 'Server', name: 'api-http' }): string =>
    policy('AuthorizationPolicy', 'p', { targetRef, requiredAuthenticationRefs: refs }, 'v1alpha1');
  it('an AuthorizationPolicy requires all that it lists, and nothing when it lists nothing', () => {
    const base = [web, api, front, space(linkerd), server()];
    const mesh = { kind: 'MeshTLSAuthentication', name: 'm' };
    const network = { kind: 'NetworkAuthentication', name: 'n' };
    assert.deepEqual(told(...base, authorize([mesh])), ['yes', 'yes']);
    assert.deepEqual(told(...base, authorize([mesh, network])), ['yes', 'yes']);
    assert.deepEqual(told(...base, authorize([network])), ['yes', 'unknown']);
    assert.deepEqual(told(...base, authorize([])), ['yes', 'unknown']);
    assert.deepEqual(told(...base, authorize([], { kind: 'Namespace', name: 'shop' })), ['yes', 'unknown']);
    assert.deepEqual(told(...base, authorize([], { kind: 'HTTPRoute', name: 'r' })), ['yes', 'yes']);
    const route = policy('HTTPRoute', 'r', { parentRefs: [{ kind: 'Server', name: 'api-http' }] }, 'v1beta3');
    assert.deepEqual(told(...base, route, authorize([], { kind: 'HTTPRoute', name: 'r' })), ['yes', 'unknown']);
  });

  it('who is authorized by name is there to call', () => {
    const account = (text: string, name: string): string =>
      text.replace('"spec":{"containers"', `"spec":{"serviceAccountName":"${name}","containers"`);
    const parts = [
      account(deployment({ name: 'job', namespace: 'shop' }), 'job'),
      account(deployment({ name: 'cron', namespace: 'shop' }), 'cron'),
      account(deployment({ name: 'bot', namespace: 'shop' }), 'bot'),
      api,
      front,
      space(linkerd),
      server(),
    ];
    assert.deepEqual(flowNames(modelOf({ 'all.yaml': parts.join('') })), []);
    const model = modelOf({
      'all.yaml': [
        ...parts,
        authorize([{ kind: 'MeshTLSAuthentication', name: 'm' }]),
        policy('MeshTLSAuthentication', 'm', {
          identities: ['cron.shop.serviceaccount.identity.linkerd.cluster.local', '*.shop.serviceaccount.identity.x'],
          identityRefs: [{ kind: 'ServiceAccount', name: 'job' }],
        }),
        old({ meshTLS: { serviceAccounts: [{ name: 'bot' }] } }),
      ].join(''),
    });
    assert.deepEqual(flowNames(model), ['bot -> api', 'cron -> api', 'job -> api']);
    assert.deepEqual(
      model.flows.map((it) => it.encrypted),
      ['yes', 'yes', 'yes'],
    );
  });
});

describe('threat model: ports past the proxies', () => {
  const inbound = 'config.linkerd.io/skip-inbound-ports';
  it('what a server leaves out is as the address says', () => {
    for (const ports of ['8080', '1,8080', '8000-9000'])
      assert.deepEqual(
        told(web, annotated(api, { [inbound]: ports }), front, space(linkerd)),
        ['no', 'unknown'],
        ports,
      );
    for (const ports of ['80', '9090', '', 'http'])
      assert.deepEqual(
        told(web, annotated(api, { [inbound]: ports }), front, space(linkerd)),
        ['yes', 'unknown'],
        ports,
      );
    assert.deepEqual(told(web, api, front, space({ ...linkerd, [inbound]: '8080' })), ['no', 'unknown']);
    // The pod's own list takes the place of its namespace's.
    const own = annotated(api, { [inbound]: '9090' });
    assert.deepEqual(told(web, own, front, space({ ...linkerd, [inbound]: '8080' })), ['yes', 'unknown']);
  });

  it('what a client leaves out goes by the port that it calls', () => {
    const past = (ports: string): string => annotated(web, { 'config.linkerd.io/skip-outbound-ports': ports });
    assert.deepEqual(told(past('80'), api, front, space(linkerd)), ['no', 'unknown']);
    assert.deepEqual(told(past('8080'), api, front, space(linkerd)), ['yes', 'unknown']);
  });

  it('a policy does not hold where the proxy is not asked, and a port that nobody names may be any', () => {
    const strict = { ...linkerd, 'config.linkerd.io/default-inbound-policy': 'all-authenticated', [inbound]: '8080' };
    assert.deepEqual(told(web, api, front, space(strict)), ['no', 'unknown']);
    const nameless = deployment({ name: 'web', namespace: 'shop', env: { API_HOST: 'api' } });
    assert.deepEqual(told(nameless, api, front, space(strict)), ['unknown', 'unknown']);
  });

  it('Istio leaves ports out too, by its own annotations', () => {
    const istio = space({}, { 'istio-injection': 'enabled' });
    const out = annotated(api, { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' });
    assert.deepEqual(told(web, api, front, istio), ['yes', 'unknown']);
    assert.deepEqual(told(web, out, front, istio), ['no', 'unknown']);
  });
});

describe('threat model: what clients of Istio send', () => {
  const istio = space({}, { 'istio-injection': 'enabled' });
  const rule = (host: string, policyOf: object, namespace = 'shop'): string =>
    document({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'd', namespace },
      spec: { host, trafficPolicy: policyOf },
    });
  const strict = document({
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'p', namespace: 'shop' },
    spec: { mtls: { mode: 'STRICT' } },
  });

  it('a DestinationRule takes mutual TLS away where it means the service', () => {
    const off = { tls: { mode: 'DISABLE' } };
    for (const host of ['api', 'api.shop', 'api.shop.svc.cluster.local'])
      assert.deepEqual(told(web, api, front, istio, rule(host, off)), ['no', 'unknown'], host);
    assert.deepEqual(told(web, api, front, istio, rule('api', off, 'other')), ['yes', 'unknown']);
    assert.deepEqual(told(web, api, front, istio, rule('api', { tls: { mode: 'ISTIO_MUTUAL' } })), ['yes', 'unknown']);
  });

  it('a port of its own mode wins, and one that is not called says nothing', () => {
    const at = (number: number): object => ({
      tls: { mode: 'ISTIO_MUTUAL' },
      portLevelSettings: [{ port: { number }, tls: { mode: 'DISABLE' } }],
    });
    assert.deepEqual(told(web, api, front, istio, rule('api', at(80))), ['no', 'unknown']);
    assert.deepEqual(told(web, api, front, istio, rule('api', at(443))), ['yes', 'unknown']);
  });

  it('plaintext to a server that demands mutual TLS is not called safe', () => {
    assert.deepEqual(told(web, api, front, istio, strict), ['yes', 'yes']);
    assert.deepEqual(told(web, api, front, istio, strict, rule('api', { tls: { mode: 'DISABLE' } })), [
      'unknown',
      'yes',
    ]);
  });
});

describe('threat model: a pair with several ports', () => {
  it('is as safe as the worst of them', () => {
    const both = deployment({ name: 'web', namespace: 'shop', env: { A: 'http://api:80', B: 'http://api:81' } });
    const two = document({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'api', namespace: 'shop' },
      spec: {
        selector: { app: 'api' },
        ports: [
          { name: 'a', port: 80, targetPort: 8080 },
          { name: 'b', port: 81, targetPort: 8081 },
        ],
      },
    });
    const out = annotated(api, { 'config.linkerd.io/skip-inbound-ports': '8081' });
    assert.deepEqual(told(both, api, two, space(linkerd)), ['yes', 'unknown']);
    assert.deepEqual(told(both, out, two, space(linkerd)), ['no', 'unknown']);
  });
});
