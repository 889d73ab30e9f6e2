// Who may connect to whom by NetworkPolicy: both ends, both directions, ports, and what no file tells.
import assert from 'node:assert/strict';
import { deployment, document, flow, modelOf } from '../../support/model.ts';

const web = deployment({ name: 'web', namespace: 'shop', env: { A: 'http://api:80' } });
const api = deployment({ name: 'api', namespace: 'shop', port: 8080 });
const front = document({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'api', namespace: 'shop' },
  spec: { selector: { app: 'api' }, ports: [{ port: 80, targetPort: 8080 }] },
});
const policy = (spec: object, namespace = 'shop'): string =>
  document({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace }, spec });

function told(...parts: readonly string[]): 'none' | 'blocked' | 'let through' | 'not sure' {
  const { evidence } = flow(modelOf({ 'all.yaml': [web, api, front, ...parts].join('') }), 'web', 'api');
  const text = evidence.find((it) => /^NetworkPolicy p (?:does|counts|decides)/.test(it.text))?.text ?? '';
  if (text === '') return 'none';
  return text.includes('does not let') ? 'blocked' : text.includes('let through') ? 'let through' : 'not sure';
}

const me = { matchLabels: { app: 'web' } };
const target = { matchLabels: { app: 'api' } };
const ingress = (from: readonly object[], more: object = {}): string =>
  policy({ podSelector: target, ingress: [{ from, ...more }] });

describe('threat model: what network policies let through', () => {
  it('nothing is governed without a policy that selects an end', () => {
    assert.equal(told(), 'none');
    assert.equal(told(policy({ podSelector: { matchLabels: { app: 'other' } } })), 'none');
    assert.equal(told(policy({ podSelector: {} }, 'elsewhere')), 'none');
  });

  it('a default deny blocks, for ingress and for egress, and an egress rule alone leaves ingress governed too', () => {
    assert.equal(told(policy({ podSelector: {} })), 'blocked');
    assert.equal(told(policy({ podSelector: me, policyTypes: ['Egress'] })), 'blocked');
    assert.equal(told(policy({ podSelector: target, policyTypes: ['Egress'] })), 'none');
    // Without policyTypes ingress is governed, and egress where it has rules.
    assert.equal(told(policy({ podSelector: me, egress: [{ to: [{ podSelector: target }] }] })), 'let through');
    assert.equal(told(policy({ podSelector: me, egress: [{ to: [{ podSelector: me }] }] })), 'blocked');
  });

  it('peers: pods of the own namespace, pods of others, everybody', () => {
    assert.equal(told(ingress([{ podSelector: me }])), 'let through');
    assert.equal(told(ingress([{ podSelector: {} }])), 'let through');
    assert.equal(told(ingress([{ podSelector: { matchLabels: { app: 'x' } } }])), 'blocked');
    assert.equal(told(ingress([])), 'let through');
    assert.equal(told(ingress([{ podSelector: me, namespaceSelector: {} }])), 'let through');
    assert.equal(
      told(
        ingress([{ podSelector: me, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }]),
      ),
      'let through',
    );
    assert.equal(
      told(ingress([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }])),
      'blocked',
    );
  });

  it('labels of a namespace count where its manifest is here, and are not known otherwise', () => {
    const team = ingress([{ namespaceSelector: { matchLabels: { team: 'a' } } }]);
    const space = (labels: object): string =>
      document({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
    assert.equal(told(team), 'not sure');
    assert.equal(told(team, space({ team: 'a' })), 'let through');
    assert.equal(told(team, space({ team: 'b' })), 'blocked');
  });

  it('addresses: all of them, or some that a pod may have', () => {
    assert.equal(told(ingress([{ ipBlock: { cidr: '0.0.0.0/0' } }])), 'let through');
    assert.equal(told(ingress([{ ipBlock: { cidr: '10.0.0.0/8' } }])), 'not sure');
    assert.equal(told(ingress([{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }])), 'not sure');
  });

  it('ports are those of the pods, by number, range and name', () => {
    const at = (ports: readonly object[]): string => told(ingress([{ podSelector: me }], { ports }));
    assert.equal(at([{ port: 8080 }]), 'let through');
    assert.equal(at([{ port: 80 }]), 'blocked');
    assert.equal(at([{ port: 8000, endPort: 8100 }]), 'let through');
    assert.equal(at([{ port: 8080, protocol: 'UDP' }]), 'blocked');
    assert.equal(at([{ protocol: 'TCP' }]), 'let through');
    assert.equal(at([{ port: 'http' }]), 'blocked');
  });

  it('policies add up, and both ends have to agree', () => {
    assert.equal(told(policy({ podSelector: target }), ingress([{ podSelector: me }])), 'let through');
    assert.equal(
      told(policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }), ingress([{ podSelector: me }])),
      'blocked',
    );
  });

  it('pods on the network of their node are not governed', () => {
    const host = api.replace('"spec":{"containers"', '"spec":{"hostNetwork":true,"containers"');
    const model = modelOf({ 'all.yaml': [web, host, front, policy({ podSelector: {} })].join('') });
    const text = flow(model, 'web', 'api').evidence.find((it) => it.text.startsWith('NetworkPolicy'))?.text;
    assert.match(text ?? '', /decides whether/);
  });
});
