/** The threat model in a real VS Code: what is chosen in the panel happens in the files, and is taken back as usual. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator } from 'playwright-core';
import { VSCode } from '../support/vscode.ts';

const fixture = fileURLToPath(new URL('fixture', import.meta.url));

describe('the threat model in VS Code', function () {
  this.timeout(180_000);
  let code: VSCode;
  let panel: FrameLocator;

  before(async () => {
    code = await VSCode.open({ folder: fixture, openFile: 'compose.yaml' });
    await code.command('Parapet: Open Threat Model');
    panel = code.webview();
  });
  after(() => code?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.explainFailure(this.currentTest.title);
    assert.deepEqual([...code.requestsOutside], [], 'something was asked from outside');
  });

  it('applies a proven fix; what it mends goes from the panel, and undo brings it back', async () => {
    const before = code.read('compose.yaml');
    const row = panel.locator('.finding', { hasText: 'compose/privileged-service' });
    await panel.locator('[data-do=detail][data-id$="/api"]').first().click();
    await row.locator('.act.fix').click();
    await code.page.locator('.quick-input-list .monaco-list-row', { hasText: /^Remove privileged/ }).click();
    await row.waitFor({ state: 'detached' });
    await code.tab('compose.yaml').and(code.page.locator('.dirty')).waitFor();
    await code.save();
    assert.equal(code.read('compose.yaml'), before.replace('    privileged: true\n', ''));
    await code.editor.click();
    await code.undo();
    await row.waitFor();
    await code.save();
    assert.equal(code.read('compose.yaml'), before);
  });

  it('asks why a risk is taken and who answers for it, and writes both into the policy', async () => {
    const row = panel.locator('.finding', { hasText: 'compose/privileged-service' });
    await row.getByRole('button', { name: /^Accept risk/ }).click();
    const input = code.page.locator('.quick-input-widget:visible input.input');
    await input.fill('it manages the machine');
    await code.page.keyboard.press('Enter');
    await code.page.locator('.quick-input-widget', { hasText: '2 of 2' }).waitFor();
    await input.fill('platform team');
    await code.page.keyboard.press('Enter');
    await row.waitFor({ state: 'detached' });
    await code.tab('.parapet.yaml').waitFor();
    await code.save();
    assert.ok(existsSync(join(code.folder, '.parapet.yaml')));
    assert.match(
      code.read('.parapet.yaml'),
      /rule: compose\/privileged-service\n[^]*reason: "it manages the machine"\n {4}owner: "platform team"\n/,
    );
  });

  it('shows every view in the colours of the editor', async () => {
    await code.command('Parapet: Open Threat Model in an Editor');
    const wide = code.webview(1);
    for (const view of ['threats', 'paths', 'matrix', 'inventory']) {
      await wide.locator(`#view-${view}`).click();
      await wide.locator(`.list.${view}`).waitFor();
      await code.page.screenshot({ path: join('test-results', `panel-${view}.png`) });
    }
  });
});
