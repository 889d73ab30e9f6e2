// The HTML report and the SVG in a real browser: readable in both colour schemes and on paper, and deaf to mischief.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { exportModel } from '../../server/src/node/exports/formats.ts';
import { launchBrowser } from '../support/browser.ts';

const engine = fileURLToPath(new URL('../../node_modules/elkjs/lib/elk-worker.min.js', import.meta.url));
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const mischief = '</style></svg><img src=x onerror=document.title=1><script>document.title=1</script>';

async function exported(format: string): Promise<string> {
  const workspace = new Workspace({ rules: allRules, today: '2026-11-01', root: 'file:///shop' });
  const services = {
    web: { image: 'nginx:1.29', ports: ['80:80'], environment: { API: 'http://api:8080' } },
    api: { image: 'shop/api', privileged: true, environment: { DB: 'postgres://db:5432/x' } },
    db: { image: 'postgres:9' },
    [mischief]: { image: 'shop/x', depends_on: ['db'] },
  };
  workspace.apply([{ uri: 'file:///shop/compose.yaml', content: { text: JSON.stringify({ services }) } }]);
  const made = await exportModel(workspace, format, { fileOf: (it) => it, engine, version: '1', today: '2026-11-01' });
  assert.ok(made);
  return made.text;
}

describe('the exported report in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  async function shown(text: string, bypassCSP: boolean): Promise<Page> {
    const context = await browser.newContext({ bypassCSP });
    const page = await context.newPage();
    await page.route('**/*', (route) => route.fulfill({ status: 404 }));
    await page.setContent(text);
    return page;
  }

  it('has no barrier for axe, in light and in dark', async () => {
    const page = await shown(await exported('html'), true);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.addScriptTag({ path: axe });
      const violations = await page.evaluate(async () => {
        const { axe: engineOf } = globalThis as unknown as {
          axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations: found } = await engineOf.run();
        return found.map((it) => `${it.id} ${it.nodes[0]?.html.slice(0, 120) ?? ''}`);
      });
      assert.deepEqual(violations, [], colorScheme);
    }
  });

  it('keeps names with markup as text, in the page and in the picture', async () => {
    for (const format of ['html', 'svg']) {
      const page = await shown(await exported(format), true);
      assert.equal(await page.locator('img, script').count(), 0, format);
      assert.notEqual(await page.title(), '1');
    }
  });

  it('lets no script in, even where one had come through', async () => {
    const page = await shown(
      (await exported('html')).replace('</main>', '<script>document.title = "1"</script></main>'),
      false,
    );
    assert.match(await page.title(), /^Threat model of shop$/);
  });

  it('is wide enough for its words, and prints on white', async () => {
    const page = await shown(await exported('html'), true);
    await page.setViewportSize({ width: 380, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
    const canvas = page.locator('svg .canvas');
    assert.equal(await canvas.evaluate((it) => getComputedStyle(it).fill), 'rgb(255, 255, 255)');
  });
});
