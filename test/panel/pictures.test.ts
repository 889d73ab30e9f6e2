/** Pictures of the panel in every kind of theme and at both usual sizes, in test-results/panel, for people to look at. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { EMPTY, generatedSystem, OFFERS, SHOP } from './snapshot.ts';
import { launch, openStage, pictures, settled } from './stage.ts';
import type { Theme } from './themes.ts';
import { THEMES } from './themes.ts';

describe('pictures of the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  for (const theme of Object.keys(THEMES) as Theme[]) {
    for (const [width, height] of [
      [360, 800],
      [1200, 800],
    ] as const) {
      it(`draws the shop in ${theme} at ${width} x ${height}`, async () => {
        const stage = await openStage(browser, { theme, width, height });
        await stage.show(SHOP);
        await stage.send({ type: 'selection', components: ['orders'] });
        const file = (name: string): string => join(pictures, `${name}-${theme}-${width}.png`);
        await settled(stage.page);
        await stage.page.screenshot({ path: file('shop') });
        await stage.page.locator('[data-node=orders]').click();
        await settled(stage.page);
        await stage.page.screenshot({ path: file('details') });
        await stage.send({ type: 'offers', offers: OFFERS });
        for (const view of ['threats', 'paths', 'matrix', 'inventory']) {
          await stage.page.locator(`#view-${view}`).click();
          await settled(stage.page);
          await stage.page.screenshot({ path: file(view) });
        }
        assert.ok(statSync(file('details')).size > 10_000, 'a picture of a blank page is smaller');
        assert.deepEqual(stage.problems, []);
        await stage.close();
      });
    }
  }

  it('draws 80 components collapsed, and opened', async () => {
    const stage = await openStage(browser, { width: 1200, height: 800 });
    await stage.show(generatedSystem(80));
    await stage.page.screenshot({ path: join(pictures, 'eighty-collapsed.png') });
    await stage.page.locator('[data-item="boundary team-0"]').click();
    await settled(stage.page);
    await stage.page.screenshot({ path: join(pictures, 'eighty-one-open.png') });
    await stage.close();
  });

  it('draws the helpful page', async () => {
    const stage = await openStage(browser);
    await stage.show(EMPTY);
    await stage.page.screenshot({ path: join(pictures, 'empty.png') });
    await stage.close();
  });
});
