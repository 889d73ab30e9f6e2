// The façade: answers follow the texts, and what did not change is not computed again.
import assert from 'node:assert/strict';
import { type AnyRule, defineRule } from '../../server/src/core/rules/rule.ts';
import { defaultOptions } from '../../server/src/core/rules/context.ts';
import { indexRules, runRules } from '../../server/src/core/rules/run.ts';
import { buildModel } from '../../server/src/core/threat-model/build.ts';
import type { Fact } from '../../server/src/core/threat-model/fact.ts';
import { Workspace } from '../../server/src/core/workspace.ts';

const root = 'file:///shop';
const privileged = defineRule({
  id: 'compose/privileged-service',
  title: 'Service runs privileged',
  why: 'It owns the host.',
  remedy: 'Remove it.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: {},
  equivalents: [],
  concepts: [],
  visits: 'compose.service',
  check(service, report) {
    const flag = service.view.get('privileged');
    if (flag.boolean === true) report({ at: flag.anchor(), message: `${service.view.key ?? ''} is privileged` });
  },
});
const failing = defineRule({
  ...privileged,
  id: 'compose/failing',
  check: () => {
    throw new Error('a fault in the rule');
  },
});

const compose = (body: string): string => `services:\n  web:\n    image: acme/web:1\n${body}`;
const workspaceOf = (files: Readonly<Record<string, string>>, rules: readonly AnyRule[] = [privileged]): Workspace => {
  const workspace = new Workspace({ rules, today: '2026-11-01', root });
  workspace.apply(Object.entries(files).map(([name, text]) => ({ uri: `${root}/${name}`, content: { text } })));
  return workspace;
};
const levels = (workspace: Workspace, name: string): string[] =>
  workspace.verdicts(`${root}/${name}`).map((it) => `${it.finding.rule} ${it.hidden?.by ?? it.level}`);

describe('a workspace', () => {
  it('gives the same answers whatever the order of changes', () => {
    const a = workspaceOf({ 'compose.yaml': compose('    privileged: true\n') });
    const b = workspaceOf({ 'compose.yaml': compose('') });
    assert.deepEqual(levels(b, 'compose.yaml'), []);
    b.apply([{ uri: `${root}/compose.yaml`, content: { text: compose('    privileged: true\n') } }]);
    assert.deepEqual(b.verdicts(`${root}/compose.yaml`), a.verdicts(`${root}/compose.yaml`));
  });

  it('never recomputes the facts of one document while another is typed in', () => {
    const workspace = workspaceOf({ 'compose.yaml': compose(''), 'other/compose.yaml': compose('') });
    workspace.threatModel();
    const ran = workspace.logged(() => {
      workspace.apply([{ uri: `${root}/compose.yaml`, content: { text: compose('    user: "1000"\n') } }]);
      workspace.verdicts(`${root}/compose.yaml`);
      workspace.threatModel();
    });
    assert.ok(ran.some((it) => it.startsWith(`facts ${root}/compose.yaml`)));
    assert.deepEqual(
      ran.filter((it) => it.includes(`${root}/other/`)),
      [],
    );
  });

  it('never rebuilds the threat model for typing that changes no fact', () => {
    const workspace = workspaceOf({ 'compose.yaml': compose('') });
    workspace.threatModel();
    const ran = workspace.logged(() => {
      workspace.apply([{ uri: `${root}/compose.yaml`, content: { text: `# a comment\n\n${compose('')}` } }]);
      workspace.threatModel();
    });
    assert.deepEqual(
      ran.filter((it) => it.startsWith('model') || it.startsWith('allFacts')),
      [],
    );
  });

  it('parses nothing and judges nothing when a document of the stream only moves', () => {
    const first = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n';
    const second = '---\napiVersion: v1\nkind: Service\nmetadata:\n  name: b\n';
    const workspace = workspaceOf({ 'all.yaml': first + second });
    workspace.verdicts(`${root}/all.yaml`);
    const ran = workspace.logged(() => {
      workspace.apply([{ uri: `${root}/all.yaml`, content: { text: `${first}  labels: { x: y }\n${second}` } }]);
      workspace.verdicts(`${root}/all.yaml`);
    });
    assert.ok(ran.includes(`chunkFindings ${root}/all.yaml 0`));
    assert.ok(!ran.includes(`chunkFindings ${root}/all.yaml 1`));
  });

  it('leaves no trace of a trial', () => {
    const workspace = workspaceOf({ 'compose.yaml': compose('    privileged: true\n') });
    const before = workspace.verdicts(`${root}/compose.yaml`);
    const inside = workspace.trial(
      [
        { uri: `${root}/compose.yaml`, content: { text: compose('') } },
        { uri: `${root}/new.yaml`, content: { text: compose('') } },
      ],
      () => levels(workspace, 'compose.yaml'),
    );
    assert.deepEqual(inside, []);
    assert.deepEqual(workspace.verdicts(`${root}/compose.yaml`), before);
    assert.deepEqual(workspace.files, [`${root}/compose.yaml`]);
  });

  it('shows a rule that throws as one finding and goes on with the others', () => {
    const workspace = workspaceOf({ 'compose.yaml': compose('    privileged: true\n') }, [failing, privileged]);
    assert.deepEqual(levels(workspace, 'compose.yaml').sort(), [
      'compose/privileged-service warning',
      'parapet/internal-fault info',
    ]);
  });

  it('hides what an ignore comment with a reason names, and tells of one that hides nothing', () => {
    const at = (comment: string): string[] =>
      levels(workspaceOf({ 'compose.yaml': compose(`    ${comment}\n    privileged: true\n`) }), 'compose.yaml');
    assert.deepEqual(at('# parapet-ignore compose/privileged-service: the lab needs it'), [
      'compose/privileged-service ignore',
    ]);
    assert.deepEqual(at('# parapet-ignore compose/*: the lab needs it'), ['compose/privileged-service ignore']);
    assert.deepEqual(at('# parapet-ignore compose/privileged-service'), ['compose/privileged-service warning']);
    assert.deepEqual(at('# parapet-ignore compose/other: why'), [
      'compose/privileged-service warning',
      'parapet/unused-ignore hint',
    ]);
  });

  it('stays silent below a syntax fault and speaks above it', () => {
    const broken = `services:\n  a:\n    image: acme/a:1\n    privileged: true\n  b:\n    image: "acme\n    privileged: true\n`;
    assert.deepEqual(levels(workspaceOf({ 'compose.yaml': broken }), 'compose.yaml'), [
      'compose/privileged-service warning',
    ]);
  });

  it('says why a file is left out', () => {
    const workspace = workspaceOf({
      'a.yaml': 'just: data\n',
      'b.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n',
      'c.yaml': '\0\0',
      'd.yaml': 'services:\n  a:\n    image: "acme\n',
    });
    const why = (name: string): string | null => workspace.status(`${root}/${name}`).why;
    assert.equal(why('a.yaml'), 'none of our dialects');
    assert.match(why('b.yaml') ?? '', /template/);
    assert.match(why('d.yaml') ?? '', /read in part only/);
    assert.equal(why('c.yaml'), 'binary');
  });
});

describe('a policy', () => {
  const judged = (policy: string): string[] =>
    levels(workspaceOf({ 'compose.yaml': compose('    privileged: true\n'), '.parapet.yaml': policy }), 'compose.yaml');

  it('sets levels by rule, category and path; a rule of its own is stronger, a later override wins', () => {
    assert.deepEqual(judged('categories:\n  least-privilege: info\n'), ['compose/privileged-service info']);
    assert.deepEqual(judged('categories:\n  least-privilege: info\nrules:\n  compose/privileged-service: error\n'), [
      'compose/privileged-service error',
    ]);
    assert.deepEqual(
      judged('overrides:\n  - paths: ["*.yaml"]\n    rules:\n      compose/privileged-service: "off"\n'),
      ['compose/privileged-service policy'],
    );
  });

  it('accepts a risk until its day, and no longer', () => {
    const accepted = (until: string): string[] =>
      judged(`accepted:\n  - rule: compose/privileged-service\n    reason: lab\n    owner: ops\n    until: ${until}\n`);
    assert.deepEqual(accepted('2026-11-01'), ['compose/privileged-service accepted']);
    assert.deepEqual(accepted('2026-10-31'), ['compose/privileged-service warning']);
  });

  it('shows its own mistakes and keeps the rest in force', () => {
    const policy =
      'rules:\n  compose/privileged-service: loud\n  compose/nothing-of-this-name: error\ncategories:\n  least-privilege: hint\nexclude:\n  - vendor/**\n';
    const workspace = workspaceOf({
      'compose.yaml': compose('    privileged: true\n'),
      'vendor/compose.yaml': compose('    privileged: true\n'),
      '.parapet.yaml': policy,
    });
    assert.deepEqual(levels(workspace, '.parapet.yaml'), [
      'parapet/policy-mistake warning',
      'parapet/policy-mistake warning',
    ]);
    assert.deepEqual(levels(workspace, 'compose.yaml'), ['compose/privileged-service hint']);
    assert.deepEqual(levels(workspace, 'vendor/compose.yaml'), []);
  });
});

describe('reachability', () => {
  const open = defineRule({ ...privileged, id: 'compose/open-door', category: 'authentication', severity: 'warning' });
  const hardening = defineRule({
    ...privileged,
    id: 'compose/soft-shell',
    category: 'least-privilege',
    severity: 'warning',
  });
  const grave = defineRule({ ...privileged, id: 'compose/no-door', category: 'authentication', severity: 'error' });
  const outgoing = defineRule({
    ...privileged,
    id: 'compose/clear-call',
    category: 'transport',
    severity: 'warning',
    outgoing: true,
  });
  const judged = (body: string): string[] =>
    levels(
      workspaceOf({ 'compose.yaml': compose(`    privileged: true\n${body}`) }, [open, hardening, grave]),
      'compose.yaml',
    ).sort();

  it('raises a missing door on the internet, with the way there, and lowers it inside; hardening weighs the same', () => {
    assert.deepEqual(judged('    ports: ["80:80"]\n'), [
      'compose/no-door error',
      'compose/open-door error',
      'compose/soft-shell warning',
    ]);
    assert.deepEqual(judged(''), [
      'compose/no-door warning',
      'compose/open-door warning',
      'compose/soft-shell warning',
    ]);
    const workspace = workspaceOf({ 'compose.yaml': compose('    privileged: true\n    ports: ["80:80"]\n') }, [open]);
    const [verdict] = workspace.verdicts(`${root}/compose.yaml`);
    assert.match(verdict?.reason ?? '', /Raised from warning: web is reachable from the internet/);
    assert.ok((verdict?.path.length ?? 0) > 0);
  });

  it('leaves alone what the component calls: who reaches it does not listen there', () => {
    const levelsOf = (body: string): string[] =>
      levels(workspaceOf({ 'compose.yaml': compose(`    privileged: true\n${body}`) }, [outgoing]), 'compose.yaml');
    assert.deepEqual(levelsOf('    ports: ["80:80"]\n'), levelsOf(''));
  });
});

describe('a contract over several files', () => {
  it('shows a finding in the file that must change, once, and follows edits there', () => {
    const openDoor = defineRule({
      ...privileged,
      id: 'openapi/loud-schema',
      visits: 'openapi.schema',
      check: (schema, report) => {
        if (schema.view.get('x-loud').boolean === true)
          report({ at: schema.view.get('x-loud').anchor(), message: 'too loud' });
      },
    });
    const main = (title: string): string =>
      `openapi: 3.0.3\ninfo: { title: ${title}, version: "1" }\npaths:\n  /a:\n    get:\n      responses:\n        "200":\n          description: ok\n          content:\n            application/json:\n              schema:\n                $ref: parts/thing.yaml\n`;
    const workspace = workspaceOf(
      { 'a.yaml': main('A'), 'b.yaml': main('B'), 'parts/thing.yaml': 'type: object\nx-loud: true\n' },
      [openDoor],
    );
    assert.deepEqual(levels(workspace, 'a.yaml'), []);
    assert.deepEqual(levels(workspace, 'parts/thing.yaml'), ['openapi/loud-schema warning']);
    assert.equal(
      workspace.place(
        workspace.verdicts(`${root}/parts/thing.yaml`)[0]?.finding.at ?? { file: '', chunk: 0, route: [] },
      )?.start.line,
      1,
    );
    workspace.apply([{ uri: `${root}/parts/thing.yaml`, content: { text: 'type: object\nx-loud: false\n' } }]);
    assert.deepEqual(levels(workspace, 'parts/thing.yaml'), []);
  });
});

describe('a fault in the program', () => {
  it('in a lens is told in the file, and the findings before it stand', () => {
    const index = indexRules([privileged]);
    const findings = runRules(
      index,
      { today: '2026-11-01', options: defaultOptions },
      () => {
        throw new Error('a fault in the lens');
      },
      { file: `${root}/a.yaml`, chunk: 0, route: [] },
    );
    assert.deepEqual(
      findings.map((it) => [it.rule, it.at.file]),
      [['parapet/internal-fault', `${root}/a.yaml`]],
    );
  });

  it('in the joins leaves a model that says so', () => {
    const broken = { fact: 'compose-service', at: { file: `${root}/a.yaml`, chunk: 0, route: [] } } as unknown as Fact;
    const model = buildModel([broken]);
    assert.match(model.looseEnds[0]?.text ?? '', /could not be joined/);
  });
});
