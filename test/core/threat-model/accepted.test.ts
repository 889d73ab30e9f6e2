// Threats and findings are one list: what the team accepts as one, it accepts as the other.
import assert from 'node:assert/strict';
import { allRules } from '../../../server/src/core/rules/all.gen.ts';
import type { Threat } from '../../../server/src/core/threat-model/model.ts';
import { Workspace } from '../../../server/src/core/workspace.ts';
import { modelRoot } from '../../support/model.ts';

const compose = `services:
  cache:
    image: redis:7
    ports: ["6379:6379"]
  job:
    image: registry.test/job:1
    privileged: true
    environment:
      DB_PASSWORD: hunter2-but-longer
`;

function workspace(policy: string, text = compose): Workspace {
  const made = new Workspace({ rules: allRules, today: '2026-11-01', root: modelRoot });
  made.apply([
    { uri: `${modelRoot}/compose.yaml`, content: { text } },
    { uri: `${modelRoot}/.parapet.yaml`, content: { text: policy } },
  ]);
  return made;
}

function threat(from: Workspace, kind: string): Threat {
  const found = from.threatModel().threats.filter((it) => it.id.endsWith(kind));
  assert.equal(
    found.length,
    1,
    from
      .threatModel()
      .threats.map((it) => it.id)
      .join(', '),
  );
  const [only] = found;
  assert.ok(only);
  return only;
}

function accept(entry: string): string {
  return `accepted:\n  - ${entry}\n    reason: because\n    owner: team\n    until: 2027-01-01\n`;
}

describe('threat model: accepted threats', () => {
  it('is open while nobody accepts it', () => {
    const it = threat(workspace(''), 'job E power');
    assert.deepEqual([it.state, it.accepted, it.rule], ['open', null, 'compose/privileged-service']);
  });

  it('accepts the threat with its finding, by rule', () => {
    const made = workspace(accept('rule: compose/privileged-service'));
    const it = threat(made, 'job E power');
    assert.equal(it.state, 'accepted');
    assert.deepEqual(it.accepted, { reason: 'because', owner: 'team', until: '2027-01-01' });
    assert.equal(it.against[0]?.at?.file, `${modelRoot}/.parapet.yaml`);
    const verdict = made
      .verdicts(`${modelRoot}/compose.yaml`)
      .find(({ finding }) => finding.rule === 'compose/privileged-service');
    assert.equal(verdict?.hidden?.by, 'accepted');
    assert.equal(threat(made, 'job I secret').state, 'open');
  });

  it('accepts where rule, path, object and component fit, and nowhere else', () => {
    const state = (entry: string): string => threat(workspace(accept(entry)), 'job E power').state;
    const rule = 'rule: compose/privileged-service';
    assert.equal(state(`${rule}\n    paths: ["compose.yaml"]`), 'accepted');
    assert.equal(state(`${rule}\n    paths: ["lab/**"]`), 'open');
    assert.equal(state(`${rule}\n    resource: service/job`), 'accepted');
    assert.equal(state(`${rule}\n    resource: service/other`), 'open');
    assert.equal(state(`${rule}\n    component: job`), 'accepted');
    assert.equal(state(`${rule}\n    component: cache`), 'open');
    assert.equal(state('rule: compose/*'), 'accepted');
    assert.equal(state('rule: kubernetes/*'), 'open');
  });

  it('accepts a threat by its id', () => {
    const { id } = threat(workspace(''), 'job E power');
    assert.equal(threat(workspace(accept(`threat: ${JSON.stringify(id)}`)), 'job E power').state, 'accepted');
    assert.equal(threat(workspace(accept('threat: somebody else')), 'job E power').state, 'open');
  });

  it('opens again on the day after the last, and says so', () => {
    const policy = accept('rule: compose/privileged-service').replace('2027-01-01', '2026-10-31');
    const made = workspace(policy);
    const it = threat(made, 'job E power');
    assert.equal(it.state, 'open');
    assert.match(it.evidence.at(-1)?.text ?? '', /acceptance by team ended on 2026-10-31/);
    const told = made.verdicts(`${modelRoot}/.parapet.yaml`).map(({ finding }) => finding.rule);
    assert.ok(told.includes('parapet/expired-acceptance'));
  });

  it('an ignore comment with a reason accepts it too, one without does not', () => {
    const ignored = (comment: string): Threat =>
      threat(workspace('', compose.replace('privileged: true', `privileged: true # ${comment}`)), 'job E power');
    const it = ignored('parapet-ignore compose/privileged-service: captures packets');
    assert.deepEqual(it.accepted, { reason: 'captures packets', owner: null, until: null });
    assert.equal(ignored('parapet-ignore compose/privileged-service').state, 'open');
    assert.equal(ignored('parapet-ignore compose/lost-data: other').state, 'open');
  });

  it('a threat of several findings waits until all are accepted', () => {
    const two = compose.replace(
      'hunter2-but-longer',
      'hunter2-but-longer\n      DATABASE_URL: postgresql://a:s3cr3t-word@db/x',
    );
    const state = (entry: string): string => threat(workspace(accept(entry), two), 'job I secret').state;
    assert.equal(state('rule: compose/secret-in-environment'), 'open');
    assert.equal(state('rule: compose/*'), 'accepted');
  });

  it('refuses an entry that names neither rule nor threat, and says so', () => {
    const made = workspace(accept('paths: ["**"]'));
    const [told] = made.verdicts(`${modelRoot}/.parapet.yaml`);
    assert.match(told?.finding.message ?? '', /names a rule or a threat/);
    assert.ok(made.threatModel().threats.every((it) => it.state !== 'accepted'));
  });
});
