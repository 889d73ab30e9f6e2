// Names of the system in every kind of file that tells of peers, names that mean mischief, and links for clients that take them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type DefinitionLink,
  DefinitionRequest,
  type Hover,
  HoverRequest,
  type Position,
  type Range,
} from 'vscode-languageserver-protocol/node';
import { TestClient } from '../support/lsp.ts';

const compose = `x-common: &common
  LOG_URL: http://logs:9000/in
services:
  api:
    image: ghcr.io/acme/api:1.0.0
    env_file: [api.env]
    environment: { <<: *common, MODE: fast }
  logs:
    image: ghcr.io/acme/logs:1.0.0
  edge:
    image: nginx:1.27
    volumes: ["./edge:/etc/nginx"]
  metrics:
    image: prom/prometheus:v3.0.0
    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml"]
`;
const settings = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data:
  application.yml: |
    # db is where the orders are kept
    spring:
      datasource:
        url: jdbc:postgresql://db.shop:5432/db
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "postgres:16" }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
`;
const files: Readonly<Record<string, string>> = {
  'compose.yaml': compose,
  'api.env': '# logs are far away\nLOGS=x\nLOG_TARGET=tcp://user:hunter2@logs:9000\n',
  'prometheus.yml':
    'scrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: ["api:8080", "logs:9000"]\n',
  'edge/nginx.conf':
    'upstream backends {\n  server logs:9000;\n  server api:8080 weight=2;\n}\nserver { location / { proxy_pass http://backends; } }\n',
  'api/Dockerfile': 'FROM debian:12-slim\nENV LOGS_URL="http://logs:9000"\nCMD ["/api"]\n',
  'api/src/main/resources/application.properties': '# logs\nlogs.url=http://logs:9000/logs\n',
  'settings.yaml': settings,
};

describe('names in all kinds of files', () => {
  let folder: string;
  let client: TestClient;
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const rangeOf = (text: string, context: string, part: string): Range => {
    const start = text.indexOf(context);
    assert.ok(start >= 0, context);
    const index = text.indexOf(part, start);
    const position = (offset: number): Position => {
      const before = text.slice(0, offset).split('\n');
      return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    };
    return { start: position(index), end: position(index + part.length) };
  };
  const hover = (file: string, position: Position): Promise<Hover | null> =>
    client.connection.sendRequest(HoverRequest.type, { textDocument: { uri: uri(file) }, position });
  const markdown = (answer: Hover | null): string =>
    answer && typeof answer.contents === 'object' && 'value' in answer.contents ? answer.contents.value : '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-elsewhere-'));
    client = await TestClient.start({ root: pathToFileURL(folder).href, links: true });
    for (const [file, text] of Object.entries(files)) await client.open(uri(file), 'plaintext', text);
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const places: readonly (readonly [what: string, file: string, context: string, name: string, component: string])[] = [
    ['a file of variables', 'api.env', '@logs', 'logs', 'logs'],
    ['variables behind a merge key', 'compose.yaml', 'http://logs', 'logs', 'logs'],
    ['the first target of Prometheus', 'prometheus.yml', '"api:8080', 'api', 'api'],
    ['the second target of Prometheus', 'prometheus.yml', '"logs:9000', 'logs', 'logs'],
    ['an upstream of nginx', 'edge/nginx.conf', 'server logs', 'logs', 'logs'],
    ['another upstream of nginx', 'edge/nginx.conf', 'server api', 'api', 'api'],
    ['ENV of a Dockerfile', 'api/Dockerfile', 'http://logs', 'logs', 'logs'],
    ['a properties file', 'api/src/main/resources/application.properties', 'http://logs', 'logs', 'logs'],
    ['a file inside a ConfigMap', 'settings.yaml', '//db.shop', 'db.shop', 'db'],
    ["a StatefulSet's Service", 'settings.yaml', 'serviceName: db', 'db', 'db'],
    ["a Service's own name", 'settings.yaml', 'kind: Service\nmetadata: { name: db', 'db', 'db'],
  ];
  for (const [what, file, context, name, component] of places) {
    it(`are known in ${what}`, async () => {
      const range = rangeOf(files[file] ?? '', context, name);
      const answer = await hover(file, range.start);
      assert.match(markdown(answer), new RegExp(`^\\*\\*${component}\\*\\*`));
      assert.deepEqual(answer?.range, range);
      assert.doesNotMatch(markdown(answer), /hunter2/);
      const links = await client.connection.sendRequest(DefinitionRequest.type, {
        textDocument: { uri: uri(file) },
        position: range.end,
      });
      assert.ok(Array.isArray(links) && links.length > 0);
      for (const it of links as DefinitionLink[]) assert.deepEqual(it.originSelectionRange, range);
    });
  }

  it('are not seen in words that only look alike', async () => {
    for (const [file, context, word] of [
      ['api.env', '# logs', 'logs'],
      ['api/src/main/resources/application.properties', '# logs', 'logs'],
      ['api/src/main/resources/application.properties', '9000/logs', 'logs'],
      ['settings.yaml', '# db is', 'db'],
      ['settings.yaml', '5432/db', 'db'],
      ['prometheus.yml', 'job_name: api', 'api'],
    ] as const) {
      const { start } = rangeOf(files[file] ?? '', context, word);
      assert.equal(await hover(file, start), null, `${file}: ${context}`);
    }
  });

  it('stay text, whatever they say', async () => {
    const name = '[click](command:evil) <b>`x`</b>';
    const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${JSON.stringify(name)}\nspec: { containers: [{ name: a, image: b }] }\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: ${'x'.repeat(10_000)}\nspec: { containers: [{ name: a, image: b }] }\n`;
    await client.open(uri('evil.yaml'), 'yaml', text);
    const evil = markdown(await hover('evil.yaml', rangeOf(text, 'click', 'click').start)).split('\n---\n')[0] ?? '';
    assert.ok(evil.startsWith('**\\[click\\]\\(command:evil\\) \\<b\\>\\`x\\`\\</b\\>**'), evil);
    const long = markdown(await hover('evil.yaml', rangeOf(text, 'xxx', 'x').start)).split('\n---\n')[0] ?? '';
    assert.ok(long.startsWith('**xxx') && long.length < 2000, String(long.length));
  });
});
