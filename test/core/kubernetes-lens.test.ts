import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Container } from '../../server/src/core/dialects/kubernetes/container.ts';
import { commandLineOf } from '../../server/src/core/dialects/kubernetes/control-plane.ts';
import { kubernetes } from '../../server/src/core/dialects/kubernetes/dialect.ts';
import { type KubernetesResource, resourcesOf } from '../../server/src/core/dialects/kubernetes/resource.ts';
import { roleRulesOf } from '../../server/src/core/dialects/kubernetes/role.ts';
import { valueOf } from '../../server/src/core/dialects/kubernetes/setting.ts';
import type { Workload } from '../../server/src/core/dialects/kubernetes/workload.ts';
import { type LensHost, noHost } from '../../server/src/core/rules/context.ts';
import { type Source, View } from '../../server/src/core/syntax/view.ts';
import { parseYaml } from '../../server/src/core/syntax/yaml.ts';

const sourceOf = (text: string, file = 'file:///app.yaml'): Source => ({ file, chunk: 0, tree: parseYaml(text) });

function nounsOf(text: string, file = 'file:///app.yaml', host: LensHost = noHost) {
  const resources: KubernetesResource[] = [];
  const workloads: Workload[] = [];
  const containers: Container[] = [];
  kubernetes.visit(sourceOf(text, file), host, (name, noun) => {
    if (name === 'kubernetes.resource') resources.push(noun as KubernetesResource);
    else if (name === 'kubernetes.workload') workloads.push(noun as Workload);
    else if (name === 'kubernetes.container') containers.push(noun as Container);
  });
  return { resources, workloads, containers };
}

/** A pod with one container whose body is given. */
const pod = (container: string, spec = '', metadata = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p${metadata}}\nspec:\n${spec}  containers:\n  - name: c\n    image: i\n${container}`;

const only = (text: string): Container => {
  const [container] = nounsOf(text).containers;
  assert.ok(container);
  return container;
};

describe('the lens on Kubernetes manifests', () => {
  it('finds the pod of every kind that holds one', () => {
    const at = (apiVersion: string, kind: string, ...steps: string[]): string => {
      const close = '}'.repeat(steps.length);
      const open = steps.map((step) => `${step}: {`).join('');
      return `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: x}, ${open} spec: {containers: [{name: c, image: i}]} ${close}}`;
    };
    const template = ['spec', 'template'];
    for (const text of [
      at('v1', 'Pod'),
      at('v1', 'PodTemplate', 'template'),
      at('apps/v1', 'Deployment', ...template),
      at('extensions/v1beta1', 'Deployment', ...template),
      at('apps/v1', 'StatefulSet', ...template),
      at('apps/v1', 'DaemonSet', ...template),
      at('apps/v1', 'ReplicaSet', ...template),
      at('v1', 'ReplicationController', ...template),
      at('batch/v1', 'Job', ...template),
      at('batch/v1beta1', 'CronJob', 'spec', 'jobTemplate', 'spec', 'template'),
      at('apps.openshift.io/v1', 'DeploymentConfig', ...template),
      at('argoproj.io/v1alpha1', 'Rollout', ...template),
      at('serving.knative.dev/v1', 'Service', ...template),
      at('serving.knative.dev/v1', 'Revision'),
    ]) {
      assert.equal(nounsOf(text).containers.length, 1, text);
    }
    assert.equal(nounsOf(at('v1', 'Service', ...template)).workloads.length, 0);
    assert.equal(nounsOf(at('example.com/v1', 'Deployment', ...template)).workloads.length, 0);
  });

  it('unwraps lists, and names their items by kind, namespace and name', () => {
    const names = (text: string): readonly string[] => resourcesOf(sourceOf(text)).map((it) => it.resource);
    assert.deepEqual(
      names(
        'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: n}}\n- {apiVersion: v1, kind: Secret, metadata: {name: b}}',
      ),
      ['Pod/n/a', 'Secret/b'],
    );
    assert.deepEqual(names('apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: a}'), [
      'Deployment/a',
    ]);
    assert.deepEqual(names('apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\nspec: {}\nitems: []'), [
      'AllowList/a',
    ]);
  });

  it('inherits from the pod what the API inherits, and nothing else', () => {
    const spec =
      '  securityContext: {runAsNonRoot: true, runAsUser: 7, privileged: true, seccompProfile: {type: RuntimeDefault}}\n';
    const plain = only(pod('', spec));
    assert.equal(valueOf(plain.runAsNonRoot), true);
    assert.equal(valueOf(plain.runAsUser), 7);
    assert.equal(valueOf(plain.seccomp), 'RuntimeDefault');
    assert.equal(plain.privileged.state, 'absent');
    const own = only(pod('    securityContext: {runAsNonRoot: false, runAsUser: 0}\n', spec));
    assert.equal(valueOf(own.runAsNonRoot), false);
    assert.equal(valueOf(own.runAsUser), 0);
  });

  it('reads truths of YAML 1.1, null as absent, and holes and strings as unknown', () => {
    const privileged = (value: string) => only(pod(`    securityContext:\n      privileged: ${value}\n`)).privileged;
    assert.equal(valueOf(privileged('yes')), true);
    assert.equal(valueOf(privileged('off')), false);
    assert.equal(privileged('null').state, 'absent');
    assert.equal(privileged('').state, 'absent');
    assert.equal(privileged('"true"').state, 'unknown');
    assert.equal(privileged('${PRIVILEGED}').state, 'unknown');
    assert.equal(privileged('*nowhere').state, 'unknown');
    assert.equal(only(pod('    securityContext: "{{ .Values.context }}"\n')).privileged.state, 'unknown');
  });

  it('translates the annotations from before the fields', () => {
    const notes = (text: string) => only(pod('', '', `, annotations: {${text}}`));
    assert.equal(valueOf(notes('seccomp.security.alpha.kubernetes.io/pod: docker/default').seccomp), 'RuntimeDefault');
    assert.equal(valueOf(notes('container.apparmor.security.beta.kubernetes.io/c: unconfined').appArmor), 'Unconfined');
    assert.equal(notes('container.apparmor.security.beta.kubernetes.io/other: unconfined').appArmor.state, 'absent');
  });

  it('reads capabilities with and without their prefix', () => {
    const container = only(pod('    securityContext: {capabilities: {add: [CAP_SYS_ADMIN, net_raw], drop: [all]}}\n'));
    assert.deepEqual(
      container.addedCapabilities?.map((it) => it.name),
      ['SYS_ADMIN', 'NET_RAW'],
    );
    assert.deepEqual(
      container.droppedCapabilities?.map((it) => it.name),
      ['ALL'],
    );
    assert.equal(only(pod('    securityContext: {capabilities: {add: ["${X}"]}}\n')).addedCapabilities, undefined);
  });

  it('knows a Kustomize patch by its kustomization and by its name', () => {
    const text =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: c}]}}}';
    const partial = (file: string, host?: LensHost): boolean | undefined =>
      nounsOf(text, file, host).workloads[0]?.partial;
    const kustomization = sourceOf('patches:\n- path: env/web.yaml\n', 'file:///k/kustomization.yaml');
    const host: LensHost = { document: (uri) => (uri === kustomization.file ? kustomization : undefined) };
    assert.equal(partial('file:///k/env/web.yaml', host), true);
    assert.equal(partial('file:///k/env/api.yaml', host), false);
    assert.equal(partial('file:///k/web-patch.yaml'), true);
    assert.equal(partial('file:///k/dispatch.yaml'), false);
  });

  it('does not judge images whose tags Kustomize or Skaffold set', () => {
    const reference = (files: Readonly<Record<string, string>>) => {
      const host: LensHost = {
        document: (uri) => (files[uri] === undefined ? undefined : sourceOf(files[uri] ?? '', uri)),
      };
      return nounsOf(pod(''), 'file:///k/base/pod.yaml', host).containers[0]?.imageReference;
    };
    assert.equal(reference({})?.tag, null);
    assert.equal(reference({ 'file:///k/base/kustomization.yaml': 'images: [{name: i, newTag: "1"}]' }), undefined);
    assert.equal(reference({ 'file:///k/skaffold.yaml': 'build: {artifacts: [{image: i}]}' }), undefined);
    assert.equal(reference({ 'file:///k/skaffold.yaml': 'build: {artifacts: [{image: other}]}' })?.tag, null);
  });

  it('reads command lines of the control plane in every form of a flag', () => {
    const line = commandLineOf(
      only(pod('    command: [/usr/bin/kube-apiserver, --a=1, --b, two, --c]\n    args: [--a=3, "--list=x, y"]\n')),
    );
    assert.equal(line?.component, 'kube-apiserver');
    assert.deepEqual(
      ['a', 'b', 'c'].map((flag) => line?.flag(flag)?.value),
      ['3', 'two', 'true'],
    );
    assert.deepEqual(line?.items('list'), ['x', 'y']);
    assert.equal(line?.lacks('d'), true);
    const scripted = commandLineOf(only(pod('    command: [sh, -c, "exec kube-apiserver --a=1"]\n')));
    assert.equal(scripted?.flag('a')?.value, '1');
    assert.equal(commandLineOf(only(pod('    command: [sh, -c, "echo kube-apiserver --a=1"]\n'))), undefined);
  });

  it('matches rights by group, by star and by the subresources of all', () => {
    const [rule] = roleRulesOf(
      resourcesOf(
        sourceOf(
          'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules: [{apiGroups: [""], resources: [secrets, "*/exec"], verbs: [get]}]',
        ),
      )[0] ?? assert.fail(),
    );
    assert.ok(rule);
    assert.ok(rule.verb('get', 'list') && !rule.verb('list'));
    assert.ok(rule.resource('', 'pods/exec') && rule.resource('', 'secrets'));
    assert.ok(!rule.resource('', 'pods') && !rule.resource('apps', 'secrets'));
  });

  it('leaves what a controller made to the controller, but not static pods', () => {
    const owned = (kind: string) =>
      nounsOf(pod('', '', `, ownerReferences: [{kind: ${kind}, name: o}]`)).workloads.length;
    assert.equal(owned('ReplicaSet'), 0);
    assert.equal(owned('Node'), 1);
  });

  it('normalises host paths', () => {
    const [workload] = nounsOf(
      pod('', '  volumes: [{name: v, hostPath: {path: "/var//run/../lib/./x/"}}, {name: e}]\n'),
    ).workloads;
    assert.deepEqual(
      workload?.volumes.map((it) => [it.source, valueOf(it.hostPath)]),
      [
        ['hostPath', '/var/lib/x'],
        [undefined, undefined],
      ],
    );
  });

  it('takes a chunk for a manifest by apiVersion and kind alone', () => {
    const detect = (text: string): boolean => kubernetes.detect(View.root(sourceOf(text)), 'file:///x.yaml');
    assert.ok(detect('apiVersion: v1\nkind: Pod'));
    assert.ok(detect('apiVersion: networking.istio.io/v1\nkind: Gateway'));
    assert.ok(!detect('apiVersion: v2\nname: chart'));
    assert.ok(!detect('openapi: 3.1.0'));
  });
});
