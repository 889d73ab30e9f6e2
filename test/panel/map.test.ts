/** A large workspace starts as a map that can be read: what is folded, what is left aside, and what stands on a shelf. */
import assert from 'node:assert/strict';
import type { PanelBoundary, PanelSnapshot } from '../../client/panel/contract.ts';
import { withAside } from '../../client/panel/layout/aside.ts';
import { gridLayout } from '../../client/panel/layout/grid.ts';
import { onShelf, shelvesOf } from '../../client/panel/layout/shelf.ts';
import { PLAIN_VIEW } from '../../client/panel/draw/view.ts';
import { kindWords } from '../../client/panel/draw/words.ts';
import { READABLE, READABLE_NARROW, usualCollapse } from '../../client/panel/model/collapse.ts';
import { graphOf, placedEdges } from '../../client/panel/model/graph.ts';
import { systemOf } from '../../client/panel/model/system.ts';
import { elementName } from '../../client/panel/view/names.ts';
import { component, EMPTY, flow, generatedSystem, SHOP } from './snapshot.ts';

/** Compose projects that have nothing to do with each other, each with the same two services and a door to the users. */
function projects(number: number): PanelSnapshot {
  const names = Array.from({ length: number }, (_, index) => `project-${index}`);
  const boundary = (name: string): PanelBoundary => ({
    id: `host/${name}`,
    name: `Compose project ${name}`,
    kind: 'host',
    parent: 'internet',
  });
  return {
    ...EMPTY,
    components: [
      component('user', { type: 'external-entity', boundary: 'internet' }),
      ...names.flatMap((it) => [
        component(`${it}/web`, { name: 'web', boundary: `host/${it}`, exposure: 'internet' }),
        component(`${it}/db`, { name: 'db', boundary: `host/${it}`, type: 'data-store' }),
      ]),
    ],
    flows: names.flatMap((it) => [flow('user', `${it}/web`), flow(`${it}/web`, `${it}/db`)]),
    boundaries: [{ id: 'internet', name: 'Internet', kind: 'internet', parent: null }, ...names.map(boundary)],
  };
}

describe('a map of a large workspace', () => {
  const system = systemOf(projects(39));
  const usual = usualCollapse(system, READABLE, null);
  const map = graphOf(system, (id) => usual.collapsed.has(id));

  it('folds all projects alike, and names what is in them', () => {
    assert.equal(usual.collapsed.size, 39);
    const [first] = map.nodes.filter((it) => it.kind === 'group');
    assert.deepEqual([first?.name, first?.caption], ['project-0', 'web, db']);
    assert.equal(usualCollapse(system, READABLE_NARROW, null).collapsed.size, 39, 'in a side bar too');
  });

  it('opens small boundaries where hardly anything would be seen otherwise', () => {
    const names = Array.from({ length: 60 }, (_, index) => `service-${index}`);
    const one = systemOf({
      ...SHOP,
      components: [...SHOP.components, ...names.map((it) => component(it, { boundary: 'prod/shop' }))],
    });
    const { collapsed } = usualCollapse(one, READABLE, null);
    assert.deepEqual([...collapsed], ['prod/shop']);
  });

  it('opens a boundary that holds nearly all, as far as the boundaries in it', () => {
    for (const readable of [READABLE, READABLE_NARROW]) {
      const { collapsed } = usualCollapse(systemOf(generatedSystem(500)), readable, null);
      assert.equal(collapsed.has('cluster'), false);
      assert.equal(collapsed.size, 63);
    }
  });

  it('does not fold what is being read when one component comes', () => {
    const just = systemOf(projects(19));
    const before = usualCollapse(just, READABLE, null);
    assert.equal(before.collapsed.size, 0);
    const more = systemOf({
      ...just.snapshot,
      components: [...just.snapshot.components, component('new', {}), component('newer', {})],
    });
    assert.equal(usualCollapse(more, READABLE, null).collapsed.size, 19, 'from the beginning it would');
    assert.equal(usualCollapse(more, READABLE, before), before);
  });

  it('takes the internet for the ground, and says the kind of a boundary once', () => {
    assert.equal(system.boundaries.get('host/project-0')?.parent, null);
    assert.equal(kindWords({ name: 'project-0', kind: 'host' }), 'Compose project');
    assert.equal(kindWords({ name: 'Kubernetes cluster', kind: 'cluster' }), '');
  });

  it('tells components of one name apart by the boundary around them', () => {
    assert.equal(elementName(system, 'project-3/web'), 'web (project-3)');
    assert.equal(elementName(systemOf(SHOP), 'orders'), 'orders');
  });

  it('leaves the lines of a hub aside until somebody looks', () => {
    assert.equal(map.edges.length, 39);
    assert.deepEqual(placedEdges(map), []);
    assert.equal(map.nodes.find((it) => it.id === 'user')?.aside, 39);
    const layout = gridLayout(map, 'down');
    assert.equal(withAside(map, layout, PLAIN_VIEW), layout);
    const drawn = (view: Partial<typeof PLAIN_VIEW>): number =>
      Object.keys(withAside(map, layout, { ...PLAIN_VIEW, ...view }).edges).length;
    assert.equal(drawn({ selected: 'user' }), 39);
    assert.equal(drawn({ selected: 'project-3/db' }), 1, 'a component in a folded boundary');
    assert.equal(drawn({ foundFlows: new Set(['user>project-7/web']), isLit: true }), 1);
    assert.equal(
      placedEdges(graphOf(system, (id) => usual.collapsed.has(id), null)).length,
      39,
      'on paper all are drawn',
    );
  });

  it('keeps a hub while its lines become a few less', () => {
    const of = (number: number): PanelSnapshot => ({
      ...SHOP,
      components: [...SHOP.components, component('log'), ...names.map((it) => component(it))],
      flows: [...SHOP.flows, ...names.slice(0, number).map((it) => flow(it, 'log')), ...chain],
    });
    const names = Array.from({ length: 12 }, (_, index) => `writer-${index}`);
    const chain = names.map((it, index) => flow(it, names[(index + 1) % names.length] ?? it, { id: `chain ${it}` }));
    const aside = (number: number, before?: Parameters<typeof graphOf>[2]): number =>
      graphOf(systemOf(of(number)), () => false, before).edges.filter((it) => it.isAside).length;
    const nine = graphOf(systemOf(of(9)), () => false);
    assert.deepEqual([aside(9), aside(8), aside(8, nine), aside(6, nine)], [9, 0, 8, 0]);
  });

  it('sets what has no line onto a shelf of equal columns', () => {
    const [shelf, ...more] = shelvesOf(map, 'down');
    assert.ok(shelf);
    assert.deepEqual(more, []);
    assert.equal(shelf.nodes.length, 39);
    const places = onShelf(shelf, { x: 5, y: 7 }).map(([, box]) => box);
    assert.equal(new Set(places.map((it) => it.x)).size, shelf.columns);
    assert.equal(new Set(places.map((it) => `${it.x} ${it.y}`)).size, 39, 'no two in one place');
    assert.ok(Math.max(...places.map((it) => it.x + it.width)) <= 5 + shelf.width);
    assert.ok(Math.max(...places.map((it) => it.y + it.height)) <= 7 + shelf.height);
  });
});
