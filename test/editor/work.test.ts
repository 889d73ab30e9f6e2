/** A working day in a real VS Code: the packed extension, reached by keys and mouse, judged by what is on the screen. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { VSCode } from '../support/vscode.ts';

const fixture = fileURLToPath(new URL('fixture', import.meta.url));

describe('Parapet in VS Code', function () {
  this.timeout(120_000);
  let code: VSCode;

  before(async () => {
    code = await VSCode.open({ folder: fixture, openFile: 'compose.yaml' });
    await code.showProblems('privileged-service');
  });
  after(() => code?.close());
  beforeEach(() => code.openFile('compose.yaml'));
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.explainFailure(this.currentTest.title);
    await code.openFile('compose.yaml');
    await code.discard();
    assert.deepEqual([...code.requestsOutside], [], 'something was asked from outside');
  });

  const finding = (rule: string): Locator => code.problems.filter({ hasText: rule });
  const component = (name: string): Locator => code.webview().locator(`g.node[data-node$="/${name}"]`);

  it('shows a finding under its text, and on hover why it matters', async () => {
    await finding('compose/privileged-service').filter({ hasText: '[Ln 9, ' }).waitFor();
    await code.squiggles('error').first().waitFor();
    await code.goTo(9, 18);
    await code.showHover();
    await code.hover.filter({ hasText: 'Service "api" runs privileged' }).first().waitFor();
  });

  it('analyses the first file soon after it has started', () => {
    const milliseconds = Number(/analysed, (\d+) ms after the start/.exec(code.log())?.[1]);
    console.log(`        first file analysed ${milliseconds} ms after the start`);
    // Wide, because test machines are slow and shared; alone it takes a few tenths of a second.
    assert.ok(milliseconds < 5000, code.log());
  });

  it('leads from the finding to the page of its rule', async () => {
    await code.goTo(9, 18);
    await code.showHover();
    await code.hover.locator('a', { hasText: 'compose/privileged-service' }).first().click();
    await code.webview().locator('h1', { hasText: 'Service runs privileged' }).waitFor();
    await code.command('View: Close Editor');
  });

  it('applies a fix: the finding goes, and nothing else in the file changes', async () => {
    const before = code.read('compose.yaml');
    await finding('compose/privileged-service').waitFor();
    await code.goTo(9, 18);
    await code.fix(/^Remove privileged/);
    await finding('compose/privileged-service').waitFor({ state: 'detached' });
    await code.save();
    assert.equal(code.read('compose.yaml'), before.replace('    privileged: true\n', ''));
    await code.undo();
    await code.save();
    assert.equal(code.read('compose.yaml'), before);
  });

  it('ignores a finding once a reason is given', async () => {
    await finding('compose/privileged-service').waitFor();
    await code.goTo(9, 18);
    await code.fix(/^Ignore compose\/privileged-service here/);
    await code.page.keyboard.type('it manages the machine');
    await finding('compose/privileged-service').waitFor({ state: 'detached' });
  });

  it('opens the threat model by a command; a click on a component goes to its line', async () => {
    await code.command('Parapet: Open Threat Model');
    await component('db').click();
    await code.atLine(12);
    await component('gateway').click();
    await code.atLine(2);
  });

  it('tells on a name what it is, and leads to where it is declared', async () => {
    await code.goTo(11, 22);
    await code.showHover();
    await code.hover.filter({ hasText: 'data store · PostgreSQL' }).first().waitFor();
    await code.command('Go to Definition');
    await code.atLine(12);
  });

  it('redraws the threat model while somebody types, before anything is saved', async () => {
    await code.command('Parapet: Open Threat Model');
    await component('db').waitFor();
    assert.equal(await component('cache').count(), 0);
    await code.goTo(2);
    await code.page.keyboard.insertText('  cache:\n    image: redis:7\n');
    await component('cache').waitFor();
    assert.ok(!code.read('compose.yaml').includes('cache'));
  });

  it('marks in the threat model what the active file is a part of', async () => {
    await code.command('Parapet: Open Threat Model');
    await code.openFile('api/Dockerfile');
    await code.webview().locator('g.node.current[data-node$="/api"]').waitFor();
    await code.webview().locator('g.node.current[data-node$="/db"]').waitFor({ state: 'detached' });
    await code.discard();
  });

  it('draws the threat model in an editor too', async () => {
    await code.command('Parapet: Open Threat Model in an Editor');
    await code.webview(1).locator('g.node[data-node$="/db"]').click();
    await code.atLine(12);
    await code.tab('Threat Model').click();
    await code.command('View: Close Editor');
  });
});
