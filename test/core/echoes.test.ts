// One decision, one finding: of what is said twice at one place, the better word stays.
import assert from 'node:assert/strict';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../server/src/core/workspace.ts';

const store = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:18
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  type: LoadBalancer
  selector: { app: db }
  ports:
    - port: 5432
`;

describe('Of two findings that say the same at one place', () => {
  const at = 'file:///w/db.yaml';
  const ask = (policy = '', text = store): readonly { rule: string; equivalents: readonly string[] }[] => {
    const workspace = new Workspace({ rules: allRules, today: '2026-11-01', root: 'file:///w' });
    workspace.apply([
      { uri: at, content: { text } },
      { uri: 'file:///w/.parapet.yaml', content: { text: `version: 1\n${policy}` } },
    ]);
    return workspace
      .verdicts(at)
      .filter((it) => it.hidden === null && it.level !== 'off')
      .map((it) => it.finding)
      .filter((it) => /exposed-data-store|public-load-balancer/.test(it.rule));
  };

  it('the one that knows more speaks, and answers for the other', () => {
    const [first, ...others] = ask();
    assert.equal(first?.rule, 'model/exposed-data-store');
    assert.deepEqual(others, []);
    const alone = allRules.find((it) => it.id === 'kubernetes/public-load-balancer')?.equivalents ?? [];
    assert.ok(alone.length > 0 && first.equivalents.some((it) => alone.includes(it)));
  });

  it('the other speaks where the team does not want the one', () => {
    assert.deepEqual(
      ask('rules:\n  model/exposed-data-store: "off"\n').map((it) => it.rule),
      ['kubernetes/public-load-balancer'],
    );
  });

  it('the other speaks where the one is ignored', () => {
    const ignored = store.replace('LoadBalancer', 'LoadBalancer # parapet-ignore model/exposed-data-store: a demo');
    assert.deepEqual(
      ask('', ignored).map((it) => it.rule),
      ['kubernetes/public-load-balancer'],
    );
  });

  it('nobody is told to pin an image that has to go', () => {
    const workspace = new Workspace({ rules: allRules, today: '2026-11-01', root: 'file:///w' });
    workspace.apply([{ uri: 'file:///w/Dockerfile', content: { text: 'FROM node:16-alpine\nUSER node\n' } }]);
    const rules = workspace.verdicts('file:///w/Dockerfile').map((it) => it.finding.rule);
    assert.ok(rules.includes('dockerfile/end-of-life-image'));
    assert.equal(rules.includes('dockerfile/image-without-digest'), false);
  });
});
