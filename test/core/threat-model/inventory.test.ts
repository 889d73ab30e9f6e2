// The inventory of a system, and by whom a component is reached: reaching, read backwards.
import assert from 'node:assert/strict';
import { type Inventory, inventoryOf } from '../../../server/src/core/threat-model/inventory.ts';
import { reachersOf, reachesOf } from '../../../server/src/core/threat-model/reach.ts';
import { component, deployment, modelOf, workspaceOf } from '../../support/model.ts';

const files = {
  'compose.yaml': `services:
  web: {build: ./web, ports: ["80:80"], environment: {API: "http://api:8080"}}
  api: {image: "ghcr.io/acme/api:1", privileged: true, environment: {DATABASE: "postgres://db:5432/x"}}
  db: {image: "postgres:12"}
  cache: {image: "redis:\${TAG}"}
`,
  'web/Dockerfile': 'FROM node:22-bookworm\nCMD ["node", "."]\n',
  'api/openapi.yaml': `openapi: 3.1.0
info: {title: api, version: "1"}
security: [{token: []}]
paths:
  /orders:
    get: {responses: {"200": {description: all}}}
    delete: {security: [], responses: {"204": {description: gone}}}
components: {securitySchemes: {token: {type: http, scheme: bearer}}}
`,
  'k8s/mailer.yaml': deployment({ name: 'mailer', image: 'alpine:3.18' }),
};

describe('the inventory', () => {
  const workspace = workspaceOf(files);
  const of = (today: string): Inventory =>
    inventoryOf(
      workspace.threatModel(),
      workspace.files.flatMap((it) => workspace.facts(it)),
      today,
    );
  const images = (today: string): readonly string[] =>
    of(today).images.map((it) => `${it.image}: ${it.lines.map((line) => `${line.name} ${line.state}`).join(', ')}`);

  it('tells the support of every image by the day, what has ended first', () => {
    assert.deepEqual(images('2026-05-01'), [
      'alpine:3.18: Alpine 3.18 ended',
      'postgres:12: PostgreSQL 12 ended',
      'node:22-bookworm: Node.js 22 supported, Debian 12 supported',
      'ghcr.io/acme/api:1: ',
      'redis:…: ',
    ]);
    assert.ok(images('2027-03-15')[2]?.includes('Node.js 22 ending'), images('2027-03-15').join('\n'));
  });

  it('names who uses an image, and tells a base from what is run', () => {
    const { images: all } = of('2026-05-01');
    const node = all.find((it) => it.image.startsWith('node'));
    assert.deepEqual([node?.base, node?.uses[0]?.component], [true, component(workspace.threatModel(), 'web').id]);
    assert.deepEqual(all.find((it) => it.image.startsWith('alpine'))?.uses.length, 1);
  });

  it('lists endpoints with what a caller needs, and the entries', () => {
    const { endpoints, entries } = of('2026-05-01');
    assert.deepEqual(
      endpoints.map((it) => `${it.method} ${it.path} ${it.secured}`),
      ['GET /orders yes', 'DELETE /orders no'],
    );
    assert.deepEqual(
      entries.map((it) => it.component),
      [component(workspace.threatModel(), 'web').id],
    );
  });
});

describe('who reaches a component', () => {
  it('is who has it within reach, also over a machine', () => {
    const model = modelOf(files);
    const [reaches, reachers] = [reachesOf(model), reachersOf(model)];
    for (const a of model.components) {
      for (const b of model.components) {
        const forward = reaches.get(a.id)?.components.includes(b.id);
        assert.equal(reachers.get(b.id)?.components.includes(a.id), forward, `${a.name} and ${b.name}`);
      }
    }
    const cache = component(model, 'cache');
    assert.equal(reachers.get(cache.id)?.components.includes(component(model, 'web').id), true);
    assert.equal(reachers.get(cache.id)?.total, reachers.get(cache.id)?.components.length);
  });
});
