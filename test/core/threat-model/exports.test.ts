// The exports: each held to its published form, full, empty and hostile. What a name says must stay a name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchema } from 'ajv';
import type { Inventory } from '../../../server/src/core/threat-model/inventory.ts';
import type { ThreatModel } from '../../../server/src/core/threat-model/model.ts';
import { cycloneDx } from '../../../server/src/core/threat-model/export/cyclonedx.ts';
import { htmlReport } from '../../../server/src/core/threat-model/export/html-report.ts';
import { mermaid } from '../../../server/src/core/threat-model/export/mermaid.ts';
import { dragonSizes, threatDragon } from '../../../server/src/core/threat-model/export/threat-dragon.ts';
import { exportFormats, exportModel } from '../../../server/src/node/exports/formats.ts';
import { edgeOf, pictureOf, svg } from '../../../server/src/node/exports/picture.ts';
import { modelOf, workspaceOf } from '../../support/model.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const engine = `${root}/node_modules/elkjs/lib/elk-worker.min.js`;
const nowhere = `${root}/no-such-engine.js`;
const placeOf = (): { file: string; line: number } => ({ file: 'compose.yaml', line: 3 });

const full = modelOf({
  'compose.yaml': [
    'services:',
    '  web: { build: ./web, ports: ["80:80"], environment: { API: "http://api:8080" }, networks: [front] }',
    '  api: { image: "shop/api:1", environment: { DB: "postgres://db:5432/x" }, networks: [front, back] }',
    '  db: { image: "postgres:17", networks: [back] }',
    'networks: { front: {}, back: { internal: true } }',
  ].join('\n'),
});
const empty = modelOf({});

const long = 'n'.repeat(10_000);
const names = [
  '</title></style></script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '<!--]]>&lt;svg/onload=alert(1)>',
  `\u202Egnp.\u0007\uD800${long}`,
  '',
];
const hostile: ThreatModel = {
  components: names.map((name, i) => ({
    id: `c:${name}`,
    name,
    aliases: [name],
    type: (['process', 'data-store', 'external-entity'] as const)[i % 3] ?? 'process',
    technology: name,
    exposure: 'internet',
    exposedBy: [{ text: name, at: null }],
    boundary: `b:${name}`,
    at: null,
    parts: [],
  })),
  flows: names.map((name, i) => ({
    id: `f:${name}`,
    from: `c:${name}`,
    to: `c:${names[(i + 1) % names.length] ?? ''}`,
    protocol: name,
    port: null,
    encrypted: 'no',
    authenticated: 'no',
    crosses: [`b:${name}`],
    evidence: [{ text: name, at: null }],
  })),
  boundaries: names.map((name, i) => ({
    id: `b:${name}`,
    name,
    kind: 'network',
    parent: i === 0 ? null : `b:${names[i - 1] ?? ''}`,
  })),
  threats: names.map((name) => ({
    id: `t:${name}`,
    stride: 'I',
    element: `c:${name}`,
    title: name,
    state: 'accepted',
    likelihood: 'high',
    impact: 'high',
    evidence: [{ text: name, at: null }],
    against: [{ text: name, at: null }],
    accepted: { reason: name, owner: name, until: null },
    rule: name,
  })),
  posture: [],
  looseEnds: names.map((text) => ({ text, at: null })),
};

const anchor = { file: 'file:///w/a', chunk: 0, route: [] };
const strange: Inventory = {
  images: names.map((image) => ({
    image,
    base: true,
    build: false,
    uses: [{ component: `c:${image}`, at: anchor }],
    lines: [{ name: image, end: null, state: 'ended' }],
  })),
  endpoints: names.map((path) => ({ method: path, path, secured: 'no', component: null, at: anchor })),
  entries: [],
};

const models: Readonly<Record<string, ThreatModel>> = { full, empty, hostile };

describe('exports: CycloneDX', () => {
  const schemas = ['spdx', 'jsf-0.82', 'bom-1.6'].map(
    (name) => JSON.parse(readFileSync(`${root}/test/schemas/${name}.SNAPSHOT.schema.json`, 'utf8')) as AnySchema,
  );
  // Formats are for text that a person wrote; references are checked below.
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
  const [spdx, jsf, bom] = schemas;
  if (!spdx || !jsf || !bom) throw new Error('a schema is missing');
  const base = 'http://cyclonedx.org/schema';
  ajv.addSchema(spdx, `${base}/spdx.SNAPSHOT.schema.json`).addSchema(jsf, `${base}/jsf-0.82.SNAPSHOT.schema.json`);
  const validate = ajv.compile(bom);

  for (const [kind, model] of Object.entries(models)) {
    it(`keeps to the published schema: ${kind}`, () => {
      assert.ok(validate(cycloneDx(model, 'shop', '1.0.0')), JSON.stringify(validate.errors?.slice(0, 3)));
    });
    it(`refers only to what it declares, by IRIs: ${kind}`, () => {
      const made = cycloneDx(model, 'shop', '1.0.0') as {
        services: { 'bom-ref': string; data: { source?: string[]; destination?: string[] }[] }[];
        dependencies: { ref: string; dependsOn: string[] }[];
      };
      const refs = new Set(made.services.map((it) => it['bom-ref']));
      assert.equal(refs.size, made.services.length);
      for (const it of made.dependencies) for (const ref of [it.ref, ...it.dependsOn]) assert.ok(refs.has(ref));
      for (const it of made.services.flatMap((service) => service.data))
        for (const iri of [...(it.source ?? []), ...(it.destination ?? [])]) assert.match(iri, /^#[\w%.!~*'()-]+$/);
    });
  }

  it('says of authentication only what the files show', () => {
    const made = cycloneDx(full, 'shop', '1.0.0') as { services: { name: string; authenticated?: boolean }[] };
    assert.deepEqual(
      made.services.map((it) => [it.name, it.authenticated]),
      [
        ['api', undefined],
        ['db', undefined],
        ['web', undefined],
      ],
    );
  });
});

// What the published schemas (owasp-threat-dragon-v2.schema.json, and threat-dragon-v2.schema.json that took its place)
// ask of every field that we write, in our own words. Where they differ, as in `ruleId`, both are met.
const text = { type: 'string' };
const number = { type: 'number' };
const object = (required: readonly string[], properties: object): object => ({ type: 'object', required, properties });
const point = object(['x', 'y'], { x: number, y: number });
const stroke = object(['stroke', 'strokeWidth', 'strokeDasharray'], {
  stroke: text,
  strokeWidth: number,
  strokeDasharray: { type: ['string', 'null'] },
});
const dragonThreat = object(['description', 'mitigation', 'severity', 'status', 'title', 'type'], {
  description: text,
  mitigation: text,
  severity: { enum: ['High', 'Medium', 'Low'] },
  status: { enum: ['Open', 'Mitigated'] },
  title: text,
  type: text,
  modelType: { const: 'STRIDE' },
  number: { type: 'integer', minimum: 0 },
  score: text,
  threatId: { type: 'string', minLength: 2 },
  ruleId: { type: 'string', minLength: 2 },
});
const dragonFlags = [
  'handlesCardPayment',
  'handlesGoodsOrServices',
  'isALog',
  'isBidirectional',
  'isEncrypted',
  'isPublicNetwork',
  'isSigned',
  'isTrustBoundary',
  'isWebApplication',
  'outOfScope',
  'providesAuthentication',
  'storesCredentials',
  'storesInventory',
];
const dragonEnd = object(['cell'], { cell: text });
const marker = object(['name'], { name: text });
const dragonCell = object(['id', 'shape', 'zIndex', 'data'], {
  id: { type: 'string', minLength: 2 },
  shape: { enum: ['process', 'store', 'actor', 'flow', 'trust-boundary-box'] },
  zIndex: { type: 'integer' },
  visible: { type: 'boolean' },
  position: point,
  size: object(['height', 'width'], {
    height: { type: 'number', minimum: 10 },
    width: { type: 'number', minimum: 10 },
  }),
  vertices: { type: 'array', items: point },
  connector: text,
  source: dragonEnd,
  target: dragonEnd,
  attrs: object([], {
    body: stroke,
    line: object(['targetMarker'], {
      stroke: text,
      strokeWidth: number,
      strokeDasharray: { type: ['string', 'null'] },
      sourceMarker: marker,
      targetMarker: marker,
    }),
  }),
  data: object(['hasOpenThreats', 'name', 'type'], {
    hasOpenThreats: { type: 'boolean' },
    name: text,
    type: text,
    description: text,
    protocol: text,
    privilegeLevel: text,
    reasonOutOfScope: text,
    ...Object.fromEntries(dragonFlags.map((it) => [it, { type: 'boolean' }])),
    threats: { type: 'array', items: dragonThreat },
  }),
});
const dragonDiagram = object(['diagramType', 'id', 'thumbnail', 'title', 'version', 'cells'], {
  diagramType: { type: 'string', minLength: 3 },
  id: { type: 'integer', minimum: 0 },
  title: text,
  description: text,
  placeholder: text,
  thumbnail: text,
  version: { type: 'string', maxLength: 10 },
  cells: { type: 'array', items: dragonCell },
});
const dragon = object(['version', 'summary', 'detail'], {
  version: { type: 'string', maxLength: 10 },
  summary: object(['title'], { title: text, owner: text, description: text, id: { type: 'integer', minimum: 0 } }),
  detail: object(['contributors', 'diagrams', 'diagramTop', 'reviewer', 'threatTop'], {
    contributors: { type: 'array', items: object([], { name: text }) },
    reviewer: text,
    diagrams: { type: 'array', items: dragonDiagram },
    diagramTop: { type: 'integer', minimum: 0 },
    threatTop: { type: 'integer', minimum: 0 },
  }),
});

interface Cell {
  readonly id: string;
  readonly shape: string;
  readonly position?: { readonly x: number; readonly y: number };
  readonly size?: { readonly width: number; readonly height: number };
  readonly source?: { readonly cell: string };
  readonly target?: { readonly cell: string };
}

async function dragonCells(model: ThreatModel, script: string): Promise<{ made: unknown; cells: readonly Cell[] }> {
  const { layout } = await pictureOf(model, script, { whole: true, sizes: dragonSizes });
  const placed = { nodes: layout.nodes, boundaries: layout.boundaries, edge: edgeOf(layout) };
  const made = threatDragon(model, 'shop', placed, placeOf);
  return { made, cells: (made as { detail: { diagrams: { cells: Cell[] }[] } }).detail.diagrams[0]?.cells ?? [] };
}

describe('exports: OWASP Threat Dragon', () => {
  const validate = new Ajv({ strict: false }).compile(dragon);
  for (const [kind, model] of Object.entries(models)) {
    for (const script of [engine, nowhere]) {
      it(`keeps to the form, places everything, and connects what is there: ${kind}, ${script === engine ? 'laid out' : 'as a grid'}`, async function () {
        this.timeout(30_000);
        const { made, cells } = await dragonCells(model, script);
        assert.ok(validate(made), JSON.stringify(validate.errors?.slice(0, 3)));
        const ids = new Set(cells.map((it) => it.id));
        assert.equal(ids.size, cells.length);
        assert.equal(cells.filter((it) => it.shape === 'flow').length, model.flows.length);
        for (const it of cells) {
          if (it.shape !== 'flow') assert.ok(it.position && it.size);
          else assert.ok(ids.has(it.source?.cell ?? '') && ids.has(it.target?.cell ?? ''));
        }
        const nodes = cells.filter((it) => ['process', 'store', 'actor'].includes(it.shape));
        nodes.forEach((a, i) => {
          for (const b of nodes.slice(i + 1)) assert.ok(!overlap(a, b), 'two shapes lie on each other');
        });
      });
    }
  }
});

function overlap(a: Cell, b: Cell): boolean {
  const inside = (from: number, size: number, other: number, otherSize: number): boolean =>
    from < other + otherSize && other < from + size;
  if (!a.position || !a.size || !b.position || !b.size) return true;
  return (
    inside(a.position.x, a.size.width, b.position.x, b.size.width) &&
    inside(a.position.y, a.size.height, b.position.y, b.size.height)
  );
}

/** Elements of a page or a picture, as a parser would meet them. */
function elements(markup: string): readonly string[] {
  return [...markup.matchAll(/<([a-zA-Z!][^\s/>]*)/g)].map((it) => it[1] ?? '');
}

const allowed = new Set(
  'html head meta title style body header main nav section figure figcaption h1 h2 h3 p dl dt dd div span strong code a ul ol li article table thead tbody tr th td svg g rect path circle text tspan !doctype'.split(
    ' ',
  ),
);

describe('exports: HTML and SVG', () => {
  for (const [kind, model] of Object.entries(models)) {
    it(`the report has our own elements and attributes only: ${kind}`, async () => {
      const picture = svg(await pictureOf(model, nowhere), '<&> of names');
      for (const page of [picture, htmlReport(model, { name: names[0] ?? '', picture, placeOf, inventory: strange })]) {
        assert.deepEqual(
          elements(page).filter((it) => !allowed.has(it)),
          [],
        );
        // Inside of tags: attributes with a name that acts, or an address.
        const tags = [...page.matchAll(/<[a-zA-Z][^>]*>/g)].map((it) => it[0]);
        assert.deepEqual(
          tags.filter((it) => /\s(?:on\w+|src|srcset|action|formaction|xlink:href)\s*=|\shref="(?!#)/i.test(it)),
          [],
        );
        assert.doesNotMatch(page, /(?!\n)\p{Cc}|\u202E|\p{Cs}/u);
      }
    });
  }

  it('a long name does not fill the page', () => {
    assert.doesNotMatch(htmlReport(hostile, { name: long, picture: null, placeOf, inventory: strange }), /n{300}/);
  });

  it('tells what an empty workspace has', () => {
    const page = htmlReport(empty, { name: 'shop', picture: null, placeOf, inventory: null });
    assert.match(page, /name no component/);
    assert.doesNotMatch(page, /<table/);
  });

  it('the picture is laid out by the panel’s engine, boundaries round their members', async function () {
    this.timeout(30_000);
    const { graph, layout } = await pictureOf(full, engine);
    assert.equal(graph.nodes.length, 4);
    for (const node of graph.nodes) {
      const box = layout.nodes[node.id];
      const around = node.parent === null ? undefined : layout.boundaries[node.parent];
      assert.ok(box && around && box.x >= around.x && box.y + box.height <= around.y + around.height);
    }
    for (const edge of graph.edges) assert.ok((layout.edges[edge.id]?.length ?? 0) >= 2);
  });

  it('ends a flow that policies turn away with a bar, in Mermaid with a cross', async function () {
    this.timeout(30_000);
    const [first, ...others] = full.flows;
    assert.ok(first);
    const model: ThreatModel = { ...full, flows: [{ ...first, encrypted: 'no', blocked: true }, ...others] };
    const drawn = svg(await pictureOf(model, nowhere), 'shop');
    assert.equal(drawn.split('class="edge blocked plain"').length, 2);
    assert.equal(drawn.split('class="bar"').length, 2);
    assert.equal(drawn.split('class="head"').length, full.flows.length);
    const text = mermaid(model);
    assert.equal(text.split(' -.-x|').length, 2);
    assert.match(text, /: turned away by policies"\|/u);
    assert.doesNotMatch(mermaid(full), /turned away|-x/);
  });

  it('a system of hundreds is drawn with its boundaries collapsed, and in time', async function () {
    this.timeout(30_000);
    const services = Array.from({ length: 400 }, (_, i) => `  s${i}: { image: x, networks: [n${i % 20}] }`);
    const networks = Array.from({ length: 20 }, (_, i) => `n${i}: {}`).join(', ');
    const model = modelOf({ 'compose.yaml': `services:\n${services.join('\n')}\nnetworks: { ${networks} }\n` });
    const { graph } = await pictureOf(model, engine);
    assert.ok(graph.nodes.length < 120, `${graph.nodes.length}`);
  });
});

describe('exports: the table of forms', () => {
  it('gives text and a name for a file in every form, for any folder', async function () {
    this.timeout(30_000);
    const workspace = workspaceOf({ 'compose.yaml': 'services: { web: { image: nginx, ports: ["80:80"] } }' });
    for (const format of Object.keys(exportFormats)) {
      const made = await exportModel(workspace, format, {
        fileOf: (it) => it,
        engine: nowhere,
        version: '1',
        today: '2026-11-01',
      });
      assert.ok(made && made.text.length > 10, format);
      assert.match(made.fileName, /^shop\.[a-z.-]+$/);
    }
    assert.equal(
      await exportModel(workspace, 'toString', { fileOf: (it) => it, engine, version: '1', today: '2026-11-01' }),
      null,
    );
  });
});
