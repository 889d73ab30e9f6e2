// An edit joins again only what it touches: how much that is does not depend on how large the system is, and what it
// leaves alone stays the same value.
import assert from 'node:assert/strict';
import { loggedAnswers, Memory } from '../../server/src/core/threat-model/memory.ts';
import type { ThreatModel } from '../../server/src/core/threat-model/model.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { joins } from '../support/properties/joins.ts';
import { holds } from '../support/properties/property.ts';

const root = 'file:///shop';

function manifests(name: string, namespace: string, peers: readonly string[], label = name): string {
  const metadata = `metadata: { name: ${name}, namespace: ${namespace} }`;
  const variables = peers.map((it, i) => `            - { name: PEER${i}_URL, value: 'http://${it}:8080' }`).join('\n');
  return `apiVersion: apps/v1
kind: Deployment
${metadata}
spec:
  selector: { matchLabels: { app: ${label} } }
  template:
    metadata: { labels: { app: ${label} } }
    spec:
      serviceAccountName: ${name}
      containers:
        - name: main
          image: registry.example/${name}:1
          ports: [{ containerPort: 8080 }]
          env:
${variables}
---
apiVersion: v1
kind: Service
${metadata}
spec: { selector: { app: ${name} }, ports: [{ port: 8080 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
${metadata}
spec:
  podSelector: { matchLabels: { app: ${name} } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: ${name}-caller } } }] }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
${metadata}
spec:
  selector: { matchLabels: { app: ${name} } }
  rules: [{ from: [{ source: { principals: [cluster.local/ns/${namespace}/sa/${peers[0] ?? name}] } }] }]
`;
}

/** So many services, each of which calls two others. */
function shop(count: number): Workspace {
  const workspace = new Workspace({ rules: [], today: '2026-11-01', root });
  workspace.apply([
    {
      uri: `${root}/ingress.yaml`,
      content: {
        text: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, namespace: space1 }
spec: { defaultBackend: { service: { name: service1, port: { number: 8080 } } } }
`,
      },
    },
    ...Array.from({ length: count }, (_, i) => ({
      uri: `${root}/service${i}.yaml`,
      content: { text: textOf(i, count) },
    })),
  ]);
  return workspace;
}

function textOf(i: number, count: number, label?: string): string {
  const nameOf = (it: number): string => `service${it % count}`;
  const peers = [1, 5].map((step) => `${nameOf(i + step)}.space${((i + step) % count) % 4}`);
  return manifests(nameOf(i), `space${i % 4}`, peers, label);
}

/** What is worked out again when the labels of one Deployment change, by name, with the models before and after. */
function relabelled(count: number): {
  readonly log: readonly string[];
  readonly before: ThreatModel;
  readonly after: ThreatModel;
} {
  const workspace = shop(count);
  const before = workspace.threatModel();
  workspace.verdicts(`${root}/service7.yaml`);
  const log = loggedAnswers(() => {
    workspace.apply([{ uri: `${root}/service7.yaml`, content: { text: textOf(7, count, 'renamed') } }]);
    workspace.verdicts(`${root}/service7.yaml`);
    workspace.threatModel();
  });
  return { log: [...log].sort(), before, after: workspace.threatModel() };
}

describe('an edit of a label', () => {
  it('is joined with the same work in a small and in a large system', () => {
    const [small, large] = [relabelled(24), relabelled(96)];
    assert.deepEqual(large.log, small.log);
    const count = (name: string): number => large.log.filter((it) => it === name).length;
    // The Deployment without its Service, and the Service that nothing stands behind any more.
    for (const name of ['reach', 'component', 'boundary']) assert.equal(count(name), 2, name);
    assert.equal(count('backing'), 1);
    // Its own two variables, and those by which two others call it.
    assert.equal(count('connection'), 4);
    assert.ok(count('flow') > 0 && count('flow') <= 12, String(count('flow')));
    assert.ok(count('admission') <= 4, String(count('admission')));
  });

  it('leaves all that it does not touch the values that they were', () => {
    const { before, after } = relabelled(96);
    const ids = (model: ThreatModel): readonly string[] =>
      [...model.components, ...model.flows].map((it) => it.id).filter((it) => it.includes('/service7'));
    assert.notDeepEqual(ids(before), ids(after));
    const known = new Set<object>([...before.components, ...before.flows, ...before.boundaries]);
    for (const it of [...after.components, ...after.flows, ...after.boundaries])
      if (!it.id.includes('/service7')) assert.ok(known.has(it), it.id);
  });
});

describe('the joins of an edited system', () => {
  it('are those that its facts give from scratch, after any script of edits', function () {
    this.timeout(240_000);
    holds(joins(), { edits: Number(process.env['EDITS'] ?? 80), seed: Number(process.env['SEED'] ?? 1) });
  });
});

describe('a memory', () => {
  /** A memory with one told and one pulled source, and an answer about an object that asks both. */
  function made(sweeping?: number) {
    const memory = new Memory(sweeping);
    const said = new Map<string, string>();
    const told = memory.told((key: string) => said.get(key) ?? '');
    const pulled = memory.question((key) => said.get(key) ?? '');
    const inner = memory.answers('inner', ({ name }: { name: string }) => told.ask(name));
    const list = memory.answersOf('outer', (it: { name: string }) => `${inner(it)} ${pulled('all')}`);
    const say = (key: string, value: string): void => {
      said.set(key, value);
      told.changed(key);
    };
    return { memory, list, say };
  }
  const items = ['a', 'b', 'c'].map((name) => ({ name }));

  it('gives an answer again until something that it asked, directly or through another, is another', () => {
    const { memory, list, say } = made();
    const ask = (): { readonly answers: readonly string[]; readonly log: readonly string[] } => {
      let answers: readonly string[] = [];
      memory.begin();
      const log = loggedAnswers(() => {
        answers = list.of(items);
      });
      return { answers, log };
    };
    assert.deepEqual(ask().answers, [' ', ' ', ' ']);
    assert.deepEqual(ask().log, []);
    say('b', 'two');
    assert.deepEqual(ask(), { answers: [' ', 'two ', ' '], log: ['outer', 'inner'] });
    assert.deepEqual(list.changed, [items[1]]);
    say('all', 'x');
    assert.deepEqual(ask(), { answers: [' x', 'two x', ' x'], log: ['outer', 'outer', 'outer'] });
    say('b', 'two');
    assert.deepEqual(ask().log, []);
  });

  it('forgets what is gone, and still knows what is there', () => {
    const { memory, list, say } = made(3);
    for (let i = 0; i < 20; i++) {
      memory.begin();
      say('a', String(Math.floor(i / 2)));
      const some = i % 5 === 4 ? items.slice(1) : items;
      const wanted = some.map(({ name }) => (name === 'a' ? `${Math.floor(i / 2)} ` : ' '));
      assert.deepEqual(list.of(some), wanted, String(i));
    }
  });
});
