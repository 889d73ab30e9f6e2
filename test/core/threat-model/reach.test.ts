// Blast radius and attack paths: where an attacker gets from where, and that large and circular systems stay quick.
import assert from 'node:assert/strict';
import { type AttackPath, attackPathsOf, mostPaths } from '../../../server/src/core/threat-model/attack-paths.ts';
import type { ThreatModel } from '../../../server/src/core/threat-model/model.ts';
import { modelReport } from '../../../server/src/core/threat-model/export/report.ts';
import { mostReached, reachesOf, type Reaches } from '../../../server/src/core/threat-model/reach.ts';
import { component, modelOf } from '../../support/model.ts';

const shop = (extra = '', ports = ''): ThreatModel =>
  modelOf({
    'compose.yaml': `services:
  web:
    image: ghcr.io/acme/web:1
    ports: ["8080:8080"]
    environment: { ORDERS: "http://orders:80", PAY: "https://api.stripe.com/v1" }
  orders:
    image: ghcr.io/acme/orders:1
    environment: { DB: "postgres://u@db:5432/x" }
${extra}
  db:
    image: postgres:17
    environment: { POSTGRES_HOST_AUTH_METHOD: trust }
${ports}
  vault:
    image: mysql:9
`,
  });

function reaches(model: ThreatModel, name: string): Reaches {
  const found = reachesOf(model).get(component(model, name).id);
  assert.ok(found);
  return found;
}

const ids = (model: ThreatModel, ...names: readonly string[]): readonly string[] =>
  names.map((it) => component(model, it).id);

function way({ hops }: AttackPath): string {
  return hops.map((it) => `${it.by} ${it.to.slice(it.to.lastIndexOf('/') + 1)}`).join(', ');
}

describe('threat model: reach', () => {
  it('the blast radius follows the flows forward, nearest first', () => {
    const model = shop();
    const web = reaches(model, 'web');
    assert.deepEqual([...web.components].sort(), [...ids(model, 'orders', 'db', 'api.stripe.com')].sort());
    assert.equal(web.components.at(-1), component(model, 'db').id);
    assert.deepEqual(web.stores, ids(model, 'db'));
    assert.deepEqual([web.total, web.machine], [3, false]);
    assert.deepEqual([reaches(model, 'db').total, reaches(model, 'api.stripe.com').total], [0, 0]);
  });

  it('whoever owns a privileged service owns the machine, and all that runs on it', () => {
    const model = shop('    privileged: true');
    const orders = reaches(model, 'orders');
    assert.equal(orders.machine, true);
    assert.deepEqual([...orders.stores].sort(), [...ids(model, 'db', 'vault')].sort());
    assert.ok(orders.components.includes(component(model, 'web').id));
    assert.ok(!orders.components.includes(component(model, 'orders').id));
  });

  it('attack paths lead from the doors to the stores, each hop with its lines', () => {
    const model = shop();
    const { paths, total } = attackPathsOf(model);
    assert.deepEqual(paths.map(way), ['entry web, flow orders, flow db']);
    assert.equal(total, 1);
    const [path] = paths;
    assert.deepEqual([path?.entry, path?.target], ids(model, 'web', 'db'));
    for (const hop of path?.hops ?? []) assert.ok(hop.evidence.some((it) => it.at !== null));
    assert.match(path?.hops[0]?.evidence[0]?.text ?? '', /port 8080 is published/);
    assert.equal(
      path?.openThreats,
      path?.hops.reduce((sum, it) => sum + it.threats.length, 0),
    );
    assert.ok(path?.hops[2]?.threats.some((it) => /asks for no password/.test(it.title)));
  });

  it('the machine is a hop, and a store that is left open is its own door', () => {
    const model = shop('    privileged: true', '    ports: ["5432:5432"]');
    const ways = attackPathsOf(model).paths.map(way);
    assert.ok(ways.includes('entry web, flow orders, machine vault'), ways.join('\n'));
    assert.ok(ways.includes('entry db'), ways.join('\n'));
    const { shared, total } = attackPathsOf(model);
    assert.deepEqual([shared?.paths, total], [2, 3]);
    assert.equal(shared?.hop.to, component(model, 'orders').id);
  });

  it('more open threats on the way come first', () => {
    const { paths } = attackPathsOf(shop('    privileged: true', '    ports: ["5432:5432"]'));
    const counts = paths.map((it) => it.openThreats);
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => b - a),
    );
  });

  it('nothing comes from nothing', () => {
    assert.deepEqual(attackPathsOf(modelOf({})), { paths: [], total: 0, shared: null, cuts: [] });
    assert.equal(reachesOf(modelOf({})).size, 0);
  });

  it('what is behind a gateway has no door of its own', () => {
    const model = modelOf({
      'compose.yaml':
        'services:\n  proxy:\n    image: nginx:1\n    ports: ["80:80"]\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]\n  api:\n    image: ghcr.io/acme/api:1\n    environment: { DB: "postgres://db:5432/x" }\n  db:\n    image: postgres:17\n',
      'nginx.conf': 'http { server { location / { proxy_pass http://api:80; } } }\n',
    });
    assert.equal(component(model, 'api').exposure, 'internet');
    assert.deepEqual(attackPathsOf(model).paths.map(way), ['entry proxy, flow api, flow db']);
  });

  it('five hundred services that all call each other are done in a moment', function () {
    this.timeout(10_000);
    const model = dense(500, 12);
    const start = performance.now();
    const { paths, total, shared } = attackPathsOf(model);
    const all = reachesOf(model);
    const took = performance.now() - start;
    assert.ok(took < 3000, `${took} ms`);
    assert.equal(paths.length, mostPaths);
    assert.equal(total, 500 * 100);
    assert.ok(shared && shared.paths > 0);
    for (const it of all.values()) assert.deepEqual([it.total, it.components.length], [499, mostReached]);
  });

  it('a report keeps hostile names as text', () => {
    const name = '<script>@acme|`x`](http://evil.test)'.padEnd(10_000, 'x');
    const model = dense(3, 1);
    const hostile: ThreatModel = {
      ...model,
      components: model.components.map((it) => ({ ...it, name })),
      boundaries: [{ id: 'b', name: '<b>\n# x', kind: 'host', parent: null }],
      looseEnds: [{ text: '![x](y)\n\n# heading <img>', at: null }],
    };
    const report = modelReport(hostile, () => ({ file: 'a`b|<i>.yaml', line: 1 }));
    assert.ok(report.length < 20_000);
    const bare = report.replace(/(`+)(?:(?!`).|(?!\1)`)*?\1(?!`)/g, '');
    assert.doesNotMatch(bare, /<script|<img|<i>|@acme|[^\\]\]\(/);
    assert.deepEqual(
      report.split('\n').filter((it) => /^#+ /.test(it)),
      [
        '# Threat model',
        '## What to do first',
        '## Attack paths (3 of 3)',
        '## Components',
        '## Flows',
        '## Loose ends (1)',
      ],
    );
  });
});

/** Services that call their next `degree` neighbours in a ring; all are doors, and every fifth is a store. */
function dense(count: number, degree: number): ThreatModel {
  const id = (i: number): string => `compose/x/s${String(i % count).padStart(5, '0')}`;
  const all = Array.from({ length: count }, (_, i) => i);
  return {
    components: all.map((i) => ({
      id: id(i),
      name: `s${i}`,
      aliases: [],
      type: i % 5 === 0 ? 'data-store' : 'process',
      technology: null,
      exposure: 'internet',
      exposedBy: [{ text: `port ${i}`, at: null }],
      boundary: null,
      at: null,
      parts: [],
    })),
    flows: all.flatMap((i) =>
      Array.from({ length: degree }, (_, k) => ({
        id: `${id(i)} -> ${id(i + k + 1)}`,
        from: id(i),
        to: id(i + k + 1),
        protocol: 'http',
        port: null,
        encrypted: 'unknown' as const,
        authenticated: 'unknown' as const,
        crosses: [],
        evidence: [{ text: `names ${i + k + 1}`, at: null }],
      })),
    ),
    boundaries: [],
    threats: [],
    posture: [],
    looseEnds: [],
  };
}
