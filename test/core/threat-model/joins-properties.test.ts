// Joins under any input: random systems of Compose and Kubernetes with names that mean mischief. What holds for all of them:
// an answer that refers only to itself, the same for any order of files, and no way in that a gap in the files closes.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Component, Exposure, ThreatModel } from '../../../server/src/core/threat-model/model.ts';
import { reachesOf } from '../../../server/src/core/threat-model/reach.ts';
import { attackPathsOf } from '../../../server/src/core/threat-model/attack-paths.ts';
import { component, deployment, document, flowNames, modelOf, service } from '../../support/model.ts';

const names = [
  'a',
  'b',
  'web',
  'db',
  'user',
  '__proto__',
  'constructor',
  'toString',
  'a b',
  '<b>x</b>',
  '"',
  '${X}',
  '{{ .Values.x }}',
  '*',
  '-',
  '0',
  'null',
  'é',
  'n'.repeat(10_000),
  'a.b',
  'a/b',
  'a\nb',
  '\u202Ea',
];
const name = fc.constantFrom(...names);
const space = fc.constantFrom('one', 'two', null, '', '__proto__');
const labels = fc.dictionary(fc.constantFrom('app', 'tier', '__proto__', 'version'), name, { maxKeys: 2 });
const selector = fc.oneof(
  labels.map((it) => ({ matchLabels: it })),
  fc.constantFrom({}, null, undefined, { matchLabels: {} }, { matchExpressions: [] }),
  fc.record({
    matchExpressions: fc.array(
      fc.record({
        key: fc.constantFrom('app', 'tier'),
        operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist', 'Like'),
        values: fc.array(name, { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
  }),
);
const port = fc.constantFrom(80, 0, -1, 65_536, 1e9, '80', 'http', '8000-8010', null, '${PORT}');

const object = fc.oneof(
  fc.record({ kind: fc.constantFrom('Deployment', 'StatefulSet', 'CronJob'), name, space, labels, port }).map((it) =>
    document({
      apiVersion: 'apps/v1',
      kind: it.kind,
      metadata: { name: it.name, ...(it.space === null ? {} : { namespace: it.space }) },
      spec: {
        selector: { matchLabels: it.labels },
        template: {
          metadata: { labels: it.labels },
          spec: {
            containers: [
              {
                name: it.name,
                image: `r/${it.name}`,
                ports: [{ containerPort: it.port }],
                env: [{ name: 'PEER_HOST', value: it.name }],
              },
            ],
          },
        },
      },
    }),
  ),
  fc
    .record({
      name,
      space,
      labels,
      port,
      type: fc.constantFrom('ClusterIP', 'LoadBalancer', 'NodePort', 'ExternalName', 'x', null),
    })
    .map((it) =>
      document({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: it.name, ...(it.space === null ? {} : { namespace: it.space }) },
        spec: {
          type: it.type,
          selector: it.labels,
          externalName: it.name,
          ports: [{ port: it.port, targetPort: it.port }],
        },
      }),
    ),
  fc.record({ name, space, selector, from: selector }).map((it) =>
    document({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: it.name, ...(it.space === null ? {} : { namespace: it.space }) },
      spec: {
        podSelector: it.selector,
        ingress: [{ from: [{ podSelector: it.from }, { namespaceSelector: it.from }] }],
      },
    }),
  ),
  fc
    .record({
      kind: fc.constantFrom(
        'Server',
        'ServerAuthorization',
        'AuthorizationPolicy',
        'MeshTLSAuthentication',
        'HTTPRoute',
      ),
      name,
      space,
      selector,
      port,
    })
    .map((it) =>
      document({
        apiVersion: 'policy.linkerd.io/v1beta1',
        kind: it.kind,
        metadata: { name: it.name, ...(it.space === null ? {} : { namespace: it.space }) },
        spec: {
          podSelector: it.selector,
          port: it.port,
          server: { name: it.name, selector: it.selector },
          client: { meshTLS: { identities: [it.name], serviceAccounts: [it.name, { name: it.name }] } },
          targetRef: { kind: 'Server', name: it.name },
          requiredAuthenticationRefs: [{ kind: 'MeshTLSAuthentication', name: it.name }, it.name],
          parentRefs: [{ kind: 'Server', name: it.name }],
          identities: [it.name],
        },
      }),
    ),
);

const compose = fc
  .array(
    fc.record({
      name,
      image: name,
      ports: fc.array(
        fc.constantFrom(
          '80:80',
          '127.0.0.1:1:1',
          '${P}:80',
          '${BIND_IP}:80:80',
          '9000-9010:9000-9010',
          '99999:1',
          ':',
          '80',
        ),
      ),
      on: name,
      env: name,
      profiles: fc.constantFrom([], ['p'], '${X}'),
    }),
    { maxLength: 5 },
  )
  .map((services) =>
    JSON.stringify({
      services: Object.fromEntries(
        services.map((it) => [
          it.name,
          {
            image: it.image,
            ports: it.ports,
            depends_on: [it.on, it.name],
            environment: { URL: `http://${it.env}:80`, PEER_HOST: it.env },
            profiles: it.profiles,
          },
        ]),
      ),
      include: ['other.yaml', 'compose.yaml', '${X}'],
    }),
  );

const system = fc.record({
  objects: fc.array(object, { maxLength: 8 }),
  compose,
  env: fc.constantFrom('', 'BIND_IP=127.0.0.1\n', 'P=1\nX=${X}\n'),
});
const filesOf = ({
  objects,
  compose: text,
  env,
}: {
  objects: readonly string[];
  compose: string;
  env: string;
}): Readonly<Record<string, string>> => ({
  'compose.yaml': text,
  '.env': env,
  ...Object.fromEntries(objects.map((it, i) => [`k/${i}.yaml`, it])),
});

/** What every model promises about itself. */
function sound(model: ThreatModel): void {
  for (const end of model.looseEnds) assert.doesNotMatch(end.text, /could not be joined|report this/i);
  const ids = new Set(model.components.map((it) => it.id));
  assert.equal(ids.size, model.components.length, 'ids of components are unique');
  const flows = new Set(model.flows.map((it) => it.id));
  assert.equal(flows.size, model.flows.length, 'ids of flows are unique');
  const boundaries = new Map(model.boundaries.map((it) => [it.id, it.parent]));
  assert.equal(boundaries.size, model.boundaries.length);
  for (const it of model.flows) {
    assert.ok(ids.has(it.from) && ids.has(it.to) && it.from !== it.to, 'a flow leads from one component to another');
    for (const crossed of it.crosses) assert.ok(boundaries.has(crossed));
  }
  for (const it of model.components) {
    assert.ok(it.boundary === null || boundaries.has(it.boundary));
    // Nobody is called open without the way that proves it.
    if (it.exposure === 'internet' && it.type !== 'external-entity') assert.ok(it.exposedBy.length > 0);
  }
  for (const start of boundaries.keys()) {
    let [at, steps]: [string | null | undefined, number] = [start, 0];
    while (at) {
      assert.ok(++steps <= boundaries.size, 'boundaries do not stand in each other in a circle');
      at = boundaries.get(at);
    }
  }
  for (const it of model.threats) assert.ok(ids.has(it.element) || flows.has(it.element));
  assert.equal(reachesOf(model).size, model.components.length);
  attackPathsOf(model);
}

describe('threat model: joins of anything', function () {
  this.timeout(60_000);

  it('give a model that refers only to itself', () => {
    fc.assert(
      fc.property(system, (it) => sound(modelOf(filesOf(it)))),
      { numRuns: 150 },
    );
  });

  it('do not depend on the order of the files', () => {
    fc.assert(
      fc.property(system, (it) => {
        const files = Object.entries(filesOf(it));
        assert.deepEqual(modelOf(Object.fromEntries(files.toReversed())), modelOf(Object.fromEntries(files)));
      }),
      { numRuns: 60 },
    );
  });

  /** How wide; unknown is never a promise, so it stands with the widest. */
  const width: Readonly<Record<Exposure, number>> = {
    unknown: 5,
    internet: 5,
    cluster: 4,
    namespace: 3,
    host: 2,
    isolated: 1,
  };

  it('a variable in the place of a port or an address never makes it safer than any value would', () => {
    const address = fc.constantFrom('0.0.0.0', '127.0.0.1', '10.0.0.1', '');
    fc.assert(
      fc.property(address, fc.integer({ min: 1, max: 65_535 }), (bind, number) => {
        const of = (text: string): Component =>
          component(modelOf({ 'compose.yaml': `services: { web: { image: w, ports: ["${text}"] } }` }), 'web');
        const known = of(`${bind === '' ? '' : `${bind}:`}${number}:80`);
        for (const open of [`\${BIND_IP}:${number}:80`, `\${BIND_IP}:\${P}:80`])
          assert.ok(width[of(open).exposure] >= width[known.exposure], open);
        if (known.exposure === 'internet') assert.equal(of('${P}:80').exposure, 'internet');
      }),
      { numRuns: 30 },
    );
  });

  it('one more policy never opens, and one less never closes', () => {
    const web =
      deployment({ name: 'web', namespace: 'one', port: 80 }) + service('web', { app: 'web' }, { namespace: 'one' });
    const policy = (spec: object, i: number): string =>
      document({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: `p${i}`, namespace: 'one' },
        spec,
      });
    const spec = selector.map((podSelector) => ({ podSelector, policyTypes: ['Ingress'] }));
    fc.assert(
      fc.property(fc.array(spec, { maxLength: 4 }), spec, (some, more) => {
        const of = (specs: readonly object[]): number =>
          width[component(modelOf({ 'all.yaml': web + specs.map(policy).join('') }), 'web').exposure];
        assert.ok(of([...some, more]) <= of(some));
      }),
      { numRuns: 60 },
    );
  });
});

describe('threat model: odd shapes', () => {
  it('two services of one name in two namespaces are two, and each calls its own', () => {
    const half = (space: string): string =>
      deployment({ name: 'web', namespace: space, env: { A: 'http://api:80' } }) +
      deployment({ name: 'api', namespace: space, port: 80 }) +
      service('api', { app: 'api' }, { namespace: space });
    const model = modelOf({ 'one.yaml': half('one'), 'two.yaml': half('two') });
    assert.deepEqual(flowNames(model), ['web -> api', 'web -> api']);
    for (const it of model.flows) {
      const [from, to] = [it.from, it.to].map((id) => model.components.find((other) => other.id === id)?.boundary);
      assert.equal(from, to);
    }
  });

  it('a selector that matches all pods makes no component of them', () => {
    const all = document({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'all', namespace: 'one' },
      spec: { type: 'LoadBalancer', selector: { team: 'shop' }, ports: [{ port: 80 }] },
    });
    const pods = ['a', 'b', 'c'].map((it) =>
      deployment({ name: it, namespace: 'one', labels: { app: it, team: 'shop' }, port: 80 }),
    );
    const model = modelOf({ 'all.yaml': all + pods.join('') });
    for (const it of ['a', 'b', 'c']) assert.equal(component(model, it).exposure, 'internet');
    // An empty selector of a Service selects nothing at all.
    const none = modelOf({ 'all.yaml': all.replace('"selector":{"team":"shop"}', '"selector":{}') + pods.join('') });
    for (const it of ['a', 'b', 'c']) assert.notEqual(component(none, it).exposure, 'internet');
  });

  it('ranges of ports are open at both ends', () => {
    const of = (text: string): string =>
      component(modelOf({ 'compose.yaml': `services: { web: { image: w, ports: ["${text}"] } }` }), 'web').exposure;
    for (const text of ['9000-9010:9000-9010', '9000-9010:80', '9000-9010', '[::]:9000-9010:9000-9010/udp'])
      assert.equal(of(text), 'internet', text);
    assert.equal(of('127.0.0.1:9000-9010:9000-9010'), 'host');
  });
});
