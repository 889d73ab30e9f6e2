// The Open Threat Model export: held to what its published schema (otm_schema.json, 0.2.0) asks of the parts that we
// write. The schema here is ours, and stricter: no field that the published one does not know.
import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { openThreatModel } from '../../../server/src/core/threat-model/export/otm.ts';
import type { ThreatModel } from '../../../server/src/core/threat-model/model.ts';
import { modelOf } from '../../support/model.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const texts = { type: 'array', items: text };
const object = (required: readonly string[], properties: object): object => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
});
const list = (required: readonly string[], properties: object): object => ({
  type: 'array',
  items: object(required, properties),
});
const parent = object(['trustZone'], { trustZone: text });
const threats = list(['threat', 'state'], { threat: text, state: text });

const schema = object(['otmVersion', 'project'], {
  otmVersion: { const: '0.2.0' },
  project: object(['name', 'id'], { name: text, id: text }),
  representations: list(['name', 'id', 'type'], { name: text, id: text, type: { enum: ['code'] } }),
  trustZones: list(['id', 'name', 'risk'], {
    id: text,
    name: text,
    type: text,
    risk: object(['trustRating'], { trustRating: number }),
    parent,
  }),
  components: list(['id', 'name', 'type', 'parent'], {
    id: text,
    name: text,
    type: text,
    parent,
    tags: texts,
    threats,
    representations: list(['representation', 'id'], { representation: text, id: text, file: text, line: number }),
  }),
  dataflows: list(['id', 'name', 'source', 'destination'], {
    id: text,
    name: text,
    bidirectional: { type: 'boolean' },
    source: text,
    destination: text,
    tags: texts,
    threats,
  }),
  threats: list(['id', 'name', 'risk'], {
    id: text,
    name: text,
    description: text,
    categories: texts,
    risk: object(['likelihood', 'impact'], {
      likelihood: { type: ['number', 'null'] },
      likelihoodComment: text,
      impact: number,
      impactComment: text,
    }),
  }),
});

interface Otm {
  readonly trustZones: readonly { id: string; parent?: { trustZone: string } }[];
  readonly components: readonly { id: string; parent: { trustZone: string }; threats: readonly { threat: string }[] }[];
  readonly dataflows: readonly { source: string; destination: string; threats: readonly { threat: string }[] }[];
  readonly threats: readonly { id: string; description: string }[];
}

const otmOf = (model: ThreatModel): Otm =>
  openThreatModel(model, 'shop', () => ({ file: 'compose.yaml', line: 3 })) as Otm;

const shop = modelOf({
  'compose.yaml':
    'services:\n  "<img src=x>":\n    image: ghcr.io/acme/web:1\n    privileged: true\n    ports: ["8080:8080"]\n    environment: { DB: "postgres://u@db:5432/x", PAY: "http://api.stripe.com" }\n  db:\n    image: postgres:17\n    ports: ["5432:5432"]\n',
  'tool/package.json': '{"name":"tool","dependencies":{"express":"5"},"scripts":{"start":"node ."}}',
});

describe('threat model: Open Threat Model', () => {
  it('has the form that its schema asks for, full and empty', () => {
    const validate = new Ajv({ strict: false }).compile(schema);
    for (const model of [shop, modelOf({})])
      assert.ok(validate(otmOf(model)), JSON.stringify(validate.errors?.slice(0, 3)));
  });

  it('refers only to what it declares', () => {
    const { trustZones, components, dataflows, threats: all } = otmOf(shop);
    const [zones, ids, known] = [trustZones, components, all].map((them) => new Set(them.map((it) => it.id)));
    assert.ok(zones && ids && known && known.size > 2 && components.length > 3 && dataflows.length > 2);
    for (const it of trustZones) assert.ok(!it.parent || zones.has(it.parent.trustZone));
    for (const it of components) assert.ok(zones.has(it.parent.trustZone), it.id);
    for (const it of dataflows) assert.ok(ids.has(it.source) && ids.has(it.destination));
    const stated = [...components, ...dataflows].flatMap((it) => it.threats.map(({ threat }) => threat));
    assert.deepEqual(new Set(stated), known);
  });

  it('keeps hostile names as text where the format renders Markdown', () => {
    for (const { description } of otmOf(shop).threats) assert.doesNotMatch(description, /<img/);
  });
});
