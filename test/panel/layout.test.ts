/** Where things are: with the real engine, without it, and after small changes. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { ElkNode } from 'elkjs';
import type { PanelSnapshot } from '../../client/panel/contract.ts';
import type { Graph } from '../../client/panel/model/graph.ts';
import { graphOf } from '../../client/panel/model/graph.ts';
import { systemOf } from '../../client/panel/model/system.ts';
import { fromElk, toElk } from '../../client/panel/layout/elk.ts';
import { gridLayout } from '../../client/panel/layout/grid.ts';
import { structureHash } from '../../client/panel/layout/hash.ts';
import { Layouter } from '../../client/panel/layout/layouter.ts';
import { retouched } from '../../client/panel/layout/retouch.ts';
import { segmentsOf } from '../../client/panel/layout/route.ts';
import { shelvesOf } from '../../client/panel/layout/shelf.ts';
import type { Box, Layout } from '../../client/panel/layout/types.ts';
import type { Engine } from '../../client/panel/layout/worker.ts';
import { scene } from '../../client/panel/draw/scene.ts';
import { PLAIN_VIEW } from '../../client/panel/draw/view.ts';
import { toText } from '../../client/panel/draw/text.ts';
import { component, flow, generatedSystem, SHOP } from './snapshot.ts';

const Elk = createRequire(import.meta.url)('elkjs/lib/elk.bundled.js') as new () => {
  layout(graph: ElkNode): Promise<ElkNode>;
};
const elk = new Elk();

const graphFrom = (snapshot: PanelSnapshot): Graph => graphOf(systemOf(snapshot), () => false);
const layoutOf = async (graph: Graph): Promise<Layout> => {
  const shelves = shelvesOf(graph, 'down');
  return fromElk(await elk.layout(toElk(graph, 'down', shelves)), shelves);
};

function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** What must be true of every picture. */
function assertReadable(graph: Graph, layout: Layout): void {
  const boxes = graph.nodes.map((it) => {
    const box = layout.nodes[it.id];
    assert.ok(box, `${it.id} has a place`);
    const around =
      it.parent === null ? { x: 0, y: 0, width: layout.width, height: layout.height } : layout.boundaries[it.parent];
    assert.ok(around && isInside(box, around), `${it.id} is inside its boundary`);
    return box;
  });
  boxes.forEach((a, index) => {
    for (const b of boxes.slice(index + 1)) assert.ok(!overlap(a, b), 'no two nodes overlap');
  });
  for (const edge of graph.edges) assert.ok((layout.edges[edge.id]?.length ?? 0) >= 2, `${edge.id} is drawn`);
}

/** Edges at right angles that run through no node. */
function assertRouted(graph: Graph, layout: Layout, ids: readonly string[]): void {
  for (const id of ids) {
    for (const { a, b } of segmentsOf(layout.edges[id] ?? [])) {
      assert.ok(Math.abs(a.x - b.x) < 0.01 || Math.abs(a.y - b.y) < 0.01, `${id} runs at right angles`);
      const line = {
        x: Math.min(a.x, b.x),
        y: Math.min(a.y, b.y),
        width: Math.abs(a.x - b.x),
        height: Math.abs(a.y - b.y),
      };
      for (const node of graph.nodes) {
        const box = layout.nodes[node.id];
        assert.ok(box);
        const core = { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 };
        assert.ok(!overlap(line, core), `${id} runs through ${node.id}`);
      }
    }
  }
}

describe('layout', function () {
  this.timeout(20_000);
  const shop = graphFrom(SHOP);

  it('by the engine: nested, without overlaps, edges at right angles round the nodes', async () => {
    for (const graph of [shop, graphFrom(generatedSystem(80))]) {
      const layout = await layoutOf(graph);
      assertReadable(graph, layout);
      assertRouted(
        graph,
        layout,
        graph.edges.map((it) => it.id),
      );
    }
  });

  it('by the grid, when there is no engine', () => {
    for (const graph of [shop, graphFrom(generatedSystem(60))]) {
      for (const direction of ['down', 'right'] as const) {
        const layout = gridLayout(graph, direction);
        assertReadable(graph, layout);
        assertRouted(
          graph,
          layout,
          graph.edges.map((it) => it.id),
        );
      }
    }
    assertReadable(graphFrom(generatedSystem(2000)), gridLayout(graphFrom(generatedSystem(2000)), 'down'));
  });

  it('makes a block, not a row, of components without flows', async () => {
    const many = Array.from({ length: 16 }, (_, index) => component(`lonely-${index}`, { boundary: 'prod' }));
    const graph = graphFrom({ ...SHOP, components: many, flows: [] });
    const layout = await layoutOf(graph);
    assertReadable(graph, layout);
    assert.ok(layout.width < 3 * layout.height, `${layout.width} x ${layout.height}`);
  });

  it('sets what one caller calls in rows, below it and not endlessly wide', async () => {
    const called = Array.from({ length: 15 }, (_, index) => `called-${index}`);
    const star: PanelSnapshot = {
      ...SHOP,
      components: ['caller', ...called].map((it) => component(it, { boundary: 'prod' })),
      flows: called.map((it) => flow('caller', it)),
    };
    const graph = graphFrom(star);
    const layout = await layoutOf(graph);
    assertReadable(graph, layout);
    assert.ok(layout.width < 2 * layout.height, `${layout.width} x ${layout.height}`);
    const top = layout.nodes['caller']?.y ?? Number.NaN;
    for (const it of called) assert.ok((layout.nodes[it]?.y ?? 0) > top, `${it} is below its caller`);
  });

  it('ends for cycles, chains of thousands and boundaries that call each other', () => {
    const names = Array.from({ length: 3000 }, (_, index) => `link-${index}`);
    const chain = names.map((it, index) => flow(it, names[(index + 1) % names.length] ?? it, { id: it }));
    const components = names.map((it, index) =>
      component(it, { boundary: index % 2 === 0 ? 'prod/shop' : 'prod/data' }),
    );
    const input = toElk(graphFrom({ ...SHOP, components, flows: chain }), 'down', []);
    assert.ok((input.edges?.length ?? 0) >= 3000);
  });

  it('is the same for the same structure, whatever the labels, badges and states say', () => {
    const changed = {
      ...SHOP,
      components: SHOP.components.map((it) => ({
        ...it,
        findings: [],
        exposure: 'isolated' as const,
        technology: it.technology === 'Go' ? 'C' : it.technology,
      })),
      flows: SHOP.flows.map((it) => ({ ...it, encrypted: 'yes' as const })),
      threats: [],
    };
    assert.equal(structureHash(graphFrom(changed), 'down'), structureHash(shop, 'down'));
    assert.notEqual(
      structureHash(graphFrom({ ...SHOP, flows: SHOP.flows.slice(1) }), 'down'),
      structureHash(shop, 'down'),
    );
  });
});

describe('a small change', function () {
  this.timeout(20_000);
  const graph = graphFrom(SHOP);
  let layout: Layout;
  before(async () => {
    layout = await layoutOf(graph);
  });

  it('that adds flows moves nothing and routes them round the nodes', () => {
    const more = graphFrom({
      ...SHOP,
      flows: [...SHOP.flows, flow('web', 'redis'), flow('mailer', 'catalogue'), flow('user', 'web')],
    });
    const after = retouched({ graph, layout }, more);
    assert.ok(after);
    assert.deepEqual({ ...after.nodes }, { ...layout.nodes });
    const added = more.edges.filter((it) => !(it.id in layout.edges)).map((it) => it.id);
    assert.equal(added.length, 3);
    assertRouted(more, after, added);
  });

  it('that takes something away leaves the rest where it is', () => {
    const less = graphFrom({ ...SHOP, components: SHOP.components.filter((it) => it.id !== 'mailer') });
    const after = retouched({ graph, layout }, less);
    assert.ok(after && !('mailer' in after.nodes));
    for (const node of less.nodes) assert.deepEqual(after.nodes[node.id], layout.nodes[node.id]);
  });

  it('that adds a component puts it where there is room in its boundary, or asks for a new layout', () => {
    const more = graphFrom({ ...SHOP, components: [...SHOP.components, component('cron', { boundary: 'prod' })] });
    const after = retouched({ graph, layout }, more);
    assert.ok(after, 'the cluster has room');
    assertReadable(more, after);
    const full = graphFrom({ ...SHOP, components: [...SHOP.components, component('cron', { boundary: 'internet' })] });
    assert.equal(retouched({ graph, layout }, full), null);
  });

  it('that is not small gets a new layout', () => {
    assert.equal(
      retouched(
        { graph, layout },
        graphOf(systemOf(SHOP), (it) => it === 'prod/shop'),
      ),
      null,
    );
    const moved = SHOP.components.map((it) => (it.id === 'redis' ? { ...it, boundary: 'prod/shop' } : it));
    assert.equal(retouched({ graph, layout }, graphFrom({ ...SHOP, components: moved })), null);
  });
});

describe('the layouter', () => {
  const graph = graphFrom(SHOP);
  const counted = (): Engine & { calls: number } => {
    const engine = {
      calls: 0,
      stop: () => undefined,
      layout: (input: ElkNode) => ((engine.calls += 1), elk.layout(input)),
    };
    return engine;
  };

  it('asks the engine once for a structure, also after a reload', async () => {
    const engine = counted();
    const shown: Layout[] = [];
    const layouter = new Layouter(engine, []);
    for (let i = 0; i < 3; i++) await layouter.layout(graph, 'down', (it) => shown.push(it));
    await new Layouter(engine, layouter.cached).layout(graph, 'down', (it) => shown.push(it));
    assert.equal(engine.calls, 1);
    assert.deepEqual(
      shown.map((it) => it.width),
      Array.from({ length: 4 }, () => shown[0]?.width),
    );
  });

  it('shows the grid when the engine fails, and only the newest of two pictures', async () => {
    const failing: Engine = { stop: () => undefined, layout: () => Promise.reject(new Error('no')) };
    const shown: Layout[] = [];
    await new Layouter(failing, []).layout(graph, 'down', (it) => shown.push(it));
    assert.deepEqual(shown, [gridLayout(graph, 'down')]);

    const layouter = new Layouter(counted(), []);
    const order: string[] = [];
    const first = layouter.layout(graph, 'down', () => order.push('first'));
    await layouter.layout(graphFrom(generatedSystem(9)), 'down', () => order.push('second'));
    await first;
    assert.deepEqual(order, ['second']);
  });
});

describe('the scene', () => {
  it('is well-formed SVG as text, with hostile names escaped', async () => {
    const hostile = graphFrom({
      ...SHOP,
      components: SHOP.components.map((it) => ({ ...it, name: `<img src=x onerror=alert(1)>${it.name}` })),
    });
    const text = scene(hostile, await layoutOf(hostile), PLAIN_VIEW)
      .map(toText)
      .join('');
    assert.ok(text.includes('&lt;img') && !text.includes('<img'));
    assert.ok(!text.includes('NaN') && !text.includes('undefined'));
    assert.equal(text.split('<g').length - 1, text.split('</g>').length - 1);
  });
});
