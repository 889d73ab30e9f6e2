/** The pages of the panel beside the diagram: threats, attack paths, matrix, inventory; what is done from them. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { FromPanel } from '../../client/panel/contract.ts';
import { at, OFFERS, SHOP, generatedSystem } from './snapshot.ts';
import type { Stage, StageOptions } from './stage.ts';
import { launch, openStage, settled } from './stage.ts';

describe('the views of the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  let stage: Stage;
  let page: Page;

  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());
  afterEach(async () => {
    await stage.close();
    assert.deepEqual(stage.problems, []);
  });

  const open = async (view: string, options: StageOptions = {}): Promise<void> => {
    stage = await openStage(browser, { width: 1000, ...options });
    page = stage.page;
    await stage.show(SHOP);
    await page.locator(`#view-${view}`).click();
  };
  const sentOf = async <T extends FromPanel['type']>(type: T): Promise<readonly Extract<FromPanel, { type: T }>[]> =>
    (await stage.sent()).filter((it): it is Extract<FromPanel, { type: T }> => it.type === type);
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
  const titles = (): Promise<readonly string[]> => page.locator('.threat .title').allInnerTexts();

  it('are tabs: the arrow keys, Home and End move along them', async () => {
    await open('diagram');
    await page.locator('#view-diagram').focus();
    const visited: string[] = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'End', 'ArrowRight', 'ArrowLeft', 'Home']) {
      await page.keyboard.press(key);
      visited.push(await focused());
    }
    assert.deepEqual(visited, [
      'view-threats',
      'view-paths',
      'view-inventory',
      'view-diagram',
      'view-inventory',
      'view-diagram',
    ]);
    assert.equal(await page.locator('.views [tabindex="0"]').count(), 1, 'the Tab key reaches the tabs once');
    await page.locator('#view-matrix').click();
    assert.equal(await page.locator('#work').getAttribute('aria-labelledby'), 'view-matrix');
    assert.ok(await page.locator('.area').isHidden());
    await page.locator('#view-threats').click();
    assert.ok(await page.locator('.area').isVisible(), 'with room the picture stays beside the threats');
  });

  it('list the threats by risk, by state and by letter', async () => {
    await open('threats');
    assert.deepEqual(
      (await titles()).map((it) => it.slice(0, 14)),
      ['Anyone on the ', 'Who breaks int', 'Whoever is on '],
    );
    assert.match(await page.locator('.threat').first().innerText(), /high risk · orders/);
    await page.getByRole('button', { name: /^E: / }).click();
    assert.equal((await titles()).length, 1);
    await page.getByRole('button', { name: /^E: / }).click();
    await page.getByRole('button', { name: /^accepted/i }).click();
    assert.match(await page.locator('.threat').innerText(), /Accepted by the shop team until 2027-01-31: the node/);
    await page.getByRole('button', { name: /^all/i }).click();
    assert.equal((await titles()).length, 5);
  });

  it('show evidence for and against', async () => {
    await open('threats');
    await page.getByText('2 pieces of evidence, 1 against').click();
    assert.match(await page.locator('.threat').first().innerText(), /likelihood high · impact high/);
    await page.getByRole('button', { name: /rate limit at the gateway/ }).click();
    assert.deepEqual((await sentOf('reveal')).at(-1)?.location, at('k8s/routes.yaml', 30));
  });

  it('offer a fix only when it is proven, and send what is chosen', async () => {
    await open('threats');
    const asked = (await page.waitForFunction(() => window.sent.find((it) => it.type === 'offers'))) as {
      jsonValue(): Promise<Extract<FromPanel, { type: 'offers' }>>;
    };
    const { findings } = await asked.jsonValue();
    assert.equal(findings.length, 2, 'only what is on the screen, and only where the rule knows a fix');
    assert.equal(await page.locator('.act.fix').count(), 0);
    await stage.send({ type: 'offers', offers: OFFERS });
    await page.getByRole('button', { name: 'Require bearer authentication' }).click();
    await page.getByRole('button', { name: /^Accept risk… of Anyone/ }).click();
    const finding = 'openapi/operation-without-security file:///shop/api/orders.openapi.yaml';
    assert.deepEqual(await sentOf('fix'), [{ type: 'fix', finding }]);
    assert.deepEqual(await sentOf('accept'), [{ type: 'accept', finding }]);
    assert.equal(await page.locator('.act.fix').count(), 2);
    await stage.show({ ...SHOP, threats: SHOP.threats.filter((it) => it.id !== 't1') });
    assert.equal(await page.locator('.threat').count(), 2, 'a threat that is closed goes while one looks');
  });

  it('walk through an attack path and hold it up to the light in the picture', async () => {
    await open('paths');
    assert.match(await page.locator('.cut').first().innerText(), /2 of 2\s+paths/);
    await page.locator('.path-light').first().click();
    await settled(page);
    assert.equal(await page.locator('.path-light[aria-pressed=true]').count(), 1);
    const bright = await page
      .locator('.world .node:not(.faint)')
      .evaluateAll((nodes) => nodes.map((it) => it.getAttribute('data-item')).sort());
    assert.deepEqual(bright, ['gateway', 'orders', 'postgres', 'user']);
    assert.equal(await page.locator('.world .edge.strong').count(), 3);
    await page.getByText('3 hops, with evidence').first().click();
    await page.getByRole('button', { name: /HTTPRoute shop sends \/orders/ }).click();
    assert.deepEqual((await sentOf('reveal')).at(-1)?.location, at('k8s/routes.yaml', 18));
    await page.getByRole('button', { name: /Attack path to postgres is shown/ }).click();
    assert.equal(await page.locator('.node.faint').count(), 0);
  });

  it('lead from a path to the picture where there is no room for both', async () => {
    await open('paths', { width: 320 });
    assert.ok(await page.locator('.area').isHidden());
    await page.locator('.path-light').first().click();
    await settled(page);
    assert.ok(await page.locator('.area').isVisible());
    assert.equal(await page.locator('.world .node:not(.faint)').count(), 4);
    assert.equal(await page.locator('.lit-path .way > li').count(), 3, 'its hops stand beside it');
    await page.locator('[data-node=orders]').focus();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.node.faint').count(), 0);
  });

  it('show gaps of the matrix by a word, keep its head in sight, and lead to the lines', async () => {
    await open('matrix', { height: 360 });
    assert.deepEqual(await page.locator('.matrix thead th').allInnerTexts(), [
      'Component',
      'Prevent\n1 gap',
      'Detect\n2 gaps',
      'Respond\n1 gap',
      'Recover\n2 gaps',
    ]);
    assert.equal(await page.locator('.matrix .is-gap .gap-word').count(), 6);
    assert.equal(await page.locator('.matrix tbody tr').count(), 5);
    await page.locator('.side').evaluate((it) => it.scrollTo(0, 200));
    const [head, side] = [
      await page.locator('.matrix thead th').first().boundingBox(),
      await page.locator('.side').boundingBox(),
    ];
    assert.ok(head && side && Math.abs(head.y - side.y) < 2, 'the head stays at the top');
    await page
      .getByRole('button', { name: /^isolation ?, shown/ })
      .first()
      .click();
    assert.equal((await sentOf('reveal')).length, 1);
    await page.locator('.matrix').getByRole('button', { name: 'orders', exact: true }).click();
    assert.equal(await page.locator('#details-title').innerText(), 'orders');
    assert.ok(await page.locator('.area').isVisible(), 'details stand beside the picture');
  });

  it('count the zoo, say which images are out of support, and which endpoints are open', async () => {
    await open('inventory');
    assert.match(await page.locator('.tiles').innerText(), /6\s+services\s+2\s+data stores/);
    assert.match(await page.locator('.inventory').innerText(), /Node.js 16, without fixes since 2023-09-11/);
    const row = page.getByRole('row', { name: /DELETE \/orders/ });
    assert.match(await row.innerText(), /open\s+internet\s+orders/);
    await row.getByRole('button', { name: 'Open orders.openapi.yaml:88' }).click();
    assert.deepEqual((await sentOf('reveal')).at(-1)?.location, at('api/orders.openapi.yaml', 88));
    await page.locator('#search').fill('postgres');
    assert.equal(await page.getByRole('row', { name: /postgres:16/ }).count(), 1);
    assert.equal(await page.getByRole('row', { name: /node:16/ }).count(), 0);
  });

  it('tell the blast radius of a component, and show it', async () => {
    await open('diagram');
    await page.locator('[data-node=orders]').click();
    assert.match(
      await page.locator('.blast').innerText(),
      /reaches 3 components, 1 data store among them, and owns the machine below\. payments, mailer, postgres\s+1 component reaches it\. gateway/,
    );
    await page.getByRole('button', { name: 'Show in the diagram' }).click();
    await settled(page);
    assert.equal(await page.locator('.world .node:not(.faint)').count(), 4);
  });

  it('filter the picture by what flows are', async () => {
    await open('diagram');
    await page.getByRole('button', { name: /^unauthenticated/i }).click();
    await page.getByRole('button', { name: /^plaintext/i }).click();
    assert.equal(await page.locator('.world .edge:not(.quiet)').count(), 3);
    assert.equal(await page.locator('.world .node:not(.faint)').count(), 4);
  });

  it('copy the picture as an image, and save it where that is forbidden', async () => {
    await open('diagram');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('.share summary').click();
    await page.getByRole('button', { name: 'Save as SVG' }).click();
    assert.equal(await page.locator('.share-menu').isVisible(), false, 'what was chosen closes the menu');
    const [saved] = await sentOf('save-picture');
    assert.ok(saved);
    assert.match(saved.svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    assert.ok(
      saved.svg.includes('postgres') && !/var\(|color\(|currentColor|class=/.test(saved.svg),
      'it stands alone',
    );
    assert.equal(await page.locator('.still').count(), 0);
    await page.evaluate(() => {
      const copied: ClipboardItem[] = [];
      Object.defineProperty(window, 'copied', { value: copied });
      // Chromium without a screen has no clipboard of its own.
      Object.defineProperty(navigator, 'clipboard', {
        configurable: true,
        value: { write: async (items: ClipboardItem[]) => void copied.push(...items) },
      });
    });
    await page.locator('.share summary').click();
    await page.getByRole('button', { name: 'Copy as image' }).click();
    await page.waitForFunction(() => document.querySelector('[role=status]')?.textContent === 'The picture is copied.');
    const size = await page.evaluate(async () => {
      const [item] = (window as unknown as { copied: ClipboardItem[] }).copied;
      return (await createImageBitmap((await item?.getType('image/png')) ?? new Blob())).width;
    });
    assert.ok(size > 800, `${size} pixels wide`);
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.locator('.share summary').click();
    await page.getByRole('button', { name: 'Copy as image' }).click();
    await page.waitForFunction(() => window.sent.filter((it) => it.type === 'save-picture').length === 2);
  });

  it('offer every form of the model in a quiet menu, by mouse and by keyboard', async () => {
    await open('diagram');
    const menu = page.locator('.share-menu');
    await page.locator('.share summary').click();
    assert.equal(await menu.getByRole('button').count(), 2, 'the picture alone, while no server has named a form');
    await stage.send({
      type: 'formats',
      formats: [
        { format: 'json', title: 'JSON: everything, for programs' },
        { format: 'otm', title: 'Open Threat Model 0.2.0' },
      ],
    });
    await menu.getByRole('button', { name: /^JSON.*everything, for programs/ }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await menu.isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'SUMMARY', 'the focus is where it was');
    await page.keyboard.press('Enter');
    for (let tabs = 0; tabs < 4; tabs++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(await sentOf('export'), [{ type: 'export', format: 'otm' }]);
    assert.equal(await menu.isVisible(), false);
  });

  it('bring into view what is held up to the light, and put the light out when something else is chosen', async () => {
    await open('diagram', { width: 1200 });
    for (let steps = 0; steps < 4; steps++) await page.locator('[data-do=zoom-in]').click();
    await page.locator('#view-paths').click();
    await page.locator('.path-light').first().click();
    await settled(page);
    const area = await page.locator('.area').boundingBox();
    for (const node of await page.locator('.world .node:not(.faint)').all()) {
      const box = await node.boundingBox();
      assert.ok(area && box && box.x >= area.x && box.x + box.width <= area.x + area.width, 'from side to side');
      assert.ok(box.y >= area.y && box.y + box.height <= area.y + area.height, 'from top to bottom');
    }
    await page.locator('#view-diagram').click();
    await page.locator('[data-do=open][data-id=mailer]').click();
    assert.equal(await page.locator('.chip.lit').count(), 0);
  });

  it('bring what a search has found into view', async () => {
    stage = await openStage(browser, { width: 320 });
    page = stage.page;
    await stage.show(generatedSystem(500));
    const isSeen = async (): Promise<boolean> => {
      const [area, box] = [
        await page.locator('.area').boundingBox(),
        await page.locator('[data-item="boundary team-40"]').boundingBox(),
      ];
      assert.ok(area && box);
      return (
        box.x < area.x + area.width && box.x + box.width > area.x && box.y > area.y && box.y < area.y + area.height
      );
    };
    assert.equal(await isSeen(), false);
    await page.locator('#search').fill('cart-40');
    await settled(page);
    assert.equal(await isSeen(), true);
  });
});
