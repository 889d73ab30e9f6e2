/** The panel under what it must bear: hostile names, garbage, nothing at all, far too much, and no layout engine. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { PanelSnapshot } from '../../client/panel/contract.ts';
import { at, component, EMPTY, finding, flow, generatedSystem, posture, SHOP, threat } from './snapshot.ts';
import type { Stage, StageOptions } from './stage.ts';
import { bundle, launch, openStage, settled } from './stage.ts';

const SIZE_BUDGET = 150 * 1024;

describe('the panel bears', function () {
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
    // One test takes the engine away, and the browser says so.
    assert.deepEqual(
      stage.problems.filter((it) => !it.includes('404')),
      [],
    );
  });

  const open = async (snapshot: PanelSnapshot | null = SHOP, options: StageOptions = {}): Promise<void> => {
    stage = await openStage(browser, options);
    page = stage.page;
    if (snapshot !== null) await stage.show(snapshot);
  };

  it('shows names as text, whatever they say', async () => {
    const evil = '<img src=x onerror="window.hacked=1">';
    const bad = component('orders', {
      name: evil,
      technology: evil,
      aliases: [evil],
      exposedBy: [{ text: evil, location: { uri: `file:///${evil}`, range: at('x', 1).range } }],
      boundary: 'b',
      findings: [finding(evil, 'error', evil, at(evil, 1), true)],
      blast: { reaches: [evil, 'a'], reachesTotal: 2, reachedBy: [evil], reachedByTotal: 1, machine: true },
    });
    const odd = ['__proto__', 'constructor', 'toString', '"]', 'n:e:b:'].map((id) => component(id, { boundary: 'b' }));
    await open({
      components: [bad, ...odd, component('long', { name: 'x'.repeat(10_000) })],
      flows: [
        flow('orders', '__proto__', { protocol: evil, evidence: [{ text: evil, location: null }] }),
        flow('constructor', 'orders', { encrypted: 'no' }),
      ],
      boundaries: [{ id: 'b', name: evil, kind: 'namespace', parent: 'b' }],
      threats: [
        threat(evil, {
          title: evil,
          evidence: [{ text: evil, location: null }],
          against: [{ text: evil, location: null }],
          rule: evil,
          remedy: { finding: evil, mayFix: true },
        }),
        threat('taken', { state: 'accepted', title: evil, accepted: { reason: evil, owner: evil, until: evil } }),
      ],
      attacks: {
        paths: [
          {
            entry: evil,
            target: evil,
            openThreats: 1,
            hops: [
              {
                from: null,
                to: evil,
                by: 'entry',
                flow: evil,
                threats: [evil, 'none'],
                evidence: [{ text: evil, location: null }],
              },
            ],
          },
        ],
        total: 1,
        cuts: [{ title: evil, breaks: 3, of: 0, threat: evil, location: null, remedy: null }],
      },
      posture: [posture(evil, 'ny'), posture('orders', '')],
      inventory: {
        images: [
          {
            image: evil,
            base: true,
            uses: [{ component: evil, location: null }],
            lines: [{ name: evil, end: evil, state: 'ended' }],
          },
        ],
        endpoints: [{ method: evil, path: evil, secured: 'no', component: 'orders', location: at(evil, 1) }],
        endpointsTotal: 1,
        entries: [{ component: evil, evidence: [{ text: evil, location: null }] }],
      },
      looseEnds: [{ text: evil, location: null }],
      coverage: evil,
    });
    assert.equal(await page.locator('.world .node').count(), 7);
    await stage.send({ type: 'offers', offers: [{ finding: evil, titles: [evil, evil] }] });
    for (const tab of ['Threats', 'paths', 'Matrix', 'Inventory', 'Diagram', 'Components', 'Flows', 'Loose ends']) {
      await page.getByRole('tab', { name: new RegExp(tab) }).click();
      assert.ok((await page.locator('.list').innerText()).includes('<img src=x') || tab === 'Flows', tab);
    }
    await page.locator('[data-node=orders]').click();
    assert.equal(await page.locator('#details-title').innerText(), evil);
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.evaluate(() => 'hacked' in window), false);
    await page.reload();
    await stage.show({ ...SHOP, components: [bad, ...odd], flows: [], boundaries: [] });
    assert.ok(!(await page.locator('.world').innerHTML()).includes('NaN'));
  });

  it('drops messages that are not of the contract', async () => {
    await open();
    // What is said once the model rests is part of the page.
    await page.waitForFunction(() => document.querySelector('[role=status]')?.textContent !== '');
    const before = await page.locator('.panel').innerHTML();
    for (const garbage of [
      null,
      7,
      'x',
      {},
      { type: 'snapshot' },
      { type: 'snapshot', snapshot: { ...SHOP, flows: [null] } },
      { type: 'selection', components: [{}] },
    ]) {
      await page.evaluate((it) => window.postMessage(it, '*'), garbage);
    }
    await settled(page);
    assert.equal(await page.locator('.panel').innerHTML(), before);
  });

  it('has a helpful page for an empty workspace, and leaves it when something appears', async () => {
    await open(null);
    assert.match(await page.locator('.page').innerText(), /Reading the workspace/);
    await stage.show(EMPTY);
    assert.match(await page.locator('.page').innerText(), /What Parapet reads[^]*OpenAPI[^]*How to begin/);
    assert.ok(await page.locator('.work').isHidden());
    await stage.show(SHOP);
    assert.ok(await page.locator('.page').isHidden());
    assert.equal(await page.locator('.world .node').count(), 10);
  });

  it('lays out 80 components, collapsed at first, readable when opened', async () => {
    const large = generatedSystem(80);
    await open(null, { width: 1200, height: 800 });
    const began = Date.now();
    await stage.send({ type: 'snapshot', snapshot: large });
    await page.waitForSelector('.world .node', { state: 'attached' });
    const first = Date.now() - began;
    await settled(page);
    assert.equal(await page.locator('.node.group').count(), 10);
    for (let open = 1; open <= 10; open++) {
      await page
        .locator('.node.group')
        .first()
        .evaluate((it) => it.dispatchEvent(new MouseEvent('click', { bubbles: true })));
      await page.waitForFunction((left) => document.querySelectorAll('.node.group').length === left, 10 - open);
    }
    await settled(page);
    assert.equal(await page.locator('.world .node').count(), 80);
    const edit = await page.evaluate(
      async (snapshot) => {
        const start = performance.now();
        window.postMessage({ type: 'snapshot', snapshot }, '*');
        while (document.querySelector('.badge.error') === null) await new Promise((resolve) => setTimeout(resolve, 2));
        return performance.now() - start;
      },
      {
        ...large,
        components: large.components.map((it, index) =>
          index === 0 ? { ...it, findings: [finding('r', 'error', 'm', at('x', 1))] } : it,
        ),
      },
    );
    console.log(`      first picture of 80 components ${first} ms, an edit ${edit.toFixed(0)} ms`);
    // The goals are one second and 200 ms on a quiet machine; a test machine is seldom quiet.
    assert.ok(first < 8000 && edit < 2000, `${first} ms, ${edit} ms`);
  });

  it('draws a grid when the layout engine is missing or never answers', async () => {
    await open(SHOP, { engine: 'missing' });
    assert.equal(await page.locator('.world .node').count(), 10);
    await stage.close();
    await open(SHOP, { engine: 'silent' });
    assert.equal(await page.locator('.world .node').count(), 10);
    assert.equal(await page.locator('.world .edge').count(), 10);
  });

  it('lists thousands a page at a time', async () => {
    await open(null);
    await stage.send({ type: 'snapshot', snapshot: { ...generatedSystem(2000), boundaries: [] } });
    await page.waitForSelector('.rows .row');
    assert.equal(await page.locator('.rows .row').count(), 200);
    await page.getByRole('button', { name: 'Show 200 more' }).click();
    assert.equal(await page.locator('.rows .row').count(), 400);
  });

  it('is small', async () => {
    await open(null);
    const size = Buffer.byteLength(bundle.script);
    assert.ok(size < SIZE_BUDGET, `panel.js is ${size} bytes`);
  });
});
