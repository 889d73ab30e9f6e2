/** A folder that nobody vouched for: VS Code opens it in Restricted Mode, and Parapet reads it all the same. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { VSCode } from '../support/vscode.ts';

describe('Parapet in Restricted Mode and high contrast', function () {
  this.timeout(120_000);
  let code: VSCode;

  before(async () => {
    code = await VSCode.open({
      folder: fileURLToPath(new URL('fixture', import.meta.url)),
      openFile: 'compose.yaml',
      settings: { 'security.workspace.trust.enabled': true, 'workbench.colorTheme': 'Default High Contrast' },
    });
  });
  after(() => code?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.explainFailure(this.currentTest.title);
    assert.deepEqual([...code.requestsOutside], [], 'something was asked from outside');
  });

  it('finds what is wrong', async () => {
    await code.statusBar('Restricted Mode').waitFor();
    await code.squiggles('error').first().waitFor();
  });

  it('draws the threat model in the colours of the theme', async () => {
    await code.command('Parapet: Open Threat Model');
    await code.webview().locator('g.node[data-node$="/db"]').waitFor();
    assert.match((await code.webview().locator('body').getAttribute('class')) ?? '', /vscode-high-contrast/);
  });
});
