// The light bulb over stdio: fixes that were tried, ignoring with a reason, accepting in the policy, fix-all.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  HoverRequest,
} from 'vscode-languageserver-protocol/node';
import { TestClient } from '../support/lsp.ts';

const text = 'services:\n  web:\n    image: ghcr.io/acme/web:1.2.3 # the shop window\n    privileged: true\n';
const line = (at: number) => ({ start: { line: at, character: 17 }, end: { line: at, character: 17 } });

describe('code actions', () => {
  let folder: string;
  let client: TestClient;
  let uri: string;
  const ask = async (at: number, only?: string[], file = uri): Promise<CodeAction[]> => {
    const answer = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: file },
      range: line(at),
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
    return (answer ?? []).filter((it): it is CodeAction => 'kind' in it);
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-lsp-'));
    uri = pathToFileURL(join(folder, 'compose.yaml')).href;
    client = await TestClient.start({ root: pathToFileURL(folder).href });
    await client.open(uri, 'dockercompose', text);
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('offer a fix that touches only its own line', async () => {
    const fix = (await ask(3)).find(
      (it) => /privileged/i.test(it.title) && it.edit !== undefined && it.kind === 'quickfix',
    );
    assert.ok(fix, 'no fix for the privileged service');
    const [change] = fix.edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change);
    for (const edit of change.edits) assert.ok(edit.range.start.line >= 3, 'the fix reaches above the line');
    assert.equal(fix.diagnostics?.[0]?.code, 'compose/privileged-service');
  });

  it('ignore here with a reason, as a snippet at the indentation of the line', async () => {
    const [ignore] = await ask(3, ['quickfix.parapet.ignore']);
    assert.ok(ignore);
    assert.match(JSON.stringify(ignore.edit), /"    # parapet-ignore compose\/[a-z-]+: \$\{1:/);
  });

  it('accept the risk in a policy that does not exist yet', async () => {
    const accept = (await ask(3)).find((it) => it.title.startsWith('Accept this risk of compose/privileged-service'));
    const [create, change] = accept?.edit?.documentChanges ?? [];
    assert.ok(create && 'kind' in create && create.kind === 'create' && create.uri.endsWith('/.parapet.yaml'));
    assert.match(JSON.stringify(change), /rule: compose\/privileged-service/);
  });

  it('explain the rule by a command of our own client, and in the hover', async () => {
    assert.ok(
      (await ask(3)).some(
        (it) =>
          it.command?.command === 'parapet.explainRule' && it.command.arguments?.[0] === 'compose/privileged-service',
      ),
    );
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: line(3).start,
    });
    assert.match(JSON.stringify(hover?.contents), /Remedy/);
  });

  it('apply all safe fixes only when asked for source.fixAll', async () => {
    const dockerfile = pathToFileURL(join(folder, 'Dockerfile')).href;
    await client.open(dockerfile, 'dockerfile', 'FROM alpine:3.20\nADD app.js /app/\nUSER 1000\n');
    const actionsAt = (only?: string[]): Promise<CodeAction[]> => ask(1, only, dockerfile);
    assert.ok(!(await actionsAt()).some((it) => it.kind?.startsWith('source.')));
    const actions = await actionsAt(['source.fixAll']);
    assert.deepEqual(
      actions.map((it) => it.kind),
      ['source.fixAll.parapet'],
    );
    assert.match(JSON.stringify(actions[0]?.edit), /COPY|OPY/);
  });

  it('fix all of a rule in the file when chosen, and not before', async () => {
    const many = pathToFileURL(join(folder, 'many', 'compose.yaml')).href;
    await client.open(many, 'dockercompose', `${text}${text.split('\n').slice(1).join('\n').replace('web:', 'api:')}`);
    const all = (await ask(3, undefined, many)).find((it) => it.title.startsWith('Fix all 2 of compose/privileged'));
    assert.ok(all && all.edit === undefined);
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, all);
    assert.ok(resolved.edit?.documentChanges?.length === 1);
    const stale = { ...all, data: { uri: many, rule: 7 } };
    assert.equal((await client.connection.sendRequest(CodeActionResolveRequest.type, stale)).edit, undefined);
  });

  it('keep fixes in sight where several findings meet: what silences and explains them is one entry each', async () => {
    const meeting = pathToFileURL(join(folder, 'meeting', 'compose.yaml')).href;
    await client.open(meeting, 'dockercompose', text);
    const at = { start: { line: 1, character: 3 }, end: { line: 1, character: 3 } };
    const asked = async (only?: string[]): Promise<CodeAction[]> => {
      const answer = await client.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: meeting },
        range: at,
        context: { diagnostics: [], ...(only ? { only } : {}) },
      });
      return (answer ?? []).filter((it): it is CodeAction => 'kind' in it);
    };
    const commands = (await asked()).flatMap((it) => it.command?.command ?? []);
    assert.deepEqual(commands, ['parapet.ignoreHere', 'parapet.acceptHere', 'parapet.explainRule']);
    for (const kind of ['quickfix.parapet.ignore', 'quickfix.parapet.accept']) {
      const each = await asked([kind]);
      assert.ok(each.length > 1 && each.every((it) => it.edit !== undefined), kind);
    }
  });
});
