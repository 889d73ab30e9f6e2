// A batch judges files that stand still as a workspace does: the same statuses, findings, places and model.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { reportFile, reportFindings } from '../../server/src/cli/report.ts';
import { Batch } from '../../server/src/core/batch.ts';
import { policyOf } from '../../server/src/core/policy-file.ts';
import { type FileAnswer, Inspector } from '../../server/src/core/file-answer.ts';
import { joinParts } from '../../server/src/core/file-part.ts';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { optionsOf } from '../../server/src/core/rules/context.ts';
import { revived } from '../../server/src/core/revived.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { load } from '../../server/src/node/load.ts';
import { uriOfPath } from '../../server/src/node/uris.ts';

const today = '2026-03-01';
const root = 'file:///w';
const policyUri = `${root}/.parapet.yaml`;

function inspectorOf(texts: ReadonlyMap<string, string>, isolated = false): Inspector {
  const { policy } = policyOf(policyUri, texts.get(policyUri), allRules);
  const context = { today, options: optionsOf(policy) };
  return new Inspector({ rules: allRules, context, policyUri, isolated, text: (uri) => texts.get(uri) });
}

function assertSame(texts: ReadonlyMap<string, string>, where: string): number {
  const workspace = new Workspace({ rules: allRules, today, root, policyUri });
  workspace.apply([...texts].map(([uri, text]) => ({ uri, content: { text } })));
  const inspector = inspectorOf(texts);
  const files = [...texts.keys()];
  // What a thread hands over and a cache keeps has been JSON on the way.
  const answers = new Map(
    files.map((uri) => [uri, revived(JSON.parse(JSON.stringify(inspector.answer(uri))) as FileAnswer)] as const),
  );
  const policy = policyOf(policyUri, texts.get(policyUri), allRules);
  const batch = new Batch({
    rules: allRules,
    context: { today, options: optionsOf(policy.policy) },
    root,
    policyUri,
    policy,
    files,
    text: (uri) => texts.get(uri),
    answer: (uri) => answers.get(uri),
  });
  assert.equal(JSON.stringify(batch.threatModel()), JSON.stringify(workspace.threatModel()), where);
  let count = 0;
  for (const uri of files) {
    assert.deepEqual(reportFile(batch, uri), reportFile(workspace, uri), uri);
    const found = reportFindings(batch, uri);
    assert.deepEqual(found, reportFindings(workspace, uri), uri);
    count += found.length;
  }
  return count;
}

function folderOf(name: string): ReadonlyMap<string, string> {
  const folder = fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  return new Map(
    load([folder]).changes.map(({ uri, content }) => [uri.replace(uriOfPath(folder), root), content?.text ?? '']),
  );
}

const contract = `openapi: 3.0.3
info: { title: Parts, version: '1' }
servers: [{ url: 'http://api.example.com' }]
paths:
  /users: { $ref: 'paths/users.yaml' }
`;
const part = `get:
  security: []
  responses:
    '200': { description: ok, content: { application/json: { schema: { $ref: 'gone.yaml' } } } }
`;

describe('a batch', () => {
  it('says of the examples what a workspace says', () => {
    assert.ok(assertSame(folderOf('shop'), 'shop') > 100);
    assertSame(folderOf('shop-hardened'), 'shop-hardened');
  });

  it('says the same under a policy, with ignore comments, with excluded, broken and foreign files', () => {
    const texts = new Map([
      ...folderOf('shop'),
      [
        policyUri,
        'exclude: ["k8s/**"]\ncategories: { supply-chain: off }\nnonsense: 1\naccepted:\n  - { rule: "compose/*", reason: r, owner: o, until: "2020-01-01" }\n',
      ],
      [
        `${root}/more/compose.yaml`,
        'services:\n  a:\n    # parapet-ignore compose/privileged-service: a trial\n    privileged: true\n    image: a\n  # parapet-ignore dockerfile/nothing: none\n',
      ],
      [`${root}/broken.yaml`, 'apiVersion: v1\nkind: Pod\nmetadata: "open\n'],
      [`${root}/notes.json`, '{"a": 1}'],
      [`${root}/binary.yaml`, 'a\0b'],
      [
        `${root}/service.yaml`,
        'apiVersion: v1\nkind: Service\nmetadata: { name: c }\nspec: { selector: { constructor: x, toString: y }, type: NodePort }\n',
      ],
      [`${root}/stream.yaml`, 'apiVersion: v1\nkind: Pod\nspec: { hostNetwork: true }\n---\n{}\n---\nservices: {}\n'],
    ]);
    assert.ok(assertSame(texts, 'policy') > 20);
  });

  it('says the same of a contract in several files, and tells which files it read, those that are not there among them', () => {
    const texts = new Map([
      [`${root}/api.yaml`, contract],
      [`${root}/paths/users.yaml`, part],
    ]);
    assert.ok(assertSame(texts, 'contract') > 0);
    assert.deepEqual(inspectorOf(texts).answer(`${root}/api.yaml`)?.reads, [
      `${root}/paths/gone.yaml`,
      `${root}/paths/users.yaml`,
    ]);
    assert.deepEqual(inspectorOf(texts, true).answer(`${root}/api.yaml`)?.reads, []);
  });

  it('says the same of a Compose file whose variables stand beside it, and tells that it read them', () => {
    const uri = `${root}/compose.yaml`;
    const services =
      'services:\n  web:\n    image: web\n    environment: { API: "http://${API_HOST}:80" }\n  api: { image: api }\n';
    const texts = new Map([
      [uri, services],
      [`${root}/.env`, 'API_HOST=api\n'],
    ]);
    assertSame(texts, 'variables');
    assert.match(JSON.stringify(inspectorOf(texts).answer(uri)?.facts), /"host":"api","port":80/);
    assert.ok(inspectorOf(texts).answer(uri)?.reads.includes(`${root}/.env`));
    // Whoever keeps the answer has to know that another file could change it.
    assert.ok(
      inspectorOf(new Map([[uri, services]]))
        .answer(uri)
        ?.reads.includes(`${root}/.env`),
    );
    assert.deepEqual(inspectorOf(texts, true).answer(uri)?.reads, []);
  });

  it('is told by parts of the rules what all rules at once tell', () => {
    const shop = folderOf('shop');
    const texts = new Map([...shop, [`${root}/api.yaml`, contract], [`${root}/paths/users.yaml`, part]]);
    const inspector = inspectorOf(texts);
    for (const of of [1, 2, 3])
      for (const uri of texts.keys()) {
        const parts = Array.from({ length: of }, (_, index) => inspectorOf(texts).part(uri, { index, of }));
        assert.deepEqual(joinParts(parts), inspector.answer(uri), `${uri} in ${of} parts`);
      }
    assert.equal(joinParts([inspector.part(`${root}/api.yaml`, { index: 0, of: 2 }), undefined]), undefined);
  });

  it('gives answers that hold no patch, and none about a file that is not there', () => {
    const texts = folderOf('shop');
    const inspector = inspectorOf(texts);
    for (const uri of texts.keys()) {
      const answer = inspector.answer(uri);
      assert.deepEqual(
        answer?.findings.flatMap((it) => it.fixes.flatMap((fix) => fix.patches)),
        [],
        uri,
      );
    }
    assert.equal(inspector.answer(`${root}/nowhere.yaml`), undefined);
  });
});
