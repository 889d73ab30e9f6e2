/** axe-core finds nothing to complain about in any theme, at either size, in any state of the panel. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { EMPTY, OFFERS, SHOP } from './snapshot.ts';
import { launch, openStage } from './stage.ts';
import type { Theme } from './themes.ts';
import { THEMES } from './themes.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The lists beside the diagram; in little room they are judged in their own colours too. */
const LISTS = ['Components', 'Flows', 'Loose ends'];

/** Violations, each with the elements that it names. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>(() => {
    const options: RunOptions = { resultTypes: ['violations'] };
    return (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options);
  });
  return results.violations.map(
    (it) =>
      `${it.id}: ${it.nodes
        .map((node) => `${node.target.join(' ')} ${node.any.map((why) => why.message).join('; ')}`)
        .slice(0, 4)
        .join(' | ')}`,
  );
}

describe('accessibility of the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  for (const theme of Object.keys(THEMES) as Theme[]) {
    for (const width of [360, 1200]) {
      it(`has no violation in ${theme}, ${width} wide`, async () => {
        const { page, show, send, close } = await openStage(browser, { theme, width });
        await show(EMPTY);
        assert.deepEqual(await violations(page), [], 'the helpful page');
        await show(SHOP);
        await send({ type: 'selection', components: ['orders'] });
        await send({ type: 'offers', offers: OFFERS });
        const tabs = ['Threats', 'paths', 'Matrix', 'Inventory', 'Diagram', ...(width === 360 ? LISTS : [])];
        for (const tab of tabs) {
          await page.getByRole('tab', { name: new RegExp(tab) }).click();
          // Folded text is judged too.
          await page.evaluate(() => {
            for (const it of document.querySelectorAll<HTMLDetailsElement>('.side details')) it.open = true;
          });
          assert.deepEqual(await violations(page), [], tab);
        }
        await page.locator('[data-node=orders]').click();
        await page.locator('.legend summary').click();
        assert.deepEqual(await violations(page), [], 'details and legend');
        await page.keyboard.press('Escape');
        assert.equal(await page.locator('.legend[open]').count(), 0);
        await page.getByRole('button', { name: /^plaintext/i }).click();
        await page.locator('[data-item="boundary prod/shop"]').click();
        await page.getByRole('button', { name: 'Back to the lists' }).click();
        assert.deepEqual(await violations(page), [], 'filtered and collapsed');
        await close();
      });
    }
  }
});
