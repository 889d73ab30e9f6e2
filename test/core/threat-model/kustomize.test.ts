// Overlays of Kustomize as far as the files show them: what an overlay opens is open, and what it may close is not closed.
import assert from 'node:assert/strict';
import { component, deployment, document, modelOf, service } from '../../support/model.ts';

const base = deployment({ name: 'web', port: 80 }) + service('web', { app: 'web' });
const kustomization = (spec: object): string =>
  document({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...spec });
const piece = (spec: object, namespace?: string): string =>
  document({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', ...(namespace ? { namespace } : {}) }, spec });

describe('threat model: Kustomize', () => {
  const files = (patch: string): Readonly<Record<string, string>> => ({
    'base/all.yaml': base,
    'base/kustomization.yaml': kustomization({ resources: ['all.yaml'] }),
    'prod/kustomization.yaml': kustomization({ resources: ['../base'], patches: [{ path: 'service.yaml' }] }),
    'prod/service.yaml': patch,
  });

  it('an overlay that changes the type of a Service changes that of the component', () => {
    const model = modelOf(files(piece({ type: 'LoadBalancer' })));
    const web = component(model, 'web');
    assert.equal(web.exposure, 'internet');
    assert.match(web.exposedBy[0]?.at?.file ?? '', /prod\/service\.yaml$/);
    assert.deepEqual(model.looseEnds, []);
  });

  it('one that only adds a mark leaves it as it is, and none closes what another opens', () => {
    assert.equal(component(modelOf(files(piece({ sessionAffinity: 'ClientIP' }))), 'web').exposure, 'cluster');
    const open = { ...files(piece({ type: 'ClusterIP' })), 'dev/service.yaml': piece({ type: 'LoadBalancer' }) };
    assert.equal(component(modelOf(open), 'web').exposure, 'internet');
  });

  it('a Service of that name in another namespace, or one that leads out, is no piece of it', () => {
    const two = modelOf({
      'a.yaml':
        deployment({ name: 'web', namespace: 'a', port: 80 }) + service('web', { app: 'web' }, { namespace: 'a' }),
      'b.yaml': piece({ type: 'LoadBalancer', ports: [{ port: 80 }] }, 'b'),
    });
    assert.equal(two.components.find((it) => it.id.includes('/a/'))?.exposure, 'cluster');
    const out = modelOf(files(piece({ type: 'ExternalName', externalName: 'shop.example' })));
    assert.ok(out.components.some((it) => it.type === 'external-entity'));
  });

  it('a kustomization need not say what it is', () => {
    const bare = {
      'base/all.yaml': base,
      'base/kustomization.yaml': 'resources: [all.yaml]\n',
      'prod/kustomization.yml': 'resources: [../base]\nnamespace: prod\n',
      'rest/all.yaml': deployment({ name: 'shop', namespace: 'prod', env: { A: 'http://web.prod:80' } }),
    };
    const model = modelOf(bare);
    assert.match(component(model, 'web').boundary ?? '', /prod/);
    assert.equal(model.flows.length, 1);
    assert.doesNotThrow(() =>
      modelOf({ 'kustomization.yaml': '[1]', 'a/kustomization.yaml': '', 'b/kustomization.yaml': 'a' }),
    );
  });

  it('a piece that may belong to either of two namespaces belongs to none', () => {
    const model = modelOf({
      'a.yaml':
        deployment({ name: 'web', namespace: 'a', port: 80 }) + service('web', { app: 'web' }, { namespace: 'a' }),
      'b.yaml':
        deployment({ name: 'web', namespace: 'b', port: 80 }) + service('web', { app: 'web' }, { namespace: 'b' }),
      'c.yaml': piece({ type: 'LoadBalancer' }),
    });
    assert.deepEqual(
      model.components.filter((it) => it.parts.length > 0 && it.exposure === 'internet').map((it) => it.id),
      [],
    );
  });
});
