/** The panel's pure half: what is drawn, what matches, what is said, what comes in through the door. */
import assert from 'node:assert/strict';
import type { PanelFlow, PanelSnapshot } from '../../client/panel/contract.ts';
import { announcement } from '../../client/panel/model/announce.ts';
import { collapsedBoundaries, READABLE_NARROW, usualCollapse } from '../../client/panel/model/collapse.ts';
import { matchingComponents, matchingFlows, NO_FILTER } from '../../client/panel/model/filter.ts';
import { blastKey, litOf, pathKey } from '../../client/panel/model/light.ts';
import { cellOf, isGap, postures } from '../../client/panel/model/posture.ts';
import { byRisk, riskOf } from '../../client/panel/model/risk.ts';
import { graphOf, groupId } from '../../client/panel/model/graph.ts';
import { boundaryPath, systemOf } from '../../client/panel/model/system.ts';
import { isToPanel } from '../../client/panel/model/validate.ts';
import { el } from '../../client/panel/draw/markup.ts';
import { fitText, textWidth } from '../../client/panel/draw/measure.ts';
import { toText } from '../../client/panel/draw/text.ts';
import { elementName } from '../../client/panel/view/names.ts';
import { FIRST_STATE, restoredState } from '../../client/panel/state.ts';
import { component, EMPTY, flow, generatedSystem, OFFERS, posture, SHOP, threat } from './snapshot.ts';

const nothing = (): boolean => false;

describe('the graph of a snapshot', () => {
  it('has a node for each component, inside its boundary, and boundaries only where something is inside', () => {
    const spare = { id: 'unused', name: 'unused', kind: 'network', parent: null } as const;
    const graph = graphOf(systemOf({ ...SHOP, boundaries: [...SHOP.boundaries, spare] }), nothing);
    assert.equal(graph.nodes.length, SHOP.components.length);
    assert.equal(graph.nodes.find((it) => it.id === 'orders')?.parent, 'prod/shop');
    assert.deepEqual(graph.boundaries.map((it) => it.id).sort(), SHOP.boundaries.map((it) => it.id).sort());
  });

  it('counts findings with the worst level and the threats that are open', () => {
    const orders = graphOf(systemOf(SHOP), nothing).nodes.find((it) => it.id === 'orders');
    assert.deepEqual([orders?.findings, orders?.worst, orders?.openThreats, orders?.internet], [3, 'error', 2, true]);
  });

  it('draws a collapsed boundary as one node, its flows ending there, none inside', () => {
    const graph = graphOf(systemOf(SHOP), (it) => it === 'prod/shop');
    const group = graph.nodes.find((it) => it.id === groupId('prod/shop'));
    assert.deepEqual([group?.kind, group?.members.length, group?.worst, group?.openThreats], ['group', 5, 'error', 2]);
    const ends = graph.edges.map((it) => `${it.from}>${it.to}`);
    assert.ok(ends.includes(`gateway>${groupId('prod/shop')}`));
    assert.ok(!ends.some((it) => it === `${groupId('prod/shop')}>${groupId('prod/shop')}`));
  });

  it('bundles the flows between the same two, as weak as the weakest', () => {
    const twice = {
      ...SHOP,
      flows: [flow('orders', 'redis'), flow('orders', 'redis', { id: 'second', encrypted: 'no', protocol: 'redis' })],
    };
    const [edge, ...more] = graphOf(systemOf(twice), nothing).edges;
    assert.deepEqual(
      [edge?.flows.length, edge?.encrypted, edge?.label, more.length],
      [2, 'no', 'http:8080, redis:8080', 0],
    );
  });

  it('calls an edge blocked when policies turn away all its flows, and is else as weak as those that get through', () => {
    const edgeOf = (...changes: readonly Partial<PanelFlow>[]): unknown => {
      const flows = changes.map((it, i) => flow('orders', 'redis', { id: String(i), ...it }));
      const [edge] = graphOf(systemOf({ ...SHOP, flows }), nothing).edges;
      return [edge?.isBlocked, edge?.encrypted];
    };
    assert.deepEqual(edgeOf({ blocked: true, encrypted: 'no' }), [true, 'no']);
    assert.deepEqual(edgeOf({ blocked: true, encrypted: 'no' }, { encrypted: 'yes' }), [false, 'yes']);
    assert.deepEqual(edgeOf({ encrypted: 'no' }, { blocked: true, encrypted: 'yes' }), [false, 'no']);
  });

  it('says a name once: not again as technology, nor for the members of a collapsed boundary', () => {
    const project = { id: 'p', name: 'wireguard', kind: 'host', parent: null } as const;
    const system = (...names: readonly string[]) =>
      systemOf({
        ...EMPTY,
        boundaries: [project],
        components: names.map((it) => component(it, { boundary: 'p', technology: 'WireGuard' })),
      });
    const captions = (isCollapsed: boolean, ...names: readonly string[]): readonly string[] =>
      graphOf(system(...names), () => isCollapsed).nodes.map((it) => it.caption);
    assert.deepEqual(captions(false, 'wireguard', 'ui'), ['', 'WireGuard']);
    assert.deepEqual(captions(true, 'wireguard'), ['1 component']);
    assert.deepEqual(captions(true, 'wireguard', 'ui'), ['2 components']);
    assert.deepEqual(captions(true, 'ui', 'db'), ['ui, db']);
  });

  it('tells those of one name apart by their boundaries, but not by one of the same name', () => {
    const boundaries = ['wireguard', 'office'].map((id) => ({ id, name: id, kind: 'host', parent: null }) as const);
    const components = boundaries.map(({ id }) => component(id, { name: 'wireguard', boundary: id }));
    const system = systemOf({ ...EMPTY, boundaries, components });
    assert.deepEqual(
      components.map((it) => elementName(system, it.id)),
      ['wireguard', 'wireguard (office)'],
    );
  });

  it('survives flows to nowhere, flows to itself, ids that occur twice and boundaries that hold each other', () => {
    const odd: PanelSnapshot = {
      ...SHOP,
      components: [
        component('a', { boundary: 'x' }),
        component('a', { name: 'second' }),
        component('b', { boundary: 'nowhere' }),
      ],
      flows: [flow('a', 'missing'), flow('a', 'a')],
      boundaries: [
        { id: 'x', name: 'x', kind: 'network', parent: 'y' },
        { id: 'y', name: 'y', kind: 'network', parent: 'x' },
      ],
    };
    const graph = graphOf(systemOf(odd), nothing);
    assert.deepEqual(
      graph.nodes.map((it) => it.name),
      ['a', 'b'],
    );
    assert.deepEqual(graph.edges, []);
    assert.deepEqual(
      boundaryPath(systemOf(odd), 'x').map((it) => it.id),
      ['y', 'x'],
    );
  });

  it('starts large systems with the innermost boundaries collapsed, and keeps to what the reader chose', () => {
    const large = systemOf(generatedSystem(80));
    assert.equal(collapsedBoundaries(large, {}).size, 10);
    assert.equal(collapsedBoundaries(large, { 'team-3': false, cluster: true }).has('team-3'), false);
    assert.equal(collapsedBoundaries(systemOf(SHOP), {}).size, 0);
    const small = systemOf(generatedSystem(24));
    assert.equal(collapsedBoundaries(small, {}).size, 0, 'in an editor');
    assert.equal(usualCollapse(small, READABLE_NARROW, null).collapsed.size, 3, 'in a side bar');
  });
});

describe('search and filters', () => {
  const system = systemOf(SHOP);
  const ids = (change: Partial<typeof NO_FILTER>): readonly string[] => [
    ...(matchingComponents(system, { ...NO_FILTER, ...change }) ?? []),
  ];

  it('finds by name, alias, technology and boundary, words in any order and case', () => {
    assert.deepEqual(ids({ text: 'ORDERS' }), ['orders']);
    assert.deepEqual(ids({ text: 'orders-api' }), ['orders']);
    assert.deepEqual(ids({ text: 'data redis' }), ['redis']);
    assert.deepEqual(ids({ text: 'nothing has this' }), []);
  });
  it('filters by open threats, by plaintext flows, by exposure and by boundary at any depth', () => {
    assert.deepEqual(ids({ openThreats: true }), ['user', 'gateway', 'orders']);
    assert.deepEqual(ids({ plaintext: true }), ['user', 'gateway', 'web', 'orders', 'postgres']);
    assert.deepEqual(ids({ internet: true }), ['gateway', 'web', 'orders']);
    assert.equal(ids({ boundary: 'prod' }).length, 8);
  });
  it('matches against nothing when nothing is asked', () => {
    assert.equal(matchingComponents(system, { ...NO_FILTER, text: '  ' }), null);
  });
});

describe('flow properties', () => {
  const system = systemOf(SHOP);
  const flows = (change: Partial<typeof NO_FILTER>): readonly string[] => [
    ...(matchingFlows(system, { ...NO_FILTER, ...change }) ?? []),
  ];

  it('leave the flows that have all of them, and the components at their ends', () => {
    assert.deepEqual(flows({ plaintext: true, unauthenticated: true }), [
      'user>gateway',
      'gateway>web',
      'gateway>orders',
    ]);
    assert.deepEqual(flows({ crossing: true, plaintext: true, unauthenticated: true }).length, 3);
    // redis is asked without a credential, orders-db in plaintext: no flow of catalogue has both.
    const found = matchingComponents(system, { ...NO_FILTER, plaintext: true, unauthenticated: true });
    assert.deepEqual([...(found ?? [])], ['user', 'gateway', 'web', 'orders']);
  });
  it('leave what policies turn away', () => {
    assert.deepEqual(flows({ blocked: true }), ['catalogue>redis']);
    assert.deepEqual(flows({ blocked: true, plaintext: true }), []);
  });
  it('match against nothing when none is asked', () => {
    assert.equal(matchingFlows(system, { ...NO_FILTER, text: 'orders' }), null);
  });
});

describe('the light', () => {
  const system = systemOf(SHOP);

  it('falls on what a path leads over, from the users on', () => {
    const [path] = SHOP.attacks.paths;
    assert.ok(path);
    const lit = litOf(system, pathKey(path));
    assert.deepEqual([...(lit?.components ?? [])].sort(), ['gateway', 'orders', 'postgres', 'user']);
    assert.deepEqual([...(lit?.flows ?? [])], ['user>gateway', 'gateway>orders', 'orders>postgres']);
  });
  it('falls on what a component reaches, and the flows between', () => {
    const lit = litOf(system, blastKey('orders'));
    assert.deepEqual([...(lit?.components ?? [])].sort(), ['mailer', 'orders', 'payments', 'postgres']);
    assert.deepEqual([...(lit?.flows ?? [])].sort(), ['orders>mailer', 'orders>payments', 'orders>postgres']);
  });
  it('does not fall on what policies turn away', () => {
    const flows = SHOP.flows.map((it) => (it.id === 'orders>mailer' ? { ...it, blocked: true as const } : it));
    const lit = litOf(systemOf({ ...SHOP, flows }), blastKey('orders'));
    assert.deepEqual([...(lit?.flows ?? [])].sort(), ['orders>payments', 'orders>postgres']);
  });
  it('goes out with what it fell on', () => {
    assert.equal(litOf(systemOf(EMPTY), blastKey('orders')), null);
    assert.equal(litOf(system, null), null);
    assert.equal(litOf(system, 'orders'), null);
  });
});

describe('risk and posture', () => {
  it('sorts open threats first, then by likelihood times impact', () => {
    const order = SHOP.threats.toSorted(byRisk).map((it) => it.id);
    assert.deepEqual(order, ['t1', 't3', 't2', 't5', 't4']);
    assert.equal(riskOf({ likelihood: 'high', impact: 'medium' }), 'high');
    assert.equal(riskOf({ likelihood: 'medium', impact: 'medium' }), 'medium');
    assert.equal(riskOf({ likelihood: 'low', impact: 'medium' }), 'low');
  });
  it('calls a gap what is missing altogether, not what is unknown', () => {
    const gap = (states: string): boolean => isGap(cellOf(posture('a', states), 'prevention'));
    assert.deepEqual([gap('nnn'), gap('n??'), gap('???'), gap('nny')], [true, true, false, false]);
    assert.equal(postures(system(), null)[0]?.component, 'postgres');
  });
  const system = (): ReturnType<typeof systemOf> => systemOf(SHOP);
});

describe('the announcement', () => {
  it('tells the totals first, then only what is new or gone', () => {
    assert.equal(announcement(null, SHOP), '10 components, 3 open threats.');
    assert.equal(announcement(SHOP, { ...SHOP, looseEnds: [] }), '');
    const fixed = {
      ...SHOP,
      threats: SHOP.threats.map((it) => (it.id === 't1' ? { ...it, state: 'mitigated' as const } : it)),
    };
    assert.equal(announcement(SHOP, fixed), '10 components, 2 open threats; 1 threat closed.');
    assert.equal(
      announcement(fixed, { ...SHOP, components: SHOP.components.slice(1) }),
      '9 components, 3 open threats; 1 component gone, 1 threat new.',
    );
  });
});

describe('the door for messages', () => {
  it('lets in what the contract says', () => {
    assert.ok(isToPanel({ type: 'snapshot', snapshot: SHOP }));
    assert.ok(isToPanel({ type: 'snapshot', snapshot: EMPTY }));
    assert.ok(isToPanel({ type: 'selection', components: ['orders'] }));
    assert.ok(isToPanel({ type: 'offers', offers: OFFERS }));
  });
  it('drops everything else', () => {
    const bent = (change: object): unknown => ({ type: 'snapshot', snapshot: { ...SHOP, ...change } });
    const garbage: readonly unknown[] = [
      null,
      undefined,
      'snapshot',
      [],
      { type: 'snapshot' },
      { type: 'other', snapshot: SHOP },
      { type: 'selection', components: [1] },
      bent({ components: 'x' }),
      bent({ components: [{ ...component('a'), name: { toString: 'x' } }] }),
      bent({ components: [{ ...component('a'), exposure: 'everywhere' }] }),
      bent({ flows: [{ ...flow('a', 'b'), port: Number.NaN }] }),
      bent({ flows: [{ ...flow('a', 'b'), blocked: 'yes' }] }),
      bent({ looseEnds: [{ text: 'x', location: { uri: 'x' } }] }),
      bent({ coverage: null }),
      bent({ threats: [{ ...threat('t'), impact: 'none' }] }),
      bent({ attacks: { ...SHOP.attacks, cuts: [{}] } }),
      bent({ posture: [{ component: 'a', controls: [{ phase: 'later' }] }] }),
      bent({ inventory: { ...SHOP.inventory, images: [{ image: 'x' }] } }),
      { type: 'offers', offers: [{ finding: 'x', titles: [1] }] },
      Object.create({ type: 'selection', components: [] }),
    ];
    for (const message of garbage) assert.equal(isToPanel(message), false, JSON.stringify(message)?.slice(0, 80));
  });
});

describe('markup as text', () => {
  it('escapes names, and leaves out what XML does not allow', () => {
    const hostile = '<img onerror="alert(1)">&\u0000\u0007';
    assert.equal(
      toText(el('text', { key: 'k', class: hostile, hidden: true, x: null }, hostile)),
      '<text class="&lt;img onerror=&quot;alert(1)&quot;&gt;&amp;" hidden="">&lt;img onerror=&quot;alert(1)&quot;&gt;&amp;</text>',
    );
  });
  it('cuts names to the room that they have', () => {
    const cut = fitText('x'.repeat(10_000), 13, 100);
    assert.ok(cut.endsWith('…') && textWidth(cut, 13) <= 100 + 13, cut);
    assert.equal(fitText('orders', 13, 100), 'orders');
  });
});

describe('the remembered state', () => {
  it('comes back whole, and is forgotten when it is none of ours', () => {
    const state = {
      ...FIRST_STATE,
      selected: 'orders',
      viewport: { x: 1, y: 2, scale: 0.5 },
      collapsed: { prod: true },
    };
    assert.deepEqual(restoredState(JSON.parse(JSON.stringify(state))), state);
    for (const stored of [
      undefined,
      null,
      7,
      {},
      { ...state, tab: 'other' },
      { ...state, view: 'threat' },
      { ...state, viewport: { x: 'a' } },
    ]) {
      assert.equal(restoredState(stored), FIRST_STATE);
    }
  });
});
