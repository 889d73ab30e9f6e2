// Threats and findings are one list: a finding says which threats it opens, and both close or are accepted together.
import assert from 'node:assert/strict';
import type { Verdict } from '../../../server/src/core/policy/decide.ts';
import { openedWords } from '../../../server/src/core/threat-model/opened-threats.ts';
import { allRules } from '../../../server/src/core/rules/all.gen.ts';
import type { Threat } from '../../../server/src/core/threat-model/model.ts';
import { Workspace } from '../../../server/src/core/workspace.ts';
import { diagnostic } from '../../../server/src/lsp/toProtocol.ts';
import { hover } from '../../../server/src/lsp/hover.ts';
import { modelRoot } from '../../support/model.ts';

const compose = `services:
  job:
    image: registry.test/job:1
    privileged: true
    environment:
      DB_PASSWORD: hunter2-but-longer
`;
const uri = `${modelRoot}/compose.yaml`;

function workspace(policy: string, text = compose, name = 'compose.yaml'): Workspace {
  const made = new Workspace({ rules: allRules, today: '2026-11-01', root: modelRoot });
  made.apply([
    { uri: `${modelRoot}/${name}`, content: { text } },
    { uri: `${modelRoot}/.parapet.yaml`, content: { text: policy } },
  ]);
  return made;
}

function finding(from: Workspace, rule: string, file = uri): Verdict {
  const found = from.verdicts(file).filter((it) => it.finding.rule === rule);
  assert.equal(found.length, 1, `${found.length} findings of ${rule}`);
  assert.ok(found[0]);
  return found[0];
}

function threat(from: Workspace, kind: string): Threat {
  const found = from.threatModel().threats.find((it) => it.id.endsWith(kind));
  assert.ok(found, `no threat ${kind}`);
  return found;
}

const acceptance = 'reason: because, owner: team, until: 2027-01-01';

describe('threat model: what a finding opens', () => {
  it('names the threat, in the editor and in the hover', () => {
    const made = workspace('');
    const secret = finding(made, 'compose/secret-in-environment');
    assert.deepEqual(
      secret.opens.map((it) => it.id),
      [threat(made, 'job I secret').id],
    );
    const shown = diagnostic(made, uri, secret, false);
    const told = shown.relatedInformation?.find((it) => it.message.startsWith('Opens the threat: '));
    assert.equal(told?.message, 'Opens the threat: Whoever can read the repository knows a password or key of job.');
    assert.equal(told?.location.uri, uri);
    const help = hover(made, uri, shown.range.start, false);
    assert.match(JSON.stringify(help?.contents), /Opens the threat: Whoever can read the repository/);
  });

  it('names none where there is none', () => {
    const made = workspace('', compose.replace('DB_PASSWORD: hunter2-but-longer', 'LOG_LEVEL: debug'));
    for (const { finding: it, opens } of made.verdicts(uri))
      if (it.rule !== 'compose/privileged-service' && !it.rule.startsWith('model/'))
        assert.deepEqual(opens, [], it.rule);
  });

  it('does not repeat what a rule over the model says already', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: { name: cache }
spec:
  containers: [{ name: redis, image: "redis:7.4.1", ports: [{ containerPort: 6379 }] }]
`;
    const made = workspace('', text, 'cache.yaml');
    const it = finding(made, 'model/unauthenticated-data-store', `${modelRoot}/cache.yaml`);
    assert.equal(it.opens.length, 1);
    assert.deepEqual(openedWords(it.finding, it.opens), []);
  });

  it('names a threat that another rule answers for', () => {
    const made = workspace('', compose.replace('privileged: true', 'privileged: true\n    ports: ["80:80"]'));
    assert.equal(threat(made, 'job E power').rule, 'model/host-owner-exposed');
    const opens = finding(made, 'compose/privileged-service').opens.map((it) => it.id);
    assert.ok(opens.includes(threat(made, 'job E power').id));
  });

  it('names the threat at the object that the evidence names', () => {
    const account = (rule: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: ops }
rules:
  - ${rule}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ops }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ops }
subjects: [{ kind: ServiceAccount, name: robot, namespace: shop }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: robot, namespace: shop }
---
apiVersion: v1
kind: Pod
metadata: { name: robot, namespace: shop }
spec:
  serviceAccountName: robot
  containers: [{ name: robot, image: "registry.test/robot:1" }]
`;
    const file = `${modelRoot}/ops.yaml`;
    const made = workspace('', account('{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }'), 'ops.yaml');
    const it = finding(made, 'kubernetes/wildcard-role', file);
    assert.deepEqual(
      it.opens.map((opened) => opened.id),
      [threat(made, 'E account ops').id],
    );
  });
});

describe('threat model: a rule that is switched off', () => {
  it('accepts the threat of its findings, with the policy as the reason', () => {
    const made = workspace('rules:\n  compose/secret-in-environment: "off"\n');
    const it = threat(made, 'job I secret');
    assert.equal(it.state, 'accepted');
    assert.equal(it.accepted?.reason, "compose/secret-in-environment is switched off in the team's policy");
    assert.deepEqual(it.against[0]?.at, {
      file: `${modelRoot}/.parapet.yaml`,
      chunk: 0,
      route: ['rules', 'compose/secret-in-environment'],
    });
    assert.equal(threat(made, 'job E power').state, 'open');
  });

  it('does so by dialect, by category and by path, where the path is that of the finding', () => {
    const state = (policy: string): string => threat(workspace(policy), 'job I secret').state;
    const override = (glob: string): string =>
      `overrides:\n  - paths: ["${glob}"]\n    rules: { compose/secret-in-environment: "off" }\n`;
    assert.equal(state('rules: { compose/*: "off" }'), 'accepted');
    assert.equal(state('categories: { secrets: "off" }'), 'accepted');
    assert.equal(state(override('*.yaml')), 'accepted');
    assert.equal(state(override('dev/**')), 'open');
    assert.equal(state('rules: { compose/secret-in-environment: hint }'), 'open');
    assert.equal(state('rules: { compose/*: "off", compose/secret-in-environment: hint }'), 'open');
  });

  it('stays open while another of its findings is still told', () => {
    const two = compose.replace(
      'hunter2-but-longer',
      'hunter2-but-longer\n      DATABASE_URL: postgresql://a:s3cr3t-word@db/x',
    );
    const both = threat(workspace('', two), 'job I secret');
    assert.equal([both.rule, ...(both.otherRules ?? [])].length, 2);
    const off = 'rules: { compose/secret-in-environment: "off" }';
    assert.equal(threat(workspace(off, two), 'job I secret').state, 'open');
    const rest = `${off}\naccepted:\n  - { rule: compose/credential-in-address, ${acceptance} }\n`;
    assert.equal(threat(workspace(rest, two), 'job I secret').state, 'accepted');
  });

  it('stays open while a rule that another one answers for still speaks', () => {
    const open = compose.replace('privileged: true', 'privileged: true\n    ports: ["80:80"]');
    const off = (rules: string): string => threat(workspace(`rules: { ${rules} }`, open), 'job E power').state;
    assert.equal(off('model/host-owner-exposed: "off"'), 'open');
    assert.equal(off('model/host-owner-exposed: "off", compose/privileged-service: "off"'), 'accepted');
  });
});

describe('threat model: a threat that is accepted by its id', () => {
  const accept = (id: string, until = '2027-01-01'): string =>
    `accepted:\n  - { threat: ${JSON.stringify(id)}, reason: because, owner: team, until: ${until} }\n`;

  it('quiets the finding that opens it, and no other', () => {
    const { id } = threat(workspace(''), 'job I secret');
    const made = workspace(accept(id));
    assert.equal(threat(made, 'job I secret').state, 'accepted');
    assert.deepEqual(finding(made, 'compose/secret-in-environment').hidden, {
      by: 'accepted',
      reason: 'because (team, until 2027-01-01)',
    });
    assert.equal(finding(made, 'compose/privileged-service').hidden, null);
    assert.equal(finding(workspace(accept('somebody else I secret')), 'compose/secret-in-environment').hidden, null);
  });

  it('does not quiet a finding that opens another threat too', () => {
    const pod = (name: string): string => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop }
spec:
  containers: [{ name: it, image: "registry.test/${name}:1", envFrom: [{ configMapRef: { name: shared } }] }]
`;
    const shared = `apiVersion: v1
kind: ConfigMap
metadata: { name: shared, namespace: shop }
data: { DB_PASSWORD: hunter2-but-longer }
${pod('orders')}${pod('stock')}`;
    const file = `${modelRoot}/shared.yaml`;
    const rule = 'kubernetes/secret-in-config-map';
    const ids = finding(workspace('', shared, 'shared.yaml'), rule, file).opens.map((it) => it.id);
    assert.equal(ids.length, 2);
    const [first = '', second = ''] = ids;
    assert.equal(finding(workspace(accept(first), shared, 'shared.yaml'), rule, file).hidden, null);
    const both = `${accept(first)}${accept(second).replace('accepted:\n', '')}`;
    assert.equal(finding(workspace(both, shared, 'shared.yaml'), rule, file).hidden?.by, 'accepted');
  });

  it('speaks again when the acceptance has ended', () => {
    const { id } = threat(workspace(''), 'job I secret');
    const it = finding(workspace(accept(id, '2026-10-31')), 'compose/secret-in-environment');
    assert.equal(it.hidden, null);
    assert.equal(it.reason, 'The acceptance by team ended on 2026-10-31.');
  });
});
