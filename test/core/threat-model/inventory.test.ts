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

  it('tells of the images that only build, from all stages, and what files are copied out of', () => {
    const docker = `ARG NODE=20
FROM golang:1.20 AS tools
FROM node:${'$'}{NODE} AS build
COPY --from=tools /go/bin/x /x
COPY --from=ghcr.io/acme/certs:1 /certs /certs
RUN --mount=type=bind,from=alpine:3.18,target=/y true
FROM build AS test
FROM nginx:1.27
COPY --from=build /app /usr/share/nginx/html
COPY --from=0 /go/bin/x /x
`;
    const space = workspaceOf({ 'compose.yaml': 'services: { web: { build: . } }\n', Dockerfile: docker });
    const facts = space.files.flatMap((it) => space.facts(it));
    const found = inventoryOf(space.threatModel(), facts, '2026-11-01').images;
    const web = component(space.threatModel(), 'web').id;
    assert.deepEqual(found.map((it) => `${it.image} ${it.build ? 'builds' : it.base ? 'base' : 'runs'}`).sort(), [
      'alpine:3.18 builds',
      'ghcr.io/acme/certs:1 builds',
      'golang:1.20 builds',
      'nginx:1.27 base',
      'node:20 builds',
    ]);
    assert.ok(found.every((it) => it.uses.length === 1 && it.uses[0]?.component === web));
    assert.equal(found.find((it) => it.image === 'golang:1.20')?.lines[0]?.state, 'ended');
  });

  it('takes the stage that Compose builds up to for what runs', () => {
    const docker = 'FROM postgres:17 AS data\nEXPOSE 5432\nFROM node:22\nEXPOSE 8080\n';
    const technology = (target: string): string | null => {
      const text = `services: { it: { build: { context: .${target} } } }\n`;
      return component(modelOf({ 'compose.yaml': text, Dockerfile: docker }), 'it').technology;
    };
    assert.equal(technology(', target: data'), 'PostgreSQL');
    assert.equal(technology(''), null);
    assert.equal(technology(', target: nowhere'), null);
  });

  it('tells the image that an overlay deploys', () => {
    const space = workspaceOf({
      'base/kustomization.yaml': 'resources: [all.yaml]\n',
      'base/all.yaml': deployment({ name: 'mailer', image: 'alpine:3.18' }),
      'prod/kustomization.yaml': 'resources: [../base]\nimages: [{ name: alpine, newTag: "3.22" }]\n',
    });
    const facts = space.files.flatMap((it) => space.facts(it));
    assert.deepEqual(
      inventoryOf(space.threatModel(), facts, '2026-05-01').images.map((it) => it.image),
      ['alpine:3.22'],
    );
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
