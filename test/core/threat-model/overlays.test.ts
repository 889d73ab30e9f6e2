// What Kustomize builds in process: an overlay's result is what is deployed, a base with several overlays stays one
// component, and nothing is safe because of what only one deployment has.
import assert from 'node:assert/strict';
import { allRules } from '../../../server/src/core/rules/all.gen.ts';
import type { ThreatModel } from '../../../server/src/core/threat-model/model.ts';
import { Workspace } from '../../../server/src/core/workspace.ts';
import { component, deployment, document, flowNames, modelOf, modelRoot, service } from '../../support/model.ts';

type Files = Readonly<Record<string, string>>;

const web =
  deployment({ name: 'web', port: 80, env: { DB: 'postgres://u@db:5432/x' } }) + service('web', { app: 'web' });
const db = deployment({ name: 'db', image: 'postgres:17', port: 5432 }) + service('db', { app: 'db' }, { port: 5432 });
const base: Files = { 'base/kustomization.yaml': 'resources: [all.yaml]\n', 'base/all.yaml': web + db };
const overlay = (text: string, name = 'prod'): Files => ({
  [`${name}/kustomization.yaml`]: `resources: [../base]\n${text}`,
});
const inline = (patch: string): string => `patches:\n  - patch: |-\n${patch.replace(/^/gm, '      ')}\n`;
const deny = (namespace?: string, podSelector: object = {}): string =>
  document({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', ...(namespace ? { namespace } : {}) },
    spec: { podSelector, policyTypes: ['Ingress'] },
  });

const build = (...parts: readonly Files[]): ThreatModel => modelOf(Object.assign({}, base, ...parts) as Files);
const names = (model: ThreatModel): readonly string[] => model.components.map((it) => it.name).sort();
const exposure = (model: ThreatModel, name: string): string => component(model, name).exposure;

describe('threat model: overlays of Kustomize', () => {
  it('a base and its overlay are one component, called by both names', () => {
    const model = build(overlay('namePrefix: prod-\nnameSuffix: -v2\nnamespace: shop\n'));
    assert.deepEqual(names(model), ['db', 'web']);
    const it = component(model, 'web');
    assert.ok(it.aliases.includes('prod-web-v2'));
    assert.match(it.boundary ?? '', /shop/);
    assert.ok(
      it.parts.some((part) => part.text === 'Kustomization prod deploys Deployment prod-web-v2 in namespace shop'),
    );
    assert.deepEqual(flowNames(model), ['web -> db']);
  });

  it('several overlays are several deployments of one component', () => {
    const model = build(overlay('namePrefix: prod-\nnamespace: prod\n'), overlay('namespace: dev\n', 'dev'));
    assert.deepEqual(names(model), ['db', 'web']);
    const texts = component(model, 'web').parts.map((it) => it.text);
    assert.ok(texts.some((it) => it.startsWith('Kustomization prod deploys')));
    assert.ok(texts.some((it) => it.startsWith('Kustomization dev deploys')));
    assert.deepEqual(flowNames(model), ['web -> db']);
  });

  it('who calls the name that the overlay gives calls the component', () => {
    const caller = deployment({ name: 'shop', namespace: 'prod', env: { A: 'http://prod-web.prod:80' } });
    const prod = overlay('namePrefix: prod-\nnamespace: prod\n');
    assert.ok(flowNames(build(prod, { 'shop.yaml': caller })).includes('shop -> web'));
    assert.ok(flowNames(build(prod, overlay('', 'dev'), { 'shop.yaml': caller })).includes('shop -> web'));
    const other = caller.replace('prod-web.prod', 'prod-web.dev');
    assert.ok(!flowNames(build(prod, { 'shop.yaml': other })).includes('shop -> web'));
  });

  const open = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: LoadBalancer }';

  it('a strategic patch counts where it stands: in a file, or inline', () => {
    const inFile = build(overlay('patches: [{ path: service.yaml }]\n'), { 'prod/service.yaml': open });
    const it = component(inFile, 'web');
    assert.equal(it.exposure, 'internet');
    assert.match(it.exposedBy[0]?.at?.file ?? '', /prod\/service\.yaml$/);
    const written = component(build(overlay(inline(open))), 'web');
    assert.equal(written.exposure, 'internet');
    assert.match(written.exposedBy[0]?.at?.file ?? '', /prod\/kustomization\.yaml$/);
    assert.equal(exposure(build(overlay(inline(open.replace('name: web', 'name: other')))), 'web'), 'cluster');
    const old = 'patchesStrategicMerge: [service.yaml]\n';
    assert.equal(exposure(build(overlay(old), { 'prod/service.yaml': open }), 'web'), 'internet');
  });

  it('a JSON Patch counts, inline and in a file, for the objects that its target names', () => {
    const operations = '- { op: add, path: /spec/type, value: NodePort }\n';
    const target = (name: string): string => `    target: { kind: Service, name: ${name} }\n`;
    const text = (name: string): string => `${inline(operations.trim())}${target(name)}`;
    assert.equal(exposure(build(overlay(text('web'))), 'web'), 'internet');
    assert.equal(exposure(build(overlay(text('we.*'))), 'web'), 'internet');
    assert.equal(exposure(build(overlay(text('db'))), 'web'), 'cluster');
    const late = `patchesJson6902:\n  - path: type.yaml\n${target('web')}`;
    const model = build(overlay(late), { 'prod/type.yaml': operations });
    assert.match(component(model, 'web').exposedBy[0]?.at?.file ?? '', /prod\/type\.yaml$/);
    const wrong = build(overlay(late), {
      'prod/type.yaml': '- { op: replace, path: /spec/nowhere/at/all, value: 1 }\n',
    });
    assert.equal(exposure(wrong, 'web'), 'cluster');
  });

  it('a patch takes away: an object, a container, a key', () => {
    const gone = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: db }\n$patch: delete';
    const model = build(overlay(inline(gone)), { 'prod/more.yaml': '' });
    assert.equal(component(model, 'web').exposure, 'cluster');
    assert.ok(
      !model.components.some((it) => it.name === 'db' && it.parts.some((part) => part.text.startsWith('Deployment'))),
    );
    const two = build(overlay(inline(gone)), overlay('', 'dev'));
    assert.ok(component(two, 'db').exposure === 'cluster', 'the other overlay deploys it');
    const closed = open.replace('LoadBalancer', 'null');
    const wide = {
      'base/all.yaml': web.replace('"spec":{"selector":{"app"', '"spec":{"type":"LoadBalancer","selector":{"app"') + db,
    };
    assert.equal(exposure(build(wide), 'web'), 'internet');
    assert.equal(exposure(build(wide, overlay(inline(closed))), 'web'), 'cluster');
  });

  it('several deployments are as open as the most open of them', () => {
    const model = build(overlay(inline(open)), overlay('', 'dev'));
    assert.equal(exposure(model, 'web'), 'internet');
    const shut = inline(open.replace('LoadBalancer', 'ClusterIP'));
    assert.equal(exposure(build(overlay(shut), overlay(inline(open), 'dev')), 'web'), 'internet');
    assert.equal(exposure(build(overlay(inline(open), 'dev'), overlay(shut)), 'web'), 'internet');
  });

  it('a guard that every deployment has closes; one that only one has, or that differs, does not', () => {
    const guard = { 'prod/deny.yaml': deny() };
    const withGuard = (name: string): Files => ({
      [`${name}/kustomization.yaml`]: 'resources: [../base, deny.yaml]\n',
    });
    assert.equal(exposure(build(guard, withGuard('prod')), 'web'), 'isolated');
    assert.equal(exposure(build(guard, withGuard('prod'), overlay('', 'dev')), 'web'), 'cluster');
    const shared = { 'base/kustomization.yaml': 'resources: [all.yaml, deny.yaml]\n', 'base/deny.yaml': deny() };
    assert.equal(exposure(build(shared, overlay(''), overlay('', 'dev')), 'web'), 'isolated');
    const loosened = inline(
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny }\nspec: { podSelector: { matchLabels: { app: x } } }',
    );
    assert.equal(exposure(build(shared, overlay(loosened), overlay('', 'dev')), 'web'), 'cluster');
  });

  it('a guard in a component closes where the component is included', () => {
    const part = {
      'part/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [deny.yaml]\n',
      'part/deny.yaml': deny(),
    };
    assert.equal(exposure(build(part, overlay('')), 'web'), 'cluster');
    assert.equal(exposure(build(part, overlay('components: [../part]\n')), 'web'), 'isolated');
    assert.equal(exposure(build(part, overlay('components: [../part]\n'), overlay('', 'dev')), 'web'), 'cluster');
  });

  it('a component goes over what was gathered before it', () => {
    const part = {
      'part/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${inline(open)}`,
    };
    assert.equal(exposure(build(part, overlay('components: [../part]\n')), 'web'), 'internet');
    assert.equal(exposure(build(part, overlay('')), 'web'), 'cluster');
  });

  it('images are those of the overlay, by name, tag and digest', () => {
    const image = (text: string): string | null =>
      component(build(overlay(`images:\n  - { name: registry.test/web, ${text} }\n`)), 'web').technology;
    assert.equal(image('newTag: "2"'), null);
    assert.equal(image('newName: nginx, newTag: "1.29"'), 'NGINX');
    assert.equal(image('newName: nginx, digest: "sha256:0"'), 'NGINX');
  });

  it('labels of an overlay are on the pods that policies select', () => {
    const selector = { matchLabels: { env: 'prod' } };
    const guarded = (labels: string): string =>
      exposure(
        build(
          { 'prod/deny.yaml': deny(undefined, selector) },
          { 'prod/kustomization.yaml': `resources: [../base, deny.yaml]\n${labels}` },
        ),
        'web',
      );
    assert.equal(guarded(''), 'cluster');
    assert.equal(guarded('commonLabels: { env: prod }\n'), 'isolated');
    assert.equal(guarded('labels: [{ pairs: { env: prod }, includeTemplates: true }]\n'), 'isolated');
    assert.equal(guarded('labels: [{ pairs: { env: prod } }]\n'), 'cluster');
  });

  it('what a patch adds to a program is told: whom it calls, and power over the machine', () => {
    const more = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: web
          securityContext: { privileged: true }
          env: [{ name: CACHE, value: "redis://cache:6379" }]`;
    const cache = deployment({ name: 'cache', image: 'redis:7', port: 6379 }) + service('cache', { app: 'cache' });
    const all = { 'base/all.yaml': web + db + cache };
    for (const model of [
      build(all, overlay(inline(more))),
      build(all, overlay('patches: [{ path: web.yaml }]\n'), { 'prod/web.yaml': more }),
    ]) {
      assert.ok(flowNames(model).includes('web -> cache'));
      assert.ok(model.threats.some((it) => it.id.endsWith('web E power')));
      assert.deepEqual(names(model), ['cache', 'db', 'web']);
    }
  });

  it('a binding follows its account into the namespace of the overlay', () => {
    const robot = (bound: string, more: Files = {}): ThreatModel =>
      modelOf({
        ...more,
        'base/kustomization.yaml': 'resources: [all.yaml]\n',
        'base/all.yaml': `apiVersion: v1
kind: ServiceAccount
metadata: { name: robot, namespace: system }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: robot }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: robot, namespace: ${bound} }]
---
apiVersion: v1
kind: Pod
metadata: { name: robot, namespace: system }
spec: { serviceAccountName: robot, containers: [{ name: robot, image: "registry.test/robot:1" }] }
`,
        'prod/kustomization.yaml': 'resources: [../base]\nnamespace: robots\n',
      });
    const governs = (model: ThreatModel, namespace = 'robots'): boolean =>
      model.threats.some((it) => it.id === `cluster/${namespace}/robot E account cluster-admin`);
    assert.ok(governs(robot('system')));
    assert.ok(!governs(robot('elsewhere')));
    const dev = { 'dev/kustomization.yaml': 'resources: [../base]\nnamespace: dev\n' };
    assert.ok(governs(robot('system', dev), 'system'), 'several deployments stay together');
  });

  it('no fact holds what a generator or a variable is set to', () => {
    const text = `secretGenerator:\n  - { name: s, literals: ["password=hunter2-generated"] }\n${inline(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, env: [{ name: PASSWORD, value: hunter2-patched }] }] } } }',
    )}`;
    const late = `patchesJson6902:\n  - path: p.yaml\n    target: { kind: Deployment, name: web }\n`;
    const operations = `- { op: add, path: /spec/template/spec/containers/0/env/-, value: { name: A, value: hunter2-added } }
- { op: replace, path: /spec/template/spec/containers/0/env/0/value, value: hunter2-replaced }
- { op: replace, path: /spec/template/spec/containers/0, value: { name: web, args: [hunter2-argument] } }
- { op: add, path: /stringData/x, value: hunter2-data }
`;
    const made = new Workspace({ rules: allRules, today: '2026-11-01', root: modelRoot });
    const files = { ...base, ...overlay(text + late), 'prod/p.yaml': operations };
    made.apply(Object.entries(files).map(([name, it]) => ({ uri: `${modelRoot}/${name}`, content: { text: it } })));
    for (const name of Object.keys(files))
      assert.doesNotMatch(JSON.stringify(made.facts(`${modelRoot}/${name}`)), /hunter2/);
    assert.equal(made.status(`${modelRoot}/prod/p.yaml`).analysed, true);
    assert.equal(component(made.threatModel(), 'web').name, 'web');
  });

  it('follows edits of bases, overlays and patches as if all were read anew', () => {
    const fresh = (files: Files): Workspace => {
      const made = new Workspace({ rules: allRules, today: '2026-11-01', root: modelRoot });
      made.apply(Object.entries(files).map(([name, text]) => ({ uri: `${modelRoot}/${name}`, content: { text } })));
      return made;
    };
    let files: Files = { ...base, ...overlay('patches: [{ path: s.yaml }]\n'), ...overlay('', 'dev') };
    const edited = fresh(files);
    const edits: readonly (readonly [string, string])[] = [
      ['prod/s.yaml', open],
      ['dev/deny.yaml', deny()],
      ['dev/kustomization.yaml', 'resources: [../base, deny.yaml]\n'],
      ['prod/s.yaml', open.replace('LoadBalancer', 'ClusterIP')],
      ['prod/kustomization.yaml', 'namePrefix: p-\nresources: [../base]\n'],
      ['base/all.yaml', web],
      ['base/all.yaml', web + db],
      ['dev/kustomization.yaml', ''],
    ];
    for (const [name, text] of edits) {
      files = { ...files, [name]: text };
      edited.apply([{ uri: `${modelRoot}/${name}`, content: { text } }]);
      const again = fresh(files);
      assert.deepEqual(edited.threatModel(), again.threatModel(), `${name}: ${text}`);
      for (const file of Object.keys(files))
        assert.deepEqual(edited.verdicts(`${modelRoot}/${file}`), again.verdicts(`${modelRoot}/${file}`), name);
    }
  });

  it('circles, patches of nothing and lists of other things build nothing and break nothing', () => {
    const circle = { 'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../a]\n' };
    assert.deepEqual(names(build(circle)), ['db', 'web']);
    const lost = {
      'p/kustomization.yaml': 'resources: [https://example.test/base]\npatches: [{ path: x.yaml }]\n',
      'p/x.yaml': open,
    };
    assert.doesNotThrow(() => build(lost));
    assert.deepEqual(names(build({ 'list.yaml': '- { op: shop, path: /x }\n', 'k.yaml': '- op: add\n' })), [
      'db',
      'web',
    ]);
    assert.deepEqual(names(build(overlay('patches: [1, { patch: "a: [" }, { path: 3 }]\nimages: x\nlabels: [1]\n'))), [
      'db',
      'web',
    ]);
  });
});
