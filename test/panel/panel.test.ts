/** The panel in Chromium under its real content security policy, with a fake host: mouse, keyboard, updates. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { FromPanel, PanelSnapshot } from '../../client/panel/contract.ts';
import { at, component, flow, SHOP } from './snapshot.ts';
import type { Stage, StageOptions } from './stage.ts';
import { launch, openStage, settled } from './stage.ts';

describe('the panel', function () {
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

  const open = async (snapshot: PanelSnapshot | null = SHOP, options: StageOptions = {}): Promise<void> => {
    stage = await openStage(browser, options);
    page = stage.page;
    if (snapshot !== null) await stage.show(snapshot);
  };
  const sentOf = async <T extends FromPanel['type']>(type: T): Promise<readonly Extract<FromPanel, { type: T }>[]> =>
    (await stage.sent()).filter((it): it is Extract<FromPanel, { type: T }> => it.type === type);
  const node = (id: string): ReturnType<Page['locator']> => page.locator(`[data-node="${id}"]`);
  /** Where each node is drawn in the picture. */
  const places = (): Promise<Record<string, string>> =>
    page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll('.world .node')].map((it) => [
          it.getAttribute('data-item') ?? '',
          it.getAttribute('transform') ?? '',
        ]),
      ),
    );
  const active = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-item') ?? null);
  const zoom = (): Promise<number> =>
    page.evaluate(() =>
      Number(/scale\((.*?)\)/.exec(document.querySelector('.world')?.getAttribute('transform') ?? '')?.[1]),
    );

  it('says that it is ready, then draws every component, boundary and flow', async () => {
    await open();
    assert.deepEqual((await stage.sent())[0], { type: 'ready' });
    assert.equal(await page.locator('.world .node').count(), 10);
    assert.equal(await page.locator('.zone').count(), 6 + 1, 'six boundaries and the one in the legend');
    assert.equal(await page.locator('.world .edge').count(), 10);
    assert.equal(await page.locator('.world .edge.encrypted-no').count(), 4);
    assert.equal(await page.locator('.world .mark.encrypted-no').count(), 4, 'an open lock on each plaintext flow');
    assert.match(
      (await node('orders').locator('.spoken').textContent()) ?? '',
      /orders, process, Node.js 20, open to the internet, 3 findings, worst error, 2 open threats, calls payments/,
    );
  });

  it('ends the line of a flow that policies turn away with a bar, and says so in words', async () => {
    await open();
    assert.deepEqual(
      await page
        .locator('.world .edge.blocked')
        .evaluateAll((all) =>
          all.map((it) => [
            it.getAttribute('data-edge'),
            it.querySelectorAll('.bar').length,
            it.querySelector('.head'),
          ]),
        ),
      [['["catalogue","redis"]', 1, null]],
    );
    assert.match(
      (await page.locator('.world .edge.blocked title').textContent()) ?? '',
      /^redis:6379, encryption unknown, turned away by policies\n/,
    );
    const spoken = async (id: string): Promise<string> => (await node(id).locator('.spoken').textContent()) ?? '';
    assert.match(await spoken('catalogue'), /calls postgres, called by gateway, turned away by policies at redis$/);
    assert.match(await spoken('redis'), /Redis 7, policies turn away catalogue$/);
    await page.locator('.legend summary').click();
    assert.match(await page.locator('.legend ul').innerText(), /turned away by policies/);
    await page.locator('.legend summary').click();
    await page.getByRole('button', { name: /^turned away 1/i }).click();
    assert.deepEqual(await page.locator('.world .edge:not(.quiet)').count(), 1);
    await page.getByRole('tab', { name: /Flows 1/ }).click();
    assert.match(await page.locator('.rows .row').innerText(), /redis:6379 · turned away by policies/);
    await page.getByRole('button', { name: 'Details of the flow from catalogue to redis' }).click();
    assert.match(await page.locator('.details').innerText(), /Turned away by policies: it leads no attacker on\./);
  });

  it('leads from a click on a component to its line, and shows its details', async () => {
    await open();
    await node('orders').click();
    assert.deepEqual(await sentOf('reveal'), [{ type: 'reveal', location: at('k8s/orders.yaml', 5) }]);
    assert.equal(await page.locator('#details-title').innerText(), 'orders');
    assert.deepEqual(
      await page.locator('.details .hops .hop-text').first().innerText(),
      'Gateway public listens on *:80',
    );
    await page.getByRole('button', { name: /HTTPRoute shop sends \/orders/ }).click();
    await page.getByRole('button', { name: 'Explain rule kubernetes/privileged-container' }).first().click();
    assert.deepEqual((await sentOf('reveal')).at(-1)?.location, at('k8s/routes.yaml', 18));
    assert.deepEqual(await sentOf('explain'), [{ type: 'explain', rule: 'kubernetes/privileged-container' }]);
  });

  it('only selects what no file declares', async () => {
    await open();
    await node('user').click();
    assert.deepEqual(await sentOf('reveal'), []);
    assert.equal(await page.locator('#details-title').innerText(), 'Anyone');
  });

  it('leads from rows and from edges to the lines', async () => {
    await open();
    await page.locator('.row-main', { hasText: 'postgres' }).click();
    assert.deepEqual((await sentOf('reveal')).at(-1)?.location, at('k8s/postgres.yaml', 1));
    assert.equal(await page.locator('.node.selected').getAttribute('data-item'), 'postgres');
    await page.getByRole('tab', { name: /Threats/ }).click();
    await page.locator('.row-main', { hasText: 'Whoever is on the way' }).click();
    assert.deepEqual((await sentOf('reveal')).at(-1)?.location, at('k8s/gateway.yaml', 11));
    await page.getByRole('tab', { name: 'Diagram' }).click();
    await page.getByRole('tab', { name: /Flows/ }).click();
    await page.locator('.row-main', { hasText: 'gateway' }).nth(1).click();
    assert.deepEqual((await sentOf('reveal')).at(-1)?.location, at('k8s/gateway.yaml', 30));
    await page.getByRole('tab', { name: /Loose ends/ }).click();
    await page.getByRole('button', { name: /smtp.internal/ }).click();
    assert.deepEqual((await sentOf('reveal')).at(-1)?.location, at('k8s/mailer.yaml', 22));
    await page.locator(`.world .mark[data-edge='["user","gateway"]']`).click();
    assert.match(await page.locator('#details-title').innerText(), /Anyone/);
  });

  it('can be walked by keyboard alone', async () => {
    await open();
    await page.locator('#search').focus();
    for (let i = 0; i < 12 && (await active()) === null; i++) await page.keyboard.press('Tab');
    assert.equal(await active(), 'boundary internet', 'Tab reaches the picture once');
    await page.keyboard.press('ArrowDown');
    assert.equal(await active(), 'user');
    const visited = new Set<string | null>();
    for (const key of [
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowRight',
      'ArrowRight',
      'ArrowUp',
    ]) {
      await page.keyboard.press(key);
      visited.add(await active());
    }
    assert.ok(visited.has('gateway') && visited.size >= 5, [...visited].join(', '));
    await page.keyboard.press('End');
    assert.equal(await active(), 'stripe');
    while ((await active()) !== 'payments') await page.keyboard.press('ArrowUp');
    await page.keyboard.press(' ');
    assert.equal(await page.locator('#details-title').innerText(), 'payments');
    assert.deepEqual(await sentOf('reveal'), [], 'the space bar only looks');
    await page.keyboard.press('Enter');
    assert.deepEqual(await sentOf('reveal'), [{ type: 'reveal', location: at('k8s/payments.yaml', 7) }]);
    assert.equal(await active(), 'payments', 'the focus stays in the picture');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.details').count(), 0);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.node.selected').count(), 0);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.equal(await page.locator('.node.group').count(), 1, 'Enter on a boundary collapses it');
    assert.equal(await active(), 'boundary internet');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.equal(await page.locator('.node.group').count(), 0);
  });

  it('goes from a row to its details and back to the row', async () => {
    await open();
    await page.getByRole('button', { name: 'Details of catalogue' }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'details-title');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Details of catalogue');
    await page.getByRole('tab', { name: /Components/ }).focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'tab-flows');
    assert.equal(await page.locator('.flow').count(), 10);
  });

  it('zooms, pans and fits by keys, wheel, drag and buttons', async () => {
    await open();
    const fitted = await zoom();
    await node('orders').focus();
    await page.keyboard.press('+');
    assert.ok((await zoom()) > fitted);
    await page.keyboard.press('0');
    assert.equal(await zoom(), fitted);
    await page.getByRole('button', { name: 'Zoom out (-)' }).click();
    assert.ok((await zoom()) < fitted);
    const box = await page.locator('.area').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await page.waitForFunction(
      (before) =>
        Number(/scale\((.*?)\)/.exec(document.querySelector('.world')?.getAttribute('transform') ?? '')?.[1]) > before,
      fitted,
    );
    const before = await page.locator('.world').getAttribute('transform');
    await page.mouse.move(box.x + 8, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 90, { steps: 4 });
    await page.mouse.up();
    assert.notEqual(await page.locator('.world').getAttribute('transform'), before);
    assert.equal(await page.locator('.node.selected').count(), 0, 'a drag is no click');
  });

  it('keeps every position when labels and states change, and when a flow comes or goes', async () => {
    await open();
    const before = await places();
    const calmer = { ...SHOP, components: SHOP.components.map((it) => ({ ...it, findings: [] })), threats: [] };
    await stage.show(calmer);
    assert.deepEqual(await places(), before);
    assert.equal(await page.locator('.badge.error').count(), 0);
    await stage.show({ ...SHOP, flows: [...SHOP.flows, flow('web', 'redis')] });
    assert.deepEqual(await places(), before);
    assert.equal(await page.locator('.world .edge').count(), 11);
    await stage.show({ ...SHOP, components: SHOP.components.filter((it) => it.id !== 'mailer') });
    const { mailer, ...rest } = before;
    assert.ok(mailer);
    assert.deepEqual(await places(), rest);
    await stage.show(SHOP);
    assert.deepEqual(await places(), before);
  });

  it('keeps the focus and the selection through updates', async () => {
    await open();
    await node('orders').click();
    await stage.show({ ...SHOP, components: [component('zebra', { boundary: 'prod/shop' }), ...SHOP.components] });
    assert.equal(await active(), 'orders');
    assert.equal(await page.locator('.node.selected').getAttribute('data-item'), 'orders');
    await stage.show({ ...SHOP, components: SHOP.components.filter((it) => it.id !== 'orders') });
    assert.equal(await page.locator('.details').count(), 0, 'what has gone has no details');
  });

  it('searches and filters: the rest becomes faint in the picture and leaves the lists', async () => {
    await open();
    await page.locator('#search').fill('post');
    assert.equal(await page.locator('.rows .row').count(), 1);
    assert.equal(await page.locator('.node.faint').count(), 9);
    assert.equal(await page.locator('.node.found').getAttribute('data-item'), 'postgres');
    assert.equal(await page.locator('.matches').innerText(), '1 of 10');
    // What is told waits until the typing and the picture rest.
    await page.waitForFunction(
      () => document.querySelector('[role=status]')?.textContent === '1 of 10 components match.',
    );
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.node.faint').count(), 0);
    await page.getByRole('button', { name: /^plaintext/i }).click();
    assert.equal(await page.locator('.rows .row').count(), 5);
    await page.getByRole('tab', { name: /Flows 4/ }).click();
    assert.equal(await page.locator('.rows .row').count(), 4);
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await page.locator('#boundary').selectOption('prod/data');
    assert.equal(await page.locator('.node.faint').count(), 8);
    await page.locator('#search').fill('no such thing');
    assert.match(await page.locator('.list').innerText(), /Nothing matches/);
  });

  it('tells a screen reader what changed, once it rests', async () => {
    await open();
    const said = (text: string): Promise<unknown> =>
      page.waitForFunction((it) => document.querySelector('[role=status]')?.textContent === it, text);
    await said('10 components, 3 open threats.');
    const fixed = { ...SHOP, threats: SHOP.threats.filter((it) => it.id !== 't1') };
    await stage.send({ type: 'snapshot', snapshot: { ...SHOP, threats: [] } });
    await stage.send({ type: 'snapshot', snapshot: fixed });
    await said('10 components, 2 open threats; 1 threat closed.');
  });

  it("marks the active editor's service", async () => {
    await open();
    await stage.send({ type: 'selection', components: ['catalogue'] });
    await page.waitForSelector('[data-node=catalogue].current .editing', { state: 'attached' });
    assert.match((await node('catalogue').locator('.spoken').textContent()) ?? '', /in the active editor$/);
    await stage.send({ type: 'selection', components: [] });
    await page.waitForFunction(() => document.querySelector('.node.current') === null);
  });

  it('collapses a boundary into one node with its worst finding, and opens it for a row', async () => {
    await open();
    await page.locator('[data-item="boundary prod/shop"]').click();
    await settled(page);
    const group = page.locator('.node.group');
    assert.match(
      (await group.locator('.spoken').textContent()) ?? '',
      /^shop, collapsed boundary, 5 components, open to the internet, 4 findings, worst error/,
    );
    assert.equal(await page.locator('.world .node').count(), 6);
    await page.locator('.row-main', { hasText: 'catalogue' }).click();
    await settled(page);
    assert.equal(await page.locator('.world .node').count(), 10);
    assert.equal(await page.locator('.node.selected').getAttribute('data-item'), 'catalogue');
  });

  it('remembers where the reader was when it is hidden and shown again', async () => {
    await open(SHOP, { width: 1000 });
    await page.locator('[data-item="boundary prod/data"]').click();
    await settled(page);
    await page.getByRole('tab', { name: /Threats/ }).click();
    await page.locator('#search').fill('orders');
    await node('orders').click();
    await page.getByRole('button', { name: 'Zoom in (+)' }).click();
    const look = (): Promise<unknown> =>
      page.evaluate(() => [
        document.querySelector('.world')?.getAttribute('transform'),
        document.querySelector('.selected')?.getAttribute('data-item'),
        document.querySelector<HTMLInputElement>('#search')?.value,
        document.querySelector('#details-title')?.textContent,
        document.querySelectorAll('.group').length,
      ]);
    const before = await look();
    const positions = await places();
    await page.waitForTimeout(300);
    await page.reload();
    await stage.show(SHOP);
    assert.deepEqual(await look(), before);
    assert.deepEqual(await places(), positions);
    await page.getByRole('button', { name: 'Back to the lists' }).click();
    assert.equal(await page.locator('[aria-selected=true]').getAttribute('id'), 'view-threats');
  });
});
