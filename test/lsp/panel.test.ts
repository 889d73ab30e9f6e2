// What the panel asks of the server: the whole system, which fixes are proven, a fix, and the acceptance of a risk.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import type { PanelOffer, PanelSnapshot } from '../../client/panel/contract.ts';
import { isToPanel } from '../../client/panel/model/validate.ts';
import { TestClient } from '../support/lsp.ts';

const text = `services:
  web:
    image: node:16-bullseye
    privileged: true
    ports: ["8080:8080"]
    environment:
      DATABASE_URL: postgres://shop@db:5432/shop
  db:
    image: postgres:16
    ports: ["5432:5432"]
`;

describe('the panel and the server', () => {
  let folder: string;
  let client: TestClient;
  let uri: string;
  const ask = async <T>(method: string, params: object): Promise<T> => client.connection.sendRequest(method, params);
  const model = (): Promise<PanelSnapshot> => ask('parapet/model', { uri });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-panel-'));
    uri = pathToFileURL(join(folder, 'compose.yaml')).href;
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    await client.open(uri, 'dockercompose', text);
    await client.pull(uri);
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('send a system that the panel lets in, with paths, posture and inventory', async () => {
    const snapshot = await model();
    assert.ok(isToPanel({ type: 'snapshot', snapshot }));
    assert.ok(snapshot.attacks.total > 0 && snapshot.attacks.cuts.length > 0);
    assert.deepEqual(new Set(snapshot.posture.map((it) => it.controls.length > 0)), new Set([true]));
    const image = snapshot.inventory.images.find((it) => it.image === 'node:16-bullseye');
    assert.deepEqual(image?.lines.map((it) => `${it.name} ${it.state}`).slice(0, 1), ['Node.js 16 ended']);
    const web = snapshot.components.find((it) => it.name === 'web');
    const db = snapshot.components.find((it) => it.name === 'db');
    assert.ok(web && db);
    assert.ok(web.blast.reaches.includes(db.id) && db.blast.reachedBy.includes(web.id));
    assert.ok(snapshot.inventory.entries.some((it) => it.component === web.id));
  });

  it('prove fixes of findings and of the threats behind them, and apply them by an edit', async () => {
    const snapshot = await model();
    const finding = snapshot.components
      .flatMap((it) => it.findings)
      .find((it) => it.rule === 'compose/privileged-service');
    assert.ok(finding?.mayFix);
    const offers = await ask<PanelOffer[]>('parapet/offers', { findings: [finding.finding, 'none of ours'] });
    assert.ok((offers[0]?.titles.length ?? 0) > 0);
    assert.deepEqual(offers[1]?.titles, []);
    const fixes = await ask<CodeAction[]>('parapet/fixes', { finding: finding.finding });
    assert.equal(fixes[0]?.title.startsWith(offers[0]?.titles[0] ?? '?'), true);
    assert.match(JSON.stringify(fixes[0]?.edit), /"documentChanges"/);
    const exposed = snapshot.threats.find((it) => it.rule === 'compose/published-datastore');
    assert.ok(exposed?.remedy, 'a threat knows the finding that says the same');
  });

  it('write an accepted risk into the policy, whatever the words hold', async () => {
    const snapshot = await model();
    const [finding] = snapshot.components.flatMap((it) => it.findings);
    assert.ok(finding);
    const edit = await ask<WorkspaceEdit>('parapet/accept', {
      finding: finding.finding,
      reason: 'it is "ours": # really\n${1:x}',
      owner: 'the shop team',
    });
    const [create, change] = edit.documentChanges ?? [];
    assert.ok(create && 'kind' in create && create.kind === 'create');
    const [written] = change && 'edits' in change ? change.edits : [];
    assert.ok(written && 'newText' in written, 'words are no snippet');
    assert.ok(written.newText.includes('reason: "it is \\"ours\\": # really\\n${1:x}"'), written.newText);
    assert.match(written.newText, /owner: "the shop team"\n\s+until: \d{4}-\d\d-\d\d\n/);
  });

  it('accept a threat that no finding stands for by its id, and then show it accepted', async () => {
    const isAlone = (it: PanelSnapshot['threats'][number]): boolean => it.remedy === null && it.state === 'open';
    await client.change(uri, `${text}  gateway:\n    image: nginx:1.27\n    ports: ["80:80"]\n    depends_on: [web]\n`);
    const threat = (await model()).threats.find(isAlone);
    assert.ok(threat, 'the shop has such a threat');
    const words = { reason: 'the wire is ours', owner: 'network team' };
    const edit = await ask<WorkspaceEdit>('parapet/accept', { finding: `threat:${threat.id}`, ...words });
    const change = edit.documentChanges?.find((it) => 'edits' in it);
    const [written] = change && 'edits' in change ? change.edits : [];
    assert.ok(written && 'newText' in written);
    const policy = pathToFileURL(join(folder, '.parapet.yaml')).href;
    await client.open(policy, 'yaml', written.newText);
    const after = (await model()).threats.find((it) => it.id === threat.id);
    assert.equal(after?.state, 'accepted', written.newText);
    assert.equal(after.accepted?.owner, 'network team');
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: policy } });
    await client.change(uri, text);
  });

  it('answer nonsense with nothing', async () => {
    assert.deepEqual(await ask('parapet/fixes', { finding: 'x' }), []);
    assert.deepEqual(await ask('parapet/fixes', {}), []);
    assert.equal(await ask('parapet/offers', { findings: 'x' }), null);
    assert.equal(await ask('parapet/accept', { finding: 'x', reason: 'y', owner: '' }), null);
  });
});
