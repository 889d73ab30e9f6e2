// The system follows an edit: what is kept is what would be found from scratch, and what an edit does not concern is
// not looked at again.
import assert from 'node:assert/strict';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { holds } from '../support/properties/property.ts';
import { systems } from '../support/properties/systems.ts';
import { type Part, root, textOf } from '../support/shop.ts';

const fresh = (): Workspace => new Workspace({ rules: allRules, today: '2026-11-01', root });

/** Everything that a workspace says of the system. */
function answers(workspace: Workspace) {
  return {
    files: workspace.files.map((uri) => [uri, workspace.verdicts(uri)] as const),
    model: workspace.threatModel(),
  };
}

describe('the system of an edited workspace', () => {
  it('is the one that its files give from scratch, after any script of edits', function () {
    this.timeout(240_000);
    holds(systems(), { edits: 96, seed: 1 });
  });

  it('has the findings of two rules at one name in one order, whoever was asked first', () => {
    const session = systems().begin('system 1847583');
    for (const edit of [2613106711, 361895562]) session.step(edit);
  });
});

describe('an edit in a manifest', () => {
  const base: Part = {
    kind: 'Deployment',
    name: 'web',
    namespace: 'front',
    label: 'web',
    selects: 'web',
    peer: 'orders',
    port: 8080,
    account: 'web',
    comment: 'one',
  };
  const uri = `${root}/k8s/web.yaml`;
  const made = (): Workspace => {
    const workspace = fresh();
    const all: (readonly [string, Part])[] = [
      ['web', base],
      ['web-service', { ...base, kind: 'Service' }],
      ['carts', { ...base, name: 'carts', label: 'carts', account: 'carts' }],
      ['carts-service', { ...base, kind: 'Service', name: 'carts', selects: 'carts' }],
      ['orders', { ...base, name: 'orders', label: 'orders', namespace: 'back' }],
      ['orders-service', { ...base, kind: 'Service', name: 'orders', selects: 'orders', namespace: 'back' }],
    ];
    workspace.apply(all.map(([name, it]) => ({ uri: `${root}/k8s/${name}.yaml`, content: { text: textOf(it) } })));
    answers(workspace);
    return workspace;
  };
  const ran = (to: Partial<Part>): readonly string[] => {
    const workspace = made();
    return workspace.logged(() => {
      workspace.apply([{ uri, content: { text: textOf({ ...base, ...to }) } }]);
      answers(workspace);
    });
  };
  const about = (log: readonly string[], query: string): readonly string[] =>
    log.filter((it) => it.startsWith(`${query} `)).map((it) => it.slice(query.length + 1));

  it('joins nothing and judges no object again when it is in a comment', () => {
    const log = ran({ comment: 'two' });
    for (const query of ['allFacts', 'model', 'ruleClaims', 'objectClaims', 'systemClaims'])
      assert.deepEqual(about(log, query), [], query);
  });

  it('judges only the objects that ask for the label, when it is in a label', () => {
    const log = ran({ label: 'wob' });
    const judged = about(log, 'objectClaims').map((it) => it.split('\n')[0]);
    assert.deepEqual([...new Set(judged)].sort(), [`${root}/k8s/web-service.yaml`, `${root}/k8s/web.yaml`]);
    assert.equal(about(log, 'model').length, 1);
    // What no other object can tell of the cluster is not asked again.
    assert.ok(!about(log, 'ruleClaims').includes('mesh/missing-gateway'));
  });

  it('says anew only of components around the label what threatens and defends them', () => {
    const workspace = made();
    const before = workspace.threatModel();
    workspace.apply([{ uri, content: { text: textOf({ ...base, label: 'wob' }) } }]);
    const after = workspace.threatModel();
    const anew = <T>(now: readonly T[], old: readonly T[]): readonly T[] => now.filter((it) => !old.includes(it));
    const names = new Set([
      ...anew(after.threats, before.threats).map((it) => it.element),
      ...anew(after.posture, before.posture).map((it) => it.component),
    ]);
    // The workload, its Service that stands alone now, and whom it calls.
    assert.ok(names.size > 0);
    for (const it of names) assert.match(it, /web|orders/);
    const carts = (it: { readonly component: string }): boolean => it.component.includes('carts');
    assert.equal(after.posture.find(carts), before.posture.find(carts));
    assert.ok(before.posture.some(carts));
  });

  it('reads again what its own file tells, and puts it beside what the others told', () => {
    const log = ran({ label: 'wob' });
    assert.deepEqual(about(log, 'facts'), [uri]);
    assert.equal(about(log, 'shelfFacts').length, 1);
  });

  it('judges the others again that ask for what a new file brings', () => {
    const workspace = made();
    const log = workspace.logged(() => {
      const text = textOf({ ...base, kind: 'ServiceAccount' });
      workspace.apply([{ uri: `${root}/k8s/account.yaml`, content: { text } }]);
      answers(workspace);
    });
    const judged = about(log, 'objectClaims').map((it) => it.split('\n')[0]);
    assert.ok(judged.includes(`${root}/k8s/web.yaml`) && judged.includes(`${root}/k8s/carts.yaml`));
    assert.ok(!judged.includes(`${root}/k8s/web-service.yaml`));
  });
});
