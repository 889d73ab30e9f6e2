/** Messages cross from a page that draws foreign names and from another process: each is what its type says, or nothing. */
import assert from 'node:assert/strict';
import {
  componentsIn,
  findingsOf,
  readFromPanel,
  readOffers,
  readSnapshot,
  urisOf,
} from '../../client/src/panelMessages.ts';
import type { PanelComponent, PanelLocation, PanelSnapshot } from '../../client/panel/contract.ts';

function at(uri: string, line = 0): PanelLocation {
  return { uri, range: { start: { line, character: 0 }, end: { line, character: 4 } } };
}

function component(id: string, location: PanelLocation | null, parts: readonly PanelLocation[] = []): PanelComponent {
  return {
    id,
    name: id,
    aliases: [],
    type: 'process',
    technology: null,
    exposure: 'unknown',
    exposedBy: [],
    boundary: null,
    location,
    parts: parts.map((it) => ({ text: 'declared here too', location: it })),
    findings: [],
    blast: { reaches: [], reachesTotal: 0, reachedBy: [], reachedByTotal: 0, machine: false },
  };
}

const snapshot: PanelSnapshot = {
  components: [
    component('api', at('file:///shop/compose.yaml'), [at('file:///shop/api/Dockerfile')]),
    component('db', at('file:///shop/compose.yaml', 9)),
    component('cloud', null),
  ],
  flows: [],
  boundaries: [],
  threats: [],
  attacks: { paths: [], total: 0, cuts: [] },
  posture: [],
  inventory: { images: [], endpoints: [], endpointsTotal: 0, entries: [] },
  looseEnds: [{ text: 'nobody serves this', location: at('file:///shop/k8s.yaml') }],
  coverage: '3 files',
};

describe('messages of the panel', () => {
  it('are read when they are intents', () => {
    const reveal = { type: 'reveal', location: at('file:///shop/compose.yaml', 3) };
    assert.deepEqual(readFromPanel({ type: 'ready' }), { type: 'ready' });
    assert.deepEqual(readFromPanel({ type: 'explain', rule: 'a/b' }), { type: 'explain', rule: 'a/b' });
    assert.deepEqual(readFromPanel(reveal), reveal);
    for (const type of ['fix', 'accept']) {
      assert.deepEqual(readFromPanel({ type, finding: 'a', more: 1 }), { type, finding: 'a' });
    }
    assert.deepEqual(readFromPanel({ type: 'offers', findings: ['a'] }), { type: 'offers', findings: ['a'] });
    assert.deepEqual(readFromPanel({ type: 'export', format: 'otm' }), { type: 'export', format: 'otm' });
    assert.deepEqual(readFromPanel({ type: 'save-picture', svg: '<svg/>' }), { type: 'save-picture', svg: '<svg/>' });
  });

  const none: readonly unknown[] = [
    null,
    undefined,
    'ready',
    [],
    {},
    { type: 'delete' },
    { type: 'fix' },
    { type: 'accept', finding: 1 },
    { type: 'offers', findings: [1] },
    { type: 'offers', findings: 'a' },
    { type: 'export', format: ['otm'] },
    { type: 'save-picture', svg: null },
    { type: 'explain', rule: 7 },
    { type: 'reveal' },
    { type: 'reveal', location: { uri: 'file:///etc/passwd' } },
    { type: 'reveal', location: { ...at('file:///x'), range: { start: { line: -1, character: 0 }, end: null } } },
    { type: 'reveal', location: { uri: 1, range: at('file:///x').range } },
  ];
  for (const value of none) {
    it(`are dropped when they are none: ${JSON.stringify(value)}`, () => assert.equal(readFromPanel(value), null));
  }
});

describe('the answer of the server', () => {
  it('names the findings that the panel may act on', () => {
    const [api, ...others] = snapshot.components;
    assert.ok(api);
    const at0 = at('file:///shop/compose.yaml');
    const finding = { finding: 'f', mayFix: true, rule: 'r', message: 'm', level: 'error', location: at0 } as const;
    const cut = { title: 't', breaks: 1, of: 1, threat: null, location: null };
    const told = {
      ...snapshot,
      components: [{ ...api, findings: [finding] }, ...others],
      attacks: {
        paths: [],
        total: 1,
        cuts: [
          { ...cut, remedy: { finding: 'c', mayFix: false } },
          { ...cut, remedy: null },
        ],
      },
    };
    assert.deepEqual([...findingsOf(told)].sort(), ['c', 'f']);
  });

  it('names proven fixes, or is left out', () => {
    const good = { finding: 'a', titles: ['Remove it'] };
    assert.deepEqual(readOffers([good, { finding: 'b', titles: ['x', 7] }]), [good, { finding: 'b', titles: ['x'] }]);
    assert.deepEqual(readOffers([null, { finding: 1, titles: [] }, { finding: 'c' }]), []);
    assert.deepEqual(readOffers(null), []);
  });

  it('is a snapshot or nothing', () => {
    assert.equal(readSnapshot(snapshot), snapshot);
    assert.equal(readSnapshot(null), null);
    assert.equal(readSnapshot({ ...snapshot, flows: 'many' }), null);
    assert.equal(readSnapshot({ ...snapshot, coverage: undefined }), null);
  });

  it('names the files that the panel may open, wherever they stand in it', () => {
    const files = ['file:///shop/api/Dockerfile', 'file:///shop/compose.yaml', 'file:///shop/k8s.yaml'];
    assert.deepEqual([...urisOf(snapshot)].sort(), files);
  });

  it('tells which components the active file declares a part of', () => {
    assert.deepEqual(
      componentsIn(snapshot, (uri) => uri === 'file:///shop/api/Dockerfile'),
      ['api'],
    );
    assert.deepEqual(
      componentsIn(snapshot, (uri) => uri === 'file:///shop/compose.yaml'),
      ['api', 'db'],
    );
    assert.deepEqual(
      componentsIn(snapshot, () => false),
      [],
    );
  });
});
