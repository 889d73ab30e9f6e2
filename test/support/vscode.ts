/**
 * A real VS Code with the packed extension in it, and the few things that tests do there. Everything is reached the way
 * a person reaches it: keys, menus, what is on the screen.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { ensurePacked } from '../../scripts/lib/fresh.mjs';
import { root } from '../../scripts/lib/run.mjs';
import { startServer, type VSCodeServer } from '../../scripts/lib/vscode-server.mjs';
import { installHost } from '../../scripts/vscode-host.mjs';
import { launchBrowser, watchRequestsOutside } from './browser.ts';

/** What keeps a test from waiting for something that it is not about. */
const testSettings = {
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
};

interface OpenOptions {
  /** Copied, so that a test may change it. */
  readonly folder: string;
  readonly openFile?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export class VSCode {
  readonly page: Page;
  /** The copy of the folder that is open. */
  readonly folder: string;
  readonly requestsOutside: ReadonlySet<string>;
  private readonly server: VSCodeServer;
  private readonly browser: Browser;

  private constructor(page: Page, folder: string, server: VSCodeServer, browser: Browser) {
    this.page = page;
    this.folder = folder;
    this.server = server;
    this.browser = browser;
    this.requestsOutside = watchRequestsOutside(page);
  }

  /** Starts everything; 10 to 20 seconds, so a file of tests shares one window. */
  static async open({ folder, openFile, settings = {} }: OpenOptions): Promise<VSCode> {
    const host = await installHost();
    const vsix = process.env['PARAPET_VSIX'] ?? (await ensurePacked());
    // Under its own name, because Compose names a project after its folder.
    const copy = join(mkdtempSync(join(tmpdir(), 'parapet-folder-')), basename(folder));
    cpSync(folder, copy, { recursive: true });
    const server = await startServer({ host, vsix, settings: { ...testSettings, ...settings }, ownHome: true });
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const vscode = new VSCode(page, copy, server, browser);
    try {
      await vscode.show(server.address(copy, openFile === undefined ? undefined : join(copy, openFile)));
    } catch (error) {
      await vscode.explainFailure('the window did not open');
      await vscode.close();
      throw error;
    }
    return vscode;
  }

  /** Waits until the window can be worked with. */
  private async show(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    // Extensions are read after the window is drawn; before that the palette knows none of their commands.
    await this.page.locator('.activitybar').getByRole('tab', { name: 'Parapet' }).waitFor({ timeout: 60_000 });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }

  /** What helps to understand a failure: a picture of the window in test-results/, and the end of the log. */
  async explainFailure(test: string): Promise<void> {
    const results = join(root, 'test-results');
    mkdirSync(results, { recursive: true });
    await this.page.screenshot({ path: join(results, `${test.replaceAll(/\W+/g, '-')}.png`) });
    console.error(this.log().split('\n').slice(-20).join('\n'));
  }

  /** The text of a file on the disk. */
  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** What the extension wrote into its log so far. */
  log(): string {
    const logs = join(this.server.data, 'data', 'logs');
    const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('Parapet.log'));
    return files.map((it) => readFileSync(join(logs, it), 'utf8')).join('');
  }

  /** Runs a command by its whole title in the palette. */
  async command(title: string): Promise<void> {
    await this.pick('F1', `>${title}`, title);
  }

  /** Opens a file of the folder, by its path from the folder's root. */
  async openFile(file: string): Promise<void> {
    const name = file.split('/').at(-1) ?? file;
    await this.pick('Control+P', file, name);
    await this.page.locator('.tab.active').filter({ hasText: name }).waitFor();
    await this.editor.waitFor();
  }

  /** Puts the cursor there; both numbers begin at 1, as on the screen. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.pick('Control+G', `:${line}:${column}`, new RegExp(`line ${line}\\b`, 'i'));
    await this.atLine(line);
  }

  /** Waits until the cursor stands in this line. */
  async atLine(line: number): Promise<void> {
    await this.page
      .locator('.statusbar-item')
      .filter({ hasText: new RegExp(`Ln ${line}, Col`) })
      .waitFor();
  }

  /** Opens the menu of fixes at the cursor; its rows, when they are there. */
  async fixMenu(): Promise<Locator> {
    await this.page.keyboard.press('Control+.');
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await rows.first().waitFor();
    return rows;
  }

  /** Takes one entry of the menu of fixes. */
  async fix(title: RegExp): Promise<void> {
    const rows = await this.fixMenu();
    await rows.filter({ hasText: title }).first().click();
    await rows.first().waitFor({ state: 'detached' });
  }

  /** Shows the hover at the cursor. */
  async showHover(): Promise<void> {
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+I');
  }

  /** Opens the list of problems below the editors, with these alone: rows that would need scrolling are not drawn. */
  async showProblems(filter: string): Promise<void> {
    await this.page.keyboard.press('Control+Shift+M');
    await this.page.locator('.markers-panel').waitFor();
    await this.page.getByPlaceholder(/^Filter \(e\.g\./).fill(filter);
  }

  async undo(): Promise<void> {
    await this.page.keyboard.press('Control+Z');
    await this.page.locator('.tab.dirty').waitFor();
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.dirty').waitFor({ state: 'detached' });
  }

  /** Drops unsaved changes and closes the active editor. */
  async discard(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.command('View: Revert and Close Editor');
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: name });
  }

  /** The text editor that has the focus, or had it last. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor:visible').first();
  }

  squiggles(kind: 'error' | 'warning' | 'info'): Locator {
    return this.editor.locator(`.squiggly-${kind}`);
  }

  /** The hover that is on the screen. */
  get hover(): Locator {
    return this.page.locator('.monaco-hover:visible');
  }

  get problems(): Locator {
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** What is inside the n-th webview: two frames deep. */
  webview(index = 0): FrameLocator {
    return this.page.frameLocator('iframe.webview').nth(index).frameLocator('iframe#active-frame');
  }

  /** Takes the row with this text. The box closes when a late editor takes the focus: then it is opened once more. */
  private async pick(key: string, text: string, row: string | RegExp): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press(key);
      try {
        await this.quickInput.fill(text, { timeout: 4000 });
        await this.quickRows.filter({ hasText: row }).first().click({ timeout: 4000 });
        return;
      } catch (error) {
        if (attempt === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  private get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input.input');
  }

  private get quickRows(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row');
  }
}
