/**
 * A page in Chromium that plays VS Code's part: the built panel under the real content security policy, a fake host that
 * records the intents, the variables of a theme.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import type { FromPanel, PanelSnapshot, ToPanel } from '../../client/panel/contract.ts';
import type { VsCodeApi } from '../../client/panel/host.ts';
import type { Theme } from './themes.ts';
import { THEMES } from './themes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const pictures = join(root, 'test-results/panel');

/** Built as scripts/build.mjs builds it, in memory, so that the test never reads a stale bundle. */
export const bundle = ((): { readonly script: string; readonly style: string } => {
  const built = buildSync({
    absWorkingDir: root,
    entryPoints: ['client/panel/main.ts'],
    outfile: 'dist/panel.js',
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  });
  const text = (end: string): string => built.outputFiles.find((it) => it.path.endsWith(end))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
})();

const elk = readFileSync(join(root, 'node_modules/elkjs/lib/elk-worker.min.js'), 'utf8');

/** What `client/panel/main.ts` asks of its host, with `'self'` in the place of `webview.cspSource`. */
const policy =
  "default-src 'none'; script-src 'nonce-test'; style-src 'self'; connect-src 'self'; worker-src blob:; img-src blob:";

export interface StageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** How the layout engine is served. */
  readonly engine?: 'served' | 'missing' | 'silent';
}

export interface Stage {
  readonly page: Page;
  /** Everything that the panel has sent. */
  sent(): Promise<readonly FromPanel[]>;
  send(message: ToPanel): Promise<void>;
  /** Sends a snapshot and waits until its picture stands still. */
  show(snapshot: PanelSnapshot): Promise<void>;
  /** Problems of the page: exceptions, refused resources, violations of the policy. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

export async function launch(): Promise<Browser> {
  mkdirSync(pictures, { recursive: true });
  return launchBrowser();
}

export async function openStage(browser: Browser, options: StageOptions = {}): Promise<Stage> {
  const { theme = 'dark', width = 360, height = 800, engine = 'served' } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  // The TypeScript runner wraps named functions in a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (value) => value;');
  await page.addInitScript(fakeHost);
  await page.route('**/*', async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') return route.fulfill({ contentType: 'text/html', body: html(theme) });
    if (path === '/panel.js') return route.fulfill({ contentType: 'text/javascript', body: bundle.script });
    if (path === '/panel.css') return route.fulfill({ contentType: 'text/css', body: bundle.style });
    if (path === '/theme.css') return route.fulfill({ contentType: 'text/css', body: themeStyle(theme) });
    if (path === '/elk.js' && engine === 'served') return route.fulfill({ contentType: 'text/javascript', body: elk });
    if (path === '/elk.js' && engine === 'silent')
      return route.fulfill({ contentType: 'text/javascript', body: 'self.onmessage = () => {};' });
    return route.fulfill({ status: 404, body: '' });
  });
  // As a webview is, a page that may use the clipboard: nothing is asked from a network, the routes above answer.
  await page.goto('https://panel.test/');
  const stage: Stage = {
    page,
    problems,
    sent: () => page.evaluate(() => window.sent),
    send: (message) => page.evaluate((it) => window.postMessage(it, '*'), message),
    show: async (snapshot) => {
      await stage.send({ type: 'snapshot', snapshot });
      if (snapshot.components.length > 0)
        await page.waitForSelector('.world .node', { state: 'attached', timeout: 20_000 });
      await settled(page);
    },
    close: () => context.close(),
  };
  return stage;
}

/** Waits until the picture has not changed for a moment. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const look = (): string => document.querySelector('.world')?.outerHTML ?? '';
    let before = look();
    for (let same = 0, turns = 0; same < 4 && turns < 200; turns++) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      const now = look();
      same = now === before ? same + 1 : 0;
      before = now;
    }
  });
}

function html(theme: Theme): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Threat model</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/panel.css"></head>
<body class="vscode-${theme}" data-layout-src="/elk.js"><script nonce="test" src="/panel.js"></script></body></html>`;
}

function themeStyle(theme: Theme): string {
  const lines = Object.entries(THEMES[theme]).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `:root { ${lines.join(' ')} --vscode-font-family: "DejaVu Sans", sans-serif; --vscode-font-size: 13px; }`;
}

declare global {
  interface Window {
    sent: FromPanel[];
  }
}

/** Runs in the page before the panel: VS Code's three functions, with a state that survives a reload. */
function fakeHost(): void {
  window.sent = [];
  window.acquireVsCodeApi = (): VsCodeApi => ({
    postMessage: (message) => void window.sent.push(message as FromPanel),
    getState: () => {
      const stored = window.sessionStorage.getItem('state');
      return stored === null ? undefined : (JSON.parse(stored) as unknown);
    },
    setState: (state) => window.sessionStorage.setItem('state', JSON.stringify(state)),
  });
}
