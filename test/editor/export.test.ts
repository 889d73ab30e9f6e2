/** "Parapet: Export Threat Model…" in a real VS Code: a form is chosen, and the text stands in an editor. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { VSCode } from '../support/vscode.ts';

const fixture = fileURLToPath(new URL('fixture', import.meta.url));

describe('exports in VS Code', function () {
  this.timeout(120_000);
  let code: VSCode;
  before(async () => {
    code = await VSCode.open({ folder: fixture, openFile: 'compose.yaml' });
    await code.showProblems('privileged-service');
  });
  after(() => code?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.explainFailure(this.currentTest.title);
  });

  const choose = (text: string): Promise<void> =>
    code.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first().click();

  it('opens the report in an editor, with the unsaved text taken into account', async () => {
    await code.goTo(2);
    await code.page.keyboard.insertText('  cache:\n    image: redis:7\n');
    await code.command('Parapet: Export Threat Model');
    await choose('Markdown');
    await choose('Open in an editor');
    await code.page.locator('.view-line').filter({ hasText: '# Threat model' }).first().waitFor();
    await code.page.locator('.view-line').filter({ hasText: 'cache' }).first().waitFor();
    assert.deepEqual([...code.requestsOutside], []);
  });

  it('saves a form that is chosen in the panel', async () => {
    await code.command('Parapet: Open Threat Model');
    const panel = code.webview();
    await panel.locator('.share summary').click();
    await panel.locator('.share-menu button[data-format=otm]').click();
    const path = code.page.locator('.quick-input-widget:visible input.input');
    // The dialog proposes a name once it has looked at the folder.
    await code.page.waitForFunction(() =>
      document.querySelector<HTMLInputElement>('.quick-input-widget input.input')?.value.endsWith('otm.json'),
    );
    await path.press('Enter');
    await code.page.locator('.notification-toast, .notifications-center').getByText('is written').first().waitFor();
    const model = JSON.parse(code.read('fixture.otm.json')) as { readonly otmVersion: string };
    assert.equal(model.otmVersion, '0.2.0');
    assert.deepEqual([...code.requestsOutside], []);
  });
});
