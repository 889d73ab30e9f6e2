// A flow that policies turn away is no hop of an attack: network policies and the mesh's authorization, with the cases in
// which other tools are known to read a policy wrongly, and near misses in which somebody may still pass.
import assert from 'node:assert/strict';
import { attackPathsOf } from '../../../server/src/core/threat-model/attack-paths.ts';
import { reachesOf } from '../../../server/src/core/threat-model/reach.ts';
import { component, deployment, document, flow, modelOf, service } from '../../support/model.ts';

const account = (text: string, name: string): string =>
  text.replace('"spec":{"containers"', `"spec":{"serviceAccountName":"${name}","containers"`);
const web = (namespace: string): string =>
  account(deployment({ name: 'web', namespace, port: 80, env: { DB: 'postgres://u@db:5432/x' } }), 'web') +
  service('web', { app: 'web' }, { namespace, type: 'LoadBalancer' });
const db = (namespace: string): string =>
  deployment({ name: 'db', namespace, image: 'postgres:17', port: 5432 }) +
  service('db', { app: 'db' }, { namespace, port: 5432 });
const shop = (namespace = 'shop'): string => web(namespace) + db(namespace);

const object = (apiVersion: string, kind: string, spec: object, namespace = 'shop', name = 'p'): string =>
  document({ apiVersion, kind, metadata: { name, namespace }, spec });
const network = (spec: object, namespace?: string): string =>
  object('networking.k8s.io/v1', 'NetworkPolicy', spec, namespace);
const space = (labels: object, annotations: object = {}): string =>
  document({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels, annotations } });

function blocked(files: Readonly<Record<string, string>> | string): boolean {
  const model = modelOf(typeof files === 'string' ? { 'all.yaml': files } : files);
  const is = flow(model, 'web', 'db').blocked === true;
  const { total } = attackPathsOf(model);
  assert.equal(total, is ? 0 : 1, 'attack paths follow what is let through');
  assert.equal(reachesOf(model).get(component(model, 'web').id)?.stores.length, is ? 0 : 1);
  return is;
}

describe('threat model: flows that network policies block', () => {
  const me = { matchLabels: { app: 'web' } };
  const target = { matchLabels: { app: 'db' } };

  it('a flow without policies is a hop', () => assert.equal(blocked(shop()), false));

  it('an empty selector denies in its own namespace and in no other (checkov #7474)', () => {
    assert.equal(blocked(shop() + network({ podSelector: {}, policyTypes: ['Ingress'], ingress: [] })), true);
    assert.equal(blocked(shop() + network({ podSelector: {}, policyTypes: ['Ingress'] }, 'other')), false);
  });

  it('an empty selector selects every pod, in each of its spellings (kube-score #293, #420, #653)', () => {
    for (const podSelector of [{}, { matchLabels: {} }, { matchExpressions: [] }])
      assert.equal(blocked(shop() + network({ podSelector, policyTypes: ['Egress'] })), true);
  });

  it('a policy blocks the pods of another file (kics #3759, #1975, #2006)', () => {
    const deny = network({
      podSelector: target,
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'x' } } }] }],
    });
    assert.equal(blocked({ 'web.yaml': web('shop'), 'db.yaml': db('shop'), 'deny.yaml': deny }), true);
  });

  it('whoever may pass by one policy, one port or an address that no file tells, passes', () => {
    const deny = network({ podSelector: target, ingress: [] });
    const admit = (more: object): string => deny + network({ podSelector: target, ingress: [more] }, 'shop');
    assert.equal(blocked(shop() + admit({ from: [{ podSelector: me }] })), false);
    assert.equal(blocked(shop() + admit({ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] })), false);
    assert.equal(blocked(shop() + admit({ from: [{ podSelector: me }], ports: [{ port: 5432 }] })), false);
    assert.equal(blocked(shop() + admit({ from: [{ podSelector: {} }], ports: [{ port: 80 }] })), true);
    // Who is named is there to call, whichever port he means.
    assert.equal(blocked(shop() + admit({ from: [{ podSelector: me }], ports: [{ port: 80 }] })), false);
  });

  it('pods on the network of their node are held back by nobody', () => {
    const bare = web('shop').replace('"serviceAccountName"', '"hostNetwork":true,"serviceAccountName"');
    assert.equal(blocked(bare + db('shop') + network({ podSelector: {}, policyTypes: ['Ingress'] })), false);
  });

  it('a guard that may not be there blocks nothing', () => {
    const files = {
      'base/all.yaml': shop(),
      'component/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [deny.yaml]\n',
      'component/deny.yaml': network({ podSelector: {}, policyTypes: ['Ingress'] }),
    };
    assert.equal(blocked(files), false);
  });
});

describe('threat model: flows that a mesh blocks', () => {
  const istio = space({ 'istio-injection': 'enabled' });
  const authorization = (spec: object, namespace?: string): string =>
    object('security.istio.io/v1', 'AuthorizationPolicy', spec, namespace, `p-${JSON.stringify(spec).length}`);
  const allow = (...sources: readonly object[]): string =>
    authorization({ rules: [{ from: sources.map((source) => ({ source })) }] });

  it('Istio: an ALLOW policy that nobody fits, or that has no rules, turns all away', () => {
    assert.equal(blocked(shop() + istio + authorization({})), true);
    assert.equal(blocked(shop() + istio + allow({ principals: ['cluster.local/ns/shop/sa/other'] })), true);
    assert.equal(blocked(shop() + istio + allow({ namespaces: ['other'] })), true);
    assert.equal(blocked(shop() + istio + authorization({ action: 'DENY', rules: [{}] })), true);
    assert.equal(blocked(shop() + istio + authorization({}, 'istio-system')), true);
  });

  it('Istio: who is named, by a pattern too, passes; and so does who may be', () => {
    for (const it of ['cluster.local/ns/shop/sa/web', 'other.domain/ns/shop/sa/web', '*/sa/web', 'td/ns/shop/*', '*'])
      assert.equal(blocked(shop() + istio + allow({ principals: [it] })), false, it);
    assert.equal(blocked(shop() + istio + allow({ namespaces: ['other', 'sh*'] })), false);
    assert.equal(blocked(shop() + istio + allow({ requestPrincipals: ['*'] })), false);
    assert.equal(blocked(shop() + istio + allow({ namespaces: ['other'] }, { ipBlocks: ['10.0.0.0/8'] })), false);
    assert.equal(blocked(shop() + istio + authorization({}) + allow({ namespaces: ['shop'] })), false);
  });

  it('Istio: a policy of others, of a gateway, or without a proxy to ask it, blocks nothing', () => {
    assert.equal(blocked(shop() + authorization({})), false);
    assert.equal(blocked(shop() + istio + authorization({}, 'other')), false);
    assert.equal(blocked(shop() + istio + authorization({ selector: { matchLabels: { app: 'x' } } })), false);
    assert.equal(blocked(shop() + istio + authorization({ targetRefs: [{ kind: 'Service', name: 'db' }] })), false);
    assert.equal(blocked(shop() + istio + authorization({ action: 'AUDIT' })), false);
    const outside = db('shop').replace(
      '"labels":{"app":"db"}',
      '"labels":{"app":"db","sidecar.istio.io/inject":"false"}',
    );
    assert.equal(blocked(web('shop') + outside + istio + authorization({})), false);
  });

  const linkerd = space({}, { 'linkerd.io/inject': 'enabled' });
  const policy = (kind: string, name: string, spec: object): string =>
    object('policy.linkerd.io/v1beta3', kind, spec, 'shop', name);
  const server = (more: object = {}): string =>
    policy('Server', 'db', { podSelector: { matchLabels: { app: 'db' } }, port: 5432, ...more });
  const grant = (...names: readonly string[]): string =>
    policy('AuthorizationPolicy', 'db', {
      targetRef: { group: 'policy.linkerd.io', kind: 'Server', name: 'db' },
      requiredAuthenticationRefs: names.map((name) => ({ kind: 'ServiceAccount', name })),
    });

  it('Linkerd: a Server that authorizes nobody, or somebody else, turns all others away', () => {
    assert.equal(blocked(shop() + linkerd + server()), true);
    assert.equal(blocked(shop() + linkerd + server() + grant('other')), true);
    assert.equal(
      blocked(
        shop() + space({}, { 'linkerd.io/inject': 'enabled', 'config.linkerd.io/default-inbound-policy': 'deny' }),
      ),
      true,
    );
  });

  it('Linkerd: who is authorized, or may be, passes', () => {
    assert.equal(blocked(shop() + linkerd), false);
    assert.equal(blocked(shop() + server()), false);
    assert.equal(blocked(shop() + linkerd + server() + grant('web')), false);
    assert.equal(blocked(shop() + linkerd + server() + grant()), false);
    assert.equal(blocked(shop() + linkerd + server({ port: 80 })), false);
    assert.equal(blocked(shop() + linkerd + server({ accessPolicy: 'audit' })), false);
    const anybody = policy('MeshTLSAuthentication', 'any', { identities: ['*'] });
    const named = policy('AuthorizationPolicy', 'db', {
      targetRef: { group: 'policy.linkerd.io', kind: 'Server', name: 'db' },
      requiredAuthenticationRefs: [{ kind: 'MeshTLSAuthentication', name: 'any' }],
    });
    assert.equal(blocked(shop() + linkerd + server() + anybody + named), false);
    assert.equal(blocked(shop() + linkerd + server() + named), false);
  });
});
