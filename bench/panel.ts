// The panel in Chromium: from the snapshot to the first picture, and from an edit to the next frame.
//   node --import tsx bench/panel.ts [COMPONENTS ...]
import type { Browser } from 'playwright-core';
import type { PanelSnapshot } from '../client/panel/contract.ts';
import { at, finding, flow, generatedSystem } from '../test/panel/snapshot.ts';
import { launch, openStage, settled } from '../test/panel/stage.ts';
import { milliseconds, percentile, table } from './statistics.ts';

const rounds = 5;

/** What is measured, each with the milliseconds of its rounds. */
interface Times {
  readonly first: number[];
  readonly label: number[];
  readonly flow: number[];
  readonly tab: number[];
}

/** The same system after a keystroke that changes what is said about one component, and after one that adds a flow. */
function edits(system: PanelSnapshot, round: number): { readonly label: PanelSnapshot; readonly flow: PanelSnapshot } {
  const { length } = system.components;
  // Far apart, so that also between collapsed boundaries there is something new to draw.
  const [first, second] = [system.components[round], system.components[(round + Math.floor(length / 2) + 3) % length]];
  const label = {
    ...system,
    components: system.components.map((it) =>
      it === first ? { ...it, findings: [finding('bench', 'error', `edit ${round}`, at('x', round + 1))] } : it,
    ),
  };
  const added = first && second ? [flow(first.id, second.id, { id: `bench ${round}` })] : [];
  return { label, flow: { ...system, flows: [...system.flows, ...added] } };
}

async function measure(browser: Browser, system: PanelSnapshot): Promise<Times> {
  const times: Times = { first: [], label: [], flow: [], tab: [] };
  for (let round = 0; round < rounds; round++) {
    const { page, send, close } = await openStage(browser, { width: 1200, height: 800 });
    // The script and the layout engine are read while the host still gathers the snapshot, as they are in the editor.
    await page.waitForTimeout(400);
    times.first.push(
      await page.evaluate(async (snapshot) => {
        const start = performance.now();
        window.postMessage({ type: 'snapshot', snapshot }, '*');
        while (document.querySelector('.world .node') === null) await new Promise((next) => setTimeout(next, 1));
        await new Promise((next) => requestAnimationFrame(next));
        return performance.now() - start;
      }, system),
    );
    await settled(page);
    const { label, flow: withFlow } = edits(system, round);
    for (const [name, snapshot] of [
      ['label', label],
      ['flow', withFlow],
    ] as const) {
      times[name].push(
        await page.evaluate(async (it) => {
          const start = performance.now();
          const drawn = new Promise((next) =>
            new MutationObserver(next).observe(document.querySelector('.world') ?? document.body, {
              childList: true,
              subtree: true,
              attributes: true,
            }),
          );
          window.postMessage({ type: 'snapshot', snapshot: it }, '*');
          await drawn;
          await new Promise((next) => requestAnimationFrame(next));
          return performance.now() - start;
        }, snapshot),
      );
      await send({ type: 'snapshot', snapshot: system });
      await settled(page);
    }
    times.tab.push(
      await page.evaluate(async () => {
        const start = performance.now();
        document.getElementById('view-matrix')?.click();
        await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
        return performance.now() - start;
      }),
    );
    await close();
  }
  return times;
}

/** Every boundary open, so that every component is drawn. */
function opened(system: PanelSnapshot): PanelSnapshot {
  return { ...system, boundaries: [], components: system.components.map((it) => ({ ...it, boundary: null })) };
}

async function run(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  const browser = await launch();
  const rows: string[][] = [];
  for (const size of sizes.length > 0 ? sizes : [20, 80, 300]) {
    const system = generatedSystem(size);
    for (const [name, it] of [
      [`${size} components`, system],
      [`${size} components, no boundary to collapse`, opened(system)],
    ] as const) {
      const times = await measure(browser, it);
      const cells = [times.first, times.label, times.flow, times.tab].map(
        (all) => `${milliseconds(percentile(all, 50))} / ${milliseconds(percentile(all, 100))}`,
      );
      rows.push([name, ...cells]);
    }
  }
  await browser.close();
  console.log(table(['median / worst', 'first picture', 'edit of a line', 'edit that adds a flow', 'matrix'], rows));
}

await run();
